//! What routing tells of co-handlers (R4.8).

use huiyin_contracts::events::orders::{CoHandlingAskedV1, CoHandlingSuppliedV1};
use huiyin_kernel::{Actor, ComplaintId, OrderId, Timestamp};
use huiyin_store::{Change, StoreError};

use super::App;
use super::act::{Decided, read_file, save};
use super::hear::{RACED, Took};
use crate::domain::{Code, Mark, Opinion, OpinionStage, Paper};
use crate::store;

impl App {
    /// A co-handler is asked: the reply waits for what they say.
    pub(crate) async fn opinion_asked(
        &self,
        change: &mut Change,
        event: CoHandlingAskedV1,
        at: Timestamp,
    ) -> Result<Took, StoreError> {
        let opinion = Opinion {
            order: event.order,
            unit: event.unit,
            asked: Mark {
                by: event.by.clone(),
                at,
            },
            // A word that is no code is kept by nobody.
            task: event.task.as_deref().and_then(|task| Code::new(task).ok()),
            optional: event.required == Some(false),
            due: event.due,
            stage: OpinionStage::Awaited,
        };
        let of = (event.complaint, "opinion_asked", event.by, at);
        self.keep_opinion(change, event.order, of, |there| there.is_none().then_some(opinion))
            .await
    }

    /// They said it.
    pub(crate) async fn opinion_given(
        &self,
        change: &mut Change,
        event: CoHandlingSuppliedV1,
        at: Timestamp,
    ) -> Result<Took, StoreError> {
        let mark = Mark {
            by: event.by.clone(),
            at,
        };
        let of = (event.complaint, "opinion_given", event.by, at);
        self.keep_opinion(change, event.order, of, |there| there?.given(mark))
            .await
    }

    async fn keep_opinion(
        &self,
        change: &mut Change,
        order: OrderId,
        (complaint, what, by, at): (ComplaintId, &'static str, Actor, Timestamp),
        next: impl FnOnce(Option<Opinion>) -> Option<Opinion> + Send,
    ) -> Result<Took, StoreError> {
        let Some(kept) = store::find_by_complaint(change.conn(), &self.keys, complaint).await? else {
            return Ok(Took::Later("the order that opens the case has not been heard"));
        };
        if kept.case.stage.closing().is_some() {
            return Ok(Took::Effect);
        }
        let file = read_file(change.conn(), &kept, false).await?;
        let there = file.opinions.into_iter().find(|opinion| opinion.order == order);
        let Some(opinion) = next(there) else {
            return Ok(Took::Effect);
        };
        let decided = Decided {
            paper: Some(Paper::Opinion(opinion)),
            ..Decided::step(file.case, what, by, at, Vec::new())
        };
        let saved = save(change, &kept, decided).await?;
        Ok(if saved { Took::Effect } else { RACED })
    }
}
