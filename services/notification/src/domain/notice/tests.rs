//! Each event as a sentence: whom it tells what.
use huiyin_contracts::Event;
use huiyin_contracts::events::intake::{AcceptedV1, DeclinedV1, PastV1, RegisteredV1};
use huiyin_contracts::events::investigation::{ClosedV1, ReopenedV1, RepliedV1};
use huiyin_contracts::events::ledger::{ClockExtendedV1, ClockPausedV1, DelayAskedV1};
use huiyin_contracts::events::orders::{CoHandlingAskedV1, SupervisionOrderedV1};
use huiyin_contracts::events::routing::{AssignedV1, ContactPressedV1, EscalatedV1, RemindedV1};

use super::*;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn template(event: &impl Tells) -> Option<&'static str> {
    event.notices(NOW).pop().map(|notice| notice.template)
}

#[test]
fn each_stage_tells_the_complainant() {
    assert_eq!(template(&RegisteredV1::example()), Some("complainant.registered"));
    assert_eq!(template(&AcceptedV1::example()), Some("complainant.accepted"));
    assert_eq!(template(&DeclinedV1::example()), Some("complainant.declined"));
    assert_eq!(template(&RepliedV1::example()), Some("complainant.replied"));
    assert_eq!(template(&ReopenedV1::example()), Some("complainant.reopened"));
    assert_eq!(template(&ClosedV1::example()), Some("complainant.closed"));
}

#[test]
fn an_order_tells_the_unit_that_leads_a_supervision_order_the_unit_above() {
    let order = AssignedV1::example();
    assert_eq!(
        order.notices(NOW).pop().unwrap().audience,
        Audience::Staff {
            unit: order.lead.clone()
        }
    );
    let reminder = RemindedV1::example();
    assert_eq!(
        reminder.notices(NOW).pop().unwrap().audience,
        Audience::Staff {
            unit: reminder.unit.clone()
        }
    );
    let supervision = EscalatedV1::example();
    let notice = supervision.notices(NOW).pop().unwrap();
    assert_eq!(
        notice.audience,
        Audience::Staff {
            unit: supervision.to.clone()
        }
    );
    assert_eq!(notice.details.late_unit, Some(supervision.unit));
}

#[test]
fn more_time_tells_who_decides_and_once_given_the_complainant() {
    let asked = DelayAskedV1::example();
    let notice = asked.notices(NOW).pop().unwrap();
    assert_eq!(
        (notice.audience.unit(), notice.template),
        (Some(&asked.decides), "staff.delay_asked")
    );
    let extended = ClockExtendedV1::example();
    assert_eq!(template(&extended), Some("complainant.extended"));
    assert_eq!(extended.notices(NOW).pop().unwrap().details.due, Some(extended.due));
    assert_eq!(template(&ClockPausedV1::example()), Some("complainant.paused"));
    let inside = ClockExtendedV1 {
        kind: "supply".to_owned(),
        ..ClockExtendedV1::example()
    };
    assert_eq!(
        template(&inside),
        None,
        "a limit inside the organisation is no promise to the complainant"
    );
}

#[test]
fn a_unit_that_does_not_react_has_its_next_contact_told_and_a_co_handling_one_its_order() {
    let pressed = ContactPressedV1::example();
    let notice = pressed.notices(NOW).pop().unwrap();
    assert_eq!((notice.template, notice.details.place), ("staff.pressed", Some(2)));
    let asked = CoHandlingAskedV1::example();
    let notice = asked.notices(NOW).pop().unwrap();
    assert_eq!(
        (notice.template, notice.audience.unit(), notice.details.late_unit),
        ("staff.co_handling", Some(&asked.unit), Some(asked.lead))
    );
}

#[test]
fn r4_7_who_is_pressed_hears_who_presses_and_by_when_it_is_to_be_answered() {
    let ordered = SupervisionOrderedV1::example();
    let notice = ordered.notices(NOW).pop().unwrap();
    assert_eq!(
        (notice.template, notice.audience.unit()),
        ("staff.supervised", Some(&ordered.unit))
    );
    assert_eq!(
        (notice.details.due, notice.details.late_unit),
        (Some(ordered.due), ordered.from)
    );
}

#[test]
fn a_complaint_of_the_past_tells_nobody() {
    let mut registered = RegisteredV1::example();
    registered.past = Some(PastV1 {
        source: "cfpb".to_owned(),
        closed: None,
        ending: None,
        finding: None,
        in_time: None,
    });
    assert_eq!(template(&registered), None);
    let mut assigned = AssignedV1::example();
    assigned.imported = true;
    assert_eq!(template(&assigned), None);
}

#[test]
fn declining_is_told_once() {
    let mut closed = ClosedV1::example();
    closed.ending = "declined".to_owned();
    assert_eq!(template(&closed), None);
}
