//! R4.9: a unit returns a wrong transfer once, with a reason. "Not ours" ends nothing: it goes back to who passed it on, or to the desk.

use huiyin_contracts::events::orders::OrderReturnedV1;
use huiyin_kernel::{Actor, OrderId, Timestamp};

use super::complaint::{ComplaintStage, Matter};
use super::effects::{Effects, Saying};
use super::order::{Order, OrderKind, OrderStage};
use super::pass_on::pass_on;
use super::rules::Rules;
use super::words::{refuses_words, words};

/// A request to give an order back.
pub(crate) struct Return<'a> {
    pub(crate) order: OrderId,
    pub(crate) reason: &'a str,
    /// Every order of the complaint, also those that ended.
    pub(crate) history: &'a [Order],
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
}

/// Why an order is not given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the complaint has ended")]
    Ended,
    #[error("the order is no longer open: it was handed over, finished or stopped")]
    NotOpen,
    #[error("only a transfer is returned")]
    NotTransfer,
    #[error("the service management decided that it is this unit's, and that binds")]
    Binding,
    #[error("the unit has returned this complaint once: if it is still not theirs, that is a dispute")]
    Twice,
    #[error("work has begun on the order: it is handed over, if the other unit takes it, and not returned")]
    Accepted,
    #[error("a return gives its reason")]
    NoWords,
    #[error("the reason is at most 500 characters")]
    LongWords,
}
refuses_words!(Refusal);

impl Return<'_> {
    /// The unit that passed it on has it back; what a rule of the table decided goes to the desk that decides (R2.4). The time in
    /// which to reply goes on.
    pub(crate) fn decide(&self, matter: &Matter, rules: &Rules<'_>) -> Result<Effects, Refusal> {
        let order = self.check(matter)?;
        let complaint = &matter.complaint;
        let giver = order.from.as_ref().and_then(|from| rules.directory.of(from));
        let giver = giver.filter(|unit| unit.is_open() && !complaint.concerns(&unit.path));
        let (to, kind) = match giver {
            Some(unit) => (unit.path.clone(), OrderKind::Returned),
            None => (rules.triage(complaint), OrderKind::Triage),
        };
        let next = Order {
            from: Some(order.lead.clone()),
            reason: Some(words(self.reason)?),
            ..rules.serve(complaint, kind, to.clone(), self.now)
        };
        let said = Saying::Returned(OrderReturnedV1 {
            complaint: complaint.id,
            order: order.id,
            unit: order.lead.clone(),
            to,
            by: self.by.clone(),
        });
        let stage = OrderStage::Returned { at: self.now };
        let mut effects = pass_on(matter, rules, order, next, stage, self.now);
        effects.said.insert(0, said);
        Ok(effects)
    }

    fn check<'m>(&self, matter: &'m Matter) -> Result<&'m Order, Refusal> {
        if matter.complaint.stage != ComplaintStage::Open {
            return Err(Refusal::Ended);
        }
        let order = matter
            .order(self.order)
            .filter(|order| order.is_open())
            .ok_or(Refusal::NotOpen)?;
        match order.kind {
            OrderKind::Transfer => {}
            OrderKind::Decided => return Err(Refusal::Binding),
            _ => return Err(Refusal::NotTransfer),
        }
        if order.stage != OrderStage::Served {
            return Err(Refusal::Accepted);
        }
        if has_returned(self.history, &order.lead) {
            return Err(Refusal::Twice);
        }
        words(self.reason)?;
        Ok(order)
    }
}

/// Whether a unit has given the complaint back before: by its code, for it may have moved since.
pub(super) fn has_returned(history: &[Order], unit: &huiyin_kernel::UnitPath) -> bool {
    let code = unit.code();
    history
        .iter()
        .any(|order| matches!(order.stage, OrderStage::Returned { .. }) && order.lead.code() == code)
}

#[cfg(test)]
mod tests {
    use super::super::samples::World;
    use super::*;

    fn returned(world: &World, matter: &Matter, history: &[Order], reason: &str) -> Result<Effects, Refusal> {
        let request = Return {
            order: matter.orders[0].id,
            reason,
            history,
            by: &Actor::Operator,
            now: world.later(20),
        };
        request.decide(matter, &world.rules())
    }

    fn passed_on(world: &World) -> Matter {
        let mut matter = world.assigned("ho.b1.o1");
        matter.orders[0].from = Some("ho.b2".parse().unwrap());
        matter
    }

    #[test]
    fn it_goes_back_to_who_passed_it_on_and_the_reply_is_due_as_before() {
        let world = World::new();
        let matter = passed_on(&world);
        let effects = returned(&world, &matter, &[], "the account is at their branch").unwrap();
        let [old, new] = &effects.orders[..] else {
            panic!("{:?}", effects.orders)
        };
        assert_eq!(old.stage.word(), "returned");
        assert_eq!(
            (new.kind.word(), new.lead.as_str(), new.from.as_ref().unwrap().as_str()),
            ("returned", "ho.b2", "ho.b1.o1")
        );
        let clocks: Vec<_> = effects
            .clocks
            .iter()
            .map(|clock| (clock.kind.as_str(), clock.stage.word(), clock.unit.as_str()))
            .collect();
        assert_eq!(
            clocks,
            [
                ("accept", "stopped", "ho.b1.o1"),
                ("reply", "running", "ho.b2"),
                ("accept", "running", "ho.b2")
            ]
        );
        assert_eq!(effects.clocks[1].stage.due(), matter.clocks[1].stage.due());
        assert!(matches!(&effects.said[0], Saying::Returned(event) if event.to.as_str() == "ho.b2"));
    }

    #[test]
    fn what_a_rule_decided_goes_to_the_desk() {
        let world = World::new();
        let effects = returned(&world, &world.assigned("ho.b1.o1"), &[], "not ours").unwrap();
        let new = &effects.orders[1];
        assert_eq!((new.kind.word(), new.lead.as_str()), ("triage", "ho"));
        assert!(
            effects
                .clocks
                .iter()
                .any(|clock| clock.kind == "hand_over" && clock.stage.word() == "running")
        );
    }

    #[test]
    fn each_refusal_has_its_sentence() {
        let world = World::new();
        let mut matter = passed_on(&world);
        let refused = |matter: &Matter, history: &[Order], reason: &str| {
            returned(&world, matter, history, reason).unwrap_err().to_string()
        };
        assert_eq!(refused(&matter, &[], " "), "a return gives its reason");
        assert_eq!(
            refused(&matter, &[], &"x".repeat(501)),
            "the reason is at most 500 characters"
        );
        let before = matter.orders[0].at_stage(OrderStage::Returned { at: world.now });
        assert_eq!(
            refused(&matter, &[before], "x"),
            "the unit has returned this complaint once: if it is still not theirs, that is a dispute"
        );
        matter.orders[0].stage = OrderStage::Accepted { at: world.now };
        assert_eq!(
            refused(&matter, &[], "x"),
            "work has begun on the order: it is handed over, if the other unit takes it, and not returned"
        );
        matter.orders[0].stage = OrderStage::Served;
        matter.orders[0].kind = OrderKind::Decided;
        assert_eq!(
            refused(&matter, &[], "x"),
            "the service management decided that it is this unit's, and that binds"
        );
        matter.orders[0].kind = OrderKind::Reopened;
        assert_eq!(refused(&matter, &[], "x"), "only a transfer is returned");
        matter.orders[0].stage = OrderStage::Done { at: world.now };
        assert_eq!(
            refused(&matter, &[], "x"),
            "the order is no longer open: it was handed over, finished or stopped"
        );
        matter.complaint.stage = ComplaintStage::Ended {
            at: world.now,
            why: "closed".to_owned(),
        };
        assert_eq!(refused(&matter, &[], "x"), "the complaint has ended");
    }
}
