//! Each statutory pack's numbers, laid over an organisation's own pack: several clocks on one complaint (R4.12).

use huiyin_kernel::Timestamp;

use super::{of, pack, walk};
use crate::{Case, Facts, Starts};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn cn_banking_2020_decides_in_15_days_30_when_complex_and_30_more_with_approval_and_notice() {
    let bank = pack("rural-bank+cn-banking-2020");
    assert_eq!(bank.version().as_str(), "rural-bank@2026.1+cn-banking-2020@2026.1");
    let plain = walk(&bank, &of("visit", "service_attitude", "outlet"), "outlet");
    let clocks: Vec<(&str, &str)> = plain
        .clocks
        .iter()
        .map(|(kind, limit)| (kind.as_str(), limit.as_str()))
        .collect();
    let wanted = [
        ("hand_over", "1 clock hour"),
        ("cn_decision", "15 calendar days"),
        ("accept", "2 clock hours"),
        ("reply", "1 working day"),
    ];
    assert_eq!(
        clocks, wanted,
        "the internal clocks and the statutory one run side by side"
    );
    let complex = walk(&bank, &of("visit", "product", "outlet"), "outlet");
    assert_eq!(complex.limit("cn_decision"), "30 calendar days");
    let extension = bank.extension("cn_decision", "complex").unwrap();
    assert_eq!(
        (extension.most.to_string().as_str(), extension.times, extension.notice),
        ("30 calendar days", 1, true)
    );
    assert_eq!(bank.extension("cn_decision", "general"), None);
    let ceiling = bank.ceilings("cn_decision", None, "complex").next().unwrap();
    assert_eq!(ceiling.extended.unwrap().amount, 60);
    assert!(bank.pause("cn_appraisal", "cn_decision").unwrap().notice);
    let review = Case {
        level: "branch",
        severity: "general",
        ..Case::default()
    };
    assert_eq!(
        bank.clocks_of(Starts::Review, review)[0].limit.to_string(),
        "30 calendar days",
        "R5.11"
    );
    let group = bank.decide(&Facts {
        persons: 20,
        ..of("visit", "service_attitude", "outlet")
    });
    assert_eq!(
        (group.severity.as_str(), group.outside),
        ("major", vec!["cn_regulator".to_owned()])
    );
    let axes: Vec<&str> = bank.lists().axes.iter().map(|axis| axis.name.code.as_str()).collect();
    assert_eq!(axes, ["business_channel", "business_type", "cause"]);
}

#[test]
fn uk_disp_has_3_business_days_8_weeks_and_15_to_35_business_days_for_payments_over_christmas() {
    let firm = pack("queue-service+uk-disp");
    let plain = walk(&firm, &of("web", "product", "branch"), "branch");
    assert_eq!(
        (plain.limit("uk_summary"), plain.limit("uk_final_response")),
        ("3 working days", "56 calendar days")
    );
    let payment = walk(&firm, &of("web", "payment", "branch"), "head_office");
    assert_eq!(payment.limit("uk_final_response"), "15 working days");
    let case = Case {
        level: "branch",
        severity: "complex",
        class: Some("payment"),
        channel: "web",
    };
    let rule = firm.clock_of("uk_final_response", case).unwrap();
    let calendar = firm.calendar_of(rule, firm.default_calendar());
    let due = calendar.due(at("2026-12-10T10:00:00Z"), rule.limit).unwrap();
    assert_eq!(
        due.date.to_string(),
        "2027-01-05",
        "no business day: Christmas Day, the substitute for Boxing Day, New Year's Day"
    );
    let later = calendar
        .due(due.at, firm.extension("uk_final_response", "complex").unwrap().most)
        .unwrap();
    assert_eq!(later.date.to_string(), "2027-02-02", "35 business days in all");
    let summary = firm.clock_of("uk_summary", case).unwrap();
    assert!(summary.milestone, "passing it is no breach");
    assert_eq!(firm.window("uk_ombudsman").unwrap().within.to_string(), "6 months");
    let half_year = firm
        .reports_of("head_office", false)
        .find(|report| report.name.code == "uk_half_year")
        .unwrap();
    assert_eq!(half_year.measures.len(), 7);
}

#[test]
fn us_cfpb_has_15_and_60_calendar_days_for_what_comes_through_the_bureau_and_no_clock_for_the_rest() {
    let company = pack("queue-service+us-cfpb");
    let through = walk(&company, &of("cfpb", "product", "branch"), "branch");
    assert_eq!(
        (through.limit("cfpb_response"), through.limit("cfpb_final")),
        ("15 calendar days", "60 calendar days")
    );
    assert_eq!(through.decision.tell, ["cfpb_officer"]);
    let own = walk(&company, &of("web", "product", "branch"), "branch");
    assert_eq!((own.limit("cfpb_response"), own.limit("cfpb_final")), ("none", "none"));
    let kinds = [
        "closed_with_explanation",
        "closed_with_monetary_relief",
        "untimely_response",
    ];
    for kind in kinds {
        assert!(crate::Named::find(&company.lists().endings, kind).is_some(), "{kind}");
    }
    let calendar = company.calendar("us-federal").unwrap();
    let observed: huiyin_kernel::Date = "2026-07-03".parse().unwrap();
    assert!(!calendar.is_working_day(observed).unwrap(), "4 July 2026 is a Saturday");
}

#[test]
fn in_rbi_2026_passes_rejections_to_the_internal_ombudsman_by_day_20_and_decides_by_day_30() {
    let bank = pack("subbranch-bank+in-rbi-2026");
    let plain = walk(&bank, &of("visit", "work_error", "sub_branch"), "sub_branch");
    assert_eq!(
        (plain.limit("rbi_ombudsman"), plain.limit("rbi_final")),
        ("20 calendar days", "30 calendar days")
    );
    assert_eq!(
        plain.decision.approve,
        ["internal_ombudsman"],
        "never closed by the unit complained about (R5.10)"
    );
    for finding in ["partly_resolved", "wholly_rejected", "not_upheld"] {
        let on = bank.passes_on(finding).unwrap();
        assert_eq!((on.to.to_string().as_str(), on.by.amount), ("internal_ombudsman", 20));
    }
    assert_eq!(bank.passes_on("fully_resolved"), None);
    assert!(
        bank.level_duties()["head_office"].contains(&"internal_ombudsman".to_owned()),
        "held with the appeals body until named"
    );
    let quarterly = bank
        .reports()
        .iter()
        .find(|report| report.name.code == "rbi_quarterly")
        .unwrap();
    assert_eq!(quarterly.due.to_string(), "15 calendar days");
}
