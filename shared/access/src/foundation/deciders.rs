//! Who decides by duty (R5.3, R5.4, R5.10), and who does not (R4.10, P16).

use super::{access, code, forbidden_by, may, staff, unit};
use crate::{Action, Caller, Kind, Resource};

const DECIDES: [Action; 7] = [
    Action::List,
    Action::Read,
    Action::Reveal,
    Action::DecideReply,
    Action::DecideRedress,
    Action::Review,
    Action::SettleSanction,
];

/// A case of one branch about its outlet, that waits for a duty.
fn waits(duty: &str, author: &str) -> Resource {
    Resource::new(Kind::Case)
        .led_by(unit("ho.b01"))
        .of_unit(unit("ho.b01.o0123"))
        .concerning(unit("ho.b01.o0123"))
        .waiting_for(vec![duty.to_owned()], vec![code(author)])
}

fn decides(caller: &Caller, resource: &Resource) -> Vec<Action> {
    let may = may(&access(), caller, Action::ALL, resource);
    may.into_iter().filter(|action| DECIDES.contains(action)).collect()
}

#[test]
fn whom_the_policy_names_sees_the_case_and_decides_wherever_they_work() {
    let ombudsman = staff("ho.d07", &["internal_ombudsman"]);
    let case = waits("internal_ombudsman", "s2");
    assert_eq!(
        may(&access(), &ombudsman, Action::ALL, &case),
        DECIDES,
        "and nothing else"
    );
    assert_eq!(
        decides(&ombudsman, &waits("legal", "s2")),
        [],
        "not what waits for another duty"
    );
    assert_eq!(decides(&staff("ho.d07", &[]), &case), [], "nor without the duty");
    let over = case.waiting_for(vec![], vec![]);
    assert_eq!(decides(&ombudsman, &over), [], "nor when nothing waits any more");
}

#[test]
fn p16_a_duty_gives_nobody_a_say_in_what_they_wrote_themself() {
    let author = staff("ho.d07", &["internal_ombudsman"]);
    assert_eq!(decides(&author, &waits("internal_ombudsman", "s1")), []);
}

#[test]
fn r4_10_who_works_in_the_unit_complained_about_or_is_complained_about_decides_nothing_by_duty() {
    let case = waits("legal", "s2");
    for at in ["ho.b01.o0123", "ho.b01.o0123.t1"] {
        let inside = staff(at, &["legal"]);
        let can = decides(&inside, &case);
        assert!(
            !can.contains(&Action::Review) && !can.contains(&Action::DecideReply),
            "{at}"
        );
        assert!(!can.contains(&Action::SettleSanction), "{at}");
        let imposes = may(&access(), &inside, &[Action::DecideSanction], &case);
        assert_eq!(
            imposes,
            [],
            "who works in the unit complained about imposes no sanction: {at}"
        );
        let denied = access().decide(&inside, Action::DecideRedress, &case);
        assert!(forbidden_by(denied, "unit-complained-about-does-not-decide"), "{at}");
    }
    let concerned = case.about(vec![code("s1")]);
    assert_eq!(decides(&staff("ho.d07", &["legal"]), &concerned), []);
}

#[test]
fn r5_10_another_post_in_the_unit_complained_about_takes_every_decision_away_and_gives_nothing() {
    let case = waits("legal", "s2");
    let outside = staff("ho.d07", &["legal"]);
    assert!(decides(&outside, &case).contains(&Action::Review));
    let both = outside.with_posts_in(vec!["ho.b01.o0123".parse().unwrap()]);
    let denied = access().decide(&both, Action::Review, &case);
    assert!(forbidden_by(denied, "unit-complained-about-does-not-decide"));
    let of_the_other = Resource::new(Kind::Complaint).of_unit(unit("ho.b01.o0123"));
    let seen = may(
        &access(),
        &both,
        &[Action::List, Action::Read, Action::Accept],
        &of_the_other,
    );
    assert_eq!(seen, [], "what their other post sees is not seen in this one");
}

#[test]
fn of_a_complaint_about_the_top_somebody_at_the_top_decides() {
    let top = waits("legal", "s2").concerning(unit("ho"));
    assert_eq!(decides(&staff("ho.d07", &["legal"]), &top), DECIDES);
}

#[test]
fn r8_2_what_is_restricted_waits_for_nobody_but_discipline_inspection() {
    let hidden = waits("legal", "s2").restricted(true);
    assert_eq!(decides(&staff("ho.d07", &["legal"]), &hidden), []);
}
