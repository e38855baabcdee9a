//! Improvements: proposed to their owner, and followed until done (R6.2).

use huiyin_contracts::events::learning::{ImprovementDoneV1, ImprovementProposedV1, ImprovementRefusedV1};
use huiyin_contracts::views::investigation::ImprovementView;
use huiyin_kernel::{Date, UnitPath};
use huiyin_store::Change;
use huiyin_web::Idempotency;
use uuid::Uuid;

use super::super::act::once;
use super::super::{App, Error, Refused};
use super::{Own, say};
use crate::domain::learning::finish_improvement::Finish;
use crate::domain::learning::{
    Improvement, ImprovementStage, finish_improvement, propose_improvement, refuse_improvement,
};
use crate::domain::{Code, Mark, Words};
use crate::store;

/// An improvement as it comes in.
#[derive(Clone, Debug)]
pub(crate) struct NewImprovement {
    pub(crate) title: Words,
    pub(crate) what: Words,
    pub(crate) owner: UnitPath,
    pub(crate) reach: Option<UnitPath>,
    pub(crate) cause: Code,
    pub(crate) due: Date,
    pub(crate) confirmed: bool,
}

/// How it ends, as it comes in.
#[derive(Clone, Debug)]
pub(crate) enum Ends {
    /// It is done: what, and on which day.
    Done(Words, Option<Date>),
    /// It is not done: why.
    Refused(Words),
}

impl App {
    /// Proposes an improvement to its owner.
    pub(crate) async fn propose_improvement(
        &self,
        own: &Own,
        new: &NewImprovement,
        key: &Idempotency,
    ) -> Result<ImprovementView, Error> {
        let open = self.open_units().await?;
        let mut change = self.store.change().await?;
        if let Some(again) = once(key).answered(&change).await? {
            return Ok(again);
        }
        let unit = own.writes_for(&open).unwrap_or_else(|| new.owner.clone());
        let improvement = Improvement {
            id: self.store.ids().uuid(),
            owner: new.owner.clone(),
            reach: new.reach.clone().unwrap_or_else(|| unit.clone()),
            unit,
            cause: new.cause.clone(),
            title: new.title.clone(),
            what: new.what.clone(),
            due: new.due,
            proposed: self.marked(own),
            stage: ImprovementStage::Open,
        };
        let pack = self.packs.of(None);
        let is_open = |unit: &UnitPath| open.contains(unit);
        let one = propose_improvement::decide(improvement, new.confirmed, &pack, is_open, self.today());
        let one = one.map_err(Refused::from)?;
        store::keep_improvement(&change, &one).await?;
        let event = ImprovementProposedV1 {
            improvement: one.id,
            unit: one.unit.clone(),
            owner: one.owner.clone(),
            reach: one.reach.clone(),
            cause: one.cause.as_str().to_owned(),
            due: one.due,
            by: own.by.clone(),
        };
        say(&mut change, &event, one.id, &one.owner)?;
        let answer = view(&one, self.today());
        once(key).keep(&change, 201, &answer).await?;
        change.commit().await?;
        Ok(answer)
    }

    /// Records that it is done, or refused.
    pub(crate) async fn end_improvement(
        &self,
        own: &Own,
        id: Uuid,
        (ends, confirmed): (&Ends, bool),
        key: &Idempotency,
    ) -> Result<ImprovementView, Error> {
        let mut change = self.store.change().await?;
        if let Some(again) = once(key).answered(&change).await? {
            return Ok(again);
        }
        let there = store::lock_improvement(&change, id).await?.ok_or(Error::NoSuchPaper)?;
        let (mark, today) = (self.marked(own), self.today());
        let one = match ends {
            Ends::Done(what, on) => {
                let finish = Finish {
                    what: what.clone(),
                    on: on.unwrap_or(today),
                    confirmed,
                    mark,
                };
                finish_improvement::decide(there, finish, today).map_err(Refused::from)?
            }
            Ends::Refused(reason) => {
                refuse_improvement::decide(there, reason.clone(), confirmed, mark).map_err(Refused::from)?
            }
        };
        store::keep_improvement(&change, &one).await?;
        tell(&mut change, &one, own)?;
        let answer = view(&one, today);
        once(key).keep(&change, 200, &answer).await?;
        change.commit().await?;
        Ok(answer)
    }

    /// An improvement, for the question who may do what to it.
    pub(crate) async fn improvement(&self, id: Uuid) -> Result<Improvement, Error> {
        store::improvement(self.store.read(), id)
            .await?
            .ok_or(Error::NoSuchPaper)
    }

    /// Improvements that the caller sees, the latest first.
    pub(crate) async fn improvements(
        &self,
        own: &Own,
        state: Option<&str>,
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<ImprovementView>, Error> {
        let found = store::improvements(self.store.read(), own.top.as_ref(), state, after, limit).await?;
        Ok(found.iter().map(|one| view(one, self.today())).collect())
    }

    fn marked(&self, own: &Own) -> Mark {
        Mark {
            by: own.by.clone(),
            at: self.store.clock().now(),
        }
    }
}

/// Says how it ended.
fn tell(change: &mut Change, one: &Improvement, own: &Own) -> Result<(), Error> {
    let (improvement, owner, by) = (one.id, one.owner.clone(), own.by.clone());
    match &one.stage {
        ImprovementStage::Open => {}
        ImprovementStage::Done { on, .. } => {
            let event = ImprovementDoneV1 {
                improvement,
                owner,
                reach: one.reach.clone(),
                cause: one.cause.as_str().to_owned(),
                on: *on,
                by,
            };
            say(change, &event, one.id, &one.owner)?;
        }
        ImprovementStage::Refused { .. } => {
            let event = ImprovementRefusedV1 { improvement, owner, by };
            say(change, &event, one.id, &one.owner)?;
        }
    }
    Ok(())
}

fn view(one: &Improvement, today: Date) -> ImprovementView {
    let (outcome, done_on, mark) = match &one.stage {
        ImprovementStage::Open => (None, None, None),
        ImprovementStage::Done { what, on, mark } => (Some(what), Some(*on), Some(mark)),
        ImprovementStage::Refused { reason, mark } => (Some(reason), None, Some(mark)),
    };
    ImprovementView {
        id: one.id,
        unit: one.unit.clone(),
        owner: one.owner.clone(),
        reach: one.reach.clone(),
        cause: one.cause.as_str().to_owned(),
        title: one.title.as_str().to_owned(),
        what: one.what.as_str().to_owned(),
        due: one.due,
        state: one.state().to_owned(),
        overdue: one.is_overdue(today),
        proposed: one.proposed.at,
        by: one.proposed.by.clone(),
        outcome: outcome.map(|words| words.as_str().to_owned()),
        done_on,
        ended_by: mark.map(|mark| mark.by.clone()),
    }
}
