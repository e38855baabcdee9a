//! R4.4: the complainant has a reply.

use huiyin_kernel::Timestamp;
use huiyin_policy::Starts;

use super::clock::WaitsFor;
use super::complaint::Matter;
use super::effects::Effects;
use super::rules::Rules;
use super::start::On;

/// Every clock that waits for a reply is met, whichever rule started it; who is answered was told, and a review is decided by its
/// answer (R5.11). What runs from a reply begins. The order stays until the case is closed.
pub(crate) fn decide(matter: &Matter, at: Timestamp, rules: &Rules<'_>) -> Effects {
    let mut effects = Effects::default();
    let met = |waits| matches!(waits, WaitsFor::Reply | WaitsFor::Contact | WaitsFor::Review);
    for clock in matter.clocks.iter().filter(|clock| met(clock.waits_for)) {
        effects.meet(matter, clock, at);
    }
    let Some(order) = matter.leading().filter(|_| !effects.clocks.is_empty()) else {
        return effects;
    };
    let on = On {
        complaint: &matter.complaint,
        order,
        period: at,
    };
    let runs = |kind: &str| matter.clocks.iter().any(|clock| clock.kind == kind);
    let began = rules.start(Starts::Reply, on, at, |rule, _| !runs(&rule.kind));
    let said = effects.start(began);
    effects.said.extend(said);
    effects.order(matter, order.clone());
    effects
}
