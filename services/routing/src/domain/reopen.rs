//! R5.8, R5.11: a dissatisfied complainant's case goes to a higher level, an appeal to the appeals body.

use huiyin_kernel::{Timestamp, UnitPath};
use huiyin_policy::Starts;

use super::assign::serve_afresh;
use super::complaint::{Complaint, ComplaintStage, Matter};
use super::effects::Effects;
use super::order::{Order, OrderKind, OrderStage};
use super::relink::split;
use super::rules::Rules;
use super::start::On;

/// The duty that decides appeals (R2.2).
const APPEALS_BODY: &str = "appeals_body";

/// What goes up.
#[derive(Clone, Copy)]
pub(crate) struct Reopen<'a> {
    /// The unit that it leaves.
    pub(crate) leaves: &'a UnitPath,
    /// Whether the complainant appealed.
    pub(crate) appeal: bool,
}

/// A new order at the level above the unit that it leaves, or at the appeals body, with fresh clocks; the time of a review begins.
pub(crate) fn decide(matter: &Matter, reopen: Reopen<'_>, now: Timestamp, rules: &Rules<'_>) -> Effects {
    let leaves = reopen.leaves;
    let mut effects = Effects::default();
    let carried = split(&mut effects, matter, now, "reopened", rules);
    let complaint = Complaint {
        stage: ComplaintStage::Open,
        ..matter.complaint.clone()
    };
    let body = reopen
        .appeal
        .then(|| rules.directory.holder(leaves, APPEALS_BODY))
        .flatten();
    let body = body
        .map(|unit| unit.path.clone())
        .filter(|path| !complaint.concerns(path));
    let lead = body.unwrap_or_else(|| rules.above(leaves, &complaint));
    let order = Order {
        from: Some(leaves.clone()),
        ..rules.serve(&complaint, OrderKind::Reopened, lead, now)
    };
    let open = matter.orders.iter().filter(|order| order.leads());
    effects.orders.extend(open.map(|order| Order {
        next_due: None,
        ..order.at_stage(OrderStage::Done { at: now })
    }));
    let on = On {
        complaint: &complaint,
        order: &order,
        period: now,
    };
    let reviews = rules.start(Starts::Review, on, now, |_, _| true);
    let mut effects = effects.and(serve_afresh(rules, complaint, order.clone(), now, &carried));
    let said = effects.start(reviews);
    effects.said.extend(said);
    effects.order(matter, order);
    effects
}

#[cfg(test)]
mod tests {
    use super::super::effects::Saying;
    use super::super::samples::World;
    use super::*;

    fn reopen(matter: &Matter, leaves: &str, appeal: bool, world: &World) -> Effects {
        let leaves = leaves.parse().unwrap();
        let reopen = Reopen {
            leaves: &leaves,
            appeal,
        };
        decide(matter, reopen, world.later(600), &world.rules())
    }

    #[test]
    fn it_goes_to_the_level_above_with_fresh_clocks() {
        let world = World::new();
        let matter = world.assigned("ho.b1.o1");
        let effects = reopen(&matter, "ho.b1.o1", false, &world);
        let new = effects.orders.last().unwrap();
        assert_eq!((new.kind, new.lead.as_str()), (OrderKind::Reopened, "ho.b1"));
        assert_eq!(effects.orders[0].stage, OrderStage::Done { at: world.later(600) });
        let fresh: Vec<_> = effects
            .clocks
            .iter()
            .filter(|clock| clock.order == new.id)
            .map(|c| c.kind.as_str())
            .collect();
        assert_eq!(fresh, ["accept", "reply"]);
        assert!(
            effects
                .said
                .iter()
                .any(|said| matches!(said, Saying::Assigned(event) if event.kind == "reopened"))
        );
    }

    #[test]
    fn what_had_ended_is_open_again_and_above_the_top_is_the_top() {
        let world = World::new();
        let mut matter = world.assigned("ho.b1.o1");
        matter.complaint.stage = ComplaintStage::Ended {
            at: world.later(1),
            why: "closed".to_owned(),
        };
        let effects = reopen(&matter, "ho", false, &world);
        assert_eq!(effects.complaint.unwrap().stage, ComplaintStage::Open);
        assert_eq!(effects.orders.last().unwrap().lead.as_str(), "ho");
    }

    #[test]
    fn r5_8_an_appeal_goes_to_the_appeals_body_past_the_levels_between() {
        let world = World::new();
        let effects = reopen(&world.assigned("ho.b1.o1"), "ho.b1.o1", true, &world);
        assert_eq!(effects.orders.last().unwrap().lead.as_str(), "ho");
    }
}
