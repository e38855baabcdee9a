//! Mistakes in policies and requests, which must open no door.

use super::{access, complaint, staff};
use crate::{Access, AccessError, Action, Caller, Decision, Denial};

#[test]
fn a_request_that_does_not_fit_the_schema_is_denied() {
    let decision = access().decide(&Caller::operator(), Action::Operate, &complaint("ho"));
    assert!(
        matches!(
            decision,
            Decision::Deny {
                reason: Denial::Error(_)
            }
        ),
        "{decision:?}"
    );
}

fn refusal(policy: &str) -> AccessError {
    Access::built_in_and(&[("more.cedar", policy)]).unwrap_err()
}

#[test]
fn a_misspelt_attribute_is_refused_when_policies_are_loaded() {
    let refused = refusal(
        r#"@id("x") forbid (principal is Staff, action == Action::"read", resource) when { resource.restrictd };"#,
    );
    assert!(matches!(refused, AccessError::Invalid(_)), "{refused}");
    assert!(refused.to_string().contains("restrictd"), "{refused}");
}

#[test]
fn a_misspelt_act_type_or_a_condition_that_is_never_true_is_refused() {
    for policy in [
        r#"@id("x") forbid (principal, action == Action::"raed", resource);"#,
        r#"@id("x") forbid (principal is Staf, action, resource);"#,
        r#"@id("x") forbid (principal is Operator, action == Action::"operate", resource is Complaint);"#,
    ] {
        assert!(matches!(refusal(policy), AccessError::Invalid(_)), "{policy}");
    }
}

#[test]
fn a_policy_without_a_name_with_a_used_one_or_as_a_template_is_refused() {
    let nameless = refusal("permit (principal, action, resource);");
    assert_eq!(nameless.to_string(), "a policy in more.cedar has no @id");
    let twice = refusal(r#"@id("staff-register") permit (principal, action, resource);"#);
    assert_eq!(twice.to_string(), "the access policy staff-register stands twice");
    let template = refusal(r#"@id("x") permit (principal == ?principal, action, resource);"#);
    assert_eq!(
        template.to_string(),
        "more.cedar holds a policy template, which nothing fills in"
    );
    let broken = refusal("forbid (");
    assert!(matches!(broken, AccessError::Policy { .. }), "{broken}");
}

#[test]
fn a_policy_that_fails_denies_though_cedar_would_allow() {
    let overflow =
        r#"@id("fails") forbid (principal, action == Action::"read", resource) when { 9223372036854775807 + 1 == 0 };"#;
    let access = Access::built_in_and(&[("more.cedar", overflow)]).unwrap();
    let (caller, resource) = (staff("ho.b01", &[]), complaint("ho.b01"));
    let by_cedar_alone = access.ask(&caller, Action::Read, &resource).unwrap().decision();
    assert_eq!(
        by_cedar_alone,
        cedar_policy::Decision::Allow,
        "the trap that this guards against"
    );
    let decision = access.decide(&caller, Action::Read, &resource);
    assert!(
        matches!(
            decision,
            Decision::Deny {
                reason: Denial::Error(_)
            }
        ),
        "{decision:?}"
    );
}

#[test]
fn an_entity_that_lost_an_attribute_is_not_decided() {
    let access = access();
    let caller = staff("ho.b01", &[]).entity(&access.types).unwrap();
    let whole = complaint("ho.b01").entity(&access.types).unwrap();
    let bare = cedar_policy::Entity::new_no_attrs(whole.uid(), std::collections::HashSet::new());
    assert!(access.ask_of(caller.clone(), Action::Read, whole).is_ok());
    let error = access.ask_of(caller, Action::Read, bare).unwrap_err();
    assert!(error.contains("does not conform to the schema"), "{error}");
}
