//! Registering (R3.3). Needs nothing but this service's own database.

use std::sync::Arc;

use futures::future::BoxFuture;
use huiyin_access::Caller;
use huiyin_contracts::views::intake::{Register, Registered};
use huiyin_kernel::{Actor, ComplaintId, UnitCode};
use huiyin_store::idempotency::{self, Begun};
use huiyin_store::once;
use huiyin_store::{Change, Once, StoreError};
use sea_orm::{ConnAcquireErr, DbErr};
use tracing::Span;

use super::numbers::Numbers;
use super::{App, AppError, is_taken, saying};
use crate::domain::complaint::{Complaint, Sealed};
use crate::domain::link::{Kind, Link};
use crate::domain::matching::Mark;
use crate::domain::register::{self, Checked, Entry};
use crate::domain::represent::{self, Representation};
use crate::domain::stage::Act;
use crate::domain::unit::Place;
use crate::store::{self, Reference};

/// A complaint that waits to be registered.
pub(super) struct Waiting {
    by: Actor,
    checked: Checked,
    place: Place,
    repeats: Option<String>,
    key: String,
    fingerprint: [u8; 32],
    span: Span,
}

/// What came of it, with the complaint's version.
pub(super) type Outcome = Result<(Registered, i64), AppError>;

enum Fate {
    /// It was answered before, or is refused.
    Answered(Outcome),
    /// It is new, and repeats perhaps an earlier one.
    New(Option<ComplaintId>),
}

/// What a transaction registers.
#[derive(Default)]
struct Entered {
    complaints: Vec<Complaint>,
    sealed: Vec<(ComplaintId, Sealed)>,
    /// By what the complainants are recognised when they come again.
    marks: Vec<(ComplaintId, Mark)>,
    links: Vec<Link>,
    /// That somebody complains for another (R3.10).
    represented: Vec<Representation>,
    answers: Vec<idempotency::Answer>,
}

/// An answer, and the complaint's version for the ETag.
pub(crate) struct Answered {
    pub(crate) registered: Registered,
    pub(crate) version: i64,
}

impl App {
    /// Where the complaint belongs, for the question whether the caller may register it.
    pub(crate) async fn place(&self, caller: &Caller, request: &Register) -> Result<Place, AppError> {
        let own = caller.unit.as_ref().map(|unit| unit.code());
        let registering = request.registered_by_unit.as_ref();
        let named: Vec<UnitCode> = [Some(&request.unit), registering, own.as_ref()]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let directory = store::directory(self.store.read(), &named).await?;
        let place = Place::find(&request.unit, registering, own.as_ref(), &directory, self.now());
        Ok(place.map_err(register::Refusal::from)?)
    }

    /// The complaint that another one is told to repeat.
    pub(crate) async fn repeated(&self, told: &str) -> Result<Complaint, AppError> {
        let found = match Reference::read(told) {
            Some(reference) => self.find(&reference).await?,
            None => None,
        };
        Ok(found.ok_or(register::Refusal::UnknownRepeat)?)
    }

    /// The answer that was given before under this key. A registration that was accepted is answered the same although its unit has
    /// been closed since (P3).
    pub(crate) async fn registered_before(&self, once: Once<'_>) -> Result<Option<Answered>, AppError> {
        let before = idempotency::before(self.store.read(), once.key, once.fingerprint).await?;
        Ok(once::read::<Registered>(before)?.map(|before| self.with_receipt(before, 1)))
    }

    /// Registers a complaint, once for its key; together with those that come at the same time.
    pub(crate) async fn register(
        &self,
        caller: &Caller,
        request: &Register,
        place: Place,
        once: Once<'_>,
    ) -> Result<Answered, AppError> {
        let waiting = Waiting {
            by: caller.actor.clone(),
            checked: register::check(request, self.now())?,
            place,
            repeats: request.repeats.clone(),
            key: once.key.to_owned(),
            fingerprint: *once.fingerprint,
            span: Span::current(),
        };
        let serve = |many: Vec<Arc<Waiting>>| -> BoxFuture<'_, Vec<Outcome>> {
            Box::pin(async move { self.register_all(&many).await })
        };
        let (registered, version) = self.registering.serve(waiting, serve).await?;
        Ok(self.with_receipt(registered, version))
    }

    /// Where many cannot be registered in one transaction, each is alone: so nobody's mistake is another's.
    async fn register_all(&self, many: &[Arc<Waiting>]) -> Vec<Outcome> {
        if many.len() > 1 {
            match self.try_to_register(many).await {
                Ok(outcomes) => return outcomes,
                // The database is away for all of them: one after the other they would wait for minutes.
                Err(AppError::Failed(error)) if error.is_transient() => return all_later(many.len(), error),
                Err(error) => tracing::info!(%error, count = many.len(), "registrations are tried one by one"),
            }
        }
        let mut outcomes = Vec::with_capacity(many.len());
        for one in many {
            outcomes.push(self.register_one(one).await);
        }
        outcomes
    }

    /// Where another process took the key meanwhile, its answer is seen the second time.
    async fn register_one(&self, one: &Arc<Waiting>) -> Outcome {
        let alone = std::slice::from_ref(one);
        let outcomes = match self.try_to_register(alone).await {
            Err(error) if is_taken(&error) => self.try_to_register(alone).await?,
            outcomes => outcomes?,
        };
        outcomes.into_iter().next().unwrap_or(Err(AppError::NotFound))
    }

    /// One transaction: each is registered, answered as before, or refused. An error is one of all of them.
    async fn try_to_register(&self, many: &[Arc<Waiting>]) -> Result<Vec<Outcome>, AppError> {
        let mut change = self.store.change().await?;
        let requests: Vec<_> = many.iter().map(|one| (one.key.as_str(), &one.fingerprint)).collect();
        let before = idempotency::before_many(change.conn(), &requests).await?;
        let mut fates = Vec::with_capacity(many.len());
        for (one, before) in many.iter().zip(before) {
            fates.push(fate(&change, one, before).await?);
        }
        let new = many.iter().zip(&fates).filter(|(_, fate)| matches!(fate, Fate::New(_)));
        let mut numbers = Numbers::take(&change, self.series, new.map(|(one, _)| &one.place)).await?;
        let mut entered = Entered::default();
        let mut outcomes = Vec::with_capacity(many.len());
        for (one, fate) in many.iter().zip(fates) {
            outcomes.push(match fate {
                Fate::Answered(outcome) => outcome,
                Fate::New(repeats) => Ok(self.enter(&mut entered, &mut change, one, repeats, &mut numbers)?),
            });
        }
        let receipt = |complaint: &Complaint| Some(self.receipts.code(complaint.id).hash());
        store::insert(&change, &entered.complaints, receipt).await?;
        store::seal(&change, &self.keys, entered.sealed).await?;
        store::add_marks(&change, &entered.marks).await?;
        store::add_representations(&change, &entered.represented).await?;
        for link in &entered.links {
            store::add_link(&change, link).await?;
        }
        idempotency::keep_many(&change, entered.answers).await?;
        change.commit().await?;
        Ok(outcomes)
    }

    fn enter(
        &self,
        entered: &mut Entered,
        change: &mut Change,
        one: &Waiting,
        repeats: Option<ComplaintId>,
        numbers: &mut Numbers,
    ) -> Result<(Registered, i64), AppError> {
        let entry = Entry {
            id: self.store.ids().complaint(),
            number: numbers.next(&one.place)?,
            place: one.place.clone(),
            repeats,
            by: one.by.clone(),
            now: self.now(),
            past: None,
        };
        let (complaint, sealed) = one.checked.clone().register(entry);
        // In the span of its own request: whoever serves it may be another one.
        one.span
            .in_scope(|| saying::say(change, &complaint.registered_event(), &complaint))?;
        let answer = (answer(&complaint), complaint.version);
        entered.answers.push(idempotency::Answer {
            key: one.key.clone(),
            fingerprint: one.fingerprint,
            status: 201,
            body: serde_json::to_string(&answer.0).map_err(StoreError::from)?,
        });
        if let Some(other) = sealed.complainant.as_ref().and_then(|who| who.on_behalf.as_ref()) {
            let shown = represent::shown(complaint.id, other, self.act_of(complaint.by.clone()));
            one.span.in_scope(|| saying::say(change, &shown.said(), &complaint))?;
            entered.represented.push(shown);
        }
        let marks = self.matching.marks(sealed.complainant.as_ref());
        entered.marks.extend(marks.into_iter().map(|mark| (complaint.id, mark)));
        entered.links.extend(self.told_repeat(&complaint));
        entered.sealed.push((complaint.id, sealed));
        entered.complaints.push(complaint);
        Ok(answer)
    }

    /// A repeat that the desk names when it registers is a link like any other, so that it can be undone. The registration says it.
    fn told_repeat(&self, complaint: &Complaint) -> Option<Link> {
        complaint.repeats.map(|to| Link {
            id: self.store.ids().link(),
            kind: Kind::Repeat,
            complaint: complaint.id,
            to: Some(to),
            cluster: None,
            new_facts: false,
            reason: "named at registration".to_owned(),
            act: Act {
                by: complaint.by.clone(),
                at: complaint.registered,
            },
            undone: None,
        })
    }

    /// The receipt code is told but not kept: it is put into each answer anew.
    fn with_receipt(&self, registered: Registered, version: i64) -> Answered {
        let receipt_code = self.receipts.code(registered.id).grouped();
        Answered {
            registered: Registered {
                receipt_code,
                ..registered
            },
            version,
        }
    }
}

/// The same outcome for all: the database is away.
fn all_later(count: usize, error: StoreError) -> Vec<Outcome> {
    let again = || StoreError::from(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout));
    let others = std::iter::repeat_with(|| Err(AppError::Failed(again())));
    std::iter::once(Err(AppError::Failed(error)))
        .chain(others)
        .take(count)
        .collect()
}

async fn fate(change: &Change, one: &Waiting, before: Begun) -> Result<Fate, StoreError> {
    let outcome = match once::read::<Registered>(before) {
        Ok(None) => match repeats(change, one.repeats.as_deref()).await {
            Ok(repeats) => return Ok(Fate::New(repeats)),
            Err(AppError::Failed(error)) => return Err(error),
            Err(refusal) => Err(refusal),
        },
        Ok(Some(before)) => Ok((before, 1)),
        Err(refusal) => Err(refusal.into()),
    };
    Ok(Fate::Answered(outcome))
}

async fn repeats(change: &Change, told: Option<&str>) -> Result<Option<ComplaintId>, AppError> {
    let Some(told) = told.filter(|told| !told.trim().is_empty()) else {
        return Ok(None);
    };
    let reference = Reference::read(told).ok_or(register::Refusal::UnknownRepeat)?;
    let found = store::resolve(change.conn(), &reference).await?;
    Ok(Some(found.ok_or(register::Refusal::UnknownRepeat)?))
}

fn answer(complaint: &Complaint) -> Registered {
    Registered {
        id: complaint.id,
        number: complaint.number.clone(),
        receipt_code: String::new(),
        unit: complaint.unit.clone(),
        registered_by_unit: complaint.registered_by_unit.clone(),
        received: complaint.received,
        registered: complaint.registered,
    }
}
