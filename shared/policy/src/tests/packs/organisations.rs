//! One walk for each organisation of section 9, by its particular rules.

use super::{of, pack, walk};
use crate::{Facts, Outcome, Starts};

#[test]
fn subbranch_bank_a_complex_matter_is_investigated_on_site_in_7_working_days_and_a_major_one_told_to_the_branch_head() {
    let bank = pack("subbranch-bank");
    let complex = walk(&bank, &of("visit", "product", "business_department"), "sub_branch");
    assert_eq!(complex.leads(), ("parent", "on_site", "complex", false));
    assert_eq!(complex.limit("reply"), "7 working days");
    let major = walk(
        &bank,
        &Facts {
            persons: 20,
            ..of("visit", "work_error", "sub_branch")
        },
        "sub_branch",
    );
    assert_eq!(major.decision.tell, ["branch_head"]);
    let simple = walk(
        &bank,
        &of("visit", "work_error", "business_department"),
        "business_department",
    );
    assert_eq!((simple.lead.as_str(), simple.limit("reply")), ("unit", "1 working day"));
    let skipped = crate::Misstep {
        skips_level: true,
        ..crate::Misstep::default()
    };
    assert_eq!(
        bank.sanctions_for(&skipped).count(),
        1,
        "accountability for skip-level complaints"
    );
}

#[test]
fn rural_bank_passes_on_in_1_hour_starts_in_2_and_answers_in_1_2_or_3_working_days() {
    let bank = pack("rural-bank");
    let outlet = walk(&bank, &of("visit", "service_attitude", "outlet"), "outlet");
    assert_eq!(outlet.leads(), ("unit", "service_attitude", "general", false));
    let wanted = [
        ("hand_over", "1 clock hour"),
        ("accept", "2 clock hours"),
        ("reply", "1 working day"),
    ];
    assert_eq!(
        outlet.clocks,
        wanted.map(|(kind, limit)| (kind.to_owned(), limit.to_owned()))
    );
    let press = walk(&bank, &of("media", "service_attitude", "outlet"), "head_office");
    assert_eq!(press.leads(), ("supervision_desk", "media_channel", "major", false));
    assert_eq!(press.limit("reply"), "3 working days");
}

#[test]
fn postal_bank_has_2_working_days_for_the_web_3_or_7_to_reply_and_the_referrers_own_date() {
    let bank = pack("postal-bank");
    let web = walk(&bank, &of("web", "service_attitude", "outlet"), "outlet");
    assert_eq!(
        (web.lead.as_str(), web.limit("hand_over"), web.limit("reply")),
        ("unit", "2 working days", "3 working days")
    );
    let complex = walk(&bank, &of("visit", "product", "outlet"), "outlet");
    assert_eq!(
        (complex.limit("hand_over"), complex.limit("reply")),
        ("1 clock hour", "7 working days")
    );
    let extension = bank.extension("reply", "complex").unwrap();
    assert_eq!(
        (extension.most.to_string().as_str(), extension.times),
        ("3 working days", 1),
        "7 to 10"
    );
    assert_eq!(bank.extension("reply", "general"), None);
    let referred = of("referral", "service_attitude", "outlet");
    assert_eq!(
        walk(&bank, &referred, "head_office").leads(),
        ("supervision_desk", "referral", "general", false)
    );
    let case = crate::Case {
        level: "head_office",
        severity: "general",
        class: None,
        channel: "referral",
    };
    assert!(bank.clock_of("reply", case).unwrap().referrers_date, "R4.4");
    let key: Vec<&str> = bank
        .reports_of("city_branch", true)
        .map(|report| report.name.code.as_str())
        .collect();
    let other: Vec<&str> = bank
        .reports_of("city_branch", false)
        .map(|report| report.name.code.as_str())
        .collect();
    assert_eq!((key, other), (vec!["key_branches"], vec!["other_branches"]), "R7.2");
    assert_eq!(bank.lists().classes.len(), 8);
}

#[test]
fn bank_association_reviews_a_members_decision_in_30_days_and_alerts_the_emergency_team() {
    let association = pack("bank-association");
    let review = walk(
        &association,
        &of("letter", "member_decision", "member_bank"),
        "association",
    );
    assert_eq!(review.leads(), ("review_panel", "review", "complex", false));
    assert_eq!(review.decision.with, ["service_management"]);
    let case = crate::Case {
        level: "association",
        severity: "complex",
        ..crate::Case::default()
    };
    assert_eq!(
        association.clocks_of(Starts::Review, case)[0].limit.to_string(),
        "30 calendar days"
    );
    let event = walk(&association, &of("phone", "emergency", "branch"), "association");
    assert_eq!(event.leads(), ("leading_group", "emergency", "major", false));
    assert_eq!(
        (event.decision.alert, event.decision.outside),
        (vec!["emergency_team".to_owned()], vec!["regulator".to_owned()]),
        "R5.9"
    );
}

#[test]
fn bancassurance_supervisor_has_the_insurer_lead_a_misleading_sale_and_restricts_fees_outside_the_books() {
    let supervisor = pack("bancassurance-supervisor");
    let sale = walk(&supervisor, &of("visit", "misleading_sale", "outlet"), "insurer");
    assert_eq!(sale.leads(), ("channel_owner", "misleading_sale", "complex", false));
    assert_eq!(sale.limit("reply"), "10 working days");
    let surrender = walk(&supervisor, &of("phone", "surrender", "insurer"), "insurer");
    assert_eq!(
        (surrender.lead.as_str(), surrender.limit("reply")),
        ("unit", "5 working days")
    );
    let fee = walk(&supervisor, &of("letter", "off_book_fee", "bank_agent"), "supervisor");
    assert_eq!(fee.leads(), ("inspection", "off_book_fee", "major", true));
}

#[test]
fn hospital_has_disputes_about_harm_led_by_medical_affairs_with_legal_and_counted_apart() {
    let hospital = pack("hospital");
    let harm = walk(&hospital, &of("visit", "harm", "ward"), "hospital");
    assert_eq!(harm.leads(), ("medical_affairs", "harm", "major", false));
    assert_eq!(
        (harm.decision.with, harm.decision.approve),
        (vec!["legal".to_owned(), "nursing".to_owned()], vec!["legal".to_owned()])
    );
    let plain = walk(&hospital, &of("visit", "service_attitude", "department"), "department");
    assert_eq!((plain.lead.as_str(), plain.limit("reply")), ("unit", "5 working days"));
    let matter = &hospital.lists().axes[0];
    let entries: Vec<&str> = matter.entries.iter().map(|entry| entry.code.as_str()).collect();
    assert_eq!(entries, ["complaint", "dispute"]);
    assert!(hospital.pause("appraisal", "reply").unwrap().notice, "R4.12");
}

#[test]
fn food_drug_regulator_sends_each_kind_of_product_to_its_division_and_passes_on_what_is_not_its_own() {
    let county = pack("food-drug-regulator");
    let about = |product: &str| Facts {
        product: Some(product.to_owned()),
        ..of("hotline", "unsafe_product", "station")
    };
    for (product, division) in [
        ("health_food", "food_division"),
        ("cosmetic", "drug_division"),
        ("device", "device_division"),
    ] {
        assert_eq!(walk(&county, &about(product), "authority").lead, division);
    }
    let outside = walk(&county, &of("hotline", "outside_remit", "station"), "authority");
    assert_eq!(outside.leads(), ("complaint_centre", "outside_remit", "general", false));
    assert_eq!(outside.decision.outside, ["other_agency"], "R3.5");
    assert_eq!(
        (
            outside.limit("hand_over"),
            outside.limit("accept"),
            outside.limit("reply")
        ),
        ("2 clock hours", "5 working days", "60 calendar days")
    );
}

#[test]
fn petition_office_answers_first_letters_quickly_and_repeat_ones_carefully_with_a_leader_in_charge_of_cases() {
    let office = pack("petition-office");
    let first = walk(&office, &of("letter", "request", "township"), "township");
    assert_eq!(
        (first.leads(), first.limit("reply")),
        (("unit", "general", "general", false), "15 calendar days")
    );
    let repeat = walk(
        &office,
        &Facts {
            repeats: true,
            ..of("letter", "request", "township")
        },
        "office",
    );
    assert_eq!(
        (repeat.leads(), repeat.limit("reply")),
        (("verification", "repeat", "complex", false), "60 calendar days")
    );
    let joint = walk(
        &office,
        &Facts {
            persons: 12,
            ..of("joint_visit", "request", "township")
        },
        "office",
    );
    assert_eq!(joint.leads(), ("leader_in_charge", "joint_visit", "complex", false));
    assert_eq!(
        office.lists().axes[0].name.code,
        "source",
        "referrals from above are counted by source"
    );
}

#[test]
fn road_station_refers_to_other_agencies_and_assesses_its_handlers() {
    let road = pack("road-station");
    let police = walk(&road, &of("hotline", "other_agency", "squad"), "station");
    assert_eq!(police.leads(), ("station_office", "other_agency", "general", false));
    assert_eq!(police.decision.outside, ["price_authority", "traffic_police"]);
    let scale = walk(&road, &of("visit", "weighing", "squad"), "station");
    assert_eq!(
        (scale.leads(), scale.limit("reply")),
        (("station_office", "weighing", "complex", false), "3 working days")
    );
    let report = road.reports_of("station", false).next().unwrap();
    assert!(report.measures.contains(&"handler_satisfied".to_owned()), "R6.4");
}

#[test]
fn cable_tv_centre_sends_work_orders_to_district_offices_with_their_field_service() {
    let centre = pack("cable-tv-centre");
    let fault = walk(
        &centre,
        &of("hotline", "no_signal", "district_office"),
        "district_office",
    );
    assert_eq!(fault.leads(), ("unit", "work_order", "general", false));
    assert_eq!(fault.decision.with, ["field_service"]);
    assert_eq!(
        (fault.limit("accept"), fault.limit("reply")),
        ("2 clock hours", "24 clock hours")
    );
    let bill = walk(&centre, &of("phone", "billing", "district_office"), "centre");
    assert_eq!(
        (bill.lead.as_str(), bill.limit("reply")),
        ("billing_office", "3 working days")
    );
    let area = walk(&centre, &of("hotline", "area_fault", "district_office"), "centre");
    assert_eq!(area.leads(), ("dispatch", "area_fault", "major", false));
}

#[test]
fn power_hotline_answers_enquiries_with_approved_texts_and_holds_a_known_outage_for_one_matter() {
    let utility = pack("power-hotline");
    let enquiry = walk(&utility, &of("hotline", "enquiry", "station"), "company");
    assert_eq!(enquiry.leads(), ("hotline_desk", "enquiry", "general", false));
    assert_eq!(enquiry.decision.approve, ["knowledge_owner"]);
    let known = walk(&utility, &of("hotline", "known_outage", "station"), "company");
    assert_eq!(
        (known.lead.as_str(), known.limit("reply")),
        ("hotline_desk", "24 clock hours")
    );
    assert_eq!(
        utility.window("one_fault").unwrap().within.to_string(),
        "24 clock hours",
        "R3.11"
    );
    let outage = walk(&utility, &of("hotline", "outage", "station"), "station");
    assert_eq!(
        (
            outage.lead.as_str(),
            outage.limit("accept"),
            outage.decision.with.join(",").as_str()
        ),
        ("unit", "1 clock hour", "repair")
    );
    let danger = walk(&utility, &of("hotline", "danger", "station"), "company");
    assert_eq!(
        (danger.leads(), danger.decision.alert.join(",").as_str()),
        (("duty_manager", "danger", "major", false), "safety_team")
    );
}

#[test]
fn examination_centre_responds_in_24_hours_and_listens_to_communication_complaints() {
    let centre = pack("examination-centre");
    for class in ["asks_help", "asks_advice", "vents"] {
        let heard = walk(&centre, &of("phone", class, "department"), "centre");
        assert_eq!(heard.leads(), ("customer_care", "communication", "general", false));
        assert_eq!(
            (heard.limit("first_response"), heard.limit("reply")),
            ("24 clock hours", "3 working days")
        );
    }
    assert_eq!(centre.met_by("first_response"), Some(crate::MetBy::Contacted), "R5.6");
    let again = walk(
        &centre,
        &Facts {
            repeats: true,
            ..of("phone", "waiting", "department")
        },
        "centre",
    );
    assert_eq!(again.leads(), ("customer_care", "repeat", "complex", false));
}

#[test]
fn queue_service_has_the_process_owner_hear_of_waiting_and_its_own_root_causes() {
    let network = pack("queue-service");
    let waiting = walk(&network, &of("opinion_book", "waiting", "branch"), "branch");
    assert_eq!(waiting.leads(), ("unit", "waiting", "general", false));
    assert_eq!(
        (waiting.decision.tell.as_slice(), waiting.limit("reply")),
        (["process_owner".to_owned()].as_slice(), "2 working days")
    );
    let causes: Vec<&str> = network
        .lists()
        .root_causes
        .iter()
        .map(|cause| cause.code.as_str())
        .collect();
    let wanted = [
        "error",
        "contradictory_advice",
        "waiting",
        "counters",
        "waiting_before",
        "waiting_during",
        "idle_counters",
        "closed_counters",
    ];
    assert_eq!(causes[..8], wanted);
    assert_eq!(
        network.cause_path("closed_counters"),
        ["waiting", "counters", "closed_counters"]
    );
    assert_eq!(
        (network.cause_path("waiting"), network.cause_path("error")),
        (vec!["waiting"], vec!["error"])
    );
    let stray = network.decide(&of("visit", "waiting", "franchise"));
    assert!(
        matches!(stray.outcome, Outcome::Triage { .. }),
        "left to triage on purpose"
    );
}
