//! R3.11: new facts restart the period of the reply from their receipt.

use huiyin_kernel::Timestamp;

use super::clock::{Clock, ClockKind};
use super::complaint::Matter;
use super::effects::{Effects, started};
use super::rules::Rules;

/// The reply's clock on the leading order ends, and another runs from the receipt. Nobody leads what has ended: there nothing runs.
pub(crate) fn decide(matter: &Matter, received: Timestamp, now: Timestamp, rules: &Rules<'_>) -> Effects {
    let mut effects = Effects::default();
    let Some(order) = matter.leading() else { return effects };
    let Some((clock, deadlines)) = rules.start(ClockKind::Reply, &matter.complaint, order, received) else {
        return effects;
    };
    let replies = || matter.clocks.iter().filter(|clock| clock.kind == ClockKind::Reply);
    // New facts give time, they take none: a reply that falls due later keeps its own time.
    let keeps = |old: &Clock| clock.stage.due().is_some_and(|new| old.stage.due() > Some(new));
    if replies().any(keeps) {
        return effects;
    }
    for old in replies() {
        effects.stop(matter, old, now, "new_facts");
    }
    effects.said.extend(started(&clock));
    effects.clocks.push(clock);
    effects.deadlines.extend(deadlines);
    effects.order(matter, order.clone());
    effects
}

#[cfg(test)]
mod tests {
    use super::super::effects::Saying;
    use super::super::samples::World;
    use super::*;

    #[test]
    fn the_reply_has_its_whole_time_again_from_the_receipt_and_no_other_clock_moves() {
        let world = World::new();
        let matter = world.assigned("ho.b1.o1");
        let received = world.later(60);
        let effects = decide(&matter, received, world.later(70), &world.rules());
        let replies: Vec<_> = effects.clocks.iter().map(|clock| (clock.kind, clock.waits())).collect();
        assert_eq!(replies, [(ClockKind::Reply, false), (ClockKind::Reply, true)]);
        assert_eq!(effects.clocks[1].started, received);
        assert!(matches!(&effects.said[0], Saying::Stopped(event) if event.why == "new_facts"));
        assert!(matches!(&effects.said[1], Saying::Started(event) if event.started == received));
    }

    #[test]
    fn where_nobody_leads_nothing_runs() {
        let world = World::new();
        let mut matter = world.assigned("ho.b1.o1");
        matter.orders.clear();
        assert!(decide(&matter, world.now, world.now, &world.rules()).clocks.is_empty());
    }
}
