//! Limits: rows that never count, ceilings, calendars.

use std::collections::BTreeSet;

use huiyin_kernel::{Date, Timestamp};
use huiyin_worktime::{Calendar, Limit};

use super::{CheckProblem, Finding, Horizon};
use crate::clocks::Case;
use crate::{Ceiling, ClockRule, Named, Pack};

/// For how many start days a limit is compared with a ceiling: a year has every holiday once.
const START_DAYS: i64 = 366;

pub(super) fn check(pack: &Pack, horizon: Horizon, found: &mut Vec<Finding>) {
    unreached(pack, found);
    calendars(pack, horizon, found);
    ceilings(pack, horizon, found);
}

/// What the rows of the clocks tell apart.
fn cases<'a>(pack: &'a Pack) -> Vec<(Case<'a>, Vec<usize>)> {
    let lists = &pack.lists;
    let codes = |list: &'a [Named]| -> Vec<&'a str> { list.iter().map(|named| named.code.as_str()).collect() };
    let with = |mut list: Vec<&'a str>| {
        list.push("(not in the list)");
        list
    };
    let channels = if pack.clocks.iter().any(|rule| rule.channel.is_some()) {
        codes(&lists.channels)
    } else {
        Vec::new()
    };
    let classes = with(codes(&lists.classes)).into_iter().map(Some).chain([None]);
    let classes: Vec<Option<&str>> = classes.collect();
    let (levels, channels) = (with(codes(&lists.levels)), with(channels));
    let mut all = Vec::new();
    for level in levels.iter().copied() {
        for severity in codes(&lists.severities) {
            for class in classes.iter().copied() {
                for channel in channels.iter().copied() {
                    let case = Case {
                        level,
                        severity,
                        class,
                        channel,
                    };
                    all.push((case, governing(pack, case)));
                }
            }
        }
    }
    all
}

/// The row of each kind of clock for a case.
fn governing(pack: &Pack, case: Case<'_>) -> Vec<usize> {
    let kinds = pack.lists.clocks.iter();
    let rules = kinds.filter_map(|kind| pack.clock_of(&kind.code, case));
    rules
        .filter_map(|rule| pack.clocks.iter().position(|one| std::ptr::eq(one, rule)))
        .collect()
}

fn unreached(pack: &Pack, found: &mut Vec<Finding>) {
    let reached: BTreeSet<usize> = cases(pack).into_iter().flat_map(|(_, rules)| rules).collect();
    for (_, rule) in pack
        .clocks
        .iter()
        .enumerate()
        .filter(|(index, _)| !reached.contains(index))
    {
        found.push(Finding {
            place: rule.place.clone(),
            problem: CheckProblem::ClockNever(rule.kind.clone()),
        });
    }
}

fn calendars(pack: &Pack, horizon: Horizon, found: &mut Vec<Finding>) {
    let needed = horizon
        .on
        .saturating_add(jiff::Span::new().days(i64::from(horizon.days.min(36_500))));
    for calendar in pack.calendars.values() {
        let until = calendar.covered_until(horizon.on);
        if until.is_none_or(|until| until < needed) {
            found.push(Finding {
                place: pack.places.calendars.clone(),
                problem: CheckProblem::Calendar {
                    name: calendar.name().to_owned(),
                    until,
                    needed,
                },
            });
        }
    }
}

fn ceilings(pack: &Pack, horizon: Horizon, found: &mut Vec<Finding>) {
    if pack.terms.ceilings.is_empty() {
        return;
    }
    let mut compared = BTreeSet::new();
    for (case, rules) in cases(pack) {
        for rule in rules
            .into_iter()
            .filter_map(|index| pack.clocks.get(index))
            .filter(|rule| !rule.milestone)
        {
            for ceiling in pack.ceilings(&rule.kind, case.class, case.severity) {
                let extension = pack.extension(&rule.kind, case.severity);
                let names = (
                    rule.place.clone(),
                    ceiling.code.clone(),
                    extension.map(|one| one.code.clone()),
                );
                if compared.insert(names) {
                    compare(pack, horizon, rule, ceiling, case.severity, found);
                }
            }
        }
    }
}

/// When something that begins at an instant ends.
type Ends<'a> = dyn Fn(&Calendar, Timestamp) -> Option<Date> + 'a;

fn compare(
    pack: &Pack,
    horizon: Horizon,
    rule: &ClockRule,
    ceiling: &Ceiling,
    severity: &str,
    found: &mut Vec<Finding>,
) {
    let calendar = pack.calendar_of(rule, &pack.default_calendar);
    let by = |limit: Limit| move |calendar: &Calendar, from: Timestamp| Some(calendar.due(from, limit).ok()?.date);
    if let Some((begun, due, last)) = later(calendar, horizon, &by(rule.limit), &by(ceiling.limit)) {
        found.push(Finding {
            place: rule.place.clone(),
            problem: CheckProblem::AboveCeiling {
                kind: rule.kind.clone(),
                limit: rule.limit,
                ceiling: ceiling.code.clone(),
                most: ceiling.limit,
                begun,
                due,
                last,
            },
        });
        return;
    }
    let Some(extension) = pack.extension(&rule.kind, severity) else {
        return;
    };
    let extended = |calendar: &Calendar, from: Timestamp| {
        let mut due = calendar.due(from, rule.limit).ok()?;
        for _ in 0..extension.times {
            due = calendar.due(due.at, extension.most).ok()?;
        }
        Some(due.date)
    };
    let most = ceiling.extended.unwrap_or(ceiling.limit);
    let told = |one: &Finding| matches!(&one.problem, CheckProblem::ExtendedAbove { extension: code, ceiling: over, .. } if *code == extension.code && *over == ceiling.code);
    if found.iter().any(told) {
        return;
    }
    if let Some((begun, due, last)) = later(calendar, horizon, &extended, &by(most)) {
        found.push(Finding {
            place: extension.place.clone(),
            problem: CheckProblem::ExtendedAbove {
                extension: extension.code.clone(),
                kind: rule.kind.clone(),
                ceiling: ceiling.code.clone(),
                most,
                begun,
                due,
                last,
            },
        });
    }
}

/// The first day begun on which the one ends after the other, with both ends. Days that the calendar does not cover are not guessed.
fn later(calendar: &Calendar, horizon: Horizon, one: &Ends<'_>, other: &Ends<'_>) -> Option<(Date, Date, Date)> {
    let midnight = jiff::tz::TimeZone::UTC.to_timestamp(horizon.on.at(0, 0, 0, 0)).ok()?;
    (0..START_DAYS).find_map(|days| {
        let from = midnight.checked_add(jiff::SignedDuration::from_hours(24 * days)).ok()?;
        let (due, last) = (one(calendar, from)?, other(calendar, from)?);
        (due > last).then(|| (calendar.date_of(from), due, last))
    })
}
