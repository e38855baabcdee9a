//! R4.3: a desk or unit that cannot resolve a complaint passes it on.

use huiyin_kernel::{OrderId, Timestamp};

use super::clock::{Clock, ClockKind};
use super::complaint::{ComplaintStage, Matter};
use super::effects::{Effects, assigned, started};
use super::order::{Order, OrderKind, OrderStage};
use super::rules::Rules;
use super::unit::Unit;

const LONGEST_REASON: usize = 500;

/// A request to pass an order on.
pub(crate) struct HandOver<'a> {
    pub(crate) order: OrderId,
    pub(crate) to: Option<&'a Unit>,
    pub(crate) reason: &'a str,
    pub(crate) now: Timestamp,
}

/// Why an order is not passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the order is no longer open: it was handed over, finished or stopped")]
    NotOpen,
    #[error("a supervision order presses for a result and is not handed over")]
    Supervision,
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
    NoReason,
    #[error("the reason is at most 500 characters")]
    LongReason,
}

impl HandOver<'_> {
    /// A new transfer order for the other unit. The time in which to reply goes on: passing on moves no due time (R4.12).
    pub(crate) fn decide(&self, matter: &Matter, rules: &Rules<'_>) -> Result<Effects, Refusal> {
        let (order, to) = self.check(matter)?;
        let complaint = &matter.complaint;
        let next = Order {
            from: Some(order.lead.clone()),
            reason: Some(self.reason.trim().to_owned()),
            ..rules.serve(complaint, OrderKind::Transfer, to.path.clone(), self.now)
        };
        let mut effects = Effects::default();
        for clock in matter.clocks.iter().filter(|clock| clock.order == order.id) {
            match clock.kind {
                ClockKind::HandOver => effects.meet(matter, clock, self.now),
                ClockKind::Accept => effects.stop(matter, clock, self.now, "handed_over"),
                ClockKind::Reply => {
                    effects.clocks.push(Clock {
                        order: next.id,
                        unit: next.lead.clone(),
                        ..clock.clone()
                    });
                }
            }
        }
        let replies = effects.clocks.iter().any(|clock| clock.kind == ClockKind::Reply);
        let kinds = [Some(ClockKind::Accept), (!replies).then_some(ClockKind::Reply)];
        let mut fresh = Vec::new();
        for (clock, deadlines) in kinds
            .into_iter()
            .flatten()
            .filter_map(|kind| rules.start(kind, complaint, &next, self.now))
        {
            fresh.extend(started(&clock));
            effects.clocks.push(clock);
            effects.deadlines.extend(deadlines);
        }
        effects.said.push(assigned(complaint, &next, &effects.clocks));
        effects.said.extend(fresh);
        effects.order(matter, order.at_stage(OrderStage::HandedOver { at: self.now }));
        effects.order(matter, next);
        Ok(effects)
    }

    fn check<'m>(&'m self, matter: &'m Matter) -> Result<(&'m Order, &'m Unit), Refusal> {
        if matter.complaint.stage != ComplaintStage::Open {
            return Err(Refusal::Ended);
        }
        let order = matter
            .order(self.order)
            .filter(|order| order.is_open())
            .ok_or(Refusal::NotOpen)?;
        let to = self.to.ok_or(Refusal::UnknownUnit)?;
        match self.reason.trim() {
            "" => return Err(Refusal::NoReason),
            reason if reason.chars().count() > LONGEST_REASON => return Err(Refusal::LongReason),
            _ => {}
        }
        if order.kind.is_supervision() {
            return Err(Refusal::Supervision);
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
