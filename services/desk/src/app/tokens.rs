//! Tokens for programs: an operator issues them, and ends them.

use std::collections::HashMap;

use huiyin_access::{Action, Limits};
use huiyin_kernel::{StaffCode, Timestamp, UnitPath};
use huiyin_store::StoreError;
use jiff::SignedDuration;

use super::{App, Away, Secret};
use crate::domain::session::{Use, Way};
use crate::store::{self, Session};

/// The longest life of a token, in days.
const MOST_DAYS: u32 = 400;

/// A token to be issued.
pub(crate) struct Issue {
    /// Whom it acts for.
    pub(crate) staff: StaffCode,
    /// What it is for.
    pub(crate) name: String,
    /// How long it is good for.
    pub(crate) days: u32,
    /// Whether it serves for reading alone.
    pub(crate) reads_only: bool,
    /// The unit that it is kept within.
    pub(crate) unit: Option<UnitPath>,
    /// The acts that it is kept to, by their names.
    pub(crate) acts: Option<Vec<String>>,
}

/// Why a token is not issued.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IssueError {
    /// It would live too long, or not at all.
    #[error("a token lives from 1 to 400 days")]
    Days,
    /// Nobody could tell what it is for.
    #[error("a token has a name of 1 to 100 characters: what it is for")]
    Name,
    /// There is no such act.
    #[error("there is no act {0:?}: the acts are {list}", list = acts())]
    Act(String),
    /// It could do nothing.
    #[error("a token that is kept to acts has at least one")]
    NoAct,
    /// The directory has nobody of this code.
    #[error("the directory has nobody with this staff code: import the staff first")]
    NobodyThere,
    /// Nobody says who is on the staff.
    #[error("the directory cannot be reached: try again")]
    Away,
    /// The database fails.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl App {
    /// Issues a token: the secret is shown once.
    pub(crate) async fn issue(&self, asked: Issue) -> Result<(Secret, Timestamp), IssueError> {
        if !(1..=MOST_DAYS).contains(&asked.days) {
            return Err(IssueError::Days);
        }
        if !(1..=100).contains(&asked.name.trim().chars().count()) {
            return Err(IssueError::Name);
        }
        let limits = Limits {
            unit: asked.unit,
            actions: asked.acts.map(named).transpose()?,
        };
        let known = self
            .directory
            .now(&asked.staff)
            .await
            .map_err(|Away| IssueError::Away)?;
        known.ok_or(IssueError::NobodyThere)?;
        let (now, secret) = (self.now(), Secret::new(self.ids.bytes()));
        let life = SignedDuration::from_hours(24 * i64::from(asked.days));
        let session = Session {
            hash: secret.hash(),
            prefix: secret.prefix(),
            staff: asked.staff,
            of: Use::Token,
            name: asked.name.trim().to_owned(),
            reads_only: asked.reads_only,
            created: now,
            seen: now,
            expires: now.checked_add(life).unwrap_or(now),
            way: Way::Password,
            shown: None,
            post: None,
        };
        let change = self.store.change().await?;
        store::add(&change, &session).await?;
        if limits != Limits::default() {
            store::limit(&change, &session.hash, &limits).await?;
        }
        change.commit().await?;
        Ok((secret, session.expires))
    }

    /// The tokens that were issued and not ended.
    pub(crate) async fn tokens(&self) -> Result<Vec<(Session, Limits)>, StoreError> {
        let tokens = store::tokens(self.store.read()).await?;
        let hashes = tokens.iter().map(|token| token.hash.as_str());
        let mut limits: HashMap<_, _> = store::limits_of(self.store.read(), hashes).await?.into_iter().collect();
        let with = |token: Session| {
            let limits = limits.remove(&token.hash).unwrap_or_default();
            (token, limits)
        };
        Ok(tokens.into_iter().map(with).collect())
    }

    /// Ends a token, by its first characters; answers whether there was one.
    pub(crate) async fn end_token(&self, prefix: &str) -> Result<bool, StoreError> {
        let change = self.store.change().await?;
        let ended = store::end_token(&change, prefix).await?;
        change.commit().await?;
        Ok(ended)
    }
}

/// The acts of these names.
fn named(names: Vec<String>) -> Result<Vec<Action>, IssueError> {
    if names.is_empty() {
        return Err(IssueError::NoAct);
    }
    let named = |name: String| Action::named(&name).ok_or(IssueError::Act(name));
    names.into_iter().map(named).collect()
}

/// All names, as a sentence lists them.
fn acts() -> String {
    let names: Vec<&str> = Action::ALL.iter().map(|act| act.as_str()).collect();
    names.join(", ")
}
