use super::super::samples::{at, clerk, complaint};
use super::*;

fn act() -> Act {
    Act { by: clerk(), at: at(1) }
}

fn who() -> Complainant {
    Complainant {
        name: Some("Complainant One".to_owned()),
        email: Some("one@example.org".to_owned()),
        ..Complainant::default()
    }
}

fn told(role: &str) -> OnBehalf {
    OnBehalf {
        role: role.to_owned(),
        name: "Representative Two".to_owned(),
        phone: None,
        email: Some("two@example.org".to_owned()),
        authority: "power_of_attorney".to_owned(),
        document: "No. 7 of 2026".to_owned(),
        receives: true,
    }
}

fn check_by(outcome: &str, reason: &str) -> CheckAuthority {
    CheckAuthority {
        outcome: outcome.to_owned(),
        reason: Some(reason.to_owned()),
    }
}

fn represented(role: &str) -> Representation {
    shown(complaint().id, &told(role), act())
}

#[test]
fn who_complains_for_another_shows_by_what_authority_and_for_whom() {
    assert_eq!(check(&who(), &told("heir")).unwrap(), told("heir"));
    let refuse = |who: &Complainant, told: &OnBehalf| check(who, told).unwrap_err().to_string();
    assert_eq!(
        refuse(&who(), &told("neighbour")),
        "who complains for another is a `representative`, an `heir` or a `guardian`"
    );
    for (authority, document) in [("", "No. 7"), ("power_of_attorney", " ")] {
        let silent = OnBehalf {
            authority: authority.to_owned(),
            document: document.to_owned(),
            ..told("heir")
        };
        assert_eq!(
            refuse(&who(), &silent),
            "who complains for another shows by what authority: say in `authority` what was shown, and in `document` what tells it from others"
        );
    }
    // It is said in events: a name or a number must not come there.
    for authority in ["公证书 2026-118 张三", "Power of attorney", "number-7", &"a".repeat(65)] {
        let spoken = OnBehalf {
            authority: authority.to_owned(),
            ..told("heir")
        };
        assert_eq!(
            refuse(&who(), &spoken),
            "`authority` is a code as `power_of_attorney` is: 1 to 64 small letters, digits and '_'; its particulars go into `document`"
        );
    }
    assert_eq!(
        refuse(&Complainant::default(), &told("heir")),
        "who complains for another says for whom: the complainant has a name and is not anonymous"
    );
    let far = OnBehalf {
        email: None,
        ..told("heir")
    };
    assert_eq!(
        refuse(&who(), &far),
        "where replies go to who complains for another, say how to reach them"
    );
}

#[test]
fn an_authority_is_accepted_or_refused_with_a_reason_and_may_be_looked_at_again() {
    let refused = decide(represented("representative"), &check_by("refused", "no seal"), act()).unwrap();
    assert_eq!((refused.said().outcome.as_str(), refused.holds()), ("refused", false));
    let accepted = decide(refused, &check_by("accepted", ""), act()).unwrap();
    assert!(accepted.holds() && accepted.said().receives);
    let refuse = |before, outcome, reason| {
        decide(before, &check_by(outcome, reason), act())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(refuse(accepted, "accepted", ""), "the authority is accepted already");
    let new = || represented("representative");
    assert_eq!(refuse(new(), "shown", ""), "an authority is `accepted` or `refused`");
    assert_eq!(refuse(new(), "refused", ""), "say why the authority is refused");
    assert_eq!(refuse(new(), "accepted", "a\nb"), "`reason` holds a control character");
}

#[test]
fn replies_go_to_who_complains_for_another_only_when_their_authority_is_accepted() {
    let complainant = || Complainant {
        on_behalf: Some(told("representative")),
        ..who()
    };
    let name = |standing: &Representation| addressee(complainant(), Some(standing)).0;
    let accepted = |role| decide(represented(role), &check_by("accepted", ""), act()).unwrap();
    assert_eq!(name(&represented("representative")), who().name);
    assert_eq!(name(&accepted("representative")).as_deref(), Some("Representative Two"));
    let silent = Representation {
        receives: false,
        ..accepted("representative")
    };
    assert_eq!(name(&silent), who().name);
    assert_eq!(name(&represented("heir")), None, "neither the dead nor a stranger");
    assert_eq!(addressee(who(), None).1, who().email);
}

#[test]
fn what_is_said_and_shown_of_it_names_nobody() {
    let said = serde_json::to_string(&represented("heir").said()).unwrap();
    let view = serde_json::to_string(&represented("heir").view()).unwrap();
    assert!(!format!("{said}{view}").contains("Two"), "{said} {view}");
    assert_eq!(format!("{:?}", told("heir")), "OnBehalf(redacted)");
}
