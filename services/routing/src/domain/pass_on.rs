//! What every way of passing a complaint on has in common: one order ends, another begins, and the reply's time goes on (R4.12).

use huiyin_kernel::Timestamp;
use huiyin_policy::{ClockRule, Starts};

use super::clock::WaitsFor;
use super::complaint::Matter;
use super::effects::{Effects, Saying, assigned};
use super::order::{Order, OrderStage};
use super::rules::Rules;
use super::start::On;

/// Ends `order` at `stage` and serves `next`. The time in which to reply moves to the new unit as it stands; who decides has the time
/// of a desk, who handles the time to start work.
pub(super) fn pass_on(
    matter: &Matter,
    rules: &Rules<'_>,
    order: &Order,
    next: Order,
    stage: OrderStage,
    now: Timestamp,
) -> Effects {
    let mut effects = Effects::default();
    for clock in matter.clocks.iter().filter(|clock| clock.order == order.id) {
        match clock.waits_for {
            WaitsFor::HandOver => effects.meet(matter, clock, now),
            WaitsFor::Acceptance => effects.stop(matter, clock, now, stage.word()),
            WaitsFor::Supply | WaitsFor::Alert => {}
            _ => effects.carry(clock, &next),
        }
    }
    let fresh = start_all(&mut effects, matter, rules, &next, now);
    effects.said.push(assigned(&matter.complaint, &next, &effects.clocks));
    effects.said.extend(fresh);
    effects.order(matter, order.at_stage(stage));
    effects.order(matter, next);
    effects
}

/// Starts what runs on the new order; gives back what is to be said of it. What goes on from the order before is not begun again.
fn start_all(effects: &mut Effects, matter: &Matter, rules: &Rules<'_>, next: &Order, now: Timestamp) -> Vec<Saying> {
    let on = On {
        complaint: &matter.complaint,
        order: next,
        period: matter.complaint.registered,
    };
    let goes_on = |rule: &ClockRule| {
        effects
            .clocks
            .iter()
            .any(|clock| clock.kind == rule.kind && clock.order == next.id)
    };
    let began = if next.kind.is_to_decide() {
        rules.start(Starts::Registration, on, now, |_, waits| waits == WaitsFor::HandOver)
    } else {
        rules.start(Starts::Order, on, now, |rule, _| !goes_on(rule))
    };
    effects.start(began)
}
