//! What is done with cases: load, decide, save with the events, commit.

mod act;
mod again;
mod commands;
mod ending;
mod error;
mod form;
mod hear;
mod lapse;
mod look;
mod opinions;
mod packs;
mod redress;
mod reply;
mod saying;
mod view;

use std::sync::Arc;

use huiyin_access::Caller;
use huiyin_kernel::{CaseId, ComplaintId, Timestamp};
use huiyin_policy::Pack;
use huiyin_store::Store;
use jiff::SignedDuration;

pub(crate) use act::{Call, File};
pub(crate) use commands::{NewAnswer, NewFinding, NewStatement};
pub(crate) use ending::NewEnding;
pub(crate) use error::{Error, Refused};
pub(crate) use hear::Took;
pub(crate) use look::Look;
pub(crate) use packs::Packs;
pub(crate) use redress::NewRedress;
pub(crate) use reply::NewReply;
pub(crate) use view::{case_line, case_view, stage_name, statement_views};

use crate::domain::Case;
use crate::store;
pub(crate) use crate::store::{Filter, Kept};

/// The service's use cases. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App {
    store: Store,
    lapse: SignedDuration,
    packs: Packs,
}

impl App {
    /// The use cases over a database; `lapse` is the time for the follow-up visit, counted from the reply.
    pub(crate) fn new(store: Store, lapse: SignedDuration, packs: Packs) -> Self {
        Self { store, lapse, packs }
    }

    /// The policy pack of a case.
    fn pack_of(&self, case: &Case) -> Arc<Pack> {
        self.packs.of(case.policy.as_deref())
    }

    /// When the follow-up to a reply of this instant lapses.
    fn lapses(&self, at: Timestamp) -> Timestamp {
        at.saturating_add(self.lapse).unwrap_or(Timestamp::MAX)
    }

    /// The duties by which a caller decides on a case: their own, those of their unit, and those that its level holds as long as no unit
    /// of the directory has them (R2.2).
    pub(crate) async fn duties_of(&self, caller: &Caller, case: &Case) -> Result<Vec<String>, Error> {
        let mut duties = caller.duties.clone();
        let Some(path) = &caller.unit else { return Ok(duties) };
        let Some(unit) = store::unit(self.store.read(), path).await? else {
            return Ok(duties);
        };
        let pack = self.pack_of(case);
        let of_level = pack.level_duties().get(&unit.level).cloned().unwrap_or_default();
        if !of_level.is_empty() {
            let given = store::duties_given(self.store.read()).await?;
            duties.extend(of_level.into_iter().filter(|duty| !given.contains(duty)));
        }
        duties.extend(unit.duties);
        Ok(duties)
    }

    /// A case.
    pub(crate) async fn case(&self, id: CaseId) -> Result<Kept, Error> {
        store::find(self.store.read(), id).await?.ok_or(Error::NoSuchCase)
    }

    /// The case of a complaint.
    pub(crate) async fn case_of(&self, complaint: ComplaintId) -> Result<Kept, Error> {
        store::find_by_complaint(self.store.read(), complaint)
            .await?
            .ok_or(Error::NoSuchCase)
    }

    /// A case with what belongs to it but its statements.
    pub(crate) async fn file(&self, kept: &Kept) -> Result<File, Error> {
        Ok(act::read_file(self.store.read(), kept, false).await?)
    }

    /// The list of cases.
    pub(crate) async fn list(&self, filter: &Filter) -> Result<Vec<Kept>, Error> {
        Ok(store::list(self.store.read(), filter).await?)
    }
}
