//! What is done with cases: load, decide, save with the events, commit.

mod act;
mod commands;
mod error;
mod form;
mod hear;
mod lapse;
mod look;
mod saying;
mod view;

use huiyin_kernel::{CaseId, ComplaintId};
use huiyin_store::Store;
use jiff::SignedDuration;

pub(crate) use act::Call;
pub(crate) use commands::{NewFinding, NewReply, NewStatement};
pub(crate) use error::{Error, Refused};
pub(crate) use hear::Took;
pub(crate) use look::Look;
pub(crate) use view::{case_line, case_view, stage_name, statement_views};

use crate::store;
pub(crate) use crate::store::{Filter, Kept};

/// The service's use cases. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App {
    store: Store,
    lapse: SignedDuration,
}

impl App {
    /// The use cases over a database; `lapse` is the time for the follow-up visit, counted from the reply.
    pub(crate) fn new(store: Store, lapse: SignedDuration) -> Self {
        Self { store, lapse }
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

    /// What was done in a case, the oldest first.
    pub(crate) async fn steps(&self, id: CaseId) -> Result<Vec<store::Step>, Error> {
        Ok(store::steps(self.store.read(), id).await?)
    }

    /// The list of cases.
    pub(crate) async fn list(&self, filter: &Filter) -> Result<Vec<Kept>, Error> {
        Ok(store::list(self.store.read(), filter).await?)
    }
}
