//! `clocks.toml`.

use std::ops::Range;

use huiyin_worktime::Limit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::text::{At, Text, check_code};
use super::{LoadError, LoadProblem};
use crate::{ClockRule, Contact, Ladder, Lists, Pack, Press, Starts, Step};

/// `clocks.toml`: limits, reminders and ladders.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClocksFile {
    /// Of each kind the first row counts whose conditions hold; the last has none.
    clock: Vec<At<ClockFile>>,
    /// Whom supervision orders tell.
    ladder: Vec<At<LadderFile>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ClockFile {
    kind: At<String>,
    rules: Vec<String>,
    says: String,
    starts: Starts,
    level: Option<At<Vec<At<String>>>>,
    severity: Option<At<Vec<At<String>>>>,
    class: Option<At<Vec<At<String>>>>,
    channel: Option<At<Vec<At<String>>>>,
    /// The calendar by which it is counted; the unit's own where none is named.
    calendar: Option<At<String>>,
    /// Passing it is no breach, only the end of a shorter procedure.
    #[serde(default)]
    milestone: bool,
    /// A date that the referring body set takes the limit's place (R4.4).
    #[serde(default)]
    referrers_date: bool,
    limit: At<Limit>,
    /// At which percents of the limit the handler is reminded, rising.
    remind_at: At<Vec<u8>>,
    ladder: At<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LadderFile {
    code: String,
    rules: Vec<String>,
    /// Who of the late unit itself is told on the way to the limit, rising (R2.3).
    #[serde(default)]
    contacts: Vec<At<PressFile>>,
    /// How often the last step is repeated.
    again: At<Limit>,
    steps: Vec<At<StepFile>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PressFile {
    to: Contact,
    /// At which percent of the limit's time; 100 is the limit itself.
    at: u8,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StepFile {
    /// "parent" or a duty.
    to: At<String>,
    /// How long after the step before; the first step has none.
    after: Option<At<Limit>>,
}

pub(super) fn read(text: &Text, pack: &mut Pack) -> Result<(), LoadError> {
    let file: ClocksFile = text.parse()?;
    for ladder in file.ladder {
        let ladder = read_ladder(text, pack, ladder)?;
        pack.ladders.push(ladder);
    }
    for clock in file.clock {
        let span = clock.span();
        let rule = read_clock(text, pack, &span, clock.into_inner())?;
        check_order(text, &span, &pack.clocks, &rule)?;
        pack.clocks.push(rule);
    }
    Ok(())
}

/// Whether a rule has no conditions.
pub(super) fn is_open(rule: &ClockRule) -> bool {
    rule.level.is_none() && rule.severity.is_none() && rule.class.is_none() && rule.channel.is_none()
}

fn check_order(text: &Text, span: &Range<usize>, earlier: &[ClockRule], rule: &ClockRule) -> Result<(), LoadError> {
    let same = || earlier.iter().filter(|one| one.kind == rule.kind);
    if same().any(is_open) {
        return Err(text.refuse(span, LoadProblem::Unreached(rule.kind.clone())));
    }
    if same().any(|one| one.starts != rule.starts) {
        return Err(text.refuse(span, LoadProblem::Starts(rule.kind.clone())));
    }
    Ok(())
}

fn read_clock(text: &Text, pack: &Pack, span: &Range<usize>, file: ClockFile) -> Result<ClockRule, LoadError> {
    let lists = &pack.lists;
    text.listed("clocks", &lists.clocks, &file.kind)?;
    text.grounded(span, &file.rules, Some(&file.says))?;
    check_reminders(text, &file.remind_at)?;
    let known = pack.ladders.iter().any(|ladder| ladder.code == *file.ladder.get_ref());
    text.known("ladders", known, &file.ladder)?;
    if let Some(calendar) = &file.calendar {
        text.known("calendars", pack.calendars.contains_key(calendar.get_ref()), calendar)?;
    }
    Ok(ClockRule {
        level: text.condition("levels", &lists.levels, file.level)?,
        severity: text.condition("severities", &lists.severities, file.severity)?,
        class: text.condition("classes", &lists.classes, file.class)?,
        channel: text.condition("channels", &lists.channels, file.channel)?,
        limit: text.limit(&file.limit)?,
        kind: file.kind.into_inner(),
        rules: file.rules,
        says: file.says,
        starts: file.starts,
        remind_at: file.remind_at.into_inner(),
        ladder: file.ladder.into_inner(),
        calendar: file.calendar.map(At::into_inner),
        milestone: file.milestone,
        referrers_date: file.referrers_date,
        place: text.place(span),
    })
}

fn check_reminders(text: &Text, percents: &At<Vec<u8>>) -> Result<(), LoadError> {
    let rising = percents.get_ref().is_sorted_by(|one, next| one < next);
    if !rising || percents.get_ref().iter().any(|percent| !(1..=99).contains(percent)) {
        return Err(text.refuse(&percents.span(), LoadProblem::RemindAt));
    }
    Ok(())
}

fn read_ladder(text: &Text, pack: &Pack, file: At<LadderFile>) -> Result<Ladder, LoadError> {
    let span = file.span();
    let file = file.into_inner();
    check_code(&file.code).map_err(|problem| text.refuse(&span, problem))?;
    text.grounded(&span, &file.rules, None)?;
    if pack.ladders.iter().any(|earlier| earlier.code == file.code) {
        return Err(text.refuse(&span, LoadProblem::Twice(file.code)));
    }
    if file.steps.is_empty() {
        return Err(text.refuse(&span, LoadProblem::NoSteps(file.code)));
    }
    let contacts = read_contacts(text, file.contacts)?;
    let again = text.limit(&file.again)?;
    let steps = file.steps.into_iter().enumerate();
    let steps = steps.map(|(index, step)| read_step(text, &pack.lists, index, step));
    Ok(Ladder {
        steps: steps.collect::<Result<_, _>>()?,
        code: file.code,
        rules: file.rules,
        contacts,
        again,
        place: text.place(&span),
    })
}

fn read_contacts(text: &Text, contacts: Vec<At<PressFile>>) -> Result<Vec<Press>, LoadError> {
    let mut read: Vec<Press> = Vec::new();
    for contact in contacts {
        let (span, PressFile { to, at }) = (contact.span(), contact.into_inner());
        let rises = read.last().is_none_or(|before| before.to < to && before.at < at);
        if !rises || !(1..=100).contains(&at) {
            return Err(text.refuse(&span, LoadProblem::Contacts));
        }
        read.push(Press { to, at });
    }
    Ok(read)
}

fn read_step(text: &Text, lists: &Lists, index: usize, file: At<StepFile>) -> Result<Step, LoadError> {
    let span = file.span();
    let file = file.into_inner();
    let to = text.step_to(lists, file.to)?;
    let after = file.after.map(|after| text.limit(&after)).transpose()?;
    if after.is_some() == (index == 0) {
        return Err(text.refuse(&span, LoadProblem::After));
    }
    Ok(Step { to, after })
}
