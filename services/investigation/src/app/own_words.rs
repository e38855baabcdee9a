//! What complainants say themselves, with their receipt, of the answer that they have (R5.8, R5.11). It was checked and stands in the
//! register, with their words; here it moves the case, as if a desk had recorded it.

use huiyin_kernel::{Actor, ComplaintId, Date, Timestamp};
use huiyin_store::{Change, StoreError};

use super::act::{Decided, save};
use super::again::asked_again;
use super::ending::followed_up;
use super::hear::RACED;
use super::{App, Took};
use crate::domain::ask_again::AskAgain;
use crate::domain::follow_up::Visit;
use crate::domain::{Case, Mark, Refuses, Round, Satisfaction, ask_again, follow_up};
use crate::store;

impl App {
    /// Whether they are satisfied.
    pub(crate) async fn rated(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        satisfaction: Satisfaction,
        (by, at): (Actor, Timestamp),
    ) -> Result<Took, StoreError> {
        let visit = Visit {
            satisfaction,
            remarks: None,
            by: by.clone(),
            at,
        };
        self.moved(change, complaint, |case| {
            follow_up::decide(case, visit).map(|case| followed_up(case, satisfaction, by, at))
        })
        .await
    }

    /// That they want the answer verified by the level above, or appeal, as they said on `day`.
    pub(crate) async fn disagreed(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        (round, day): (Round, Date),
        (by, at): (Actor, Timestamp),
    ) -> Result<Took, StoreError> {
        let ask = AskAgain {
            round,
            reasons: None,
            today: day,
            mark: Mark { by: by.clone(), at },
        };
        self.moved(change, complaint, |case| {
            ask_again::decide(case, ask).map(|asked| asked_again(asked, round, by, at))
        })
        .await
    }

    /// A case that a rule keeps where it is was moved by another hand before: a desk recorded the same, or it ended outside.
    async fn moved<R: Refuses>(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        decide: impl FnOnce(Case) -> Result<Decided, R>,
    ) -> Result<Took, StoreError> {
        let Some(kept) = store::find_by_complaint(change.conn(), &self.keys, complaint).await? else {
            return Ok(Took::Later("the order that opens the case has not been heard"));
        };
        match decide(kept.case.clone()) {
            Ok(decided) => {
                let saved = save(change, &kept, decided).await?;
                Ok(if saved { Took::Effect } else { RACED })
            }
            Err(refusal) => {
                tracing::info!(complaint = %complaint, code = refusal.code(), "what the complainant said moves nothing");
                Ok(Took::Effect)
            }
        }
    }
}
