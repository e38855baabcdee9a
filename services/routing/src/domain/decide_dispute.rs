//! R4.9: the service management above both units decides whose the complaint is, and its decision binds.

use huiyin_contracts::events::orders::DisputeDecidedV1;
use huiyin_kernel::{Actor, OrderId, Timestamp};

use super::binding::bound;
use super::complaint::{ComplaintStage, Matter};
use super::effects::{Effects, Saying};
use super::order::{Order, OrderKind, OrderStage};
use super::pass_on::pass_on;
use super::rules::Rules;
use super::unit::Unit;
use super::words::{refuses_words, words};

/// A decision.
pub(crate) struct DecideDispute<'a> {
    pub(crate) order: OrderId,
    pub(crate) to: Option<&'a Unit>,
    pub(crate) reason: &'a str,
    /// Every order of the complaint, also those that ended.
    pub(crate) history: &'a [Order],
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
}

/// Why a decision is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the complaint has ended")]
    Ended,
    #[error("the dispute was decided, or the complaint went another way")]
    NotOpen,
    #[error("this order is no dispute")]
    NotDispute,
    #[error("there is no such unit in the directory")]
    UnknownUnit,
    #[error("the unit is closed")]
    ClosedUnit,
    #[error("the unit is not below the one that decides, so the decision would not bind it")]
    Elsewhere,
    #[error("it was decided before whose it is, and that binds: only that unit and those below it can be given it")]
    Binding,
    #[error("the complaint concerns this unit or its leader: the level above handles it")]
    Concerned,
    #[error("a decision gives its reason")]
    NoWords,
    #[error("the reason is at most 500 characters")]
    LongWords,
}
refuses_words!(Refusal);

impl DecideDispute<'_> {
    /// An order that can neither be returned nor disputed. The time in which to reply goes on.
    pub(crate) fn decide(&self, matter: &Matter, rules: &Rules<'_>) -> Result<Effects, Refusal> {
        let (order, to) = self.check(matter, rules)?;
        let complaint = &matter.complaint;
        let next = Order {
            from: Some(order.lead.clone()),
            reason: Some(words(self.reason)?),
            ..rules.serve(complaint, OrderKind::Decided, to.path.clone(), self.now)
        };
        let said = Saying::DisputeDecided(DisputeDecidedV1 {
            complaint: complaint.id,
            order: next.id,
            decided_by: order.lead.clone(),
            unit: to.path.clone(),
            by: self.by.clone(),
        });
        let stage = OrderStage::HandedOver { at: self.now };
        let mut effects = pass_on(matter, rules, order, next, stage, self.now);
        effects.said.insert(0, said);
        Ok(effects)
    }

    fn check<'m>(&'m self, matter: &'m Matter, rules: &Rules<'_>) -> Result<(&'m Order, &'m Unit), Refusal> {
        if matter.complaint.stage != ComplaintStage::Open {
            return Err(Refusal::Ended);
        }
        let order = matter
            .order(self.order)
            .filter(|order| order.is_open())
            .ok_or(Refusal::NotOpen)?;
        if order.kind != OrderKind::Dispute {
            return Err(Refusal::NotDispute);
        }
        let to = self.to.ok_or(Refusal::UnknownUnit)?;
        if !to.is_open() {
            return Err(Refusal::ClosedUnit);
        }
        let place = rules.directory.of(&order.lead).map(Unit::serves);
        if !to.path.is_within(place.as_ref().unwrap_or(&order.lead)) {
            return Err(Refusal::Elsewhere);
        }
        let bound = bound(self.history, rules.directory);
        if bound.is_some_and(|unit| !to.path.is_within(unit)) {
            return Err(Refusal::Binding);
        }
        if matter.complaint.concerns(&to.path) {
            return Err(Refusal::Concerned);
        }
        words(self.reason)?;
        Ok((order, to))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::World;
    use super::super::unit::UnitState;
    use super::*;

    fn dispute(world: &World) -> Matter {
        let mut matter = world.assigned("ho.b1.o1");
        matter.orders[0].kind = OrderKind::Dispute;
        matter.orders[0].lead = "ho.b1".parse().unwrap();
        matter
    }

    fn decided(world: &World, matter: &Matter, to: Option<&Unit>, reason: &str) -> Result<Effects, Refusal> {
        let request = DecideDispute {
            order: matter.orders[0].id,
            to,
            reason,
            history: &matter.orders,
            by: &Actor::Operator,
            now: world.later(20),
        };
        request.decide(matter, &world.rules())
    }

    #[test]
    fn the_unit_that_is_named_must_handle_it() {
        let world = World::new();
        let effects = decided(&world, &dispute(&world), Some(world.unit("o1")), "their teller").unwrap();
        let new = &effects.orders[1];
        assert_eq!((new.kind, new.lead.as_str()), (OrderKind::Decided, "ho.b1.o1"));
        assert!(matches!(&effects.said[0], Saying::DisputeDecided(event) if event.decided_by.as_str() == "ho.b1"));
    }

    #[test]
    fn each_refusal_has_its_sentence() {
        let world = World::new();
        let mut matter = dispute(&world);
        let outlet = Some(world.unit("o1"));
        let refused = |matter: &Matter, to: Option<&Unit>, reason: &str| {
            decided(&world, matter, to, reason).unwrap_err().to_string()
        };
        assert_eq!(refused(&matter, outlet, ""), "a decision gives its reason");
        assert_eq!(
            refused(&matter, outlet, &"x".repeat(501)),
            "the reason is at most 500 characters"
        );
        assert_eq!(refused(&matter, None, "x"), "there is no such unit in the directory");
        assert_eq!(
            refused(&matter, Some(world.unit("b2")), "x"),
            "the unit is not below the one that decides, so the decision would not bind it"
        );
        let mut bound = matter.clone();
        let before = Order {
            kind: OrderKind::Decided,
            lead: "ho.b1.o1".parse().unwrap(),
            stage: OrderStage::HandedOver { at: world.now },
            ..matter.orders[0].clone()
        };
        bound.orders.push(before);
        assert_eq!(
            refused(&bound, Some(world.unit("b1")), "x"),
            "it was decided before whose it is, and that binds: only that unit and those below it can be given it"
        );
        let closed = Unit {
            state: UnitState::Closed { at: world.now },
            ..world.unit("o1").clone()
        };
        assert_eq!(refused(&matter, Some(&closed), "x"), "the unit is closed");
        matter.complaint.leader_concerned = true;
        assert_eq!(
            refused(&matter, outlet, "x"),
            "the complaint concerns this unit or its leader: the level above handles it"
        );
        matter.orders[0].kind = OrderKind::Transfer;
        assert_eq!(refused(&matter, outlet, "x"), "this order is no dispute");
        matter.orders[0].stage = OrderStage::HandedOver { at: world.now };
        assert_eq!(
            refused(&matter, outlet, "x"),
            "the dispute was decided, or the complaint went another way"
        );
        matter.complaint.stage = ComplaintStage::Ended {
            at: world.now,
            why: "closed".to_owned(),
        };
        assert_eq!(refused(&matter, outlet, "x"), "the complaint has ended");
    }
}
