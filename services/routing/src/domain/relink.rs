//! R3.6, R3.10: what complaints are linked to since decides anew who must act, and how severe it is. No clock that runs is moved
//! (R4.12); a complaint that goes to another unit starts there afresh.

use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::events::routing::{AlertedV1, RegradedV1};
use huiyin_kernel::{Timestamp, UnitPath};
use huiyin_policy::Starts;

use super::alert;
use super::assign::{Assign, serve_afresh, serve_again};
use super::clock::Clock;
use super::co_handlers;
use super::complaint::{Complaint, ComplaintStage, Matter};
use super::effects::{Effects, Saying};
use super::end::Ending;
use super::order::{Order, OrderKind, OrderStage};
use super::rules::Rules;

/// A complaint that was linked, or no longer is.
pub(crate) struct Relink<'a> {
    /// The registration with what was known before.
    pub(crate) before: &'a RegisteredV1,
    /// The registration with what is known now.
    pub(crate) after: &'a RegisteredV1,
    /// Of what was a repeat before: who answered the earlier complaint.
    pub(crate) answered_before: Option<UnitPath>,
    /// Of a repeat: who answered the earlier complaint.
    pub(crate) answered_by: Option<UnitPath>,
    /// `repeat` or `cluster`.
    pub(crate) why: &'a str,
    pub(crate) now: Timestamp,
}

impl Relink<'_> {
    /// The complaint with its new severity, and a new order where the facts name another unit than before.
    pub(crate) fn decide(&self, matter: &Matter, rules: &Rules<'_>) -> Effects {
        let old = &matter.complaint;
        if old.stage != ComplaintStage::Open {
            return Effects::default();
        }
        let assign = |registered, answered_by| Assign {
            registered,
            leader_named: old.leader_concerned,
            conflicted: old.conflicted.clone(),
            restricted: old.restricted,
            answered_by,
            now: self.now,
        };
        let (before, after) = (
            assign(self.before, self.answered_before.clone()),
            assign(self.after, self.answered_by.clone()),
        );
        let ((told, was, _), (new, lead, _)) = (before.who(rules), after.who(rules));
        let complaint = Complaint {
            severity: new.severity,
            approve: new.approve,
            row: new.row,
            restricted: new.restricted,
            ..old.clone()
        };
        // Who hears of it now and did not before: a group that became major by itself (R3.10, R4.11).
        let heard = before.alerts(rules, &told, &was);
        let hears = after.alerts(rules, &complaint, &lead).into_iter();
        let fresh = hears.filter(|one| {
            let same = |old: &AlertedV1| old.to == one.to && old.emergency == one.emergency;
            !heard.iter().any(same)
        });
        let with_before = before.co_handlers(rules, &told, &was);
        let mut with = after.co_handlers(rules, &complaint, &lead);
        with.retain(|unit| !with_before.contains(unit));
        let mut effects = match matter.leading() {
            Some(order) if lead != was && order.lead != lead => pass(matter, order, &complaint, lead, self.now, rules),
            _ => Effects {
                complaint: Some(complaint.clone()),
                ..Effects::default()
            },
        };
        let leading = effects.orders.iter().rfind(|order| order.leads()).or(matter.leading());
        if let Some(leads) = leading.map(|order| order.lead.clone()) {
            effects
                .said
                .extend(self.regraded(&matter.complaint, &complaint, &leads));
            // Whom the policy names beside the lead now, and did not before (R4.8). Who is asked already is not asked twice.
            with.retain(|unit| *unit != leads && !is_asked(matter, unit));
            effects = effects.and(co_handlers::ask(with, &complaint, &leads, self.now, rules));
        }
        effects.and(alert::raise(fresh.collect(), &complaint, self.now, rules))
    }

    /// What is said where it is of another severity, or others approve its reply (R4.2, R5.4).
    fn regraded(&self, before: &Complaint, complaint: &Complaint, lead: &UnitPath) -> Option<Saying> {
        if complaint.severity == before.severity && complaint.approve == before.approve {
            return None;
        }
        Some(Saying::Regraded(RegradedV1 {
            complaint: complaint.id,
            lead: lead.clone(),
            severity: complaint.severity.clone(),
            before: before.severity.clone(),
            why: self.why.to_owned(),
            approve: Some(complaint.approve.clone()),
        }))
    }
}

fn is_asked(matter: &Matter, unit: &UnitPath) -> bool {
    let mut open = matter.orders.iter().filter(|order| order.kind == OrderKind::CoHandling);
    open.any(|order| order.lead == *unit)
}

/// Passes the complaint to another unit, where it starts afresh.
fn pass(
    matter: &Matter,
    from: &Order,
    complaint: &Complaint,
    lead: UnitPath,
    now: Timestamp,
    rules: &Rules<'_>,
) -> Effects {
    let mut effects = Effects::default();
    let carried = split(&mut effects, matter, now, "linked", rules);
    effects.orders.push(Order {
        next_due: None,
        ..from.at_stage(OrderStage::HandedOver { at: now })
    });
    let order = Order {
        from: Some(from.lead.clone()),
        ..rules.serve(complaint, OrderKind::Transfer, lead, now)
    };
    effects.and(serve_afresh(rules, complaint.clone(), order, now, &carried))
}

/// What was started by the order ends with it; gives back what goes on: what runs from the registration stops for no act inside the
/// organisation (R4.12). What is asked of co-handling units stays theirs, and an alert stays one.
pub(super) fn split<'m>(
    effects: &mut Effects,
    matter: &'m Matter,
    now: Timestamp,
    why: &str,
    rules: &Rules<'_>,
) -> Vec<&'m Clock> {
    let mut carried = Vec::new();
    for clock in matter
        .clocks
        .iter()
        .filter(|clock| !clock.waits_for.is_beside_the_lead())
    {
        if clock.waits_for.is_of_the_order() || rules.occasion(&clock.kind) == Some(Starts::Order) {
            effects.stop(matter, clock, now, why);
        } else {
            carried.push(clock);
        }
    }
    carried
}

/// R3.11: a join is undone, so the complaint is handled on its own again, by whom the facts name.
/// One that had ended otherwise when it was joined stays ended.
pub(crate) fn part(
    matter: &Matter,
    registered: &RegisteredV1,
    answered_by: Option<UnitPath>,
    now: Timestamp,
    rules: &Rules<'_>,
) -> Effects {
    let joined = matches!(&matter.complaint.stage, ComplaintStage::Ended { why, .. } if why == Ending::Joined.word());
    if !joined {
        return Effects::default();
    }
    let assign = Assign {
        registered,
        leader_named: matter.complaint.leader_concerned,
        conflicted: matter.complaint.conflicted.clone(),
        restricted: matter.complaint.restricted,
        answered_by,
        now,
    };
    let (_, lead, kind) = assign.who(rules);
    let complaint = Complaint {
        stage: ComplaintStage::Open,
        ..matter.complaint.clone()
    };
    let order = rules.serve(&complaint, kind, lead, now);
    serve_again(rules, complaint, order)
}

#[cfg(test)]
mod tests {
    use super::super::samples::World;
    use super::*;

    fn relink(world: &World, change: impl FnOnce(&mut RegisteredV1), answered: Option<&str>) -> Effects {
        let before = world.registered("ho.b1.o1");
        let mut after = before.clone();
        change(&mut after);
        let relink = Relink {
            before: &before,
            after: &after,
            answered_before: None,
            answered_by: answered.map(|path| path.parse().unwrap()),
            why: "repeat",
            now: world.later(60),
        };
        relink.decide(&world.assigned("ho.b1.o1"), &world.rules())
    }

    fn leads(effects: &Effects) -> Vec<&str> {
        let open = effects.orders.iter().filter(|order| order.leads());
        open.map(|order| order.lead.as_str()).collect()
    }

    #[test]
    fn a_repeat_goes_to_a_level_above_the_one_that_answered_it() {
        let world = World::new();
        let repeat = |event: &mut RegisteredV1| event.repeats = Some(event.complaint);
        assert_eq!(leads(&relink(&world, repeat, Some("ho.b1.o1"))), ["ho.b1"]);
        let higher = relink(&world, repeat, Some("ho.b1"));
        assert_eq!(leads(&higher), ["ho"]);
        assert_eq!(higher.complaint.as_ref().unwrap().severity, "complex");
        let said = |wanted: fn(&Saying) -> bool| higher.said.iter().filter(|said| wanted(said)).count();
        assert_eq!(said(|said| matches!(said, Saying::Assigned(_))), 1);
        assert_eq!(
            said(|said| matches!(said, Saying::Regraded(event) if event.lead.as_str() == "ho")),
            1
        );
    }

    #[test]
    fn r3_10_a_group_that_becomes_major_is_told_to_who_must_hear_of_it_and_once() {
        let world = World::new();
        let grown = relink(&world, |event| event.persons = 25, None);
        let told = |effects: &Effects| {
            effects
                .said
                .iter()
                .filter(|said| matches!(said, Saying::Alerted(_)))
                .count()
        };
        assert_eq!(told(&grown), 1);
        let same = relink(&world, |event| event.persons = 2, None);
        assert_eq!(told(&same), 0);
    }

    #[test]
    fn what_is_no_repeat_any_more_goes_back_and_what_was_moved_by_hand_stays() {
        let world = World::new();
        let event = world.registered("ho.b1.o1");
        let repeat = RegisteredV1 {
            repeats: Some(event.complaint),
            ..event.clone()
        };
        let answered = Some("ho.b1".parse::<UnitPath>().unwrap());
        let relink = |before, after, answered_before: &Option<UnitPath>, answered_by: &Option<UnitPath>| Relink {
            before,
            after,
            answered_before: answered_before.clone(),
            answered_by: answered_by.clone(),
            why: "repeat",
            now: world.later(60),
        };
        let undone = relink(&repeat, &event, &answered, &None).decide(&world.assigned("ho"), &world.rules());
        assert_eq!(leads(&undone), ["ho.b1.o1"]);
        // The link stands as it was: an order that was passed on meanwhile is not pulled back.
        let stays = relink(&repeat, &repeat, &answered, &answered).decide(&world.assigned("ho.b2"), &world.rules());
        assert!(
            stays.orders.is_empty() && stays.clocks.is_empty(),
            "no clock moves (P15)"
        );
    }

    #[test]
    fn twenty_persons_make_it_major_by_itself_and_move_no_clock() {
        let world = World::new();
        let few = relink(&world, |event| event.persons = 19, None);
        assert_eq!(
            (few.said.len(), few.complaint.unwrap().severity.as_str()),
            (0, "general")
        );
        let many = relink(&world, |event| event.persons = 20, None);
        assert_eq!(many.complaint.as_ref().unwrap().severity, "major");
        assert!(
            matches!(many.said.as_slice(), [Saying::Regraded(event), Saying::Alerted(_)] if event.before == "general")
        );
        assert_eq!((many.orders.len(), many.clocks.len()), (0, 0));
    }

    #[test]
    fn what_has_ended_is_decided_no_more() {
        let world = World::new();
        let mut matter = world.assigned("ho.b1.o1");
        matter.complaint.stage = ComplaintStage::Ended {
            at: world.later(1),
            why: "closed".to_owned(),
        };
        let event = world.registered("ho.b1.o1");
        let relink = Relink {
            before: &event,
            after: &event,
            answered_before: None,
            answered_by: None,
            why: "cluster",
            now: world.later(60),
        };
        let effects = relink.decide(&matter, &world.rules());
        assert!(effects.complaint.is_none() && effects.said.is_empty());
    }

    #[test]
    fn a_complaint_that_is_parted_is_served_afresh_where_it_belongs() {
        let world = World::new();
        let mut matter = world.assigned("ho.b1.o1");
        let ended = |why: &str| ComplaintStage::Ended {
            at: world.later(60),
            why: why.to_owned(),
        };
        let event = world.registered("ho.b1.o1");
        let parted = |matter: &Matter, answered: Option<&str>| {
            let answered = answered.map(|path| path.parse().unwrap());
            part(matter, &event, answered, world.later(600), &world.rules())
        };
        matter.complaint.stage = ended("closed");
        assert!(parted(&matter, None).orders.is_empty(), "it had ended by itself");
        matter.complaint.stage = ended("joined");
        assert_eq!(
            leads(&parted(&matter, Some("ho.b1.o1"))),
            ["ho.b1"],
            "a repeat never goes to who answered before (R3.6)"
        );
        let effects = parted(&matter, None);
        assert_eq!(leads(&effects), ["ho.b1.o1"]);
        assert_eq!(effects.complaint.unwrap().stage, ComplaintStage::Open);
        assert!(effects.clocks.iter().all(|clock| clock.started == world.later(600)));
    }
}
