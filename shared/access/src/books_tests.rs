//! Opinion books: who checks them, and who says that there is one (R3.7).

use huiyin_kernel::{StaffCode, UnitPath};

use crate::{Access, Action, Caller, Kind, Resource};

const BOOKS: [Action; 3] = [Action::KeepBook, Action::ReturnBook, Action::ReadBooks];

fn path(path: &str) -> Option<UnitPath> {
    Some(path.parse().unwrap())
}

fn staff(at: &str, duties: &[&str]) -> Caller {
    let duties = duties.iter().map(|&duty| duty.to_owned()).collect();
    Caller::staff(StaffCode::new("s1").unwrap(), path(at), duties)
}

fn may(caller: &Caller, at: &str) -> Vec<Action> {
    let access = Access::built_in().unwrap();
    let book = Resource::new(Kind::Book).of_unit(path(at));
    let allowed = |action: &Action| access.decide(caller, *action, &book).is_allowed();
    BOOKS.into_iter().filter(allowed).collect()
}

#[test]
fn a_unit_checks_its_own_opinion_books_and_those_below_and_no_others() {
    let checks = [Action::ReturnBook, Action::ReadBooks];
    assert_eq!(may(&staff("ho.b01", &[]), "ho.b01.o1"), checks);
    assert_eq!(may(&staff("ho.b01.o1", &[]), "ho.b01.o1"), checks);
    assert_eq!(may(&staff("ho.b01.o1", &[]), "ho.b01"), []);
    assert_eq!(may(&staff("ho.b02", &["service_management"]), "ho.b01.o1"), []);
    assert_eq!(may(&Caller::complainant(), "ho.b01.o1"), []);
    assert_eq!(may(&Caller::service("audit"), "ho.b01.o1"), []);
}

#[test]
fn which_books_are_kept_says_service_management_or_the_supervision_desk() {
    assert_eq!(may(&staff("ho.b01", &["service_management"]), "ho.b01.o1"), BOOKS);
    let desk = [Action::KeepBook, Action::ReadBooks];
    assert_eq!(may(&staff("ho.desk", &["supervision_desk"]), "ho.b01.o1"), desk);
}
