use huiyin_kernel::EventId;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn envelope() -> Envelope {
    Envelope {
        id: EventId::from_uuid(Uuid::from_u128(1)),
        kind: "complaint.registered.v1".to_owned(),
        producer: "intake".to_owned(),
        epoch: Uuid::from_u128(2),
        sequence: 7,
        about: Uuid::from_u128(3),
        version: 1,
        subject: "complaint.v1.registered.ho.b01".to_owned(),
        occurred: "2026-11-23T01:02:03.000004Z".parse().unwrap(),
        recorded: "2026-11-23T02:00:00Z".parse().unwrap(),
        causation: Some(EventId::from_uuid(Uuid::from_u128(4))),
        policy_version: Some("rural-bank@3".to_owned()),
        traceparent: Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned()),
        body: r#"{"编号":"一"}"#.to_owned(),
    }
}

fn pairs(envelope: &Envelope) -> Vec<(String, String)> {
    let headers = write(envelope).unwrap();
    from_map(Some(&to_map(&headers).unwrap()))
}

fn read_with(change: impl FnOnce(&mut Vec<(String, String)>)) -> Result<Envelope, Malformed> {
    let mut headers = pairs(&envelope());
    change(&mut headers);
    read(&envelope().subject, &headers, envelope().body.as_bytes())
}

fn set(headers: &mut [(String, String)], name: &str, value: &str) {
    headers
        .iter_mut()
        .filter(|(given, _)| given == name)
        .for_each(|(_, old)| *old = value.to_owned());
}

#[test]
fn an_event_comes_back_as_it_went() {
    let mut event = envelope();
    assert_eq!(
        read(&event.subject, &pairs(&event), event.body.as_bytes()).unwrap(),
        event
    );
    event.causation = None;
    event.policy_version = None;
    event.traceparent = None;
    assert_eq!(
        read(&event.subject, &pairs(&event), event.body.as_bytes()).unwrap(),
        event
    );
}

#[test]
fn the_headers_are_those_of_cloudevents_in_binary_mode() {
    let headers = write(&envelope()).unwrap();
    let value = |name| {
        headers
            .iter()
            .find(|(given, _)| *given == name)
            .map(|(_, value)| value.as_str())
    };
    assert_eq!(value("ce-specversion"), Some("1.0"));
    assert_eq!(value("ce-type"), Some("complaint.registered.v1"));
    assert_eq!(value("ce-source"), Some("/huiyin/intake"));
    assert_eq!(value("ce-correlationid"), Some("00000000-0000-0000-0000-000000000003"));
    assert_eq!(value("ce-time"), Some("2026-11-23T01:02:03.000004Z"));
    assert_eq!(value("content-type"), Some("application/json"));
    assert_eq!(value("Nats-Msg-Id"), value("ce-id"));
}

#[test]
fn an_event_about_the_organisation_names_no_complaint() {
    let event = Envelope {
        kind: "organisation.unit_opened.v1".to_owned(),
        ..envelope()
    };
    assert!(!pairs(&event).iter().any(|(name, _)| name == "ce-correlationid"));
}

#[test]
fn a_producer_is_refused_what_cannot_travel() {
    let foreign = Envelope {
        policy_version: Some("三".to_owned()),
        ..envelope()
    };
    let sentence = "the header ce-policyversion is not 1 to 1024 visible ASCII characters";
    assert_eq!(write(&foreign).unwrap_err().to_string(), sentence);
    let split = Envelope {
        kind: "a\r\nNats-Rollup: all".to_owned(),
        ..envelope()
    };
    assert!(write(&split).is_err());
    let zero = Envelope {
        sequence: 0,
        ..envelope()
    };
    assert_eq!(
        write(&zero).unwrap_err().to_string(),
        "the header ce-sequence is not a whole number from 1"
    );
    let text = Envelope {
        body: "{".to_owned(),
        ..envelope()
    };
    assert_eq!(write(&text).unwrap_err(), Malformed::NotJson);
}

#[test]
fn a_consumer_is_told_what_is_wrong_with_a_message() {
    let missing = read_with(|headers| headers.retain(|(name, _)| name != "ce-id"));
    assert_eq!(missing.unwrap_err().to_string(), "the header ce-id is missing");
    let twice = read_with(|headers| headers.push(("ce-id".to_owned(), Uuid::nil().to_string())));
    assert_eq!(twice.unwrap_err().to_string(), "the header ce-id stands more than once");
    let huge = read_with(|headers| set(headers, "ce-sequence", "9223372036854775808"));
    assert_eq!(
        huge.unwrap_err().to_string(),
        "the header ce-sequence is not a whole number from 1"
    );
    let source = read_with(|headers| set(headers, "ce-source", "intake"));
    assert_eq!(
        source.unwrap_err().to_string(),
        "the header ce-source is not /huiyin/<service>"
    );
    let time = read_with(|headers| set(headers, "ce-time", "yesterday"));
    assert_eq!(
        time.unwrap_err().to_string(),
        "the header ce-time is not an RFC 3339 instant"
    );
    let spec = read_with(|headers| set(headers, "ce-specversion", "0.3"));
    assert_eq!(spec.unwrap_err().to_string(), "the header ce-specversion is not 1.0");
    let content = read_with(|headers| set(headers, "content-type", "text/plain"));
    assert_eq!(
        content.unwrap_err().to_string(),
        "the header content-type is not application/json"
    );
}

#[test]
fn a_payload_that_is_no_json_text_is_told_apart() {
    let event = envelope();
    let payload = |bytes: &[u8]| read(&event.subject, &pairs(&event), bytes).unwrap_err();
    assert_eq!(payload(b"\xff\xfe").to_string(), "the payload is not UTF-8");
    assert_eq!(payload(b"{} {}").to_string(), "the payload is not JSON");
    let deep = "[".repeat(100_000);
    assert_eq!(payload(deep.as_bytes()), Malformed::NotJson);
}

#[test]
fn a_bad_trace_does_not_harm_its_event() {
    let event = read_with(|headers| set(headers, "traceparent", "nonsense")).unwrap();
    assert_eq!(event.traceparent, None);
}

fn any_header() -> impl Strategy<Value = (String, String)> {
    let known = prop::sample::select(write(&envelope()).unwrap());
    let known = known.prop_map(|(name, value)| (name.to_owned(), value));
    let odd = prop_oneof![
        Just(String::new()),
        any::<String>(),
        "[0-9]{1,40}",
        "-?[0-9]{1,20}",
        "[ -~]{0,40}"
    ];
    prop_oneof![
        3 => known.clone(),
        1 => (known, odd.clone()).prop_map(|((name, _), value)| (name, value)),
        1 => (any::<String>(), odd),
    ]
}

proptest! {
    #[test]
    fn no_message_makes_the_reader_panic(
        subject in any::<String>(),
        headers in prop::collection::vec(any_header(), 0..24),
        payload in prop_oneof![prop::collection::vec(any::<u8>(), 0..64), any::<String>().prop_map(String::into_bytes)],
    ) {
        if let Ok(event) = read(&subject, &headers, &payload) {
            prop_assert!(write(&event).is_ok());
        }
    }

    #[test]
    fn one_changed_header_is_read_or_refused_and_never_mistaken(at in 0usize..16, value in "[ -~]{0,40}") {
        let mut headers = pairs(&envelope());
        let at = at % headers.len();
        headers[at].1 = value;
        if let Ok(event) = read(&envelope().subject, &headers, envelope().body.as_bytes()) {
            prop_assert_eq!(read(&event.subject, &pairs(&event), event.body.as_bytes()), Ok(event.clone()));
        }
    }

    #[test]
    fn any_envelope_is_written_or_refused(kind in any::<String>(), policy in any::<Option<String>>(), sequence in any::<i64>()) {
        let event = Envelope { kind, policy_version: policy, sequence, ..envelope() };
        if let Ok(headers) = write(&event) {
            prop_assert!(to_map(&headers).is_ok());
            prop_assert_eq!(read(&event.subject, &pairs(&event), event.body.as_bytes()), Ok(event));
        }
    }
}
