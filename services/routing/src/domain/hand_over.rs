//! R4.3: a desk or unit that cannot resolve a complaint passes it on.

use huiyin_kernel::{OrderId, Timestamp};

use super::binding::bound;
use super::complaint::{ComplaintStage, Matter};
use super::effects::Effects;
use super::order::{Order, OrderKind, OrderStage};
use super::pass_on::pass_on;
use super::rules::Rules;
use super::unit::Unit;
use super::words::{refuses_words, words};

/// A request to pass an order on.
pub(crate) struct HandOver<'a> {
    pub(crate) order: OrderId,
    pub(crate) to: Option<&'a Unit>,
    pub(crate) reason: &'a str,
    /// Every order of the complaint, also those that ended.
    pub(crate) history: &'a [Order],
    pub(crate) now: Timestamp,
}

/// Why an order is not passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the order is no longer open: it was handed over, finished or stopped")]
    NotOpen,
    #[error("a supervision order presses for a result and is not handed over")]
    Supervision,
    #[error("a co-handling unit supplies what is asked, and hands nothing over")]
    CoHandling,
    #[error("an alert is confirmed, and not handed over")]
    Alert,
    #[error("a dispute is decided, not handed over")]
    Dispute,
    #[error(
        "the service management decided whose it is, and that binds: only that unit and those below it can be given it"
    )]
    Binding,
    #[error("the complaint has ended")]
    Ended,
    #[error("there is no such unit in the directory")]
    UnknownUnit,
    #[error("the unit is closed")]
    ClosedUnit,
    #[error("the unit holds the order already")]
    SameUnit,
    #[error("the complaint concerns this unit or its leader: the level above handles it")]
    Concerned,
    #[error("a hand-over gives its reason")]
    NoWords,
    #[error("the reason is at most 500 characters")]
    LongWords,
}
refuses_words!(Refusal);

impl HandOver<'_> {
    /// A new transfer order for the other unit. The time in which to reply goes on: passing on moves no due time (R4.12).
    pub(crate) fn decide(&self, matter: &Matter, rules: &Rules<'_>) -> Result<Effects, Refusal> {
        let (order, to) = self.check(matter, rules)?;
        let complaint = &matter.complaint;
        let next = Order {
            from: Some(order.lead.clone()),
            reason: Some(words(self.reason)?),
            ..rules.serve(complaint, OrderKind::Transfer, to.path.clone(), self.now)
        };
        let stage = OrderStage::HandedOver { at: self.now };
        Ok(pass_on(matter, rules, order, next, stage, self.now))
    }

    fn check<'m>(&'m self, matter: &'m Matter, rules: &Rules<'_>) -> Result<(&'m Order, &'m Unit), Refusal> {
        if matter.complaint.stage != ComplaintStage::Open {
            return Err(Refusal::Ended);
        }
        let order = matter
            .order(self.order)
            .filter(|order| order.is_open())
            .ok_or(Refusal::NotOpen)?;
        let to = self.to.ok_or(Refusal::UnknownUnit)?;
        words(self.reason)?;
        match order.kind {
            OrderKind::Supervision { .. } => return Err(Refusal::Supervision),
            OrderKind::CoHandling => return Err(Refusal::CoHandling),
            OrderKind::Alert => return Err(Refusal::Alert),
            OrderKind::Dispute => return Err(Refusal::Dispute),
            _ => {}
        }
        // Also what was handed down since stays below the unit that was decided on.
        let bound = bound(self.history, rules.directory);
        if bound.is_some_and(|unit| !to.path.is_within(unit)) {
            return Err(Refusal::Binding);
        }
        if !to.is_open() {
            return Err(Refusal::ClosedUnit);
        }
        if to.path == order.lead {
            return Err(Refusal::SameUnit);
        }
        if matter.complaint.concerns(&to.path) {
            return Err(Refusal::Concerned);
        }
        Ok((order, to))
    }
}

#[cfg(test)]
mod tests;
