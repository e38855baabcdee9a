//! Who keeps and destroys files in the archive (R8.3).

use super::*;

const KEEP: [Action; 3] = [Action::HoldFile, Action::ProposeDestruction, Action::ApproveDestruction];

fn file() -> Resource {
    complaint("ho.b01.o0123")
}

#[test]
fn the_unit_that_handled_it_neither_holds_nor_destroys_it() {
    for duties in [&[][..], &["service_management"], &["contact_centre"]] {
        for unit in ["ho.b01.o0123", "ho.b01", "ho"] {
            assert_eq!(
                may(&access(), &staff(unit, duties), &KEEP, &file()),
                [],
                "{unit} {duties:?}"
            );
        }
    }
}

#[test]
fn the_supervision_desk_keeps_all_and_legal_what_is_below_it() {
    let access = access();
    assert_eq!(
        may(&access, &staff("ho.d1", &["supervision_desk"]), &KEEP, &file()),
        KEEP
    );
    assert_eq!(may(&access, &staff("ho", &["legal"]), &KEEP, &file()), KEEP);
    assert_eq!(may(&access, &staff("ho.b02", &["legal"]), &KEEP, &file()), []);
}

#[test]
fn r8_2_what_is_restricted_is_kept_by_discipline_inspection() {
    let (access, hidden) = (access(), file().restricted(true));
    assert_eq!(
        may(&access, &staff("ho", &["discipline_inspection"]), &KEEP, &hidden),
        KEEP
    );
    assert_eq!(
        may(&access, &staff("ho", &["supervision_desk", "legal"]), &KEEP, &hidden),
        []
    );
    assert_eq!(
        may(&access, &staff("ho", &["discipline_inspection"]), &KEEP, &file()),
        []
    );
}

#[test]
fn r4_10_who_is_complained_about_does_not_destroy_what_was_said_of_them() {
    let about = file().about(vec![code("s1")]);
    let caller = staff("ho", &["supervision_desk", "legal"]);
    assert_eq!(may(&access(), &caller, &KEEP, &about), []);
}
