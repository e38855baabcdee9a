use huiyin_worktime::Basis;

use super::*;
use crate::domain::deadline::Step;
use crate::domain::samples::World;

fn staff(code: &str) -> Actor {
    Actor::staff(huiyin_kernel::StaffCode::new(code).unwrap())
}

fn line(world: &World, clock: &Clock, kind: LineKind) -> Line {
    Line {
        id: world.ids().uuid(),
        complaint: clock.complaint,
        clock: clock.id,
        kind,
        ground: "outside_appraisal".to_owned(),
        reason: "the expert is away".to_owned(),
        asked_by: staff("handler"),
        asked: world.now,
        stage: LineStage::Asked,
        notice: None,
        explanation: None,
    }
}

fn two_days() -> LineKind {
    LineKind::Extension(Limit {
        basis: Basis::WorkingDays,
        amount: 2,
    })
}

struct Asked {
    world: World,
    matter: Matter,
    line: Line,
}

impl Asked {
    fn new(kind: LineKind) -> Self {
        let world = World::new();
        let matter = world.assigned("ho.b1.o1");
        let line = line(&world, &matter.clocks[1], kind);
        Self { world, matter, line }
    }

    fn decided_by(&self, who: &str, unit: &str, approve: bool) -> Result<Effects, Refusal> {
        self.decide(&staff(who), (Some(&unit.parse().unwrap()), &[]), approve, false)
    }

    fn decide(
        &self,
        by: &Actor,
        (unit, elsewhere): (Option<&UnitPath>, &[UnitPath]),
        approve: bool,
        reports: bool,
    ) -> Result<Effects, Refusal> {
        let request = DecideDelay {
            matter: &self.matter,
            clock: &self.matter.clocks[1],
            lines: std::slice::from_ref(&self.line),
            line: &self.line,
            approve,
            by,
            unit,
            elsewhere,
            reports,
            now: self.world.later(60),
        };
        request.decide(&self.world.rules())
    }

    fn sentence(&self) -> String {
        self.decided_by("boss", "ho.b1", true).unwrap_err().to_string()
    }
}

#[test]
fn an_approved_extension_is_counted_from_the_due_time_and_is_binding() {
    let asked = Asked::new(two_days());
    let effects = asked.decided_by("boss", "ho.b1", true).unwrap();
    // Due on Saturday the 10th, which is worked; two working days later it is Tuesday.
    let tuesday: Timestamp = "2026-10-13T17:30:00+08:00".parse().unwrap();
    assert_eq!(effects.clocks[0].stage, ClockStage::Running { due: tuesday });
    assert_eq!(
        effects.clocks[0].started, asked.matter.clocks[1].started,
        "it began when it began"
    );
    assert!(
        effects
            .deadlines
            .iter()
            .any(|row| row.step == Step::Due && row.at == tuesday)
    );
    let reminders = effects
        .deadlines
        .iter()
        .filter(|row| matches!(row.step, Step::Remind(_)));
    assert!(
        reminders.clone().count() > 0
            && reminders
                .clone()
                .all(|row| matches!(row.step, Step::Remind(n) if n > 10))
    );
    let Saying::Extended(event) = &effects.said[0] else {
        panic!("{:?}", effects.said)
    };
    assert_eq!(
        (event.due, &event.asked_by, &event.approved_by),
        (tuesday, &staff("handler"), &staff("boss"))
    );
    assert!(effects.lines[0].explanation.is_some());
    let order = &effects.orders[0];
    assert_eq!(
        order.next_due,
        asked.matter.clocks[0].stage.due(),
        "the acceptance is due first"
    );
}

#[test]
fn an_approved_pause_lets_nothing_fall_due_but_the_ceiling() {
    let asked = Asked::new(LineKind::Pause);
    let effects = asked.decided_by("boss", "ho.b1", true).unwrap();
    let clock = &effects.clocks[0];
    assert!(matches!(clock.stage, ClockStage::Paused { since, .. } if since == asked.world.later(60)));
    let rows: Vec<_> = effects.deadlines.iter().map(|row| (row.step, Some(row.at))).collect();
    assert_eq!(rows, [(Step::Due, clock.ceiling)]);
    assert_eq!(effects.moved, [clock.id]);
}

#[test]
fn a_refusal_moves_nothing() {
    let asked = Asked::new(two_days());
    let effects = asked.decided_by("boss", "ho.b1", false).unwrap();
    assert!(effects.clocks.is_empty() && effects.deadlines.is_empty() && effects.moved.is_empty());
    assert_eq!(effects.lines[0].stage.word(), "refused");
}

#[test]
fn a_unit_that_the_complaint_concerns_decides_about_no_time_of_it() {
    let mut asked = Asked::new(two_days());
    asked.matter.complaint.conflicted = vec!["b1".parse().unwrap()];
    let refused = asked.decided_by("boss", "ho.b1", true).unwrap_err().to_string();
    assert_eq!(
        refused,
        "the complaint concerns your unit or its leader: another level decides"
    );
    assert!(asked.decided_by("head", "ho", true).is_ok());
    let top: UnitPath = "ho".parse().unwrap();
    let elsewhere = ["ho.b1".parse().unwrap()];
    let both = asked.decide(&staff("head"), (Some(&top), &elsewhere), true, false);
    assert_eq!(
        both.unwrap_err(),
        Refusal::Concerned,
        "by whichever post they are of it"
    );
}

#[test]
fn two_people_are_needed_and_the_second_stands_above() {
    let asked = Asked::new(two_days());
    let refused = |who: &str, unit: &str| asked.decided_by(who, unit, true).unwrap_err().to_string();
    assert_eq!(
        refused("handler", "ho.b1"),
        "who asks for more time does not decide about it"
    );
    assert_eq!(
        refused("colleague", "ho.b1.o1"),
        "the level above the unit decides, not the unit itself"
    );
    let by = staff("boss");
    let branch = "ho.b1".parse().unwrap();
    assert_eq!(
        asked
            .decide(&by, (Some(&branch), &[]), true, true)
            .unwrap_err()
            .to_string(),
        "who reports to the one who asks does not decide about it"
    );
    let operator = Asked {
        line: Line {
            asked_by: Actor::Operator,
            ..asked.line.clone()
        },
        ..Asked::new(two_days())
    };
    assert_eq!(
        operator.decide(&Actor::Operator, (None, &[]), true, false).unwrap_err(),
        Refusal::Own,
        "not at the machine either"
    );
}

#[test]
fn whom_the_policy_names_decides_and_nobody_where_it_names_none() {
    let asked = Asked::new(two_days());
    assert_eq!(
        asked.decided_by("stranger", "ho.b2", true).unwrap_err().to_string(),
        "by the policy pack the unit ho.b1 decides about it"
    );
    let unknown = Asked {
        line: Line {
            ground: "no_such_ground".to_owned(),
            kind: LineKind::Pause,
            ..asked.line.clone()
        },
        ..Asked::new(LineKind::Pause)
    };
    assert_eq!(
        unknown.sentence(),
        "by the policy pack nobody may put this limit off any more"
    );
}

#[test]
fn at_the_top_another_person_of_the_top_decides() {
    let mut asked = Asked::new(two_days());
    asked.matter = asked.world.assigned("ho");
    asked.line = line(&asked.world, &asked.matter.clocks[1], two_days());
    assert!(asked.decided_by("colleague", "ho", true).is_ok());
    assert_eq!(asked.decided_by("handler", "ho", true).unwrap_err(), Refusal::Own);
}

#[test]
fn what_is_over_is_not_decided() {
    let mut asked = Asked::new(two_days());
    asked.matter.clocks[1].ceiling = asked.matter.clocks[1].stage.due();
    assert_eq!(
        asked.sentence(),
        "the new date would lie after the one that no act inside the organisation moves"
    );
    asked.matter.clocks[1].stage = ClockStage::Running {
        due: "2026-12-31T17:00:00+08:00".parse().unwrap(),
    };
    assert_eq!(
        asked.sentence(),
        "the new date cannot be computed: calendar `cn` has not loaded the year 2027"
    );
    asked.matter.clocks[1].stage = ClockStage::Running {
        due: asked.world.later(59),
    };
    assert_eq!(asked.sentence(), "the limit has passed, and a breach is not undone");
    assert_eq!(asked.matter.clocks[1].kind, "reply");
    asked.matter.clocks[1].stage = ClockStage::Unset { why: String::new() };
    assert_eq!(
        asked.sentence(),
        "the clock does not run: it was met or stopped, is paused, or waits for its calendar"
    );
    asked.line.stage = LineStage::Refused {
        by: staff("boss"),
        at: asked.world.now,
    };
    assert_eq!(asked.sentence(), "it is decided already");
    asked.matter.complaint.stage = ComplaintStage::Ended {
        at: asked.world.now,
        why: "closed".to_owned(),
    };
    assert_eq!(asked.sentence(), "the complaint has ended");
}
