//! R4.4: the complainant has a reply.

use huiyin_kernel::Timestamp;

use super::clock::ClockKind;
use super::complaint::Matter;
use super::effects::Effects;

/// The clock of the reply is met. The order stays until the case is closed.
pub(crate) fn decide(matter: &Matter, at: Timestamp) -> Effects {
    let mut effects = Effects::default();
    for clock in matter.clocks.iter().filter(|clock| clock.kind == ClockKind::Reply) {
        effects.meet(matter, clock, at);
    }
    if let Some(order) = matter.leading().filter(|_| !effects.clocks.is_empty()) {
        effects.order(matter, order.clone());
    }
    effects
}

#[cfg(test)]
mod tests {
    use super::super::samples::World;
    use super::*;

    #[test]
    fn a_reply_meets_its_clock_and_no_other() {
        let world = World::new();
        let matter = world.assigned("ho.b1.o1");
        let effects = decide(&matter, world.later(30));
        let kinds: Vec<_> = effects
            .clocks
            .iter()
            .map(|clock| (clock.kind, clock.stage.word()))
            .collect();
        assert_eq!(kinds, [(ClockKind::Reply, "met")]);
        assert!(effects.orders[0].is_open());
    }

    #[test]
    fn a_second_reply_meets_nothing() {
        let world = World::new();
        let mut matter = world.assigned("ho.b1.o1");
        matter.clocks.retain(|clock| clock.kind != ClockKind::Reply);
        let effects = decide(&matter, world.later(30));
        assert!(effects.said.is_empty() && effects.orders.is_empty());
    }
}
