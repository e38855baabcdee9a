//! Each policy as a sentence, and the mistakes that must not open a door.

use huiyin_kernel::{StaffCode, UnitPath};

use crate::{Access, Action, Caller, Decision, Denial, Kind, Resource, Scope};

mod archive;
mod deciders;
mod mistakes;
mod recognise;
mod supervise;

const SEE: [Action; 5] = [
    Action::List,
    Action::Read,
    Action::Reveal,
    Action::ReadTimeline,
    Action::ReadDeliveries,
];
const HANDLE: [Action; 35] = [
    Action::Accept,
    Action::Decline,
    Action::Settle,
    Action::Withdraw,
    Action::AddInformation,
    Action::Link,
    Action::AcceptOrder,
    Action::HandOver,
    Action::ReturnOrder,
    Action::DecideDispute,
    Action::AskCoHandler,
    Action::Supply,
    Action::Acknowledge,
    Action::ConfirmAlert,
    Action::AnswerSupervision,
    Action::AskDelay,
    Action::DecideDelay,
    Action::TakeStatement,
    Action::AddEvidence,
    Action::Find,
    Action::Reply,
    Action::DecideReply,
    Action::Redress,
    Action::DecideRedress,
    Action::Review,
    Action::AskAgain,
    Action::OverruleOpinion,
    Action::FollowUp,
    Action::Close,
    Action::Archive,
    Action::CheckAuthority,
    Action::Sanction,
    Action::DecideSanction,
    Action::SettleSanction,
    Action::DrawLesson,
];
const MATTERS: [Kind; 3] = [Kind::Complaint, Kind::Case, Kind::Order];

fn access() -> Access {
    Access::built_in().unwrap()
}

fn unit(path: &str) -> Option<UnitPath> {
    Some(path.parse().unwrap())
}

fn code(code: &str) -> StaffCode {
    StaffCode::new(code).unwrap()
}

fn staff(at: &str, duties: &[&str]) -> Caller {
    Caller::staff(
        code("s1"),
        unit(at),
        duties.iter().map(|&duty| duty.to_owned()).collect(),
    )
}

fn complaint(at: &str) -> Resource {
    Resource::new(Kind::Complaint).of_unit(unit(at))
}

/// Which of these acts the caller may do.
fn may(access: &Access, caller: &Caller, actions: &[Action], resource: &Resource) -> Vec<Action> {
    actions
        .iter()
        .copied()
        .filter(|&action| access.decide(caller, action, resource).is_allowed())
        .collect()
}

fn forbidden_by(decision: Decision, id: &str) -> bool {
    matches!(decision, Decision::Deny { reason: Denial::Forbidden(ids) } if ids == [id])
}

fn places(action: Action) -> Vec<Kind> {
    match action {
        Action::Register
        | Action::Recognise
        | Action::Progress
        | Action::Rate
        | Action::Disagree
        | Action::HoldFile
        | Action::ProposeDestruction
        | Action::ApproveDestruction
        | Action::DecideBreakGlass => vec![Kind::Complaint],
        Action::ReadDirectory | Action::ChangeDirectory | Action::MigratePolicy | Action::ManageAccounts => {
            vec![Kind::Directory]
        }
        Action::Import => vec![Kind::Complaint, Kind::Directory],
        Action::ReadFigures | Action::ReadHandlerFigures | Action::Simulate => vec![Kind::Figures],
        Action::KeepBook | Action::ReturnBook | Action::ReadBooks => vec![Kind::Book],
        Action::IssueCircular
        | Action::AcknowledgeCircular
        | Action::ProposeImprovement
        | Action::EndImprovement
        | Action::ReadLearning => vec![Kind::Learning],
        Action::Supervise => vec![Kind::Order],
        Action::Operate | Action::TendParked | Action::AskBreakGlass => vec![Kind::System],
        _ => MATTERS.to_vec(),
    }
}

#[test]
fn the_operator_may_everything_but_see_content() {
    let access = access();
    for &action in Action::ALL {
        for kind in places(action) {
            let resource = Resource::new(kind).restricted(true).about(vec![code("s1")]);
            let content = matches!(
                action,
                Action::Reveal | Action::AskBreakGlass | Action::DecideBreakGlass
            );
            assert_eq!(
                access.decide(&Caller::operator(), action, &resource).is_allowed(),
                !content,
                "{action} {kind:?}"
            );
        }
    }
}

#[test]
fn staff_see_and_handle_what_their_unit_and_those_below_it_have() {
    let access = access();
    let branch = staff("ho.b01", &[]);
    for kind in MATTERS {
        let ours = [
            Resource::new(kind).of_unit(unit("ho.b01")),
            Resource::new(kind).of_unit(unit("ho.b01.o0123")),
            Resource::new(kind).of_unit(unit("ho.b02")).led_by(unit("ho.b01.o0123")),
        ];
        for resource in ours {
            assert_eq!(may(&access, &branch, &SEE, &resource), SEE, "{resource:?}");
            assert_eq!(may(&access, &branch, &HANDLE, &resource), HANDLE, "{resource:?}");
        }
    }
}

#[test]
fn a_unit_never_sees_or_handles_what_another_has() {
    let access = access();
    for theirs in ["ho.b02", "ho", "ho.b012", "ho.b02.b01"] {
        for kind in MATTERS {
            let resource = Resource::new(kind).of_unit(unit(theirs)).led_by(unit(theirs));
            assert_eq!(may(&access, &staff("ho.b01", &[]), &SEE, &resource), [], "{resource:?}");
            assert_eq!(
                may(&access, &staff("ho.b01", &["contact_centre"]), &HANDLE, &resource),
                [],
                "{resource:?}"
            );
        }
    }
    let unrouted = Resource::new(Kind::Complaint);
    assert_eq!(
        may(&access, &staff("ho", &[]), &SEE, &unrouted),
        [],
        "what no unit has is the supervision desk's"
    );
}

#[test]
fn staff_without_a_unit_see_nothing() {
    let caller = Caller::staff(code("s1"), None, Vec::new());
    assert_eq!(may(&access(), &caller, &SEE, &complaint("ho")), []);
    assert_eq!(access().scope(&caller), Scope::Nothing);
}

#[test]
fn the_supervision_desk_sees_the_whole_organisation_but_what_is_restricted() {
    let access = access();
    let desk = staff("ho.desk", &["supervision_desk"]);
    assert_eq!(may(&access, &desk, &SEE, &complaint("ho.b02")), SEE);
    assert_eq!(
        may(&access, &desk, &SEE, &Resource::new(Kind::Complaint)),
        SEE,
        "also what no unit has yet"
    );
    assert_eq!(
        may(&access, &desk, &HANDLE, &complaint("ho.b02")),
        [],
        "it looks, the unit acts"
    );
    assert_eq!(may(&access, &desk, &SEE, &complaint("ho.b02").restricted(true)), []);
}

#[test]
fn who_is_complained_about_is_kept_out_of_everything() {
    let access = access();
    let own = complaint("ho.b01").about(vec![code("s2"), code("s1")]);
    let all = [&SEE[..], &HANDLE[..], &[Action::Register, Action::Progress]].concat();
    for duties in [&[][..], &["supervision_desk", "discipline_inspection"]] {
        for restricted in [false, true] {
            let resource = own.clone().restricted(restricted);
            assert_eq!(may(&access, &staff("ho.b01", duties), &all, &resource), []);
        }
    }
    let denied = access.decide(&staff("ho.b01", &[]), Action::Read, &own);
    assert!(forbidden_by(denied, "concerned-staff-are-kept-out"));
}

#[test]
fn what_is_restricted_is_seen_and_handled_by_discipline_inspection_alone() {
    let access = access();
    let resource = complaint("ho.b01").restricted(true);
    let inspection = staff("ho.inspection", &["discipline_inspection"]);
    assert_eq!(may(&access, &inspection, &SEE, &resource), SEE);
    assert_eq!(may(&access, &inspection, &HANDLE, &resource), HANDLE);
    assert_eq!(
        may(&access, &inspection, &SEE, &complaint("ho.b01")),
        [],
        "the rest is not theirs"
    );
    let denied = access.decide(&staff("ho.b01", &[]), Action::List, &resource);
    assert!(forbidden_by(
        denied,
        "restricted-is-for-discipline-inspection-and-who-handles-it"
    ));
}

#[test]
fn r8_2_the_unit_that_was_given_what_is_restricted_handles_it_and_nobody_above_below_or_beside() {
    let access = access();
    let path = |unit: &str| Some(unit.parse().unwrap());
    for kind in MATTERS {
        let given = Resource::new(kind).restricted(true);
        let given = given.of_unit(path("ho.b01.o1")).led_by(path("ho.b01"));
        assert_eq!(may(&access, &staff("ho.b01", &[]), &SEE, &given), SEE);
        assert_eq!(may(&access, &staff("ho.b01", &[]), &HANDLE, &given), HANDLE);
        for other in ["ho", "ho.b01.o1", "ho.b01.o2", "ho.b02"] {
            assert_eq!(
                may(&access, &staff(other, &["supervision_desk"]), &SEE, &given),
                [],
                "{other}"
            );
        }
        let about = given.clone().about(vec![code("s1")]);
        assert_eq!(may(&access, &staff("ho.b01", &[]), &SEE, &about), []);
    }
}

#[test]
fn r8_2_who_has_another_post_in_the_unit_that_it_is_about_does_not_see_it_from_the_one_that_handles_it() {
    let access = access();
    let path = |unit: &str| -> UnitPath { unit.parse().unwrap() };
    for kind in MATTERS {
        let given = Resource::new(kind).restricted(true);
        let given = given.of_unit(Some(path("ho.b01.o1"))).led_by(Some(path("ho.b01")));
        for (post, sees) in [
            ("ho.b01.o1", false),
            ("ho.b01.o1.counter", false),
            ("ho.b01.o2", true),
            ("ho", true),
        ] {
            let both = staff("ho.b01", &[]).with_posts_in(vec![path(post)]);
            let allowed = |actions: &[Action]| may(&access, &both, actions, &given);
            assert_eq!(allowed(&SEE) == SEE, sees, "{post} {kind:?}");
            assert_eq!(allowed(&HANDLE) == HANDLE, sees, "{post} {kind:?}");
            assert!(
                sees || allowed(&SEE).is_empty() && allowed(&HANDLE).is_empty(),
                "{post} {kind:?}"
            );
        }
    }
}

#[test]
fn r8_2_what_is_restricted_is_never_opened_by_leading_it_to_whom_it_is_about() {
    let access = access();
    let path = |unit: &str| Some(unit.parse().unwrap());
    let hidden = Resource::new(Kind::Complaint).restricted(true);
    let led = |about: Option<huiyin_kernel::UnitPath>, lead: &str| hidden.clone().of_unit(about).led_by(path(lead));
    for resource in [
        led(path("ho.b01"), "ho.b01"),
        led(path("ho.b01"), "ho.b01.o1"),
        led(None, "ho.b01"),
        led(None, "ho.b01.o1").concerning(path("ho.b01")),
    ] {
        for unit in ["ho.b01", "ho.b01.o1"] {
            assert_eq!(
                may(&access, &staff(unit, &[]), &SEE, &resource),
                [],
                "{unit} {resource:?}"
            );
        }
    }
}

#[test]
fn the_first_person_told_registers_also_what_is_restricted() {
    let access = access();
    let anyone = Caller::staff(code("s1"), None, Vec::new());
    assert!(
        access
            .decide(&anyone, Action::Register, &complaint("ho.b02").restricted(true))
            .is_allowed()
    );
}

#[test]
fn the_complainant_registers_follows_adds_withdraws_rates_and_disagrees_and_nothing_else() {
    let access = access();
    let resource = complaint("ho.b01").restricted(true);
    let allowed = may(&access, &Caller::complainant(), Action::ALL, &resource);
    assert_eq!(
        allowed,
        [
            Action::Register,
            Action::Withdraw,
            Action::AddInformation,
            Action::Progress,
            Action::Rate,
            Action::Disagree
        ]
    );
}

#[test]
fn a_service_reads_and_reveals_and_nothing_else() {
    let allowed = may(
        &access(),
        &Caller::service("notification"),
        Action::ALL,
        &complaint("ho.b01"),
    );
    assert_eq!(allowed, [Action::Read, Action::Reveal]);
}

#[test]
fn only_the_operator_changes_the_directory_imports_and_operates() {
    let access = access();
    let mighty = staff("ho", &["supervision_desk", "discipline_inspection", "leading_group"]);
    for action in [Action::ChangeDirectory, Action::Import, Action::Operate] {
        for kind in places(action) {
            assert!(
                !access.decide(&mighty, action, &Resource::new(kind)).is_allowed(),
                "{action}"
            );
        }
    }
    assert!(
        access
            .decide(&mighty, Action::ReadDirectory, &Resource::new(Kind::Directory))
            .is_allowed()
    );
    let complainant = access.decide(
        &Caller::complainant(),
        Action::ReadDirectory,
        &Resource::new(Kind::Directory),
    );
    assert_eq!(
        complainant,
        Decision::Deny {
            reason: Denial::NotPermitted
        }
    );
}

#[test]
fn figures_are_read_for_ones_own_subtree_and_by_the_supervision_desk_for_all() {
    let access = access();
    let figures = |of| Resource::new(Kind::Figures).of_unit(of);
    let reads = |caller: &Caller, of| access.decide(caller, Action::ReadFigures, &figures(of)).is_allowed();
    assert!(reads(&staff("ho.b01", &[]), unit("ho.b01.o0123")));
    assert!(!reads(&staff("ho.b01", &[]), unit("ho.b02")));
    assert!(!reads(&staff("ho.b01", &[]), None));
    assert!(reads(&staff("ho.desk", &["supervision_desk"]), None));
}

#[test]
fn r6_4_figures_by_handler_are_for_the_supervision_desk_heads_and_their_service_management() {
    let access = access();
    let figures = |of| Resource::new(Kind::Figures).of_unit(of).headed_by(vec![code("s1")]);
    let reads = |caller: &Caller, of| {
        let action = Action::ReadHandlerFigures;
        access.decide(caller, action, &figures(of)).is_allowed()
    };
    let other = |at: &str, duties: &[&str]| {
        let duties = duties.iter().map(|&duty| duty.to_owned()).collect();
        Caller::staff(code("s2"), unit(at), duties)
    };
    assert!(reads(&staff("ho.b01", &[]), unit("ho.b01")), "the head");
    assert!(!reads(&other("ho.b01", &[]), unit("ho.b01")), "a colleague");
    assert!(reads(&other("ho.b01", &["service_management"]), unit("ho.b01.o0123")));
    assert!(!reads(&other("ho.b02", &["service_management"]), unit("ho.b01")));
    assert!(
        !reads(&staff("ho.b01", &[]), None),
        "not those of the whole organisation"
    );
    assert!(reads(&other("ho.desk", &["supervision_desk"]), None));
    assert!(!reads(&Caller::complainant(), None));
}

#[test]
fn the_supervision_desk_alone_tries_other_rules_on_what_was_recorded() {
    let access = access();
    let tries = |caller: &Caller| {
        access
            .decide(caller, Action::Simulate, &Resource::new(Kind::Figures))
            .is_allowed()
    };
    assert!(tries(&staff("ho.desk", &["supervision_desk"])));
    assert!(!tries(&staff("ho", &["service_management", "discipline_inspection"])));
    assert!(!tries(&Caller::complainant()));
}

#[test]
fn a_list_is_as_wide_as_its_reader_sees() {
    let access = access();
    assert_eq!(access.scope(&Caller::operator()), Scope::All);
    assert_eq!(access.scope(&staff("ho.desk", &["supervision_desk"])), Scope::All);
    assert_eq!(
        access.scope(&staff("ho.inspection", &["discipline_inspection"])),
        Scope::All
    );
    assert_eq!(
        access.scope(&staff("ho.b01", &[])),
        Scope::Subtree("ho.b01".parse().unwrap())
    );
    assert_eq!(access.scope(&Caller::complainant()), Scope::Nothing);
}

#[test]
#[ignore = "prints how long a decision takes; run it by hand with --run-ignored all --no-capture"]
fn how_long_a_decision_takes() {
    let access = access();
    let (caller, resource) = (staff("ho.b01", &["service_management"]), complaint("ho.b01.o0123"));
    let mut took: Vec<_> = (0..20_000)
        .map(|_| {
            let started = std::time::Instant::now();
            assert!(access.decide(&caller, Action::Read, &resource).is_allowed());
            started.elapsed()
        })
        .collect();
    took.sort();
    println!("p50 {:?}, p99 {:?}", took[10_000], took[19_800]);
}
