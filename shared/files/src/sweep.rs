//! Removing what crashes left behind.

use std::io;
use std::time::Duration;

use uuid::Uuid;

use super::Files;

/// What is younger may still be on its way.
const YOUNG: Duration = Duration::from_secs(24 * 3600);
/// What is older was looked at before.
const OLD: Duration = Duration::from_secs(8 * 24 * 3600);

/// A kept file that may belong to nothing: its transaction may have failed after it was given its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it belongs to.
    pub of: Uuid,
    /// Its name: the hash of its content.
    pub name: String,
}

impl Files {
    /// Removes drafts that were given up while nobody could wait for it; answers how many. Often: it asks the store only where there are some.
    ///
    /// # Errors
    /// Where the store fails; they are tried again.
    pub async fn clear(&self) -> io::Result<usize> {
        self.store.clear().await
    }

    /// Removes drafts of uploads that ended a day ago or more; answers how many.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn sweep_drafts(&self) -> io::Result<usize> {
        let mut removed = 0;
        for draft in self.store.drafts().await? {
            if self.age(draft.written) >= YOUNG {
                self.store.remove_draft(&draft.what).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Removes all files that belong to something; answers how many. What an upload brings at the same moment is the caller's to keep away.
    ///
    /// # Errors
    /// Where the store fails; done again, it removes what is left.
    pub async fn remove_all(&self, of: Uuid) -> io::Result<u64> {
        self.store.remove_all(of).await
    }

    /// The kept files of the last week that are a day old or more.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn recent(&self) -> io::Result<Vec<Kept>> {
        let wanted = |written| (YOUNG..OLD).contains(&self.age(written));
        let kept = self.store.kept(wanted).await?;
        Ok(kept.into_iter().map(|(of, name)| Kept { of, name }).collect())
    }

    /// Removes a kept file that belongs to nothing.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn remove(&self, kept: &Kept) -> io::Result<()> {
        self.store.remove(kept.of, &kept.name).await
    }

    /// How long ago that was.
    fn age(&self, written: Duration) -> Duration {
        let now = u64::try_from(self.clock.now().as_microsecond()).unwrap_or_default();
        Duration::from_micros(now).saturating_sub(written)
    }
}
