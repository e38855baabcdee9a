//! Tokens for programs: an operator issues them, and ends them.

use huiyin_kernel::{StaffCode, Timestamp};
use huiyin_store::StoreError;
use jiff::SignedDuration;

use super::{App, Away, Secret};
use crate::domain::session::Use;
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
        };
        let change = self.store.change().await?;
        store::add(&change, &session).await?;
        change.commit().await?;
        Ok((secret, session.expires))
    }

    /// The tokens that were issued and not ended.
    pub(crate) async fn tokens(&self) -> Result<Vec<Session>, StoreError> {
        store::tokens(self.store.read()).await
    }

    /// Ends a token, by its first characters; answers whether there was one.
    pub(crate) async fn end_token(&self, prefix: &str) -> Result<bool, StoreError> {
        let change = self.store.change().await?;
        let ended = store::end_token(&change, prefix).await?;
        change.commit().await?;
        Ok(ended)
    }
}
