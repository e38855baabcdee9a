use super::*;
use crate::domain::complaint::Matter;
use crate::domain::samples::World;

fn clock(matter: &Matter, kind: &str) -> Clock {
    matter.clocks.iter().find(|clock| clock.kind == kind).unwrap().clone()
}

fn fire(world: &World, matter: &Matter, clock: &Clock, step: Step, at: Timestamp) -> Effects {
    let deadline = Deadline {
        complaint: clock.complaint,
        clock: clock.id,
        step,
        at,
    };
    Fire {
        deadline: &deadline,
        clock,
        matter,
        lines: &[],
        now: at,
    }
    .decide(&world.rules())
}

fn told(effects: &Effects) -> Option<(u32, &str)> {
    effects.said.iter().find_map(|said| match said {
        Saying::Escalated(event) => Some((event.level, event.to.as_str())),
        _ => None,
    })
}

#[test]
fn before_the_limit_the_handler_is_reminded() {
    let world = World::new();
    let matter = world.assigned("ho.b1.o1");
    let effects = fire(
        &world,
        &matter,
        &clock(&matter, "accept"),
        Step::Remind(1),
        world.later(60),
    );
    assert!(matches!(&effects.said[..], [Saying::Reminded(event)] if event.unit.as_str() == "ho.b1.o1"));
    assert!(effects.orders.is_empty() && effects.clocks.is_empty());
}

#[test]
fn at_the_limit_it_is_a_breach_and_it_goes_upward_step_by_step_without_a_hand() {
    let world = World::new();
    let matter = world.assigned("ho.b1.o1");
    let effects = fire(&world, &matter, &clock(&matter, "accept"), Step::Due, world.later(120));
    assert!(matches!(
        &effects.said[..],
        [Saying::Breached(_), Saying::ContactPressed(_), Saying::Escalated(_)]
    ));
    assert_eq!(told(&effects), Some((1, "ho.b1")));
    let mut late = effects.clocks[0].clone();
    let mut next = effects.deadlines[0];
    assert_eq!((next.step, next.at), (Step::Escalate(2), world.later(180)));
    for (level, to) in [(2, "ho.b1"), (3, "ho"), (4, "ho"), (5, "ho"), (6, "ho")] {
        let effects = fire(&world, &matter, &late, next.step, next.at);
        assert_eq!(told(&effects), Some((level, to)));
        next = effects.deadlines[0];
    }
    late.stage = late.met(next.at).unwrap().stage;
    assert!(
        fire(&world, &matter, &late, next.step, next.at).said.is_empty(),
        "someone acted"
    );
}

#[test]
fn who_does_not_react_is_told_of_to_the_second_contact_and_then_to_the_responsible_person() {
    let world = World::new();
    let matter = world.assigned("ho.b1.o1");
    let accept = clock(&matter, "accept");
    let told = |step, minutes| {
        let effects = fire(&world, &matter, &accept, step, world.later(minutes));
        let pressed = effects.said.into_iter().find_map(|said| match said {
            Saying::ContactPressed(event) => Some((event.place, event.unit.to_string())),
            _ => None,
        });
        pressed.unwrap()
    };
    assert_eq!(told(Step::Contact(2), 90), (2, "ho.b1.o1".to_owned()));
    assert_eq!(told(Step::Due, 120), (3, "ho.b1.o1".to_owned()));
    let reply = clock(&matter, "reply");
    let effects = fire(&world, &matter, &reply, Step::Due, world.later(3000));
    assert!(
        !effects
            .said
            .iter()
            .any(|said| matches!(said, Saying::ContactPressed(_))),
        "a late reply goes upward: they have reacted"
    );
}

#[test]
fn what_nobody_is_assigned_to_climbs_as_well() {
    let world = World::new();
    let matter = world.triaged();
    let effects = fire(
        &world,
        &matter,
        &clock(&matter, "hand_over"),
        Step::Due,
        world.later(60),
    );
    assert_eq!(told(&effects), Some((1, "ho")), "above the top is the top");
    assert_eq!(effects.deadlines.len(), 1);
}

#[test]
fn a_restricted_complaint_does_not_climb_to_the_unit_that_it_concerns() {
    let world = World::new();
    let mut matter = world.assigned("ho.b1.o1");
    matter.complaint.restricted = true;
    matter.complaint.unit = "ho.b1".parse().unwrap();
    let effects = fire(&world, &matter, &clock(&matter, "accept"), Step::Due, world.later(120));
    assert_eq!(told(&effects), Some((1, "ho")));
}

#[test]
fn what_was_met_or_breached_before_fires_nothing() {
    let world = World::new();
    let matter = world.assigned("ho.b1.o1");
    let met = clock(&matter, "accept").met(world.later(1)).unwrap();
    for step in [Step::Remind(1), Step::Due, Step::Escalate(2)] {
        assert!(
            fire(&world, &matter, &met, step, world.later(200)).said.is_empty(),
            "{step:?}"
        );
    }
    let breached = fire(&world, &matter, &clock(&matter, "accept"), Step::Due, world.later(120)).clocks[0].clone();
    assert!(
        fire(&world, &matter, &breached, Step::Due, world.later(120))
            .said
            .is_empty(),
        "a breach is said once"
    );
}

#[test]
fn a_row_of_a_due_time_that_was_moved_says_nothing_and_a_pause_falls_due_at_the_ceiling() {
    let world = World::new();
    let matter = world.assigned("ho.b1.o1");
    let mut reply = clock(&matter, "reply");
    let due = reply.stage.due().unwrap();
    let early = fire(&world, &matter, &reply, Step::Due, world.later(10));
    assert!(early.said.is_empty() && early.clocks.is_empty());
    reply.stage = ClockStage::Paused {
        due,
        since: world.later(10),
    };
    assert!(
        fire(&world, &matter, &reply, Step::Due, due).said.is_empty(),
        "a pause stops the due time"
    );
    let ceiling = reply.ceiling.unwrap();
    let effects = fire(&world, &matter, &reply, Step::Due, ceiling);
    assert_eq!(
        effects.clocks[0].stage,
        ClockStage::Breached {
            due: ceiling,
            end: None
        }
    );
    assert_eq!(told(&effects), Some((1, "ho.b1")));
}
