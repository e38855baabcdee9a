//! Signing in with a password.

use huiyin_kernel::{Password, StaffCode, Timestamp};
use huiyin_store::StoreError;

use super::{App, Away, Secret};
use crate::domain::session::Way;
use crate::store;

/// Why somebody is not let in. Nothing tells whether there is an account.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignInError {
    /// No such account, another password, or another code.
    #[error("the staff code, the password or the code of the second factor is wrong")]
    Wrong,
    /// Too many mistakes.
    #[error("too many wrong passwords for this staff code: try again in {} s", seconds)]
    Locked {
        /// How long to wait.
        seconds: u32,
    },
    /// The password is right, and the directory does not know them any more.
    #[error("the password is right, but the directory does not have you among the staff: ask who keeps it")]
    Gone,
    /// Nobody says who is on the staff.
    #[error("the directory cannot be reached: try again")]
    Away,
    /// Something failed.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl App {
    /// Lets in whose code and password fit. The mistake is counted before the password is looked at, and taken back when it fits.
    /// Always under a new secret: the session that was shown `before` ends, and one that was planted is worth nothing. A wrong code of the second
    /// factor is a mistake as a wrong password is, and looks the same.
    pub(crate) async fn sign_in(
        &self,
        code: &str,
        (password, second): (&Password, &str),
        before: Option<&Secret>,
    ) -> Result<(Secret, Timestamp), SignInError> {
        let Ok(staff) = StaffCode::new(code.trim()) else {
            self.hasher.fits(password, None).await?;
            return Err(SignInError::Wrong);
        };
        if let Some(seconds) = self.count_attempt(&staff).await? {
            return Err(SignInError::Locked { seconds });
        }
        let account = store::account(self.store.read(), &staff).await?;
        let hash = account.as_ref().map(|account| account.password_hash.clone());
        let fits = self.hasher.fits(password, hash).await?;
        let Some(mut account) = account.filter(|_| fits) else {
            tracing::info!("a sign-in is refused");
            return Err(SignInError::Wrong);
        };
        let known = self.directory.now(&staff).await.map_err(|Away| SignInError::Away)?;
        if known.is_none() {
            return Err(SignInError::Gone);
        }
        let now = self.now();
        account.signed_in = Some(now);
        let change = self.store.change().await?;
        // In one transaction: who is given a new password at this moment either keeps this one out or ends its session.
        if !store::save_if_unchanged(&change, &account.password_hash, &account).await? {
            return Err(SignInError::Wrong);
        }
        if !self.second_fits(&change, &staff, second).await? {
            tracing::info!("a sign-in is refused");
            return Err(SignInError::Wrong);
        }
        store::forget_mistakes(&change, &staff).await?;
        let begun = self.begin(&change, (staff, Way::Password, Some(now)), before).await?;
        change.commit().await?;
        Ok(begun)
    }

    /// The right password ends the count.
    pub(super) async fn forget_attempts(&self, staff: &StaffCode) -> Result<(), StoreError> {
        let change = self.store.change().await?;
        store::forget_mistakes(&change, staff).await?;
        change.commit().await
    }

    /// Counts a guess before the password is looked at; answers for how many seconds no more are taken, where there were too many.
    pub(super) async fn count_attempt(&self, staff: &StaffCode) -> Result<Option<u32>, StoreError> {
        let now = self.now();
        let change = self.store.change().await?;
        let mistakes = store::mistakes(change.conn(), staff).await?;
        if let Some(wait) = mistakes.wait(now) {
            let seconds = u32::try_from(wait.as_secs().saturating_add(1)).unwrap_or(u32::MAX);
            return Ok(Some(seconds));
        }
        store::note_mistakes(&change, staff, mistakes.one_more(now), now).await?;
        change.commit().await?;
        Ok(None)
    }
}
