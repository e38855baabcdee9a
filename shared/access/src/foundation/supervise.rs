//! Who presses the unit that holds an order (R4.7).

use super::*;

fn held() -> Resource {
    Resource::new(Kind::Order).led_by(unit("ho.b01.o0123"))
}

fn presses(caller: &Caller, order: &Resource) -> bool {
    access().decide(caller, Action::Supervise, order).is_allowed()
}

#[test]
fn r4_7_who_is_above_presses_and_the_supervision_desk_whoever_holds_it() {
    for above in ["ho", "ho.b01"] {
        assert!(presses(&staff(above, &[]), &held()), "{above}");
    }
    assert!(presses(&staff("ho.desk", &["supervision_desk"]), &held()));
    for other in ["ho.b02", "ho.b01.o0124"] {
        assert!(!presses(&staff(other, &["service_management"]), &held()), "{other}");
    }
    for nobody in [Caller::complainant(), Caller::service("intake")] {
        assert!(!presses(&nobody, &held()));
    }
}

#[test]
fn r8_2_what_is_hidden_is_pressed_by_discipline_inspection_alone() {
    let hidden = held().restricted(true);
    assert!(presses(&staff("ho.di", &["discipline_inspection"]), &hidden));
    assert!(!presses(&staff("ho", &["supervision_desk"]), &hidden));
    assert!(!presses(&staff("ho.di", &["discipline_inspection"]), &held()));
}

#[test]
fn r4_10_who_is_complained_about_presses_nobody() {
    let about = held().about(vec![code("s1")]);
    assert!(!presses(&staff("ho", &["supervision_desk"]), &about));
}

#[test]
fn p7_parked_events_are_tended_by_the_supervision_desk_and_the_product_is_run_by_the_operator_alone() {
    let system = Resource::new(Kind::System);
    let both = [Action::TendParked, Action::Operate];
    assert_eq!(
        may(&access(), &staff("ho.desk", &["supervision_desk"]), &both, &system),
        [Action::TendParked]
    );
    assert_eq!(
        may(&access(), &staff("ho", &["service_management"]), &both, &system),
        []
    );
    assert_eq!(may(&access(), &Caller::complainant(), &both, &system), []);
}
