//! Circulars and improvements: who tells, who acknowledges, who says what became of it (R6.2).

use huiyin_kernel::{StaffCode, UnitPath};

use crate::{Access, Action, Caller, Kind, Resource};

const LEARNS: [Action; 5] = [
    Action::IssueCircular,
    Action::AcknowledgeCircular,
    Action::ProposeImprovement,
    Action::EndImprovement,
    Action::ReadLearning,
];

fn path(path: &str) -> Option<UnitPath> {
    Some(path.parse().unwrap())
}

fn staff(at: &str, duties: &[&str]) -> Caller {
    let duties = duties.iter().map(|&duty| duty.to_owned()).collect();
    Caller::staff(StaffCode::new("s1").unwrap(), path(at), duties)
}

fn may(caller: &Caller, at: &str) -> Vec<Action> {
    let access = Access::built_in().unwrap();
    let paper = Resource::new(Kind::Learning).of_unit(path(at));
    let allowed = |action: &Action| access.decide(caller, *action, &paper).is_allowed();
    LEARNS.into_iter().filter(allowed).collect()
}

#[test]
fn r6_2_a_unit_learns_for_itself_and_those_below_and_no_others() {
    let own = &LEARNS[1..];
    assert_eq!(may(&staff("ho.b01", &[]), "ho.b01.o1"), own);
    assert_eq!(may(&staff("ho.b01.o1", &[]), "ho.b01.o1"), own);
    assert_eq!(may(&staff("ho.b01.o1", &[]), "ho.b01"), []);
    assert_eq!(may(&staff("ho.b02", &["service_management"]), "ho.b01.o1"), []);
    assert_eq!(may(&Caller::complainant(), "ho.b01.o1"), []);
    assert_eq!(may(&Caller::service("audit"), "ho.b01.o1"), []);
}

#[test]
fn r6_2_circulars_are_issued_by_the_service_management_above_or_by_the_supervision_desk() {
    assert_eq!(may(&staff("ho.b01", &["service_management"]), "ho.b01.o1"), LEARNS);
    let desk = [Action::IssueCircular, Action::ReadLearning];
    assert_eq!(may(&staff("ho.desk", &["supervision_desk"]), "ho.b01.o1"), desk);
}
