//! Accounts: who has one, and their passwords.

use huiyin_kernel::{Password, StaffCode};
use huiyin_store::StoreError;

use super::{App, Away, Secret};
use crate::domain::password::{self, Weak};
use crate::store::{self, Account};

/// An account to be made.
pub(crate) struct NewAccount {
    pub(crate) staff: StaffCode,
    /// The first password; none: one is drawn.
    pub(crate) password: Option<Password>,
    /// Whether it must be changed at the first sign-in.
    pub(crate) must_change: bool,
}

/// Why an account is not made or given a new password.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AddError {
    /// The directory has nobody of this code.
    #[error("the directory has nobody with this staff code: import the staff first")]
    NobodyThere,
    /// There is one.
    #[error("this member of staff has an account: reset it to give a new first password")]
    Exists,
    /// There is none.
    #[error("this member of staff has no account: add one")]
    Missing,
    /// The password will not do.
    #[error(transparent)]
    Weak(#[from] Weak),
    /// Nobody says who is on the staff.
    #[error("the directory cannot be reached: try again")]
    Away,
    /// Something failed.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl From<StoreError> for AddError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Why a password is not changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasswordError {
    /// The present one is wrong.
    #[error("the present password is wrong")]
    Wrong,
    /// Too many guesses.
    #[error("too many wrong passwords for this staff code: try again in {} s", seconds)]
    Locked {
        /// How long to wait.
        seconds: u32,
    },
    /// The new one will not do.
    #[error(transparent)]
    Weak(#[from] Weak),
    /// Something failed.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl From<StoreError> for PasswordError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl App {
    /// Everyone who has an account.
    pub(crate) async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        store::accounts(self.store.read()).await
    }

    /// Makes an account; answers its first password.
    pub(crate) async fn add(&self, new: NewAccount) -> Result<Password, AddError> {
        let known = self.directory.now(&new.staff).await.map_err(|Away| AddError::Away)?;
        known.ok_or(AddError::NobodyThere)?;
        let password = self.first_password(&new)?;
        let password_hash = self.hasher.hash(&password).await?;
        let (now, change) = (self.now(), self.store.change().await?);
        if store::account(change.conn(), &new.staff).await?.is_some() {
            return Err(AddError::Exists);
        }
        let account = Account {
            staff: new.staff,
            password_hash,
            must_change: new.must_change,
            created: now,
            changed: now,
            signed_in: None,
        };
        store::save(&change, &account).await?;
        change.commit().await?;
        Ok(password)
    }

    /// Gives an account a new first password; whoever is signed in with it is signed out.
    pub(crate) async fn reset(&self, new: NewAccount) -> Result<Password, AddError> {
        let password = self.first_password(&new)?;
        let password_hash = self.hasher.hash(&password).await?;
        let change = self.store.change().await?;
        let account = store::account(change.conn(), &new.staff).await?;
        let account = Account {
            password_hash,
            must_change: new.must_change,
            changed: self.now(),
            ..account.ok_or(AddError::Missing)?
        };
        store::save(&change, &account).await?;
        store::forget_mistakes(&change, &account.staff).await?;
        store::end_all_of(&change, &account.staff, None).await?;
        change.commit().await?;
        Ok(password)
    }

    fn first_password(&self, new: &NewAccount) -> Result<Password, Weak> {
        match &new.password {
            Some(password) => {
                password::will_do(&new.staff, password.reveal(), None)?;
                Ok(password.clone())
            }
            None => Ok(Password::from(password::first(self.ids.bytes()))),
        }
    }

    /// Changes one's own password; all one's other sessions end.
    pub(crate) async fn change_password(
        &self,
        staff: &StaffCode,
        old: &Password,
        new: &Password,
        kept: &Secret,
    ) -> Result<(), PasswordError> {
        // Whoever sits down at an open session guesses no more often than at the door.
        if let Some(seconds) = self.count_attempt(staff).await? {
            return Err(PasswordError::Locked { seconds });
        }
        let account = store::account(self.store.read(), staff).await?;
        let hash = account.as_ref().map(|account| account.password_hash.clone());
        let fits = self.hasher.fits(old, hash).await?;
        let account = account.filter(|_| fits).ok_or(PasswordError::Wrong)?;
        let was = account.password_hash.clone();
        self.forget_attempts(staff).await?;
        password::will_do(staff, new.reveal(), Some(old.reveal()))?;
        let account = Account {
            password_hash: self.hasher.hash(new).await?,
            must_change: false,
            changed: self.now(),
            ..account
        };
        let change = self.store.change().await?;
        if !store::save_if_unchanged(&change, &was, &account).await? {
            return Err(PasswordError::Wrong);
        }
        store::end_all_of(&change, staff, Some(&kept.hash())).await?;
        change.commit().await?;
        Ok(())
    }
}
