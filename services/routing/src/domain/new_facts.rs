//! R3.11: new facts restart the period of the reply from their receipt.

use huiyin_kernel::Timestamp;
use huiyin_policy::Starts;

use super::clock::{Clock, WaitsFor};
use super::complaint::Matter;
use super::effects::Effects;
use super::rules::Rules;
use super::start::{On, Started};

/// Why a clock ended that begins anew.
pub(crate) const NEW_FACTS: &str = "new_facts";

/// The clocks that wait for the reply end, and others run from the receipt. Nobody leads what has ended: there nothing runs.
pub(crate) fn decide(matter: &Matter, received: Timestamp, now: Timestamp, rules: &Rules<'_>) -> Effects {
    let mut effects = Effects::default();
    let Some(order) = matter.leading() else { return effects };
    let on = On {
        complaint: &matter.complaint,
        order,
        period: received,
    };
    for occasion in [Starts::Order, Starts::Registration] {
        for began in rules.start(occasion, on, received, |_, waits| waits == WaitsFor::Reply) {
            restart(&mut effects, matter, began, now);
        }
    }
    if !effects.clocks.is_empty() {
        effects.order(matter, order.clone());
    }
    effects
}

/// One kind of clock begins anew. New facts give time, they take none: one that falls due later keeps its own time.
fn restart(effects: &mut Effects, matter: &Matter, began: Started, now: Timestamp) {
    let old = || matter.clocks.iter().filter(|old| old.kind == began.0.kind);
    let keeps = |old: &Clock| began.0.stage.due().is_some_and(|new| old.stage.due() > Some(new));
    if old().any(keeps) {
        return;
    }
    for old in old() {
        effects.stop(matter, old, now, NEW_FACTS);
    }
    let said = effects.start(vec![began]);
    effects.said.extend(said);
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
        let replies: Vec<_> = effects
            .clocks
            .iter()
            .map(|clock| (clock.kind.as_str(), clock.waits()))
            .collect();
        assert_eq!(replies, [("reply", false), ("reply", true)]);
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
