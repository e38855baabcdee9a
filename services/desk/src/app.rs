//! Signing in, and knowing who is signed in; drafts and saved views.

mod accounts;
mod directory;
mod drafts;
mod hashing;
mod openings;
mod sessions;
mod sign_in;
mod tokens;
mod views;

use std::sync::Arc;

use huiyin_access::Caller;
use huiyin_kernel::{Clock, Ids, Timestamp};
use huiyin_store::Store;
use huiyin_web::Signer;
use jiff::SignedDuration;

pub(crate) use accounts::{AddError, NewAccount, PasswordError};
pub(crate) use directory::{Away, Directory, Lookup};
pub(crate) use drafts::{Drafts, KeepError};
pub(crate) use hashing::Hasher;
pub(crate) use openings::{Openings, Opens};
pub(crate) use sessions::{Secret, WhoError};
pub(crate) use sign_in::SignInError;
pub(crate) use tokens::{Issue, IssueError};
pub(crate) use views::{Save, SaveError, Views};

use crate::config::Costs;
use crate::passed::Passed;

/// How long sessions go on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// So long one may rest.
    pub(crate) idle: SignedDuration,
    /// So long one lasts at the most.
    pub(crate) longest: SignedDuration,
}

/// Accounts and sessions.
pub(crate) struct App {
    store: Store,
    ids: Ids,
    signer: Signer,
    directory: Directory,
    hasher: Arc<Hasher>,
    terms: Terms,
    /// What break-glass opened; none where nobody says.
    openings: Option<Openings>,
}

impl App {
    pub(crate) fn new(store: Store, ids: Ids, signer: Signer, lookup: Lookup, costs: Costs, terms: Terms) -> Self {
        Self {
            directory: Directory::new(lookup, store.clock().clone()),
            hasher: Arc::new(Hasher::new(costs, &ids)),
            store,
            ids,
            signer,
            terms,
            openings: None,
        }
    }

    /// The same, that asks whether break-glass still opens something.
    pub(crate) fn opening(self, opens: Opens) -> Self {
        let openings = Some(Openings::new(opens));
        Self { openings, ..self }
    }

    fn clock(&self) -> &Clock {
        self.store.clock()
    }

    fn now(&self) -> Timestamp {
        self.clock().now()
    }

    /// What tells the services that this caller asks.
    pub(crate) fn passed(&self, caller: &Caller) -> Passed {
        Passed::Signed {
            caller: Box::new(caller.clone()),
            signer: self.signer.clone(),
            now: self.now(),
        }
    }
}
