//! The rural bank's decision table, row by row.

use super::{facts, rural_bank};
use crate::{Decision, Facts, Lead, Outcome};

fn decide(facts: &Facts) -> Decision {
    rural_bank().decide(facts)
}

fn of_class(class: &str) -> Facts {
    Facts {
        class: Some(class.to_owned()),
        ..facts()
    }
}

/// The lead and the row that named it.
fn led(decision: &Decision) -> (&Lead, &str) {
    match &decision.outcome {
        Outcome::Assign { lead, row } => (lead, row),
        Outcome::Triage { .. } => panic!("no lead: {decision:?}"),
    }
}

fn duty(code: &str) -> Lead {
    Lead::Duty(code.to_owned())
}

#[test]
fn service_attitude_is_general_and_answered_by_the_unit_complained_about() {
    let decision = decide(&facts());
    assert_eq!(led(&decision), (&Lead::Unit, "service_attitude"));
    assert_eq!((decision.severity.as_str(), decision.restricted), ("general", false));
    assert!(decision.tell.is_empty());
    assert_eq!(decision.policy.as_str(), "rural-bank@2026.1");
}

#[test]
fn work_errors_and_internal_management_are_general_and_stay_with_the_unit() {
    for class in ["work_error", "internal_management"] {
        let decision = decide(&of_class(class));
        assert_eq!(
            (led(&decision), decision.severity.as_str()),
            ((&Lead::Unit, class), "general")
        );
    }
}

#[test]
fn products_and_service_channels_are_complex_and_answered_first_by_the_unit() {
    for class in ["product", "service_channel"] {
        let decision = decide(&of_class(class));
        assert_eq!(
            (led(&decision), decision.severity.as_str()),
            ((&Lead::Unit, "product_or_channel"), "complex")
        );
    }
}

#[test]
fn non_compliant_operation_is_complex_and_looked_into_by_the_unit_above() {
    let decision = decide(&of_class("non_compliant_operation"));
    assert_eq!(led(&decision), (&Lead::Parent, "non_compliant_operation"));
    assert_eq!(decision.severity, "complex");
}

#[test]
fn financial_crime_goes_to_discipline_inspection_is_major_and_restricted() {
    let decision = decide(&of_class("financial_crime"));
    assert_eq!(led(&decision), (&duty("discipline_inspection"), "financial_crime"));
    assert_eq!((decision.severity.as_str(), decision.restricted), ("major", true));
}

#[test]
fn a_tip_off_goes_to_discipline_inspection_and_is_restricted() {
    let decision = decide(&Facts {
        channel: "tip_off".into(),
        ..facts()
    });
    assert_eq!(led(&decision), (&duty("discipline_inspection"), "tip_off"));
    assert!(decision.restricted);
}

#[test]
fn a_complaint_about_a_units_leader_goes_to_the_unit_above_and_is_restricted() {
    let decision = decide(&Facts {
        about_leader: true,
        ..facts()
    });
    assert_eq!(led(&decision), (&Lead::Parent, "leader"));
    assert!(decision.restricted);
}

#[test]
fn a_complaint_about_a_leader_of_head_office_goes_to_discipline_inspection() {
    let decision = decide(&Facts {
        about_leader: true,
        level: "head_office".into(),
        ..facts()
    });
    assert_eq!(led(&decision), (&duty("discipline_inspection"), "head_office_leader"));
    assert!(decision.restricted);
}

#[test]
fn where_confidentiality_is_asked_for_the_unit_above_handles_it_and_it_is_restricted() {
    let decision = decide(&Facts {
        confidential: true,
        ..facts()
    });
    assert_eq!(led(&decision), (&Lead::Parent, "confidential"));
    assert!(decision.restricted);
}

#[test]
fn what_the_press_has_is_major_head_office_leads_and_the_press_office_hears_of_it() {
    let told = ["leading_group", "press_office", "supervision_desk"];
    let fact = decide(&Facts { media: true, ..facts() });
    assert_eq!(led(&fact), (&duty("supervision_desk"), "media"));
    assert_eq!(
        (fact.severity.as_str(), fact.tell),
        ("major", told.map(String::from).to_vec())
    );
    let channel = decide(&Facts {
        channel: "media".into(),
        ..facts()
    });
    assert_eq!(led(&channel), (&duty("supervision_desk"), "media_channel"));
    assert_eq!(
        (channel.severity.as_str(), channel.tell),
        ("major", told.map(String::from).to_vec())
    );
}

#[test]
fn a_repeat_complaint_goes_to_a_level_above_and_is_at_least_complex() {
    let decision = decide(&Facts {
        repeats: true,
        ..facts()
    });
    assert_eq!(led(&decision), (&Lead::Parent, "repeat"));
    assert_eq!(decision.severity, "complex");
    let crime = decide(&Facts {
        repeats: true,
        ..of_class("financial_crime")
    });
    assert_eq!(crime.severity, "major", "at least: a major one stays major");
}

#[test]
fn an_anonymous_complaint_is_looked_into_by_the_unit_above() {
    let complainant = decide(&Facts {
        anonymous: true,
        ..facts()
    });
    assert_eq!(led(&complainant), (&Lead::Parent, "anonymous_complainant"));
    let class = decide(&of_class("anonymous"));
    assert_eq!(
        (led(&class), class.severity.as_str()),
        ((&Lead::Parent, "anonymous_class"), "complex")
    );
}

#[test]
fn twenty_complainants_make_it_major_by_itself_and_nineteen_do_not() {
    let group = |persons| decide(&Facts { persons, ..facts() });
    assert_eq!(group(19).severity, "general");
    let large = group(20);
    assert_eq!((large.severity.as_str(), led(&large).0), ("major", &Lead::Unit));
    assert_eq!(large.tell, ["leading_group", "supervision_desk"], "R4.11");
    assert_eq!(
        large.rows,
        ["large_group", "service_attitude"],
        "both rows had their say"
    );
}

#[test]
fn the_supervision_desk_hears_at_once_of_what_is_referred() {
    let decision = decide(&Facts {
        channel: "referral".into(),
        ..facts()
    });
    assert_eq!(led(&decision).0, &Lead::Unit);
    assert_eq!(decision.tell, ["supervision_desk"]);
}

#[test]
fn a_desk_can_hold_a_complaint_for_more_severe_but_not_for_less() {
    let hinted = |class, hint: &str| {
        decide(&Facts {
            severity_hint: Some(hint.into()),
            ..of_class(class)
        })
        .severity
    };
    assert_eq!(hinted("work_error", "complex"), "complex");
    assert_eq!(hinted("work_error", "major"), "major");
    assert_eq!(hinted("financial_crime", "complex"), "major");
    assert_eq!(hinted("product", "general"), "complex");
    assert_eq!(
        hinted("work_error", "dire"),
        "general",
        "a hint that the list does not know changes nothing"
    );
}

#[test]
fn a_class_that_is_unknown_or_not_given_is_handled_as_general() {
    for class in [Some("Checking or savings account".to_owned()), None] {
        let decision = decide(&Facts { class, ..facts() });
        assert_eq!(
            (led(&decision), decision.severity.as_str()),
            ((&Lead::Unit, "general"), "general")
        );
    }
}

#[test]
fn a_channel_that_no_list_knows_is_decided_like_any_other() {
    let imported = Facts {
        channel: "Web Referral".into(),
        ..facts()
    };
    assert_eq!(decide(&imported), decide(&facts()));
}

#[test]
fn what_no_row_gives_a_lead_goes_to_the_supervision_desks_triage() {
    let stray = Facts {
        level: "franchise".into(),
        ..facts()
    };
    let triage = Outcome::Triage {
        duty: "supervision_desk".to_owned(),
    };
    assert_eq!(decide(&stray).outcome, triage);
    let large = decide(&Facts { persons: 40, ..stray });
    assert_eq!(
        (large.outcome, large.severity.as_str()),
        (triage, "major"),
        "what other rows say still holds"
    );
}
