//! A second factor of a built-in account: setting it up, asking for it, and ending it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use huiyin_kernel::StaffCode;
use huiyin_store::{Change, DataKeys, StoreError};

use super::{App, Secret};
use crate::domain::second::{self, RECOVERY, Seed};
use crate::store;

/// How somebody stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// They have none.
    Without,
    /// They began to set one up, and have not shown a code.
    Begun(Seed),
    /// It is asked for; so many recovery codes are left.
    With(u64),
}

/// Why a second factor is not set up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecondError {
    /// There is one.
    #[error("there is a second factor: an operator ends it")]
    Exists,
    /// None was begun.
    #[error("no second factor was begun")]
    NotBegun,
    /// Another code.
    #[error("the code is wrong")]
    Wrong,
    /// Too many guesses.
    #[error("too many wrong codes for this staff code: try again in {seconds} s")]
    Locked {
        /// How long to wait.
        seconds: u32,
    },
    /// The database fails.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl App {
    fn keys(&self) -> Result<&DataKeys, StoreError> {
        self.keys.as_ref().ok_or(StoreError::Destroyed)
    }

    /// How somebody stands.
    pub(crate) async fn standing(&self, staff: &StaffCode) -> Result<Standing, StoreError> {
        let conn = self.store.read();
        let Some(second) = store::second(conn, staff).await? else {
            return Ok(Standing::Without);
        };
        if second.confirmed {
            return Ok(Standing::With(store::recovery_left(conn, staff).await?));
        }
        let seed = self.seed(conn, staff, &second).await?;
        Ok(seed.map_or(Standing::Without, Standing::Begun))
    }

    async fn seed(
        &self,
        conn: &impl sea_orm::ConnectionTrait,
        staff: &StaffCode,
        second: &store::Second,
    ) -> Result<Option<Seed>, StoreError> {
        let text = store::seed_of(conn, self.keys()?, staff, second).await?;
        let bytes = text.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        Ok(bytes.and_then(|bytes| bytes.try_into().ok()))
    }

    /// Draws what an authenticator is to share with us, in place of what was drawn before.
    pub(crate) async fn begin_second(&self, staff: &StaffCode) -> Result<Seed, SecondError> {
        let (seed, now): (Seed, _) = (self.ids.bytes(), self.now());
        let change = self.store.change().await?;
        if store::second(change.conn(), staff)
            .await?
            .is_some_and(|second| second.confirmed)
        {
            return Err(SecondError::Exists);
        }
        let text = URL_SAFE_NO_PAD.encode(seed);
        store::begin_second(&change, self.keys()?, (staff, &text), now).await?;
        change.commit().await?;
        Ok(seed)
    }

    /// The authenticator shows the right code: from now on it is asked for. Answers the recovery codes, and ends all other sessions.
    pub(crate) async fn confirm_second(
        &self,
        staff: &StaffCode,
        typed: &str,
        kept: &Secret,
    ) -> Result<Vec<String>, SecondError> {
        if let Some(seconds) = self.count_attempt(staff).await? {
            return Err(SecondError::Locked { seconds });
        }
        let now = self.now();
        let change = self.store.change().await?;
        let second = store::second(change.conn(), staff)
            .await?
            .ok_or(SecondError::NotBegun)?;
        if second.confirmed {
            return Err(SecondError::Exists);
        }
        let seed = self
            .seed(change.conn(), staff, &second)
            .await?
            .ok_or(SecondError::NotBegun)?;
        let step = second::step_of(&seed, &second::plain(typed), now, second.used).ok_or(SecondError::Wrong)?;
        if !store::use_step(&change, staff, step).await? {
            return Err(SecondError::Wrong);
        }
        store::confirm_second(&change, staff, now).await?;
        let codes = second::recovery_codes(self.ids.bytes::<{ 10 * RECOVERY }>());
        let hashes: Vec<String> = codes.iter().map(|code| hash(staff, code)).collect();
        store::recovery_codes(&change, staff, &hashes).await?;
        store::forget_mistakes(&change, staff).await?;
        store::end_all_of(&change, staff, Some(&kept.hash())).await?;
        change.commit().await?;
        Ok(codes)
    }

    /// Whether what was typed is the code that is asked for, where one is. A code serves once.
    pub(super) async fn second_fits(
        &self,
        change: &Change,
        staff: &StaffCode,
        typed: &str,
    ) -> Result<bool, StoreError> {
        let second = store::second(change.conn(), staff).await?;
        let Some(second) = second.filter(|second| second.confirmed) else {
            return Ok(true);
        };
        let typed = second::plain(typed);
        let seed = self.seed(change.conn(), staff, &second).await?;
        match seed.and_then(|seed| second::step_of(&seed, &typed, self.now(), second.used)) {
            Some(step) => store::use_step(change, staff, step).await,
            None => store::use_recovery(change, staff, &hash(staff, &typed)).await,
        }
    }

    /// Ends the second factor of who has lost it, and signs them out; answers whether there was one.
    pub(crate) async fn end_second(&self, staff: &StaffCode) -> Result<bool, StoreError> {
        let change = self.store.change().await?;
        let ended = store::end_second(&change, self.keys()?, staff, self.now()).await?;
        if ended {
            store::end_all_of(&change, staff, None).await?;
        }
        change.commit().await?;
        Ok(ended)
    }

    /// Whether the policy asks who has these duties for a second factor that they have not set up.
    pub(super) async fn must_set_up(&self, staff: &StaffCode, duties: &[String]) -> Result<bool, StoreError> {
        if !duties.iter().any(|duty| self.second_for.contains(duty)) {
            return Ok(false);
        }
        let second = store::second(self.store.read(), staff).await?;
        Ok(second.is_none_or(|second| !second.confirmed))
    }
}

/// What is kept of a recovery code.
fn hash(staff: &StaffCode, code: &str) -> String {
    Secret::of(&format!("{staff} {}", second::plain(code))).hash()
}
