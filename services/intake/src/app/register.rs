//! Registering (R3.3). Needs nothing but this service's own database.

use huiyin_access::Caller;
use huiyin_contracts::views::intake::{Register, Registered};
use huiyin_kernel::{ComplaintId, ComplaintNumber, NumberError, UnitCode};
use huiyin_store::{Change, StoreError};

use super::{App, AppError, Once, answered, keep_answer, saying};
use crate::domain::complaint::{Complaint, Sealed};
use crate::domain::link::{Kind, Link};
use crate::domain::register::{self, Checked, Entry};
use crate::domain::stage::Act;
use crate::domain::unit::Place;
use crate::store::{self, Reference};

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

    /// The answer that was given before under this key. A registration that was accepted is answered the same although its unit has
    /// been closed since (P3).
    pub(crate) async fn registered_before(&self, once: Once<'_>) -> Result<Option<Answered>, AppError> {
        let change = self.store.change().await?;
        let before = answered::<Registered>(&change, once).await;
        change.undo().await?;
        Ok(before?.map(|before| self.with_receipt(before, 1)))
    }

    /// Registers a complaint, once for its key.
    pub(crate) async fn register(
        &self,
        caller: &Caller,
        request: &Register,
        place: Place,
        once: Once<'_>,
    ) -> Result<Answered, AppError> {
        let checked = register::check(request, self.now())?;
        let mut change = self.store.change().await?;
        if let Some(before) = answered::<Registered>(&change, once).await? {
            return Ok(self.with_receipt(before, 1));
        }
        let repeats = repeats(&change, request.repeats.as_deref()).await?;
        let complaint = self.enter(&mut change, caller, checked, place, repeats).await?;
        let answer = answer(&complaint);
        keep_answer(&change, once, 201, &answer).await?;
        change.commit().await?;
        Ok(self.with_receipt(answer, complaint.version))
    }

    async fn enter(
        &self,
        change: &mut Change,
        caller: &Caller,
        checked: Checked,
        place: Place,
        repeats: Option<ComplaintId>,
    ) -> Result<Complaint, AppError> {
        let code = place.registering.code();
        let ordinal = store::next_ordinals(change, &code, place.date, self.series, 1).await?;
        let entry = Entry {
            id: self.store.ids().complaint(),
            number: ComplaintNumber::new(&code, place.date, self.series, ordinal).map_err(bad_series)?,
            place,
            repeats,
            by: caller.actor.clone(),
            now: self.now(),
            past: None,
        };
        let hash = self.receipts.code(entry.id).hash();
        let (complaint, sealed) = checked.register(entry);
        store::insert(change, &complaint, hash).await?;
        store::seal(change, complaint.id, &sealed).await?;
        self.recognise(change, complaint.id, &sealed).await?;
        if let Some(link) = self.told_repeat(&complaint) {
            store::add_link(change, &link).await?;
        }
        saying::say(change, &complaint.registered_event(), &complaint)?;
        Ok(complaint)
    }

    /// Keeps by what the complainant is recognised when they come again.
    async fn recognise(&self, change: &Change, id: ComplaintId, sealed: &Sealed) -> Result<(), StoreError> {
        let marks = self.matching.marks(sealed.complainant.as_ref());
        let marks: Vec<_> = marks.into_iter().map(|mark| (id, mark)).collect();
        store::add_marks(change, &marks).await
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

/// The series is checked when the configuration is read.
pub(super) fn bad_series(error: NumberError) -> StoreError {
    sea_orm::DbErr::Type(error.to_string()).into()
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
