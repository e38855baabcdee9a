use super::super::samples::{at, clerk, code, directory, request};
use super::*;

fn refused(change: impl FnOnce(&mut Register)) -> String {
    let mut request = request();
    change(&mut request);
    check(&request, at(0)).unwrap_err().to_string()
}

fn entry() -> Entry {
    Entry {
        id: super::super::samples::complaint().id,
        number: super::super::samples::complaint().number,
        place: Place::find(&code("o1"), Some(&code("b01")), None, &directory(), at(0)).unwrap(),
        repeats: None,
        by: clerk(),
        now: at(0),
        past: None,
    }
}

#[test]
fn a_registration_keeps_what_was_told_and_seals_who_told_it() {
    let (complaint, sealed) = check(&request(), at(0)).unwrap().register(entry());
    assert_eq!(complaint.unit.as_str(), "ho.b01.o1");
    assert_eq!(complaint.registered_by_unit.as_str(), "ho.b01");
    assert_eq!((complaint.received, complaint.stage.code()), (at(0), "registered"));
    assert_eq!(sealed.complainant.unwrap().name.as_deref(), Some("Complainant One"));
    assert_eq!(sealed.narrative.as_deref(), Some("The counter closed early."));
}

#[test]
fn a_group_is_one_batch_of_several_persons() {
    let mut group = request();
    group.complainant.persons = Some(23);
    let (complaint, _) = check(&group, at(0)).unwrap().register(entry());
    assert_eq!(complaint.persons, 23);
    assert_eq!(
        refused(|r| r.complainant.persons = Some(0)),
        "1 to 1000000 persons can complain together"
    );
    assert_eq!(
        refused(|r| r.complainant.representatives = vec!["A".to_owned(); 6]),
        "at most 5 representatives speak for the complainants"
    );
}

#[test]
fn an_anonymous_complaint_names_nobody_and_any_other_names_somebody() {
    assert_eq!(
        refused(|r| r.complainant = Complainant::default()),
        "say who complains, by name or by a way to reach them, or mark the complaint as anonymous"
    );
    assert_eq!(
        refused(|r| r.complainant.anonymous = true),
        "an anonymous complaint carries neither name nor address"
    );
    let mut anonymous = request();
    anonymous.complainant = Complainant {
        anonymous: true,
        email: Some("someone@example.org".to_owned()),
        ..Complainant::default()
    };
    assert!(
        check(&anonymous, at(0)).is_ok(),
        "who stays anonymous may still want the answer"
    );
}

#[test]
fn what_lies_in_the_future_is_refused_beyond_a_clocks_error() {
    assert_eq!(refused(|r| r.received = Some(at(6))), "`received` lies in the future");
    assert_eq!(
        refused(|r| r.occurred_from = Some(at(6))),
        "`occurred_from` lies in the future"
    );
    assert_eq!(
        refused(|r| r.occurred_to = Some(at(6))),
        "`occurred_to` lies in the future"
    );
    let mut ahead = request();
    ahead.received = Some(at(5));
    let (complaint, _) = check(&ahead, at(0)).unwrap().register(entry());
    assert_eq!(complaint.received, at(0), "never later than its registration");
}

#[test]
fn what_happened_ends_after_it_begins() {
    let backwards = refused(|r| (r.occurred_from, r.occurred_to) = (Some(at(-1)), Some(at(-2))));
    assert_eq!(backwards, "`occurred_to` lies before `occurred_from`");
    let passed = refused(|request| request.referrers_date = Some("2020-01-01".parse().unwrap()));
    assert_eq!(passed, "`referrers_date` lies before the complaint was received");
}

#[test]
fn addresses_that_cannot_be_reached_are_refused() {
    for bad in [
        "plain",
        "@example.org",
        "a@",
        "a b@example.org",
        "a@example.org,b@example.org",
    ] {
        let sentence = refused(|r| r.complainant.email = Some(bad.to_owned()));
        assert_eq!(sentence, "`email` is no e-mail address", "{bad}");
    }
    for bad in ["call me", "+", "555\u{0661}"] {
        let sentence = refused(|r| r.complainant.phone = Some(bad.to_owned()));
        assert_eq!(
            sentence, "`phone` is no telephone number: digits, blanks and + - ( ) only",
            "{bad}"
        );
    }
}

#[test]
fn texts_keep_to_their_lengths_and_letters_to_two_languages() {
    assert_eq!(refused(|r| r.narrative = String::new()), "`narrative` is empty");
    let long = refused(|r| r.narrative = "x".repeat(20_001));
    assert_eq!(long, "`narrative` is longer than 20000 characters");
    assert_eq!(
        refused(|r| r.narrative = "a\0".to_owned()),
        "`narrative` holds a control character"
    );
    assert_eq!(refused(|r| r.channel = String::new()), "`channel` is empty");
    assert_eq!(
        refused(|r| r.language = Some("fr".to_owned())),
        "letters are written in `zh` or `en`"
    );
    let staff = refused(|r| r.staff_concerned = vec![r.staff_concerned[0].clone(); 51]);
    assert_eq!(staff, "at most 50 members of staff can be named");
}
