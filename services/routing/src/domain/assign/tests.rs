use huiyin_contracts::events::intake::PastV1;

use super::*;
use crate::domain::effects::Saying;
use crate::domain::samples::{World, unit, units};
use crate::domain::unit::DEPARTMENT;

fn said(effects: &Effects) -> &huiyin_contracts::events::routing::AssignedV1 {
    match &effects.said[0] {
        Saying::Assigned(event) => event,
        other => panic!("{other:?}"),
    }
}

fn lead(effects: &Effects) -> (&str, &str) {
    let order = &effects.orders[0];
    (order.lead.as_str(), order.kind.word())
}

#[test]
fn on_a_friday_at_four_the_outlet_has_two_hours_to_start_and_the_make_up_saturday_to_reply() {
    let world = World::new();
    let effects = world.assign(&world.registered("ho.b1.o1"));
    assert_eq!(lead(&effects), ("ho.b1.o1", "transfer"));
    let dues: Vec<_> = effects
        .clocks
        .iter()
        .map(|c| (c.kind.as_str(), c.rule.as_str(), c.stage.due().unwrap()))
        .collect();
    let saturday: Timestamp = "2026-10-10T17:30:00+08:00".parse().unwrap();
    assert_eq!(
        dues,
        [("accept", "R4.3", world.later(120)), ("reply", "R4.4", saturday)]
    );
    assert_eq!(effects.orders[0].next_due, Some(world.later(120)));
    assert_eq!(said(&effects).reply_due, Some(saturday));
    assert_eq!(said(&effects).row.as_deref(), Some("service_attitude"));
    assert_eq!(effects.said.len(), 3, "assigned, and two clocks started");
    assert!(effects.complaint.unwrap().policy_version.starts_with("rural-bank@"));
}

#[test]
fn a_branch_has_two_working_days_and_head_office_three() {
    let world = World::new();
    for (unit, days) in [("ho.b1", 2), ("ho", 3)] {
        let effects = world.assign(&world.registered(unit));
        assert_eq!(effects.clocks[1].limit.amount, days, "{unit}");
    }
}

#[test]
fn what_no_row_gives_a_lead_goes_to_the_supervision_desk_with_its_hour_from_the_registration() {
    let mut all = units(&["ho", "ho.b1"]);
    let duties = vec!["supervision_desk".to_owned()];
    all.push(crate::domain::unit::Unit {
        level: DEPARTMENT.to_owned(),
        duties,
        ..unit("ho.desk")
    });
    let world = World::of(all);
    let registered = RegisteredV1 {
        registered: world.later(-10),
        ..world.registered("ho.b1.o9")
    };
    let effects = world.assign(&registered);
    assert_eq!(lead(&effects), ("ho.desk", "triage"));
    let clocks: Vec<_> = effects
        .clocks
        .iter()
        .map(|c| (c.kind.as_str(), c.stage.due().unwrap()))
        .collect();
    assert_eq!(clocks, [("hand_over", world.later(50))]);
}

#[test]
fn a_duty_that_nobody_holds_is_triage_and_without_any_unit_the_desk_that_registered_keeps_it() {
    let mut all = units(&["ho.b1", "ho.b1.o1"]);
    all.remove(0);
    let registered = RegisteredV1 {
        class: Some("financial_crime".to_owned()),
        ..World::new().registered("ho.b1.o1")
    };
    let world = World::of(all);
    let effects = world.assign(&registered);
    assert_eq!(lead(&effects), ("ho.b2", "triage"));
    assert_eq!(said(&effects).row.as_deref(), Some("financial_crime"));
}

#[test]
fn a_complaint_about_a_leader_goes_to_the_level_above_and_is_restricted() {
    let world = World::new();
    let named = Assign {
        registered: &world.registered("ho.b1.o1"),
        leader_named: true,
        conflicted: Vec::new(),
        restricted: false,
        answered_by: None,
        now: world.now,
    };
    let effects = named.decide(&world.rules());
    assert_eq!(lead(&effects), ("ho.b1", "transfer"));
    assert!(said(&effects).restricted);
    assert_eq!(effects.complaint.unwrap().scope(), huiyin_contracts::Scope::Restricted);
}

#[test]
fn a_unit_whose_leader_reports_to_the_person_complained_about_does_not_handle_it_nor_does_that_persons_own() {
    let world = World::new();
    let request = Assign {
        registered: &world.registered("ho.b1.o1"),
        leader_named: false,
        answered_by: None,
        conflicted: vec!["o1".parse().unwrap(), "b1".parse().unwrap()],
        restricted: false,
        now: world.now,
    };
    let effects = request.decide(&world.rules());
    assert_eq!(lead(&effects), ("ho", "transfer"));
    let complaint = effects.complaint.unwrap();
    for unit in ["ho.b1", "ho.b1.o1"] {
        assert!(
            complaint.concerns(&unit.parse().unwrap()),
            "{unit} cannot be given it either"
        );
    }
    assert!(!complaint.concerns(&"ho.b2".parse().unwrap()));
}

#[test]
fn a_unit_that_holds_the_duty_does_not_lead_a_restricted_complaint_about_itself() {
    let mut all = units(&["ho", "ho.b1", "ho.b1.o1"]);
    all[1].duties = vec!["discipline_inspection".to_owned()];
    let world = World::of(all);
    let registered = RegisteredV1 {
        class: Some("financial_crime".to_owned()),
        ..world.registered("ho.b1")
    };
    assert_eq!(lead(&world.assign(&registered)).0, "ho");
}

#[test]
fn a_closed_complaint_of_the_past_gets_a_finished_order_and_no_clock() {
    let world = World::new();
    let closed = world.later(-10_000);
    let past = PastV1 {
        source: "cfpb".to_owned(),
        closed: Some(closed),
        ending: Some("x".to_owned()),
        finding: None,
        in_time: None,
    };
    let effects = world.assign(&RegisteredV1 {
        past: Some(past),
        ..world.registered("ho.b1.o1")
    });
    assert!(effects.clocks.is_empty() && effects.deadlines.is_empty());
    assert_eq!(effects.orders[0].stage, OrderStage::Done { at: closed });
    assert!(said(&effects).imported);
}

#[test]
fn an_open_complaint_of_the_past_gets_clocks_that_start_now() {
    let world = World::new();
    let past = PastV1 {
        source: "cfpb".to_owned(),
        closed: None,
        ending: None,
        finding: None,
        in_time: None,
    };
    let old = world.later(-100_000);
    let effects = world.assign(&RegisteredV1 {
        past: Some(past),
        registered: old,
        ..world.registered("ho.b1.o1")
    });
    assert!(effects.clocks.iter().all(|clock| clock.started == world.now));
    assert_eq!(effects.clocks.len(), 2);
}

#[test]
fn a_year_without_a_calendar_leaves_the_clock_unset_with_a_sentence_and_the_order_stands() {
    let world = World::new();
    let late: Timestamp = "2026-12-31T16:00:00+08:00".parse().unwrap();
    let registered = world.registered("ho.b1.o1");
    let effects = Assign {
        registered: &registered,
        leader_named: false,
        conflicted: Vec::new(),
        restricted: false,
        answered_by: None,
        now: late,
    }
    .decide(&world.rules());
    assert_eq!(lead(&effects).1, "transfer");
    let unset = &effects.clocks[1];
    assert_eq!(
        unset.stage,
        ClockStage::Unset {
            why: "calendar `cn` has not loaded the year 2027".to_owned()
        }
    );
    assert_eq!(effects.said.len(), 2, "a clock that is not set has not started");
}
use crate::domain::clock::ClockStage;
