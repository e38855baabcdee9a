//! R4.3: a unit started work on its order.

use huiyin_kernel::{OrderId, Timestamp};

use super::clock::ClockKind;
use super::complaint::Matter;
use super::effects::{Effects, started};
use super::order::OrderStage;
use super::rules::Rules;

/// An order was accepted. One that is no longer to be accepted changes nothing.
pub(crate) fn decide(matter: &Matter, order: OrderId, at: Timestamp, rules: &Rules<'_>) -> Effects {
    let mut effects = Effects::default();
    let Some(order) = matter
        .order(order)
        .filter(|order| order.leads() && order.stage == OrderStage::Served)
    else {
        return effects;
    };
    let waiting = |clock: &&super::clock::Clock| clock.order == order.id && clock.kind != ClockKind::Reply;
    for clock in matter.clocks.iter().filter(waiting) {
        effects.meet(matter, clock, at);
    }
    // A desk that takes a complaint itself instead of passing it on has the time to reply from then.
    if order.kind.is_to_decide()
        && !matter.clocks.iter().any(|clock| clock.kind == ClockKind::Reply)
        && let Some((clock, deadlines)) = rules.start(ClockKind::Reply, &matter.complaint, order, at)
    {
        effects.said.extend(started(&clock));
        effects.clocks.push(clock);
        effects.deadlines.extend(deadlines);
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
        assert_eq!(effects.clocks[0].kind, ClockKind::Accept);
        assert!(matches!(effects.clocks[0].stage, ClockStage::Met { .. }));
        assert_eq!(effects.orders[0].stage, OrderStage::Accepted { at: world.later(60) });
        let reply = matter
            .clocks
            .iter()
            .find(|clock| clock.kind == ClockKind::Reply)
            .unwrap();
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
            .map(|clock| (clock.kind, clock.stage.word()))
            .collect();
        assert_eq!(kinds, [(ClockKind::HandOver, "met"), (ClockKind::Reply, "running")]);
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
