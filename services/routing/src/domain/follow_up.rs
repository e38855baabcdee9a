//! R5.8: the follow-up visit was made. R5.6: the complainant was told of a stage.

use huiyin_kernel::Timestamp;

use super::clock::WaitsFor;
use super::complaint::Matter;
use super::effects::Effects;

/// The clocks that wait for this alone are met.
pub(crate) fn decide(matter: &Matter, waited_for: WaitsFor, at: Timestamp) -> Effects {
    let mut effects = Effects::default();
    for clock in matter.clocks.iter().filter(|clock| clock.waits_for == waited_for) {
        effects.meet(matter, clock, at);
    }
    if let Some(order) = matter.leading().filter(|_| !effects.clocks.is_empty()) {
        effects.order(matter, order.clone());
    }
    effects
}

/// Whether a notice is a first response (R5.6): the receipt of a registration is none, for no person has looked at it.
pub(crate) fn tells_of_a_stage(template: &str) -> bool {
    template.starts_with("complainant.") && template != "complainant.registered"
}

#[cfg(test)]
mod tests {
    use super::super::effects::Saying;
    use super::super::samples::World;
    use super::*;

    fn first_response(world: &World) -> Matter {
        super::super::samples::matter(world.assign(&world.registered("ho.b1.o1")))
    }

    #[test]
    fn a_stage_that_the_complainant_hears_of_is_the_first_response_and_no_other_clock_is_met() {
        let world = World::with_pack("examination-centre");
        let matter = first_response(&world);
        let effects = decide(&matter, WaitsFor::Contact, world.later(60));
        let [Saying::Met(met)] = &effects.said[..] else {
            panic!("{:?}", effects.said)
        };
        assert_eq!((met.kind.as_str(), met.in_time), ("first_response", true));
        assert_eq!(effects.clocks.len(), 1);
        assert!(decide(&matter, WaitsFor::FollowUp, world.later(60)).clocks.is_empty());
    }

    #[test]
    fn the_receipt_of_the_registration_is_no_response() {
        assert!(tells_of_a_stage("complainant.accepted"));
        assert!(!tells_of_a_stage("complainant.registered"));
        assert!(!tells_of_a_stage("unit.assigned"));
    }
}
