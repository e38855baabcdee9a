//! What every way of passing a complaint on has in common: one order ends, another begins, and the reply's time goes on (R4.12).

use huiyin_kernel::Timestamp;

use super::clock::{Clock, ClockKind};
use super::complaint::Matter;
use super::effects::{Effects, assigned, started};
use super::order::{Order, OrderStage};
use super::rules::Rules;

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
        match clock.kind {
            ClockKind::HandOver => effects.meet(matter, clock, now),
            ClockKind::Accept => effects.stop(matter, clock, now, stage.word()),
            ClockKind::Reply => effects.clocks.push(Clock {
                order: next.id,
                unit: next.lead.clone(),
                ..clock.clone()
            }),
            ClockKind::Supply => {}
        }
    }
    let fresh = start_all(&mut effects, matter, rules, &next, now);
    effects.said.push(assigned(&matter.complaint, &next, &effects.clocks));
    effects.said.extend(fresh);
    effects.order(matter, order.at_stage(stage));
    effects.order(matter, next);
    effects
}

/// Starts what runs on the new order; gives back what is to be said of it.
fn start_all(
    effects: &mut Effects,
    matter: &Matter,
    rules: &Rules<'_>,
    next: &Order,
    now: Timestamp,
) -> Vec<super::effects::Saying> {
    let replies = effects.clocks.iter().any(|clock| clock.kind == ClockKind::Reply);
    let kinds = if next.kind.is_to_decide() {
        [Some(ClockKind::HandOver), None]
    } else {
        [Some(ClockKind::Accept), (!replies).then_some(ClockKind::Reply)]
    };
    let mut said = Vec::new();
    for (clock, deadlines) in kinds
        .into_iter()
        .flatten()
        .filter_map(|kind| rules.start(kind, &matter.complaint, next, now))
    {
        said.extend(started(&clock));
        effects.clocks.push(clock);
        effects.deadlines.extend(deadlines);
    }
    said
}
