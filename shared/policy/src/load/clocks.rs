//! `clocks.toml`.

use std::ops::Range;

use huiyin_worktime::Limit;
use serde::Deserialize;
use toml::Spanned;

use super::text::{Text, check_code};
use super::{LoadError, LoadProblem};
use crate::{ClockRule, Ladder, Lists, Named, Starts, Step, StepTo};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClocksFile {
    clock: Vec<Spanned<ClockFile>>,
    ladder: Vec<Spanned<LadderFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockFile {
    kind: Spanned<String>,
    rules: Vec<String>,
    says: String,
    starts: Starts,
    level: Option<Spanned<Vec<Spanned<String>>>>,
    severity: Option<Spanned<Vec<Spanned<String>>>>,
    limit: Spanned<Limit>,
    remind_at: Spanned<Vec<u8>>,
    ladder: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LadderFile {
    code: String,
    rules: Vec<String>,
    again: Spanned<Limit>,
    steps: Vec<Spanned<StepFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepFile {
    to: Spanned<String>,
    after: Option<Spanned<Limit>>,
}

pub(super) fn read(text: &Text, lists: &Lists) -> Result<(Vec<ClockRule>, Vec<Ladder>), LoadError> {
    let file: ClocksFile = text.parse()?;
    let ladders = read_ladders(text, lists, file.ladder)?;
    let mut rules: Vec<ClockRule> = Vec::with_capacity(file.clock.len());
    for clock in file.clock {
        let span = clock.span();
        let rule = read_clock(text, lists, &ladders, &span, clock.into_inner())?;
        check_order(text, &span, &rules, &rule)?;
        rules.push(rule);
    }
    let closed = |kind: &&Named| rules.iter().any(|rule| rule.kind == kind.code && is_open(rule));
    match lists.clocks.iter().find(|kind| !closed(kind)) {
        Some(kind) => Err(text.refuse(&(0..0), LoadProblem::Gap(kind.code.clone()))),
        None => Ok((rules, ladders)),
    }
}

/// Whether a rule has no conditions.
fn is_open(rule: &ClockRule) -> bool {
    rule.level.is_none() && rule.severity.is_none()
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

fn read_clock(
    text: &Text,
    lists: &Lists,
    ladders: &[Ladder],
    span: &Range<usize>,
    file: ClockFile,
) -> Result<ClockRule, LoadError> {
    text.listed("clocks", &lists.clocks, &file.kind)?;
    text.grounded(span, &file.rules, Some(&file.says))?;
    let percents = file.remind_at.get_ref();
    let rising = percents.is_sorted_by(|one, next| one < next);
    if !rising || percents.iter().any(|percent| !(1..=99).contains(percent)) {
        return Err(text.refuse(&file.remind_at.span(), LoadProblem::RemindAt));
    }
    if !ladders.iter().any(|ladder| ladder.code == *file.ladder.get_ref()) {
        let problem = LoadProblem::Unlisted {
            code: file.ladder.get_ref().clone(),
            list: "ladders",
        };
        return Err(text.refuse(&file.ladder.span(), problem));
    }
    Ok(ClockRule {
        level: text.condition("levels", &lists.levels, file.level)?,
        severity: text.condition("severities", &lists.severities, file.severity)?,
        limit: read_limit(text, &file.limit)?,
        kind: file.kind.into_inner(),
        rules: file.rules,
        says: file.says,
        starts: file.starts,
        remind_at: file.remind_at.into_inner(),
        ladder: file.ladder.into_inner(),
    })
}

fn read_limit(text: &Text, limit: &Spanned<Limit>) -> Result<Limit, LoadError> {
    match limit.get_ref().amount {
        0 => Err(text.refuse(&limit.span(), LoadProblem::ZeroLimit)),
        _ => Ok(*limit.get_ref()),
    }
}

fn read_ladders(text: &Text, lists: &Lists, files: Vec<Spanned<LadderFile>>) -> Result<Vec<Ladder>, LoadError> {
    let mut ladders: Vec<Ladder> = Vec::with_capacity(files.len());
    for file in files {
        let span = file.span();
        let file = file.into_inner();
        check_code(&file.code).map_err(|problem| text.refuse(&span, problem))?;
        text.grounded(&span, &file.rules, None)?;
        if ladders.iter().any(|earlier| earlier.code == file.code) {
            return Err(text.refuse(&span, LoadProblem::Twice(file.code)));
        }
        if file.steps.is_empty() {
            return Err(text.refuse(&span, LoadProblem::NoSteps(file.code)));
        }
        let again = read_limit(text, &file.again)?;
        let steps = file.steps.into_iter().enumerate();
        let steps = steps
            .map(|(index, step)| read_step(text, lists, index, step))
            .collect::<Result<_, _>>()?;
        ladders.push(Ladder {
            code: file.code,
            rules: file.rules,
            steps,
            again,
        });
    }
    Ok(ladders)
}

fn read_step(text: &Text, lists: &Lists, index: usize, file: Spanned<StepFile>) -> Result<Step, LoadError> {
    let span = file.span();
    let file = file.into_inner();
    let to = if file.to.get_ref() == "parent" {
        StepTo::Parent
    } else {
        text.listed("duties", &lists.duties, &file.to)?;
        StepTo::Duty(file.to.into_inner())
    };
    let after = file.after.map(|after| read_limit(text, &after)).transpose()?;
    if after.is_some() == (index == 0) {
        return Err(text.refuse(&span, LoadProblem::After));
    }
    Ok(Step { to, after })
}
