//! The periodic look for follow-ups whose time is over (R5.8).

use huiyin_contracts::events::investigation::FollowUpLapsedV1;
use huiyin_kernel::Actor;

use super::act::{Decided, save};
use super::saying::Saying;
use super::{App, Error};
use crate::domain::{Stage, lapse};
use crate::store;

/// How many lapse in one change.
const BATCH: u64 = 100;

impl App {
    /// Ends the wait of cases whose follow-up has lapsed; true where there may be more.
    pub(crate) async fn lapse(&self) -> Result<bool, Error> {
        let now = self.store.clock().now();
        let due = store::due_to_lapse(self.store.read(), now, BATCH).await?;
        if due.is_empty() {
            return Ok(false);
        }
        let mut change = self.store.change().await?;
        for &id in &due {
            let Some(kept) = store::find(change.conn(), &self.keys, id).await? else {
                continue;
            };
            let Ok(case) = lapse::decide(kept.case.clone(), now) else {
                continue;
            };
            let Stage::FollowedUp { reply, .. } = &case.stage else {
                continue;
            };
            let by = Actor::system("investigation");
            let (complaint, unit) = (case.complaint, case.unit.clone());
            let event = FollowUpLapsedV1 {
                complaint,
                unit,
                lapsed: reply.lapses,
                by: by.clone(),
            };
            let says = vec![Saying::FollowUpLapsed(event)];
            let decided = Decided {
                case,
                what: "follow_up_lapsed",
                by,
                at: now,
                says,
                statement: None,
                form: None,
                paper: None,
                evidence: None,
            };
            // One that somebody else changed meanwhile is looked at again in the next round.
            save(&mut change, &kept, decided).await?;
        }
        change.commit().await?;
        Ok(due.len() as u64 == BATCH)
    }
}
