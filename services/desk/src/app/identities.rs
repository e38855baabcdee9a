//! Who of the staff somebody at a provider is: an operator binds, and frees.

use huiyin_kernel::StaffCode;
use huiyin_store::StoreError;

use super::{App, Away};
use crate::store::{self, Identity};

/// The longest issuer, and the longest subject.
const LONGEST: usize = 255;

/// An identity to be bound.
pub(crate) struct Bind {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) staff: StaffCode,
    /// Who binds it.
    pub(crate) by: String,
}

/// Why an identity is not bound.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BindError {
    /// It names nobody.
    #[error("an identity is an issuer and a subject, each of 1 to 255 characters")]
    Shape,
    /// It is of another provider.
    #[error("this desk signs nobody in through that issuer: its own stands in oidc.issuer, letter by letter")]
    OtherIssuer,
    /// The directory has nobody of this code.
    #[error("the directory has nobody with this staff code: import the staff first")]
    NobodyThere,
    /// It is somebody's.
    #[error("this identity is bound to a member of staff: free it first")]
    Bound,
    /// They have one.
    #[error("this member of staff has an identity at the provider: free it first")]
    Taken,
    /// Nobody says who is on the staff.
    #[error("the directory cannot be reached: try again")]
    Away,
    /// The database fails.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl App {
    /// All identities that are bound.
    pub(crate) async fn identities(&self) -> Result<Vec<Identity>, StoreError> {
        store::identities(self.store.read()).await
    }

    /// Binds an identity to a member of staff. What is bound already stays as it is.
    pub(crate) async fn bind(&self, asked: Bind) -> Result<Identity, BindError> {
        let fits = |text: &str| (1..=LONGEST).contains(&text.len()) && !text.chars().any(char::is_control);
        if !fits(&asked.issuer) || !fits(&asked.subject) {
            return Err(BindError::Shape);
        }
        if self
            .provider()
            .is_none_or(|provider| provider.config.issuer != asked.issuer)
        {
            return Err(BindError::OtherIssuer);
        }
        let known = self.directory.now(&asked.staff).await.map_err(|Away| BindError::Away)?;
        known.ok_or(BindError::NobodyThere)?;
        let change = self.store.change().await?;
        if store::identity(change.conn(), &asked.issuer, &asked.subject)
            .await?
            .is_some()
        {
            return Err(BindError::Bound);
        }
        if store::identity_of(change.conn(), &asked.issuer, &asked.staff)
            .await?
            .is_some()
        {
            return Err(BindError::Taken);
        }
        let identity = Identity {
            issuer: asked.issuer,
            subject: asked.subject,
            staff: asked.staff,
            by: asked.by,
            bound: self.now(),
        };
        store::bind(&change, &identity).await?;
        change.commit().await?;
        Ok(identity)
    }

    /// Frees the identity of a member of staff, and ends the sessions that began with it; answers whether there was one.
    pub(crate) async fn unbind(&self, staff: &StaffCode) -> Result<bool, StoreError> {
        let change = self.store.change().await?;
        let freed = store::unbind(&change, staff).await?;
        store::end_all_by_provider(&change, staff).await?;
        change.commit().await?;
        Ok(freed)
    }
}
