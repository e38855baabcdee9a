//! Who may ask whether a complainant is known (R3.6).

use super::*;

#[test]
fn who_registers_for_a_unit_asks_who_is_known_and_nobody_else_does() {
    let access = access();
    let asks = |caller: &Caller| {
        access
            .decide(caller, Action::Recognise, &complaint("ho.b01"))
            .is_allowed()
    };
    assert!(
        asks(&staff("ho.b01", &[])) && asks(&staff("ho.b02", &[])),
        "complaints about others are registered too (R3.2)"
    );
    let nowhere = |duties: Vec<String>| Caller::staff(code("s1"), None, duties);
    assert!(!asks(&nowhere(Vec::new())));
    assert!(asks(&nowhere(vec!["supervision_desk".to_owned()])));
    assert!(!asks(&Caller::complainant()) && !asks(&Caller::service("audit")));
}
