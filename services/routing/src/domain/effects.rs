//! What a decision changes and says. The app writes it in one transaction.

use huiyin_contracts::events::ledger::{
    ClockExtendedV1, ClockPausedV1, ClockRecomputedV1, ClockResumedV1, DelayAskedV1, DelayRefusedV1, PolicyMigratedV1,
};
use huiyin_contracts::events::orders::{
    CoHandlingAskedV1, CoHandlingSuppliedV1, DisputeDecidedV1, DisputeRaisedV1, OrderReturnedV1,
    SupervisionAcknowledgedV1, SupervisionAnsweredV1, SupervisionOrderedV1,
};
use huiyin_contracts::events::routing::{
    AlertConfirmedV1, AlertedV1, AssignedV1, ClockBreachedV1, ClockMetV1, ClockStartedV1, ClockStoppedV1,
    ContactPressedV1, EscalatedV1, RegradedV1, RemindedV1,
};
use huiyin_kernel::{ClockId, Timestamp};

use super::clock::{Clock, ClockStage, basis_word};
use super::complaint::{Complaint, Matter};
use super::deadline::Deadline;
use super::ledger::Line;
use super::order::{Order, OrderStage};
use super::start::Started;

/// Rows to be written as they stand here, and events to be said, in their order.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub(crate) complaint: Option<Complaint>,
    pub(crate) orders: Vec<Order>,
    pub(crate) clocks: Vec<Clock>,
    pub(crate) deadlines: Vec<Deadline>,
    /// Lines of clocks' ledgers.
    pub(crate) lines: Vec<Line>,
    /// Clocks with another due time: what was to happen at the one before falls away.
    pub(crate) moved: Vec<ClockId>,
    pub(crate) said: Vec<Saying>,
}

/// An event that routing says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Saying {
    Assigned(AssignedV1),
    Alerted(AlertedV1),
    AlertConfirmed(AlertConfirmedV1),
    Started(ClockStartedV1),
    Met(ClockMetV1),
    Breached(ClockBreachedV1),
    Stopped(ClockStoppedV1),
    Reminded(RemindedV1),
    Escalated(EscalatedV1),
    ContactPressed(ContactPressedV1),
    Returned(OrderReturnedV1),
    DisputeRaised(DisputeRaisedV1),
    DisputeDecided(DisputeDecidedV1),
    CoHandlingAsked(CoHandlingAskedV1),
    CoHandlingSupplied(CoHandlingSuppliedV1),
    Acknowledged(SupervisionAcknowledgedV1),
    SupervisionOrdered(SupervisionOrderedV1),
    SupervisionAnswered(SupervisionAnsweredV1),
    DelayAsked(DelayAskedV1),
    DelayRefused(DelayRefusedV1),
    Extended(ClockExtendedV1),
    Paused(ClockPausedV1),
    Resumed(ClockResumedV1),
    Recomputed(ClockRecomputedV1),
    Regraded(RegradedV1),
    Migrated(PolicyMigratedV1),
}

impl Effects {
    /// A clock runs on to another due time, by a line of its ledger.
    pub(crate) fn moved(matter: &Matter, clock: Clock, deadlines: Vec<Deadline>, line: Line, said: Saying) -> Self {
        let order = matter.order(clock.order).cloned();
        let mut effects = Self {
            moved: vec![clock.id],
            clocks: vec![clock],
            deadlines,
            lines: vec![line],
            said: vec![said],
            ..Self::default()
        };
        if let Some(order) = order {
            effects.order(matter, order);
        }
        effects
    }

    /// These effects, and then others.
    pub(crate) fn and(mut self, then: Self) -> Self {
        self.complaint = then.complaint.or(self.complaint);
        self.orders.extend(then.orders);
        self.clocks.extend(then.clocks);
        self.deadlines.extend(then.deadlines);
        self.moved.extend(then.moved);
        self.lines.extend(then.lines);
        self.said.extend(then.said);
        self
    }

    /// Clocks begin; gives back what is to be said of them.
    pub(crate) fn start(&mut self, started: Vec<Started>) -> Vec<Saying> {
        let mut said = Vec::new();
        for (clock, deadlines) in started {
            said.extend(self::started(&clock));
            self.clocks.push(clock);
            self.deadlines.extend(deadlines);
        }
        said
    }

    /// A clock goes on as it stands, with another order (R4.12).
    pub(crate) fn carry(&mut self, clock: &Clock, next: &Order) {
        self.clocks.push(Clock {
            order: next.id,
            unit: next.lead.clone(),
            ..clock.clone()
        });
    }

    /// What the clock waited for was done: the clock says so, and who was pressed by a supervision order need press no more.
    pub(crate) fn meet(&mut self, matter: &Matter, clock: &Clock, at: Timestamp) {
        let Some(met) = clock.met(at) else { return };
        let in_time = !matches!(met.stage, ClockStage::Breached { .. });
        self.said.push(Saying::Met(ClockMetV1 {
            complaint: clock.complaint,
            clock: clock.id,
            kind: clock.kind.clone(),
            unit: clock.unit.clone(),
            met: at,
            in_time,
        }));
        self.end_supervision(matter, clock, OrderStage::Done { at });
        self.clocks.push(met);
    }

    /// The clock ends because of `why`.
    pub(crate) fn stop(&mut self, matter: &Matter, clock: &Clock, at: Timestamp, why: &str) {
        let Some(stopped) = clock.stopped(at, why) else { return };
        self.said.push(Saying::Stopped(ClockStoppedV1 {
            complaint: clock.complaint,
            clock: clock.id,
            kind: clock.kind.clone(),
            why: why.to_owned(),
        }));
        self.end_supervision(matter, clock, OrderStage::Stopped { at });
        self.clocks.push(stopped);
    }

    fn end_supervision(&mut self, matter: &Matter, clock: &Clock, stage: OrderStage) {
        let presses = |order: &&Order| matches!(order.kind, super::order::OrderKind::Supervision { clock: of, .. } if of == clock.id);
        let ended = matter.orders.iter().filter(presses).map(|order| Order {
            next_due: None,
            ..order.at_stage(stage)
        });
        self.orders.extend(ended);
    }

    /// Writes an order; its next limit is the earliest that waits among the matter's clocks, as these effects leave them.
    pub(crate) fn order(&mut self, matter: &Matter, order: Order) {
        let left = matter
            .clocks
            .iter()
            .filter(|clock| self.clocks.iter().all(|changed| changed.id != clock.id));
        let clocks = left
            .chain(&self.clocks)
            .filter(|clock| clock.order == order.id && clock.waits());
        let next_due = if order.is_open() {
            clocks.filter_map(|clock| clock.stage.next()).min()
        } else {
            None
        };
        self.orders.push(Order { next_due, ..order });
    }
}

/// The event that says that a clock runs; nothing for one that could not be set.
pub(crate) fn started(clock: &Clock) -> Option<Saying> {
    let ClockStage::Running { due } = clock.stage else {
        return None;
    };
    Some(Saying::Started(ClockStartedV1 {
        complaint: clock.complaint,
        clock: clock.id,
        kind: clock.kind.clone(),
        unit: clock.unit.clone(),
        rule: clock.rule.clone(),
        basis: basis_word(clock.limit.basis).to_owned(),
        amount: clock.limit.amount,
        started: clock.started,
        due,
    }))
}

/// The event that says who leads from now on.
pub(crate) fn assigned(complaint: &Complaint, order: &Order, clocks: &[Clock]) -> Saying {
    let reply = clocks.iter().find(|clock| clock.is_reply());
    Saying::Assigned(AssignedV1 {
        complaint: complaint.id,
        order: order.id,
        lead: order.lead.clone(),
        unit: complaint.unit.clone(),
        kind: order.kind.word().to_owned(),
        row: complaint.row.clone(),
        class: complaint.class.clone(),
        severity: complaint.severity.clone(),
        restricted: complaint.restricted,
        imported: complaint.imported,
        reply_due: reply.and_then(|clock| clock.stage.due()),
        excluded: Vec::new(),
        why: None,
        approve: complaint.approve.clone(),
    })
}
