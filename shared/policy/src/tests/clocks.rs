//! The rural bank's limits, reminders, ladders and lists.

use huiyin_kernel::Timestamp;

use super::rural_bank;
use crate::{Basis, Limit, Named, Starts, Step, StepTo, kinds};

fn limit(kind: &str, level: &str) -> Limit {
    rural_bank().limit(kind, level, "general").unwrap()
}

fn working_days(amount: u32) -> Limit {
    Limit {
        basis: Basis::WorkingDays,
        amount,
    }
}

#[test]
fn a_desk_passes_on_within_1_hour_and_the_receiver_starts_work_within_2() {
    for level in ["outlet", "branch", "head_office", "franchise"] {
        assert_eq!(
            limit(kinds::HAND_OVER, level),
            Limit {
                basis: Basis::ClockHours,
                amount: 1
            }
        );
        assert_eq!(
            limit(kinds::ACCEPT, level),
            Limit {
                basis: Basis::ClockHours,
                amount: 2
            }
        );
    }
}

#[test]
fn an_outlet_replies_in_1_working_day_a_branch_in_2_and_head_office_in_3() {
    assert_eq!(limit(kinds::REPLY, "outlet"), working_days(1));
    for level in ["branch", "sub_branch", "business_department"] {
        assert_eq!(limit(kinds::REPLY, level), working_days(2), "{level}");
    }
    for level in ["head_office", "department"] {
        assert_eq!(limit(kinds::REPLY, level), working_days(3), "{level}");
    }
    assert_eq!(
        limit(kinds::REPLY, "franchise"),
        working_days(3),
        "a level that the list does not know has a limit too"
    );
}

#[test]
fn each_clock_names_its_rule_and_when_it_reminds() {
    let pack = rural_bank();
    let accept = pack.clock(kinds::ACCEPT, "outlet", "general").unwrap();
    assert_eq!(
        (accept.rule().as_str(), accept.remind_at.as_slice()),
        ("R4.3", [50].as_slice())
    );
    let reply = pack.clock(kinds::REPLY, "outlet", "general").unwrap();
    assert_eq!(
        (reply.rule().as_str(), reply.remind_at.as_slice()),
        ("R4.4", [50, 80].as_slice())
    );
    assert_eq!(pack.clock("appeal", "outlet", "general"), None);
}

#[test]
fn registration_starts_the_hand_over_clock_and_the_order_starts_the_others() {
    let pack = rural_bank();
    let kinds_at = |starts| -> Vec<String> {
        pack.clocks_at(starts, "outlet", "major")
            .into_iter()
            .map(|rule| rule.kind.clone())
            .collect()
    };
    assert_eq!(kinds_at(Starts::Registration), ["hand_over"]);
    assert_eq!(kinds_at(Starts::Order), ["accept", "reply"]);
}

#[test]
fn a_ladder_goes_up_to_the_leading_group_and_presses_on_until_someone_acts() {
    let pack = rural_bank();
    for rule in &pack.clocks {
        let ladder = pack.ladder(&rule.ladder).unwrap();
        let duty = |code: &str| StepTo::Duty(code.to_owned());
        let to: Vec<StepTo> = (1..=4).map(|level| ladder.step(level).unwrap().to).collect();
        let up = [
            StepTo::Parent,
            duty("service_management"),
            duty("supervision_desk"),
            duty("leading_group"),
        ];
        assert_eq!(to, up);
        assert_eq!(
            ladder.step(1).unwrap().after,
            None,
            "the first step is at the limit itself"
        );
        assert_eq!(
            ladder.step(9),
            Some(Step {
                to: duty("leading_group"),
                after: Some(working_days(1))
            })
        );
        assert_eq!(ladder.step(0), None);
    }
}

#[test]
fn the_calendar_of_the_pack_says_when_a_limit_is_due() {
    let pack = rural_bank();
    let calendar = pack.calendar("cn").unwrap();
    assert_eq!(calendar, pack.default_calendar());
    assert_eq!(pack.calendar("uk"), None);
    let served: Timestamp = "2026-09-30T08:00:00Z".parse().unwrap();
    let due = calendar.due(served, limit(kinds::REPLY, "outlet")).unwrap();
    assert_eq!(
        due.at.to_string(),
        "2026-10-08T09:30:00Z",
        "after the holidays, at the end of the working day"
    );
}

#[test]
fn codes_have_names_in_both_languages() {
    let pack = rural_bank();
    let class = Named::find(&pack.lists().classes, "service_attitude").unwrap();
    assert_eq!(
        (class.name("zh"), class.name("en"), class.name("fr")),
        ("服务态度", "Service attitude", "服务态度")
    );
    assert_eq!(Named::find(&pack.lists().classes, "Checking"), None);
    assert_eq!(pack.title().en, "Rural commercial bank");
    assert_eq!(pack.effective_from().to_string(), "2026-01-01");
}

#[test]
fn a_level_holds_its_duties_until_the_directory_names_them() {
    let pack = rural_bank();
    assert!(
        pack.level_duties()["head_office"].contains(&pack.triage_duty().to_owned()),
        "triage is never nobody"
    );
    assert_eq!(pack.level_duties()["branch"], ["service_management"]);
    assert!(pack.level_duties()["outlet"].is_empty());
}
