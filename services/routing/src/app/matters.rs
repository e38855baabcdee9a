//! Complaints on their way: what was heard of them.

use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_kernel::{ComplaintId, OrderId, Timestamp};
use huiyin_store::{Change, StoreError};

use super::say::{say, spoken};
use super::{App, store};
use crate::domain::assign::Assign;
use crate::domain::clock::{ClockStage, WaitsFor};
use crate::domain::complaint::{Complaint, Matter};
use crate::domain::effects::{Effects, Saying};
use crate::domain::end::{self, Ending};
use crate::domain::reopen::Reopen;
use crate::domain::rules::Rules;
use crate::domain::staff::Member;
use crate::domain::{accept, conflict, follow_up, reopen, reply};

/// What came of an event about a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    Done,
    /// Its registration has not been heard yet.
    TooEarly,
}

impl App {
    /// R4.1: decides who must act on a complaint that was registered.
    pub(crate) async fn registered(
        &self,
        change: &mut Change,
        event: &RegisteredV1,
        restricted: bool,
    ) -> Result<(), StoreError> {
        let directory = self.directory(change.conn()).await?;
        let kept_out = match event.staff_concerned.as_slice() {
            [] => Vec::new(),
            codes => store::staff::with_reports(change.conn(), codes).await?,
        };
        let unit = event.unit.code();
        let leads = |member: &Member| member.post_in(&unit).is_some_and(|post| post.leader);
        let leader_named = kept_out
            .iter()
            .any(|member| event.staff_concerned.contains(&member.code) && leads(member));
        let answered_by = match event.repeats {
            Some(first) => store::known::led_last(change, first).await?,
            None => None,
        };
        store::known::remember(change, event).await?;
        let now = self.store.clock().now();
        let effects = Assign {
            registered: event,
            leader_named,
            conflicted: conflict::units(&kept_out),
            restricted,
            answered_by,
            now,
        }
        .decide(&self.rules_of(self.pack_in_force(), &directory));
        let Some(complaint) = effects.complaint.clone() else {
            return Ok(());
        };
        self.write(change, &complaint, effects).await
    }

    /// R4.3: a unit started work on its order.
    pub(crate) async fn accepted(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        order: OrderId,
        at: Timestamp,
    ) -> Result<Heard, StoreError> {
        self.act(change, complaint, |matter, rules| {
            accept::decide(matter, order, at, rules)
        })
        .await
    }

    /// R4.4: the complainant has a reply.
    pub(crate) async fn replied(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        at: Timestamp,
    ) -> Result<Heard, StoreError> {
        self.act(change, complaint, |matter, rules| reply::decide(matter, at, rules))
            .await
    }

    /// R5.6, R5.8: the complainant was told of a stage, or visited.
    pub(crate) async fn reached(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        waited_for: WaitsFor,
        at: Timestamp,
    ) -> Result<Heard, StoreError> {
        self.act(change, complaint, |matter, _| follow_up::decide(matter, waited_for, at))
            .await
    }

    /// R5.8: the case goes to a higher level.
    pub(crate) async fn reopened(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        reopen: Reopen<'_>,
    ) -> Result<Heard, StoreError> {
        let now = self.store.clock().now();
        self.act(change, complaint, |matter, rules| {
            reopen::decide(matter, reopen, now, rules)
        })
        .await
    }

    /// The complaint ended, one way or another.
    pub(crate) async fn ended(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        ending: Ending,
        at: Timestamp,
    ) -> Result<Heard, StoreError> {
        self.act(change, complaint, |matter, _| end::decide(matter, ending, at))
            .await
    }

    pub(super) async fn act(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        decide: impl FnOnce(&Matter, &Rules<'_>) -> Effects,
    ) -> Result<Heard, StoreError> {
        let Some(matter) = store::matters::load(change, complaint).await? else {
            return Ok(Heard::TooEarly);
        };
        let directory = self.directory(change.conn()).await?;
        let effects = decide(&matter, &self.rules(&matter.complaint, &directory));
        self.write(change, &matter.complaint, effects).await?;
        Ok(Heard::Done)
    }

    pub(super) async fn write(
        &self,
        change: &mut Change,
        complaint: &Complaint,
        mut effects: Effects,
    ) -> Result<(), StoreError> {
        for clock in &effects.clocks {
            if let ClockStage::Unset { why } = &clock.stage {
                tracing::warn!(complaint = %complaint.id, kind = clock.kind, why, "a clock could not be set");
            }
        }
        store::matters::write(change, &effects).await?;
        // As it is from now on: what becomes restricted is not said to the unit that it concerns (R8.2).
        let decided = effects.complaint.take();
        let complaint = decided.as_ref().unwrap_or(complaint);
        exclude(change, complaint, &mut effects.said).await?;
        say(change, spoken(complaint, effects.said).collect())
    }
}

/// R4.10: says with each order who of its unit must not handle it.
async fn exclude(change: &Change, complaint: &Complaint, said: &mut [Saying]) -> Result<(), StoreError> {
    if complaint.staff_concerned.is_empty() {
        return Ok(());
    }
    for saying in said {
        if let Saying::Assigned(event) = saying {
            let kept_out = store::staff::with_reports(change.conn(), &complaint.staff_concerned).await?;
            event.excluded = conflict::handlers(&kept_out, &event.lead);
        }
    }
    Ok(())
}
