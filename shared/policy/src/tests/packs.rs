//! Every pack: it is sound, and a whole decision walk with what is particular to it.

use std::collections::BTreeSet;

use huiyin_kernel::Timestamp;

use super::{facts, horizon, packs};
use crate::{Case, Checked, Decision, Facts, Lead, Misstep, Outcome, Pack, Settle, Starts};

mod organisations;
mod statutory;

/// The thirteen of the rule book's section 9.
const ORGANISATIONS: [&str; 13] = [
    "bancassurance-supervisor",
    "bank-association",
    "cable-tv-centre",
    "examination-centre",
    "food-drug-regulator",
    "hospital",
    "petition-office",
    "postal-bank",
    "power-hotline",
    "queue-service",
    "road-station",
    "rural-bank",
    "subbranch-bank",
];

const STATUTORY: [&str; 4] = ["cn-banking-2020", "in-rbi-2026", "uk-disp", "us-cfpb"];

/// What a walk came to, for short.
struct Walk {
    lead: String,
    row: String,
    decision: Decision,
    /// Kind and limit of each clock, in order.
    clocks: Vec<(String, String)>,
}

fn pack(name: &str) -> Pack {
    Pack::load(packs().join(name)).unwrap()
}

/// Decides, and starts the clocks of registration and order for a unit of `lead_level`.
fn walk(pack: &Pack, facts: &Facts, lead_level: &str) -> Walk {
    let decision = pack.decide(facts);
    let (lead, row) = match &decision.outcome {
        Outcome::Assign { lead, row } => (lead.to_string(), row.clone()),
        Outcome::Triage { duty } => (format!("triage by {duty}"), String::new()),
    };
    let case = Case {
        level: lead_level,
        severity: &decision.severity,
        class: facts.class.as_deref(),
        channel: &facts.channel,
    };
    let started = [Starts::Registration, Starts::Order].map(|starts| pack.clocks_of(starts, case));
    let clocks = started.into_iter().flatten();
    let clocks = clocks.map(|rule| (rule.kind.clone(), rule.limit.to_string())).collect();
    Walk {
        lead,
        row,
        decision,
        clocks,
    }
}

impl Walk {
    fn leads(&self) -> (&str, &str, &str, bool) {
        (&self.lead, &self.row, &self.decision.severity, self.decision.restricted)
    }

    fn limit(&self, kind: &str) -> &str {
        let found = self.clocks.iter().find(|(one, _)| one == kind);
        found.map_or("none", |(_, limit)| limit)
    }
}

fn of(channel: &str, class: &str, level: &str) -> Facts {
    Facts {
        channel: channel.to_owned(),
        class: Some(class.to_owned()),
        level: level.to_owned(),
        ..facts()
    }
}

#[test]
fn the_packs_are_the_thirteen_organisations_and_the_four_statutory_ones() {
    assert_eq!(Pack::embedded_names().collect::<Vec<_>>(), ORGANISATIONS);
    assert_eq!(Pack::embedded_overlays().collect::<Vec<_>>(), STATUTORY);
}

#[test]
fn nothing_is_wrong_with_any_pack_nor_with_a_statutory_one_laid_over_it() {
    let checked = Checked::folder(packs(), horizon()).unwrap();
    for one in &checked {
        assert!(one.wrong.is_empty(), "{}: {:#?}", one.name, one.wrong);
    }
    assert_eq!(checked, Checked::embedded(horizon()));
    let names: BTreeSet<&str> = checked.iter().map(|one| one.name.as_str()).collect();
    assert!(
        names.contains("rural-bank+cn-banking-2020") && names.len() > 17,
        "{names:?}"
    );
}

#[test]
fn each_pack_has_its_letters_in_both_languages_its_reports_and_its_numbers() {
    for name in ORGANISATIONS {
        let pack = pack(name);
        let replies = ["", "verified_", "final_"]
            .into_iter()
            .flat_map(|round| ["upheld", "not_upheld"].map(|verdict| format!("reply_{round}{verdict}")));
        for letter in ["receipt", "declined"].into_iter().map(str::to_owned).chain(replies) {
            let letter = pack.letter(&letter).unwrap_or_else(|| panic!("{name} has no {letter}"));
            assert!(letter.text("zh").contains("{number}") && letter.text("en").contains("{number}"));
        }
        if name != "cable-tv-centre" {
            assert!(pack.reports().iter().any(|report| !report.rules.is_empty()), "{name}");
        }
        assert_eq!(
            pack.number(crate::numbers::PERSONS_FOR_MAJOR),
            Some(20),
            "{name}, R3.10"
        );
        assert_eq!(pack.number(crate::numbers::REPRESENTATIVES), Some(5), "{name}, R3.10");
        assert!(pack.window(crate::windows::RETENTION).is_some(), "{name}, R8.3");
    }
}

#[test]
fn in_every_pack_twenty_complainants_make_it_major_and_a_leader_is_never_judged_by_their_own_unit() {
    for name in ORGANISATIONS {
        let pack = pack(name);
        let level = pack.lists().levels.last().unwrap().code.clone();
        let plain = Facts {
            level,
            class: None,
            channel: "visit".to_owned(),
            ..facts()
        };
        let group = pack.decide(&Facts {
            persons: 20,
            ..plain.clone()
        });
        assert_eq!(group.severity, "major", "{name}, R3.10");
        let leader = pack.decide(&Facts {
            about_leader: true,
            ..plain
        });
        assert!(leader.restricted, "{name}, R8.2");
        assert!(
            !matches!(leader.outcome, Outcome::Assign { lead: Lead::Unit, .. }),
            "{name}, R4.10"
        );
    }
}

#[test]
fn an_outlet_settles_up_to_its_authority_and_who_approves_above_is_named() {
    let bank = pack("rural-bank");
    let yuan = |amount: i64| huiyin_kernel::Money {
        minor: amount * 100,
        currency: "CNY".to_owned().try_into().unwrap(),
    };
    assert!(matches!(bank.settles("outlet", None, yuan(500)), Settle::Alone(row) if row.code == "outlet"));
    let approver = |level, amount| match bank.settles(level, None, yuan(amount)) {
        Settle::Approved(approver, _) => approver.to_string(),
        Settle::Alone(row) => panic!("alone, by {}", row.code),
    };
    assert_eq!(approver("outlet", 501), "parent");
    assert_eq!(approver("branch", 5_001), "supervision_desk");
    assert_eq!(approver("head_office", 50_001), "leading_group");
    assert_eq!(approver("franchise", 1), "parent", "what no row speaks of goes up");
}

#[test]
fn the_sanction_table_has_the_rule_books_ranges() {
    let bank = pack("rural-bank");
    let ranges = |misstep: &Misstep| -> Vec<(String, i64, i64, u8)> {
        let rows = bank.sanctions_for(misstep);
        rows.map(|row| {
            (
                row.code.clone(),
                row.least.minor / 100,
                row.most.minor / 100,
                row.leaders,
            )
        })
        .collect()
    };
    let attitude = Misstep {
        cause: Some("service_attitude".into()),
        channel: "visit".into(),
        ..Misstep::default()
    };
    assert_eq!(ranges(&attitude), [("attitude".to_owned(), 100, 1_000, 0)]);
    let loss = Misstep {
        cause: Some("non_compliant_operation".into()),
        channel: "referral".into(),
        loss: true,
        ..Misstep::default()
    };
    let both = [
        ("non_compliance_with_loss".to_owned(), 200, 2_000, 1),
        ("media_or_regulator".to_owned(), 300, 3_000, 2),
    ];
    assert_eq!(ranges(&loss), both);
    let harmless = Misstep {
        loss: false,
        channel: "visit".into(),
        ..loss
    };
    assert!(ranges(&harmless).is_empty());
}

#[test]
fn a_window_of_months_ends_on_the_same_day_of_a_later_month() {
    let uk = pack("queue-service+uk-disp");
    let answered: Timestamp = "2026-08-31T10:00:00Z".parse().unwrap();
    let window = uk.window("uk_ombudsman").unwrap();
    let last = window.within.last_day(uk.calendar("uk").unwrap(), answered).unwrap();
    assert_eq!(last.to_string(), "2027-02-28", "six months, and February has no 31st");
}
