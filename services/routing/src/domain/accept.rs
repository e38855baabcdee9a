//! R4.3: a unit started work on its order.

use huiyin_kernel::{OrderId, Timestamp};
use huiyin_policy::{ClockRule, Starts};

use super::clock::{Clock, WaitsFor};
use super::complaint::Matter;
use super::effects::Effects;
use super::order::OrderStage;
use super::rules::Rules;
use super::start::On;

/// An order was accepted. One that is no longer to be accepted changes nothing.
pub(crate) fn decide(matter: &Matter, order: OrderId, at: Timestamp, rules: &Rules<'_>) -> Effects {
    let mut effects = Effects::default();
    let Some(order) = matter
        .order(order)
        .filter(|order| order.leads() && order.stage == OrderStage::Served)
    else {
        return effects;
    };
    // Who starts work tells the complainant that it has begun (R5.6).
    let met = |clock: &&Clock| match clock.waits_for {
        WaitsFor::HandOver | WaitsFor::Acceptance => clock.order == order.id,
        WaitsFor::Contact => true,
        _ => false,
    };
    for clock in matter.clocks.iter().filter(met) {
        effects.meet(matter, clock, at);
    }
    // A desk that takes a complaint itself instead of passing it on has the time to reply from then.
    if order.kind.is_to_decide() {
        let on = On {
            complaint: &matter.complaint,
            order,
            period: matter.complaint.registered,
        };
        let runs = |rule: &ClockRule| matter.clocks.iter().any(|clock| clock.kind == rule.kind);
        let began = rules.start(Starts::Order, on, at, |rule, waits| {
            waits != WaitsFor::Acceptance && !runs(rule)
        });
        let said = effects.start(began);
        effects.said.extend(said);
    }
    effects.order(matter, order.at_stage(OrderStage::Accepted { at }));
    effects
}

#[cfg(test)]
mod tests {
    use super::super::samples::World;
    use super::*;
    use crate::domain::clock::ClockStage;

    #[test]
    fn accepting_meets_the_two_hours_and_the_reply_goes_on() {
        let world = World::new();
        let matter = world.assigned("ho.b1.o1");
        let order = matter.leading().unwrap().clone();
        let effects = decide(&matter, order.id, world.later(60), &world.rules());
        assert_eq!(effects.clocks.len(), 1);
        assert_eq!(effects.clocks[0].kind, "accept");
        assert!(matches!(effects.clocks[0].stage, ClockStage::Met { .. }));
        assert_eq!(effects.orders[0].stage, OrderStage::Accepted { at: world.later(60) });
        let reply = matter.clocks.iter().find(|clock| clock.kind == "reply").unwrap();
        assert_eq!(effects.orders[0].next_due, reply.stage.due());
    }

    #[test]
    fn accepting_late_is_a_breach_that_ended() {
        let world = World::new();
        let matter = world.assigned("ho.b1.o1");
        let effects = decide(&matter, matter.leading().unwrap().id, world.later(121), &world.rules());
        assert!(matches!(
            effects.clocks[0].stage,
            ClockStage::Breached { end: Some(_), .. }
        ));
        let super::super::effects::Saying::Met(met) = &effects.said[0] else {
            panic!("{:?}", effects.said)
        };
        assert!(!met.in_time);
    }

    #[test]
    fn a_desk_that_takes_it_itself_has_handed_over_and_must_reply() {
        let world = World::new();
        let matter = world.triaged();
        let effects = decide(&matter, matter.leading().unwrap().id, world.later(30), &world.rules());
        let kinds: Vec<_> = effects
            .clocks
            .iter()
            .map(|clock| (clock.kind.as_str(), clock.stage.word()))
            .collect();
        assert_eq!(kinds, [("hand_over", "met"), ("reply", "running")]);
    }

    #[test]
    fn accepting_twice_or_an_order_that_is_gone_changes_nothing() {
        let world = World::new();
        let mut matter = world.assigned("ho.b1.o1");
        assert!(
            decide(&matter, world.ids().order(), world.later(1), &world.rules())
                .orders
                .is_empty()
        );
        matter.orders[0].stage = OrderStage::Accepted { at: world.later(1) };
        assert!(
            decide(&matter, matter.orders[0].id, world.later(2), &world.rules())
                .said
                .is_empty()
        );
    }
}
