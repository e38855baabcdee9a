//! Signing in, and knowing who is signed in; identities at the provider; drafts and saved views.

mod accounts;
mod directory;
mod drafts;
mod hashing;
mod identities;
mod openings;
mod posts;
mod provider;
mod second;
mod sessions;
mod sign_in;
mod tokens;
mod views;

use std::sync::Arc;

use huiyin_access::Caller;
use huiyin_kernel::{Clock, Ids, Timestamp};
use huiyin_store::{DataKeys, Store};
use huiyin_web::Signer;
use jiff::SignedDuration;

pub(crate) use accounts::{AddError, NewAccount, PasswordError};
pub(crate) use directory::{Away, Directory, Lookup};
pub(crate) use drafts::{Drafts, KeepError};
pub(crate) use hashing::Hasher;
pub(crate) use identities::{Bind, BindError};
pub(crate) use openings::{Openings, Opens};
pub(crate) use posts::PostError;
pub(crate) use provider::{Held, NotLetIn, PATIENCE, ProviderError, Wanted};
pub(crate) use second::{SecondError, Standing};
pub(crate) use sessions::{Secret, Who, WhoError};
pub(crate) use sign_in::SignInError;
pub(crate) use tokens::{Issue, IssueError};
pub(crate) use views::{Save, SaveError, Views};

pub(crate) use crate::store::Identity;

use crate::config::Costs;
use crate::passed::Passed;
use crate::provider::Provider;

/// How long sessions go on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// So long one may rest.
    pub(crate) idle: SignedDuration,
    /// So long one lasts at the most.
    pub(crate) longest: SignedDuration,
    /// So long somebody has just signed in.
    pub(crate) fresh: SignedDuration,
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
    provider: Option<Provider>,
    /// The keys of second factors.
    keys: Option<DataKeys>,
    /// The duties whose holders must have one.
    second_for: Vec<String>,
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
            provider: None,
            keys: None,
            second_for: Vec::new(),
        }
    }

    /// The same, that asks whether break-glass still opens something.
    pub(crate) fn opening(self, opens: Opens) -> Self {
        let openings = Some(Openings::new(opens));
        Self { openings, ..self }
    }

    /// The same, where people sign in through a provider as well.
    pub(crate) fn with(self, provider: Option<Provider>) -> Self {
        Self { provider, ..self }
    }

    /// The same, with the keys of second factors, and the duties whose holders must have one.
    pub(crate) fn asking_second(self, keys: DataKeys, duties: Vec<String>) -> Self {
        Self {
            keys: Some(keys),
            second_for: duties,
            ..self
        }
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
