//! Cases from before an upgrade get what they lack: with the next command, or by a look that goes through them once.

use huiyin_kernel::{Actor, Timestamp};

use super::act::{Decided, File, open_file, save};
use super::saying::Saying;
use super::{App, Error};
use crate::domain::{Case, mend};
use crate::store::{self, Step};

/// How many in one change.
const BATCH: u64 = 100;

/// What a mended case is told by in its history.
const MENDED: &str = "mended";

impl App {
    /// The file of a case with what it lacked from before an upgrade.
    pub(super) fn whole(&self, file: File) -> File {
        match self.mended(&file) {
            Some(case) => File { case, ..file },
            None => file,
        }
    }

    fn mended(&self, file: &File) -> Option<Case> {
        mend::mended(&file.case, &self.pack_of(&file.case), replied(&file.steps))
    }

    /// Goes through the cases that were written before the upgrade, once; true where there may be more.
    pub(crate) async fn mend(&self) -> Result<bool, Error> {
        let before = store::unmended(self.store.read(), BATCH).await?;
        if before.is_empty() {
            return Ok(false);
        }
        let (mut change, at) = (self.store.change().await?, self.store.clock().now());
        for &id in &before {
            let Some(kept) = store::find(change.conn(), &self.keys, id).await? else {
                continue;
            };
            store::seal_old(&change, &kept).await?;
            let file = open_file(&change, &kept).await?;
            if let Some(case) = self.mended(&file) {
                let by = Actor::system("investigation");
                let asked = case.stage.finding() != kept.case.stage.finding();
                let says = asked.then(|| Saying::review_asked(&case)).flatten();
                let decided = Decided::step(case, MENDED, by, at, says.into_iter().collect());
                // One that somebody else changed meanwhile was made whole with that.
                save(&mut change, &kept, decided).await?;
            }
            store::mark_mended(&change, id).await?;
        }
        change.commit().await?;
        Ok(before.len() as u64 == BATCH)
    }
}

/// When the complainant was last replied to.
fn replied(steps: &[Step]) -> Option<Timestamp> {
    let last = steps.iter().rev().find(|step| step.what == "replied")?;
    Some(last.at)
}
