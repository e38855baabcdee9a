//! An organisation's own policies, explanations, and break-glass.

use huiyin_kernel::{ComplaintId, StaffCode, UnitPath};
use uuid::Uuid;

use crate::{Access, AccessError, Action, Caller, Explanation, Kind, Resource};

fn unit(path: &str) -> Option<UnitPath> {
    Some(path.parse().unwrap())
}

fn clerk(at: &str, duties: &[&str]) -> Caller {
    let duties = duties.iter().map(|&duty| duty.to_owned()).collect();
    Caller::staff(StaffCode::new("s1").unwrap(), unit(at), duties)
}

fn complaint(id: u128, at: &str) -> Resource {
    Resource::new(Kind::Complaint)
        .of(ComplaintId::from_uuid(Uuid::from_u128(id)))
        .of_unit(unit(at))
}

fn explained(access: &Access, caller: &Caller, action: Action, resource: &Resource) -> (bool, Vec<String>) {
    let Explanation {
        allowed,
        policies,
        error,
    } = access.explain(caller, action, resource);
    assert_eq!(error, None);
    assert_eq!(allowed, access.decide(caller, action, resource).is_allowed());
    (allowed, policies)
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|&id| id.to_owned()).collect()
}

const PRESS: &str = r#"
@id("press-office-reads-media-cases")
permit (principal is Staff, action in [Action::"list", Action::"read"], resource)
when { principal.duties.contains("press_office") };

@id("outlets-do-not-close")
forbid (principal is Staff, action == Action::"close", resource)
when { principal has unit && principal.unit like "*.o*" };
"#;

#[test]
fn an_organisation_adds_policies_that_widen_and_narrow() {
    let access = Access::with(&[("press.cedar".to_owned(), PRESS.to_owned())]).unwrap();
    let press = clerk("ho.press", &["press_office"]);
    assert_eq!(
        explained(&access, &press, Action::Read, &complaint(1, "ho.b01")),
        (true, ids(&["press-office-reads-media-cases"]))
    );
    let outlet = clerk("ho.b01.o1", &[]);
    assert_eq!(
        explained(&access, &outlet, Action::Close, &complaint(1, "ho.b01.o1")),
        (false, ids(&["outlets-do-not-close"]))
    );
    assert_eq!(
        explained(&access, &outlet, Action::Find, &complaint(1, "ho.b01.o1")),
        (true, ids(&["staff-handle-within-their-subtree"]))
    );
}

#[test]
fn no_policy_of_theirs_lets_in_whom_the_rules_keep_out() {
    let wide = r#"@id("everybody-sees-everything") permit (principal, action, resource);"#;
    let access = Access::with(&[("wide.cedar".to_owned(), wide.to_owned())]).unwrap();
    let clerk = clerk("ho.b01", &[]);
    let about = complaint(1, "ho.b01").about(vec![StaffCode::new("s1").unwrap()]);
    assert_eq!(
        explained(&access, &clerk, Action::Read, &about),
        (false, ids(&["concerned-staff-are-kept-out"]))
    );
    assert_eq!(
        explained(&access, &clerk, Action::Read, &complaint(1, "ho.b01").restricted(true)),
        (
            false,
            ids(&["restricted-is-for-discipline-inspection-and-who-handles-it"])
        )
    );
}

#[test]
fn their_mistakes_are_told_by_the_file() {
    let with = |name: &str, text: &str| Access::with(&[(name.to_owned(), text.to_owned())]).unwrap_err();
    let wrong = with(
        "a.cedar",
        r#"@id("a") permit (principal, action, resource) when { principal.dutys };"#,
    );
    assert!(
        matches!(&wrong, AccessError::Invalid(why) if why.contains("dutys")),
        "{wrong}"
    );
    let wrong = with("b.cedar", "permit (principal action, resource);");
    assert!(
        wrong
            .to_string()
            .starts_with("the access policies b.cedar do not parse: "),
        "{wrong}"
    );
    let wrong = with("c.cedar", "forbid (principal, action, resource);");
    assert_eq!(wrong.to_string(), "a policy in c.cedar has no @id");
    let wrong = with(
        "d.cedar",
        r#"@id("operator-may-everything") forbid (principal, action, resource);"#,
    );
    assert_eq!(
        wrong.to_string(),
        "the access policy operator-may-everything stands twice"
    );
}

#[test]
fn the_acts_of_a_thing_are_those_of_the_schema() {
    let access = Access::built_in().unwrap();
    let acts = access.acts_on(&Resource::new(Kind::Case));
    assert!(acts.contains(&Action::Read) && acts.contains(&Action::Close));
    assert!(!acts.contains(&Action::Register) && !acts.contains(&Action::HoldFile));
    assert_eq!(
        access.acts_on(&Resource::new(Kind::System)),
        [Action::AskBreakGlass, Action::TendParked, Action::Operate]
    );
}

#[test]
fn r8_1_break_glass_opens_one_complaint_to_look_at() {
    let access = Access::built_in().unwrap();
    let opened = ComplaintId::from_uuid(Uuid::from_u128(1));
    let clerk = clerk("ho.b02", &[]).opening(Some(opened));
    for action in [Action::Read, Action::Reveal, Action::ReadTimeline] {
        for kind in [Kind::Complaint, Kind::Case, Kind::Order] {
            let resource = Resource {
                kind,
                ..complaint(1, "ho.b01")
            };
            assert_eq!(
                explained(&access, &clerk, action, &resource),
                (true, ids(&["break-glass-opens-one-complaint"]))
            );
        }
        assert_eq!(
            explained(&access, &clerk, action, &complaint(2, "ho.b01")),
            (false, ids(&[]))
        );
        let nameless = Resource::new(Kind::Complaint).of_unit(unit("ho.b01"));
        assert_eq!(explained(&access, &clerk, action, &nameless), (false, ids(&[])));
    }
    for action in [Action::List, Action::Find, Action::Close, Action::DecideBreakGlass] {
        assert_eq!(
            explained(&access, &clerk, action, &complaint(1, "ho.b01")),
            (false, ids(&[])),
            "{action}"
        );
    }
}

#[test]
fn r8_2_break_glass_opens_nothing_that_is_hidden_from_one() {
    let access = Access::built_in().unwrap();
    let opened = Some(ComplaintId::from_uuid(Uuid::from_u128(1)));
    let clerk = clerk("ho.b02", &[]).opening(opened);
    assert_eq!(
        explained(
            &access,
            &clerk,
            Action::Reveal,
            &complaint(1, "ho.b01").restricted(true)
        ),
        (
            false,
            ids(&["restricted-is-for-discipline-inspection-and-who-handles-it"])
        )
    );
    let about = complaint(1, "ho.b01").about(vec![StaffCode::new("s1").unwrap()]);
    assert_eq!(
        explained(&access, &clerk, Action::Reveal, &about),
        (false, ids(&["concerned-staff-are-kept-out"]))
    );
}

#[test]
fn r8_1_anyone_on_the_staff_asks_and_the_data_officer_or_the_supervision_desk_decides() {
    let access = Access::built_in().unwrap();
    let system = Resource::new(Kind::System);
    assert!(
        access
            .decide(&clerk("ho.b01", &[]), Action::AskBreakGlass, &system)
            .is_allowed()
    );
    let decides =
        |caller: &Caller, resource: &Resource| access.decide(caller, Action::DecideBreakGlass, resource).is_allowed();
    let hidden = complaint(1, "ho.b01").restricted(true);
    for duty in ["data_officer", "supervision_desk"] {
        assert!(decides(&clerk("ho", &[duty]), &complaint(1, "ho.b01")), "{duty}");
        assert!(!decides(&clerk("ho", &[duty]), &hidden), "{duty}");
    }
    for duty in ["service_management", "discipline_inspection", "legal"] {
        assert!(!decides(&clerk("ho.b01", &[duty]), &complaint(1, "ho.b01")), "{duty}");
    }
}

#[test]
fn r8_1_who_is_at_the_machine_sees_no_content() {
    let access = Access::built_in().unwrap();
    let operator = Caller::operator();
    assert_eq!(
        explained(&access, &operator, Action::Reveal, &complaint(1, "ho.b01")),
        (false, ids(&["operator-sees-no-content"]))
    );
    assert!(
        access
            .decide(&operator, Action::Read, &complaint(1, "ho.b01"))
            .is_allowed()
    );
    assert!(
        !access
            .decide(&operator, Action::DecideBreakGlass, &complaint(1, "ho.b01"))
            .is_allowed()
    );
}
