use super::*;
use huiyin_contracts::catalogue;
use huiyin_kernel::{EventId, Timestamp};

fn envelope<E: Event>(event: &E) -> Envelope {
    Envelope {
        id: EventId::from_uuid(Uuid::from_u128(1)),
        kind: E::kind(),
        producer: E::PRODUCER.to_owned(),
        epoch: Uuid::nil(),
        sequence: 1,
        about: Uuid::from_u128(7),
        version: 1,
        subject: String::new(),
        occurred: Timestamp::from_microsecond(5).unwrap(),
        recorded: Timestamp::from_microsecond(6).unwrap(),
        causation: None,
        policy_version: None,
        traceparent: None,
        body: serde_json::to_string(event).unwrap(),
    }
}

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn details<E: Event>(event: &E) -> Vec<(Field, How, Value)> {
    patch(&envelope(event), &shanghai())
        .unwrap()
        .map(|patch| patch.details)
        .unwrap_or_default()
}

#[test]
fn every_event_of_the_catalogue_is_read_and_those_that_count_move_a_figure() {
    let counting = [
        "registered",
        "accepted",
        "declined",
        "settled",
        "withdrawn",
        "assigned",
        "order_accepted",
        "found",
        "replied",
        "followed_up",
        "reopened",
        "closed",
        "archived",
        // Examples of a repeat, which the figures count.
        "linked",
        "unlinked",
        "regraded",
    ];
    for entry in catalogue() {
        let mut envelope = envelope(&ArchivedV1::example());
        envelope.kind = entry.kind.clone();
        envelope.body = entry.example.unwrap().to_string();
        let patch = patch(&envelope, &shanghai()).unwrap();
        let name = entry.kind.split('.').nth(1).unwrap();
        assert_eq!(patch.is_some(), counting.contains(&name), "{}", entry.kind);
    }
}

#[test]
fn an_event_that_is_not_what_its_type_names_is_no_event() {
    let mut poison = envelope(&ArchivedV1::example());
    poison.body = "{}".to_owned();
    assert!(patch(&poison, &shanghai()).is_err());
}

#[test]
fn the_day_is_that_of_the_organisation() {
    let mut event = RegisteredV1::example();
    event.received = "2026-12-31T17:00:00Z".parse().unwrap();
    let on = (Field::ReceivedOn, How::Set, Value::Text("2027-01-01".to_owned()));
    assert!(details(&event).contains(&on), "01:00 on New Year's Day in Shanghai");
}

#[test]
fn r7_1_a_root_cause_is_counted_by_each_level_of_the_tree_that_it_stands_in() {
    let levels = |path: Option<Vec<&str>>| {
        let found = FoundV1 {
            root_cause: "idle_counters".to_owned(),
            cause_path: path.map(|path| path.into_iter().map(str::to_owned).collect()),
            ..FoundV1::example()
        };
        let told = details(&found);
        let of = |field| {
            told.iter()
                .find(|(told, ..)| *told == field)
                .map(|(_, _, value)| value.clone())
        };
        (of(Field::CauseOne).unwrap(), of(Field::CauseTwo).unwrap())
    };
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(
        levels(Some(vec!["waiting", "counters", "idle_counters"])),
        (text("waiting"), text("counters"))
    );
    assert_eq!(
        levels(Some(vec!["idle_counters"])),
        (text("idle_counters"), Value::NoText)
    );
    assert_eq!(
        levels(None),
        (text("idle_counters"), Value::NoText),
        "a release before trees said none"
    );
}

#[test]
fn only_the_reply_clock_says_whether_it_was_in_time() {
    let mut met = ClockMetV1::example();
    assert_eq!(details(&met), []);
    met.kind = "reply".to_owned();
    assert_eq!(details(&met), [(Field::InTime, How::Fill, Value::Flag(true))]);
    met.in_time = false;
    assert_eq!(details(&met), [(Field::InTime, How::Set, Value::Flag(false))]);
}

#[test]
fn r8_2_a_complaint_in_confidence_or_about_a_leader_is_restricted_until_routing_decides() {
    let open = RegisteredV1::example();
    let confidential = RegisteredV1 {
        confidential: true,
        ..RegisteredV1::example()
    };
    let about_a_leader = RegisteredV1 {
        leader_concerned: true,
        ..RegisteredV1::example()
    };
    for (event, restricted) in [(open, false), (confidential, true), (about_a_leader, true)] {
        assert!(details(&event).contains(&(Field::Restricted, How::Fill, Value::Flag(restricted))));
    }
}

#[test]
fn a_repeat_is_counted_and_a_join_ends_as_the_register_says_until_they_are_undone() {
    let linked = |kind: &str| LinkedV1 {
        kind: kind.to_owned(),
        ..LinkedV1::example()
    };
    let unlinked = |kind: &str| UnlinkedV1 {
        kind: kind.to_owned(),
        ..UnlinkedV1::example()
    };
    let repeats = |is| vec![(Field::Repeats, How::Set, Value::Flag(is))];
    assert_eq!(details(&linked("repeat")), repeats(true));
    assert_eq!(details(&unlinked("repeat")), repeats(false));
    let ending = (Field::Ending, How::Fill, Value::Text("joined".to_owned()));
    assert!(details(&linked("join")).contains(&ending));
    assert!(details(&unlinked("join")).contains(&(Field::Ending, How::Set, Value::NoText)));
    assert_eq!(
        (details(&linked("cluster")), details(&unlinked("cluster"))),
        (vec![], vec![])
    );
}
