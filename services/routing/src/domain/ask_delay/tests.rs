use huiyin_worktime::Basis;

use super::*;
use crate::domain::samples::World;

fn days(amount: u32) -> Ask<'static> {
    Ask::Extension(Limit {
        basis: Basis::WorkingDays,
        amount,
    })
}

fn ask(world: &World, matter: &Matter, clock: usize, lines: &[Line], asked: Ask<'_>) -> Result<Effects, Refusal> {
    let request = AskDelay {
        matter,
        clock: &matter.clocks[clock],
        lines,
        ask: asked,
        reason: "the recording comes on Monday",
        by: &Actor::Operator,
        now: world.later(30),
    };
    request.decide(&world.rules())
}

#[test]
fn asking_moves_no_due_time_and_says_who_decides() {
    let world = World::new();
    let matter = world.assigned("ho.b1.o1");
    let effects = ask(&world, &matter, 1, &[], days(2)).unwrap();
    assert!(effects.clocks.is_empty() && effects.deadlines.is_empty() && effects.moved.is_empty());
    let Saying::DelayAsked(event) = &effects.said[0] else {
        panic!("{:?}", effects.said)
    };
    assert_eq!((event.decides.as_str(), event.kind.as_str()), ("ho.b1", "extension"));
    assert_eq!(effects.lines[0].stage, LineStage::Asked);
}

#[test]
fn a_pause_that_the_pack_leaves_to_the_handler_begins_at_once_and_ends_by_itself() {
    let world = World::new();
    let matter = world.assigned("ho.b1.o1");
    let ground = "complainant_to_supply";
    let effects = ask(&world, &matter, 1, &[], Ask::Pause { ground }).unwrap();
    assert!(matches!(effects.clocks[0].stage, ClockStage::Paused { since, .. } if since == world.later(30)));
    // Ten working days after Friday the 9th; Saturday the 10th is worked.
    let ends: Timestamp = "2026-10-22T17:30:00+08:00".parse().unwrap();
    let rows: Vec<_> = effects.deadlines.iter().map(|row| (row.step.words(), row.at)).collect();
    assert!(rows.contains(&(("resume", 1), ends)), "{rows:?}");
    let Saying::Paused(event) = &effects.said[0] else {
        panic!("{:?}", effects.said)
    };
    assert_eq!(event.approved_by, Actor::Operator);
}

#[test]
fn each_refusal_has_its_sentence() {
    let world = World::new();
    let matter = world.assigned("ho.b1.o1");
    let refused = |matter: &Matter, clock: usize, lines: &[Line], asked: Ask<'_>| {
        ask(&world, matter, clock, lines, asked).unwrap_err().to_string()
    };
    assert_eq!(
        refused(&matter, 0, &[], days(1)),
        "by the policy pack nobody may put this limit off"
    );
    for amount in [0, 6] {
        assert_eq!(
            refused(&matter, 1, &[], days(amount)),
            "an extension is at most 5 working days"
        );
    }
    let week_and_more = Ask::Extension(Limit {
        basis: Basis::CalendarDays,
        amount: 12,
    });
    assert_eq!(
        refused(&matter, 1, &[], week_and_more),
        "an extension is at most 5 working days",
        "another basis is compared by the calendar"
    );
    assert_eq!(
        refused(&matter, 1, &[], Ask::Pause { ground: "holiday" }),
        "time is left out of account on these grounds only: outside_appraisal, complainant_to_supply"
    );
    let pending = ask(&world, &matter, 1, &[], days(2)).unwrap().lines;
    assert_eq!(
        refused(&matter, 1, &pending, days(1)),
        "more time is asked for already, and nobody has decided"
    );
    let approved = pending[0].at_stage(LineStage::Approved {
        by: Actor::system("routing"),
        at: world.now,
        old: world.now,
        new: Some(world.now),
    });
    let again = ask(&world, &matter, 1, std::slice::from_ref(&approved), days(1));
    assert!(again.is_ok(), "the pack gives two");
    assert_eq!(
        refused(&matter, 1, &[approved.clone(), approved], days(1)),
        "the clock was extended before, and its date is binding"
    );
}

#[test]
fn a_clock_that_does_not_run_or_cannot_run_longer_is_refused_with_its_sentence() {
    let world = World::new();
    let mut matter = world.assigned("ho.b1.o1");
    let refused = |matter: &Matter, clock: usize, lines: &[Line], asked: Ask<'_>| {
        ask(&world, matter, clock, lines, asked).unwrap_err().to_string()
    };
    matter.clocks[1].ceiling = Some(world.later(60));
    assert_eq!(
        refused(&matter, 1, &[], days(1)),
        "the new date would lie after the one that no act inside the organisation moves"
    );
    matter.clocks[1].stage = ClockStage::Running { due: world.later(29) };
    assert_eq!(
        refused(&matter, 1, &[], days(1)),
        "the limit has passed, and a breach is not undone: a delay is reported before it"
    );
    matter.clocks[1].stage = ClockStage::Running {
        due: "2026-12-31T17:30:00+08:00".parse().unwrap(),
    };
    assert_eq!(
        refused(&matter, 1, &[], days(1)),
        "the new date cannot be computed: calendar `cn` has not loaded the year 2027"
    );
    matter.clocks[1].stage = ClockStage::Unset { why: String::new() };
    assert_eq!(
        refused(&matter, 1, &[], days(1)),
        "the clock does not run: it was met or stopped, is paused, or waits for its calendar"
    );
    matter.complaint.stage = ComplaintStage::Ended {
        at: world.now,
        why: "closed".to_owned(),
    };
    assert_eq!(refused(&matter, 1, &[], days(1)), "the complaint has ended");
}

#[test]
fn a_reason_is_given_in_at_most_five_hundred_characters() {
    let world = World::new();
    let matter = world.assigned("ho.b1.o1");
    let long = "x".repeat(501);
    for (reason, sentence) in [
        (" ", "more time is asked for with its reason"),
        (long.as_str(), "the reason is at most 500 characters"),
    ] {
        let request = AskDelay {
            matter: &matter,
            clock: &matter.clocks[1],
            lines: &[],
            ask: days(1),
            reason,
            by: &Actor::Operator,
            now: world.now,
        };
        assert_eq!(request.decide(&world.rules()).unwrap_err().to_string(), sentence);
    }
}
