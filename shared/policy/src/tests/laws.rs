//! What holds for every complaint.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::rural_bank;
use crate::{Facts, Lead, Named, Outcome, Pack, Starts};

fn code(list: &[Named]) -> impl Strategy<Value = String> + use<> {
    let known: Vec<String> = list.iter().map(|named| named.code.clone()).collect();
    prop_oneof![4 => proptest::sample::select(known), 1 => "\\PC{0,12}"]
}

fn any_facts(pack: &Pack) -> impl Strategy<Value = Facts> + use<> {
    let lists = pack.lists();
    let codes = (
        code(&lists.channels),
        proptest::option::of(code(&lists.classes)),
        proptest::option::of(code(&lists.severities)),
        code(&lists.levels),
    );
    (codes, any::<[bool; 5]>(), 0_u32..40).prop_map(|((channel, class, severity_hint, level), flags, persons)| {
        let [anonymous, confidential, media, about_leader, repeats] = flags;
        Facts {
            channel,
            class,
            line: None,
            product: None,
            severity_hint,
            level,
            anonymous,
            confidential,
            persons,
            media,
            about_leader,
            repeats,
        }
    })
}

#[test]
fn every_complaint_has_a_lead_or_triage_a_severity_and_its_clocks() {
    let pack = rural_bank();
    proptest!(|(facts in any_facts(&pack))| {
        let decision = pack.decide(&facts);
        prop_assert!(Named::find(&pack.lists().severities, &decision.severity).is_some());
        let known = |duty: &String| Named::find(&pack.lists().duties, duty).is_some();
        prop_assert!(decision.tell.iter().all(known));
        match &decision.outcome {
            Outcome::Assign { lead: Lead::Duty(duty), .. } | Outcome::Triage { duty } => prop_assert!(known(duty)),
            Outcome::Assign { row, .. } => prop_assert!(decision.rows.contains(row)),
        }
        prop_assert_eq!(pack.clocks_at(Starts::Registration, &facts.level, &decision.severity).len(), 1);
        prop_assert_eq!(pack.clocks_at(Starts::Order, &facts.level, &decision.severity).len(), 2);
    });
}

#[test]
fn who_is_complained_about_never_leads_a_restricted_complaint() {
    let pack = rural_bank();
    proptest!(|(facts in any_facts(&pack))| {
        let decision = pack.decide(&facts);
        let by_unit = matches!(decision.outcome, Outcome::Assign { lead: Lead::Unit, .. });
        prop_assert!(!(decision.restricted && by_unit), "{:?}", decision);
        if facts.confidential || facts.about_leader {
            prop_assert!(decision.restricted);
        }
    });
}

/// Every code of a list, and one that it does not know.
fn each(list: &[Named]) -> Vec<String> {
    list.iter()
        .map(|named| named.code.clone())
        .chain(["strange".to_owned()])
        .collect()
}

/// Facts that hold every code with every other, and one thing that is special at most.
fn each_facts(pack: &Pack) -> Vec<Facts> {
    let lists = pack.lists();
    let mut all = Vec::new();
    for channel in each(&lists.channels) {
        for class in each(&lists.classes).into_iter().map(Some).chain([None]) {
            for level in each(&lists.levels) {
                let (channel, class) = (channel.clone(), class.clone());
                let plain = Facts {
                    channel,
                    class,
                    level,
                    persons: 1,
                    ..Facts::default()
                };
                let hinted = |hint: String| Facts {
                    severity_hint: Some(hint),
                    ..plain.clone()
                };
                all.extend(each(&lists.severities).into_iter().map(hinted));
                all.push(Facts {
                    anonymous: true,
                    ..plain.clone()
                });
                all.push(Facts {
                    confidential: true,
                    ..plain.clone()
                });
                all.push(Facts {
                    media: true,
                    ..plain.clone()
                });
                all.push(Facts {
                    about_leader: true,
                    ..plain.clone()
                });
                all.push(Facts {
                    repeats: true,
                    ..plain.clone()
                });
                all.push(Facts {
                    persons: 20,
                    ..plain.clone()
                });
                all.push(plain);
            }
        }
    }
    all
}

#[test]
fn every_row_has_its_say_somewhere_and_every_row_that_names_a_lead_leads_somewhere() {
    let pack = rural_bank();
    let (mut said, mut led) = (BTreeSet::new(), BTreeSet::new());
    for decision in each_facts(&pack).iter().map(|facts| pack.decide(facts)) {
        said.extend(decision.rows);
        if let Outcome::Assign { row, .. } = decision.outcome {
            led.insert(row);
        }
    }
    for row in pack.rows() {
        assert!(said.contains(&row.code), "{}", row.code);
        assert_eq!(led.contains(&row.code), row.lead.is_some(), "{}", row.code);
    }
}
