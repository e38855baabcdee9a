//! R4.9: two units say that a complaint is the other's. The service management above both is asked.

use huiyin_contracts::events::orders::DisputeRaisedV1;
use huiyin_kernel::{Actor, OrderId, Timestamp};

use super::complaint::{ComplaintStage, Matter};
use super::effects::{Effects, Saying};
use super::order::{Order, OrderKind, OrderStage};
use super::pass_on::pass_on;
use super::return_order::has_returned;
use super::rules::Rules;
use super::words::{refuses_words, words};

/// A request to have it decided.
pub(crate) struct Dispute<'a> {
    pub(crate) order: OrderId,
    pub(crate) reason: &'a str,
    /// Every order of the complaint, also those that ended.
    pub(crate) history: &'a [Order],
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
}

/// Why there is nothing to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the complaint has ended")]
    Ended,
    #[error("the order is no longer open: it was handed over, finished or stopped")]
    NotOpen,
    #[error("the service management decided that it is this unit's, and that binds")]
    Binding,
    #[error("no other unit passed this order on, so there is nobody to dispute it with")]
    Alone,
    #[error("work has begun on the order, so it is no longer disputed")]
    Accepted,
    #[error("neither unit has returned the complaint: return it first, with the reason")]
    NotReturned,
    #[error("a dispute gives its reason")]
    NoWords,
    #[error("the reason is at most 500 characters")]
    LongWords,
}
refuses_words!(Refusal);

impl Dispute<'_> {
    /// An order to decide, for the service management above both, with a desk's time to do it. The time in which to reply goes on.
    pub(crate) fn decide(&self, matter: &Matter, rules: &Rules<'_>) -> Result<Effects, Refusal> {
        let (order, other) = self.check(matter)?;
        let complaint = &matter.complaint;
        let decides = rules.arbiter(&order.lead, other, complaint);
        let next = Order {
            from: Some(order.lead.clone()),
            reason: Some(words(self.reason)?),
            ..rules.serve(complaint, OrderKind::Dispute, decides.clone(), self.now)
        };
        let said = Saying::DisputeRaised(DisputeRaisedV1 {
            complaint: complaint.id,
            order: next.id,
            unit: order.lead.clone(),
            other: other.clone(),
            decides,
            by: self.by.clone(),
        });
        let stage = OrderStage::Disputed { at: self.now };
        let mut effects = pass_on(matter, rules, order, next, stage, self.now);
        effects.said.insert(0, said);
        Ok(effects)
    }

    fn check<'m>(&self, matter: &'m Matter) -> Result<(&'m Order, &'m huiyin_kernel::UnitPath), Refusal> {
        if matter.complaint.stage != ComplaintStage::Open {
            return Err(Refusal::Ended);
        }
        let order = matter
            .order(self.order)
            .filter(|order| order.is_open())
            .ok_or(Refusal::NotOpen)?;
        if order.kind == OrderKind::Decided {
            return Err(Refusal::Binding);
        }
        let passed_on = matches!(order.kind, OrderKind::Transfer | OrderKind::Returned);
        let other = order.from.as_ref().filter(|_| passed_on).ok_or(Refusal::Alone)?;
        if order.stage != OrderStage::Served {
            return Err(Refusal::Accepted);
        }
        if !has_returned(self.history, &order.lead) && !has_returned(self.history, other) {
            return Err(Refusal::NotReturned);
        }
        words(self.reason)?;
        Ok((order, other))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{World, units};
    use super::*;

    fn bank() -> World {
        World::of(units(&["ho", "ho.b1", "ho.b1.o1", "ho.b1.o2", "ho.b2"]))
    }

    /// The outlet has it from `from`, who had it back from the outlet once.
    fn again(world: &World, from: &str) -> (Matter, Vec<Order>) {
        let mut matter = world.assigned("ho.b1.o1");
        matter.orders[0].from = Some(from.parse().unwrap());
        let returned = matter.orders[0].at_stage(OrderStage::Returned { at: world.now });
        (matter, vec![returned])
    }

    fn disputed(world: &World, matter: &Matter, history: &[Order], reason: &str) -> Result<Effects, Refusal> {
        let request = Dispute {
            order: matter.orders[0].id,
            reason,
            history,
            by: &Actor::Operator,
            now: world.later(20),
        };
        request.decide(matter, &world.rules())
    }

    fn decider(world: &World, from: &str) -> String {
        let (matter, history) = again(world, from);
        let effects = disputed(world, &matter, &history, "theirs").unwrap();
        let new = &effects.orders[1];
        assert_eq!(
            (effects.orders[0].stage.word(), new.kind.word()),
            ("disputed", "dispute")
        );
        new.lead.to_string()
    }

    #[test]
    fn the_nearest_service_management_above_both_decides() {
        let world = bank();
        assert_eq!(decider(&world, "ho.b1.o2"), "ho.b1", "two outlets of one branch");
        assert_eq!(decider(&world, "ho.b2"), "ho", "units of two branches");
        assert_eq!(
            decider(&world, "ho.b1"),
            "ho",
            "a branch does not decide its own dispute with its outlet"
        );
    }

    #[test]
    fn the_one_who_decides_has_a_desks_time_and_the_reply_is_due_as_before() {
        let world = bank();
        let (matter, history) = again(&world, "ho.b2");
        let effects = disputed(&world, &matter, &history, "theirs").unwrap();
        let clocks: Vec<_> = effects
            .clocks
            .iter()
            .map(|clock| (clock.kind.as_str(), clock.stage.word(), clock.stage.due()))
            .collect();
        assert_eq!(
            clocks,
            [
                ("accept", "stopped", matter.clocks[0].stage.due()),
                ("reply", "running", matter.clocks[1].stage.due()),
                ("hand_over", "running", Some(world.later(80)))
            ]
        );
    }

    #[test]
    fn each_refusal_has_its_sentence() {
        let world = bank();
        let (mut matter, history) = again(&world, "ho.b2");
        let refused = |matter: &Matter, history: &[Order], reason: &str| {
            disputed(&world, matter, history, reason).unwrap_err().to_string()
        };
        assert_eq!(refused(&matter, &history, ""), "a dispute gives its reason");
        assert_eq!(
            refused(&matter, &history, &"x".repeat(501)),
            "the reason is at most 500 characters"
        );
        assert_eq!(
            refused(&matter, &[], "x"),
            "neither unit has returned the complaint: return it first, with the reason"
        );
        matter.orders[0].stage = OrderStage::Accepted { at: world.now };
        assert_eq!(
            refused(&matter, &history, "x"),
            "work has begun on the order, so it is no longer disputed"
        );
        matter.orders[0].from = None;
        assert_eq!(
            refused(&matter, &history, "x"),
            "no other unit passed this order on, so there is nobody to dispute it with"
        );
        matter.orders[0].kind = OrderKind::Decided;
        assert_eq!(
            refused(&matter, &history, "x"),
            "the service management decided that it is this unit's, and that binds"
        );
        matter.orders[0].stage = OrderStage::Done { at: world.now };
        assert_eq!(
            refused(&matter, &history, "x"),
            "the order is no longer open: it was handed over, finished or stopped"
        );
        matter.complaint.stage = ComplaintStage::Ended {
            at: world.now,
            why: "closed".to_owned(),
        };
        assert_eq!(refused(&matter, &history, "x"), "the complaint has ended");
    }
}
