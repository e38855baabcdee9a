//! Recorded complaints replayed against another version.

use std::time::Instant;

use huiyin_kernel::Timestamp;
use jiff::SignedDuration;

use super::{facts, packs, rural_bank};
use crate::load::Source;
use crate::{Decision, Facts, Lead, LedBy, Outcome, Pack, Past, Simulated, Simulation};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The rural bank, stricter: attitude goes to the unit above, and outlets have 4 working hours.
fn stricter() -> Pack {
    let read = |path: &str| {
        let Ok(text) = std::fs::read_to_string(packs().join(path)) else {
            return Ok(None);
        };
        let text = text.replace(
            "when = { class = [\"service_attitude\"], level = [\"listed\"] }\nthen = { lead = \"unit\" }",
            "when = { class = [\"service_attitude\"], level = [\"listed\"] }\nthen = { lead = \"parent\", severity = \"complex\" }",
        );
        Ok(Some(text.replace(
            "level = [\"outlet\"]\nlimit = { basis = \"working_days\", amount = 1 }",
            "level = [\"outlet\"]\nlimit = { basis = \"working_hours\", amount = 4 }",
        )))
    };
    Pack::assemble(
        "rural-bank",
        &Source {
            read: &read,
            absent: "",
        },
    )
    .unwrap()
}

/// A tree of three levels, as far as leads ask.
fn led_by(_: &Pack, past: &Past<()>, decision: &Decision) -> LedBy {
    let led = |unit: &str, level: &str| LedBy {
        unit: unit.to_owned(),
        level: level.to_owned(),
    };
    match &decision.outcome {
        Outcome::Assign { lead: Lead::Unit, .. } => led(&past.unit, &past.facts.level),
        Outcome::Assign { lead: Lead::Parent, .. } => led("b1", "branch"),
        _ => led("ho", "head_office"),
    }
}

/// Registered on a Thursday morning, passed on and taken up at once, answered on the Friday evening.
fn past(unit: &str, class: &str) -> Past<()> {
    let registered = at("2026-03-12T09:00:00+08:00");
    Past {
        subject: (),
        facts: Facts {
            class: Some(class.to_owned()),
            ..facts()
        },
        unit: unit.to_owned(),
        registered,
        served: registered,
        accepted: Some(registered),
        replied: Some(at("2026-03-13T17:00:00+08:00")),
        closed: None,
        until: at("2026-03-31T00:00:00+08:00"),
    }
}

fn simulation<'a>(before: &'a Pack, after: &'a Pack) -> Simulation<'a, impl Fn(&Pack, &Past<()>, &Decision) -> LedBy> {
    Simulation { before, after, led_by }
}

fn run(before: &Pack, after: &Pack, past: impl IntoIterator<Item = Past<()>>) -> Simulated {
    let mut simulated = Simulated::default();
    simulation(before, after).run(past, &mut simulated);
    simulated
}

#[test]
fn what_would_go_elsewhere_breach_and_escalate_is_counted_by_unit() {
    let (now, next) = (rural_bank(), stricter());
    let simulated = run(
        &now,
        &next,
        [
            past("o1", "work_error"),
            past("o1", "service_attitude"),
            past("o2", "work_error"),
        ],
    );
    let o1 = simulated.by_unit["o1"];
    assert_eq!(
        (o1.complaints, o1.elsewhere, o1.more_severe, o1.less_severe),
        (2, 1, 1, 0)
    );
    // Answered within the day after: in time now. Four working hours end at 14:30 on the Thursday.
    assert_eq!(
        (o1.breached_before, o1.breached_after),
        (0, 1),
        "the branch still has 2 working days"
    );
    // At the limit, after 4 working hours on Friday at 09:30, and after a working day more not yet.
    assert_eq!((o1.escalations_before, o1.escalations_after), (0, 2));
    let o2 = simulated.by_unit["o2"];
    assert_eq!((o2.complaints, o2.elsewhere, o2.breached_after), (1, 0, 1));
    assert_eq!(simulated.total.complaints, 3);
    assert_eq!(simulated.total.escalations_after, 4);
}

#[test]
fn a_complaint_that_is_still_open_runs_to_the_end_of_the_record_and_what_no_calendar_covers_is_counted_apart() {
    let bank = rural_bank();
    let open = Past {
        replied: None,
        ..past("o1", "work_error")
    };
    let simulated = run(&bank, &bank, [open.clone()]).total;
    assert_eq!(
        (
            simulated.breached_before,
            simulated.breached_after,
            simulated.escalations_after
        ),
        (1, 1, 4)
    );
    let registered = at("2026-12-31T16:00:00+08:00");
    let far = Past {
        registered,
        served: registered,
        accepted: Some(registered),
        until: at("2027-02-01T00:00:00+08:00"),
        ..open
    };
    let simulated = run(&bank, &bank, [far]).total;
    assert_eq!((simulated.breached_after, simulated.not_counted), (0, 1));
}

/// Prints how long 100 000 complaints take; the wanted figures are 20 s, and 200 µs for one decision, in release.
#[test]
fn a_hundred_thousand_complaints_are_replayed_and_the_time_is_printed() {
    let count: u32 = if cfg!(debug_assertions) { 2_000 } else { 100_000 };
    let (now, next) = (rural_bank(), stricter());
    let classes = ["work_error", "service_attitude", "product", "financial_crime"];
    let complaints = (0..count).map(|index| {
        let later = SignedDuration::from_mins(i64::from(index % 200_000));
        let one = past(&format!("o{}", index % 500), classes[index as usize % classes.len()]);
        Past {
            registered: one.registered + later,
            served: one.served + later,
            accepted: one.accepted.map(|at| at + later),
            replied: one.replied.map(|at| at + later),
            until: at("2026-11-01T00:00:00+08:00"),
            ..one
        }
    });
    let began = Instant::now();
    let simulated = run(&now, &next, complaints);
    println!("simulate: {count} complaints in {:.2} s", began.elapsed().as_secs_f64());
    assert_eq!(simulated.total.complaints, u64::from(count));
    assert_eq!(
        simulated.total.elsewhere,
        u64::from(count / 4),
        "a quarter is about attitude"
    );
    assert_eq!(simulated.by_unit.len(), 500);
    let began = Instant::now();
    let all = (0..count)
        .map(|_| now.decide(&facts()))
        .filter(|decision| !decision.restricted)
        .count();
    println!(
        "decide: {:.2} µs each",
        began.elapsed().as_secs_f64() * 1e6 / all as f64
    );
}
