//! R4.11, R5.9: who hears at once of a complaint: the team that the emergency plan names, and the duties that the policy names for such a
//! complaint. It stops nothing and moves no clock.

use huiyin_contracts::events::routing::AlertedV1;
use huiyin_kernel::{Timestamp, UnitPath};
use huiyin_policy::{Decision, Starts};

use super::complaint::{Complaint, Matter};
use super::effects::{Effects, Saying};
use super::order::OrderKind;
use super::rules::Rules;
use super::start::On;

/// Says who hears of it. The team of an emergency plan has an order too, by which it says that it heard; where the pack sets a limit for
/// that, its clock runs, and its ladder goes upward (R4.7, R5.9).
pub(super) fn raise(alerts: Vec<AlertedV1>, complaint: &Complaint, now: Timestamp, rules: &Rules<'_>) -> Effects {
    let mut effects = Effects::default();
    for alert in alerts {
        if !alert.emergency {
            effects.said.push(Saying::Alerted(alert));
            continue;
        }
        let order = rules.serve(complaint, OrderKind::Alert, alert.to.clone(), now);
        let on = On {
            complaint,
            order: &order,
            period: now,
        };
        let began = rules.start(Starts::Alert, on, now, |_, _| true);
        effects.said.push(Saying::Alerted(AlertedV1 {
            order: Some(order.id),
            ..alert
        }));
        let started = effects.start(began);
        effects.said.extend(started);
        effects.order(&Matter::bare(complaint), order);
    }
    effects
}

/// Whom the decision alerts or tells: one word for each unit, whatever it holds. An emergency reaches somebody in any case.
pub(super) fn alerts(decision: &Decision, complaint: &Complaint, lead: &UnitPath, rules: &Rules<'_>) -> Vec<AlertedV1> {
    let mut alerts: Vec<AlertedV1> = Vec::new();
    let plan = decision.alert.iter().map(|duty| (duty, true));
    let told = decision.tell.iter().map(|duty| (duty, false));
    for (duty, emergency) in plan.chain(told) {
        let to = if emergency {
            Some(team(duty, complaint, rules))
        } else {
            listener(duty, complaint, lead, rules)
        };
        let Some(to) = to else { continue };
        if let Some(there) = alerts.iter_mut().find(|alert| alert.to == to) {
            if !there.duties.contains(duty) {
                there.duties.push(duty.clone());
            }
            continue;
        }
        alerts.push(AlertedV1 {
            complaint: complaint.id,
            to,
            duties: vec![duty.clone()],
            emergency,
            severity: complaint.severity.clone(),
            lead: lead.clone(),
            order: None,
        });
    }
    alerts
}

/// The team of an emergency plan; the level above it where it must be kept out (R4.10), and who decides where nobody else does where there is
/// none.
fn team(duty: &str, complaint: &Complaint, rules: &Rules<'_>) -> UnitPath {
    let holder = rules
        .directory
        .holder(&complaint.unit, duty)
        .map(|unit| unit.path.clone());
    let free = holder.and_then(|unit| {
        if complaint.concerns(&unit) {
            rules.free_above(&unit, complaint)
        } else {
            Some(unit)
        }
    });
    free.unwrap_or_else(|| rules.triage(complaint))
}

/// Who only hears of it: not who leads it anyway, not who must be kept out, and of what is restricted nobody (R8.2).
fn listener(duty: &str, complaint: &Complaint, lead: &UnitPath, rules: &Rules<'_>) -> Option<UnitPath> {
    let holder = rules.directory.holder(&complaint.unit, duty)?.path.clone();
    let hears = !complaint.restricted && holder != *lead && !complaint.concerns(&holder);
    hears.then_some(holder)
}

#[cfg(test)]
mod tests {
    use huiyin_contracts::events::intake::{PastV1, RegisteredV1};

    use crate::domain::effects::{Effects, Saying};
    use crate::domain::samples::{World, unit, units};
    use crate::domain::unit::{DEPARTMENT, Unit};

    /// To whom, whether it is an emergency, by which duties.
    fn told(effects: &Effects) -> Vec<(&str, bool, String)> {
        let alerted = effects.said.iter().filter_map(|said| match said {
            Saying::Alerted(event) => Some((event.to.as_str(), event.emergency, event.duties.join(" "))),
            _ => None,
        });
        alerted.collect()
    }

    fn holds(path: &str, duties: &[&str]) -> Unit {
        Unit {
            duties: duties.iter().map(|&duty| duty.to_owned()).collect(),
            ..unit(path)
        }
    }

    fn emergency(world: &World) -> RegisteredV1 {
        RegisteredV1 {
            class: Some("emergency".to_owned()),
            ..world.registered("ho.b1.o1")
        }
    }

    #[test]
    fn r5_9_an_emergency_alerts_the_named_team_at_once() {
        let mut tree = units(&["ho.b1", "ho.b1.o1"]);
        tree.push(holds("ho", &["leading_group"]));
        tree.push(Unit {
            level: DEPARTMENT.to_owned(),
            ..holds("ho.team", &["emergency_team"])
        });
        let world = World::with("bank-association", tree);
        let effects = world.assign(&emergency(&world));
        let alerts = told(&effects);
        assert!(
            alerts.contains(&("ho.team", true, "emergency_team".to_owned())),
            "{alerts:?}"
        );
        let first = effects.said.iter().position(|said| matches!(said, Saying::Alerted(_)));
        assert!(first.unwrap() > 0, "after it is said who leads");
    }

    #[test]
    fn r5_9_a_team_that_nobody_is_is_whoever_decides_where_nobody_else_does() {
        let mut tree = units(&["ho.b1", "ho.b1.o1"]);
        tree.push(holds("ho", &["mediation_office"]));
        let world = World::with("bank-association", tree);
        let effects = world.assign(&emergency(&world));
        let alerts = told(&effects);
        assert!(
            alerts.iter().any(|(to, emergency, _)| *to == "ho" && *emergency),
            "{alerts:?}"
        );
    }

    #[test]
    fn r4_11_what_is_major_is_told_once_to_each_unit_that_must_hear_of_it() {
        let world = World::new();
        let crowd = RegisteredV1 {
            persons: 25,
            ..world.registered("ho.b1.o1")
        };
        let effects = world.assign(&crowd);
        assert_eq!(
            told(&effects),
            [("ho", false, "leading_group supervision_desk".to_owned())]
        );
        let general = world.assign(&world.registered("ho.b1.o1"));
        assert_eq!(told(&general), []);
    }

    #[test]
    fn r4_11_who_leads_it_anyway_is_not_told_again_and_of_the_past_nobody_is() {
        let world = World::new();
        let media = RegisteredV1 {
            media: true,
            ..world.registered("ho.b1.o1")
        };
        assert_eq!(told(&world.assign(&media)), [], "head office leads it");
        let past = RegisteredV1 {
            persons: 25,
            past: Some(PastV1 {
                source: "register".to_owned(),
                closed: None,
                ending: None,
                finding: None,
                in_time: None,
            }),
            ..world.registered("ho.b1.o1")
        };
        assert_eq!(told(&world.assign(&past)), []);
    }

    #[test]
    fn r8_2_of_what_is_restricted_nobody_hears_who_does_not_handle_it() {
        let world = World::new();
        let crime = RegisteredV1 {
            class: Some("financial_crime".to_owned()),
            ..world.registered("ho.b1.o1")
        };
        let effects = world.assign(&crime);
        assert!(effects.complaint.as_ref().unwrap().restricted);
        assert_eq!(told(&effects), []);
    }
}
