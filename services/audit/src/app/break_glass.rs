//! Break-glass: asking, deciding, going in, closing (R8.1).

use std::collections::HashSet;

use huiyin_contracts::events::break_glass::{
    BreakGlassAskedV1, BreakGlassClosedV1, BreakGlassOpenedV1, BreakGlassRefusedV1, BreakGlassUsedV1,
};
use huiyin_contracts::requests::{Answer, OpenRequest};
use huiyin_contracts::views::break_glass::{AskBreakGlass, OpenedView};
use huiyin_kernel::{Actor, BreakGlassId};
use huiyin_store::{Change, Once, OnceError, StoreError};

use super::App;
use super::say::say;
use crate::domain::break_glass::{Request, State, ask, close, decide, enter};
use crate::domain::known::Known;
use crate::store::break_glass as store;

/// Requests that are shown at the most.
const SHOWN: u64 = 100;
/// Of those that wait or are open: none is pushed out by what came later.
const CURRENT: u64 = 2_000;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BreakGlassError {
    #[error("there is no such thing")]
    NotFound,
    #[error(transparent)]
    Once(#[from] OnceError),
    #[error(transparent)]
    Ask(#[from] ask::Refusal),
    #[error(transparent)]
    Decide(#[from] decide::Refusal),
    #[error(transparent)]
    Enter(#[from] enter::Refusal),
    #[error(transparent)]
    Close(#[from] close::Refusal),
    #[error(transparent)]
    Failed(#[from] StoreError),
}

/// A request with the complaint that it is about, where there is one of its number.
pub(crate) struct Whole {
    pub(crate) request: Request,
    pub(crate) known: Option<Known>,
    pub(crate) state: State,
}

impl App {
    /// Asks, once for the request's key.
    pub(crate) async fn ask_break_glass(
        &self,
        asked: &AskBreakGlass,
        by: Actor,
        once: Once<'_>,
    ) -> Result<BreakGlassId, BreakGlassError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let act = self.act(by.clone());
        let own = store::of(change.conn(), &by, SHOWN).await?;
        let waiting = own
            .iter()
            .filter(|request| request.state(act.at) == State::Asked)
            .count();
        let id = BreakGlassId::from_uuid(self.store.ids().uuid());
        let words = ask::Asked {
            number: &asked.number,
            ground: &asked.ground,
            reference: &asked.reference,
            hours: asked.hours,
        };
        let request = ask::decide(id, &words, waiting, act)?;
        store::add(&change, &request).await?;
        if let Some(known) = known(&change, &request).await? {
            let event = BreakGlassAskedV1 {
                complaint: known.complaint,
                request: id,
                ground: request.ground,
                hours: request.hours,
                by,
            };
            say(&mut change, &event, known.complaint, &known)?;
        }
        once.keep(&change, 201, &id).await?;
        change.commit().await?;
        Ok(id)
    }

    /// Opens the complaint to who asked, or refuses, once for the request's key.
    pub(crate) async fn decide_break_glass(
        &self,
        id: BreakGlassId,
        opens: bool,
        by: Actor,
        once: Once<'_>,
    ) -> Result<BreakGlassId, BreakGlassError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let request = store::lock(&change, id).await?.ok_or(BreakGlassError::NotFound)?;
        let known = known(&change, &request).await?.ok_or(BreakGlassError::NotFound)?;
        let request = decide::decide(request, opens, &known.concerned, self.act(by.clone()))?;
        store::save(&change, &request).await?;
        decided(&mut change, &request, &known, by)?;
        once.keep(&change, 200, &id).await?;
        change.commit().await?;
        Ok(id)
    }

    /// Lets in whom it was opened to. Each time is said.
    pub(crate) async fn enter_break_glass(&self, id: BreakGlassId, by: Actor) -> Result<OpenedView, BreakGlassError> {
        let mut change = self.store.change().await?;
        let request = store::lock(&change, id).await?.filter(|request| request.asked.by == by);
        let request = request.ok_or(BreakGlassError::NotFound)?;
        let until = enter::decide(&request, &self.act(by.clone()))?;
        let known = known(&change, &request).await?.ok_or(BreakGlassError::NotFound)?;
        let complaint = known.complaint;
        let event = BreakGlassUsedV1 {
            complaint,
            request: id,
            by,
        };
        say(&mut change, &event, complaint, &known)?;
        change.commit().await?;
        Ok(OpenedView { complaint, until })
    }

    /// Closes it before its time, once for the request's key.
    pub(crate) async fn close_break_glass(
        &self,
        id: BreakGlassId,
        by: Actor,
        once: Once<'_>,
    ) -> Result<BreakGlassId, BreakGlassError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let request = store::lock(&change, id).await?.ok_or(BreakGlassError::NotFound)?;
        let request = close::decide(request, self.act(by.clone()))?;
        store::save(&change, &request).await?;
        if let Some(known) = known(&change, &request).await? {
            let event = BreakGlassClosedV1 {
                complaint: known.complaint,
                request: id,
                by,
            };
            say(&mut change, &event, known.complaint, &known)?;
        }
        once.keep(&change, 200, &id).await?;
        change.commit().await?;
        Ok(id)
    }

    /// One request.
    pub(crate) async fn break_glass(&self, id: BreakGlassId) -> Result<Option<Whole>, StoreError> {
        let request = store::find(self.store.read(), id).await?;
        Ok(self.with_complaints(request.into_iter().collect()).await?.pop())
    }

    /// The latest requests of somebody, and those of everyone: all that wait or are open, and the latest.
    pub(crate) async fn break_glasses(&self, by: &Actor) -> Result<(Vec<Whole>, Vec<Whole>), StoreError> {
        let own = store::of(self.store.read(), by, SHOWN).await?;
        let now = self.store.clock().now();
        let mut all = store::current(self.store.read(), ask::waits_since(now), now, CURRENT).await?;
        let known: HashSet<BreakGlassId> = all.iter().map(|request| request.id).collect();
        let latest = store::latest(self.store.read(), SHOWN).await?;
        all.extend(latest.into_iter().filter(|request| !known.contains(&request.id)));
        Ok((self.with_complaints(own).await?, self.with_complaints(all).await?))
    }

    /// Whether a request still opens its complaint to somebody, for whoever signs them in.
    pub(crate) async fn is_open(&self, asked: &OpenRequest) -> Result<Answer<OpenedView>, StoreError> {
        let by = Actor::staff(asked.staff.clone());
        let Some(Whole { request, known, .. }) = self.break_glass(asked.request).await? else {
            return Ok(Answer::NotFound);
        };
        let until = enter::opens(&request, &by, self.store.clock().now());
        Ok(match known.zip(until) {
            Some((known, until)) => Answer::Ok(OpenedView {
                complaint: known.complaint,
                until,
            }),
            None => Answer::NotFound,
        })
    }

    async fn with_complaints(&self, requests: Vec<Request>) -> Result<Vec<Whole>, StoreError> {
        let numbers = requests.iter().map(|request| request.number.as_str());
        let known = store::known(self.store.read(), numbers).await?;
        let now = self.store.clock().now();
        let whole = |request: Request| Whole {
            known: known.get(&request.number).cloned(),
            state: request.state(now),
            request,
        };
        Ok(requests.into_iter().map(whole).collect())
    }
}

/// Says that it was opened, or refused.
fn decided(change: &mut Change, request: &Request, known: &Known, by: Actor) -> Result<(), StoreError> {
    let complaint = known.complaint;
    let Some(until) = request.until() else {
        let event = BreakGlassRefusedV1 {
            complaint,
            request: request.id,
            by,
        };
        return say(change, &event, complaint, known);
    };
    let event = BreakGlassOpenedV1 {
        complaint,
        request: request.id,
        ground: request.ground.clone(),
        until,
        asked_by: request.asked.by.clone(),
        by,
    };
    say(change, &event, complaint, known)
}

async fn known(change: &Change, request: &Request) -> Result<Option<Known>, StoreError> {
    let number = request.number.as_str();
    Ok(store::known(change.conn(), std::iter::once(number))
        .await?
        .remove(number))
}
