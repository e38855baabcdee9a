//! `decision.toml`.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::text::{Text, check_code};
use super::{LoadError, LoadProblem};
use crate::table::When;
use crate::{Lead, Lists, Row};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionFile {
    row: Vec<Spanned<RowFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowFile {
    code: String,
    rules: Vec<String>,
    says: String,
    when: WhenFile,
    then: ThenFile,
}

type Asked = Option<Spanned<Vec<Spanned<String>>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WhenFile {
    channel: Asked,
    class: Asked,
    severity_hint: Asked,
    level: Asked,
    anonymous: Option<bool>,
    confidential: Option<bool>,
    media: Option<bool>,
    about_leader: Option<bool>,
    repeats: Option<bool>,
    persons_at_least: Option<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThenFile {
    lead: Option<Spanned<String>>,
    severity: Option<Spanned<String>>,
    #[serde(default)]
    restricted: bool,
    #[serde(default)]
    tell: Vec<Spanned<String>>,
}

pub(super) fn read(text: &Text, lists: &Lists) -> Result<Vec<Row>, LoadError> {
    let file: DecisionFile = text.parse()?;
    let mut rows: Vec<Row> = Vec::with_capacity(file.row.len());
    for row in file.row {
        let span = row.span();
        let row = read_row(text, lists, &span, row.into_inner())?;
        if rows.iter().any(|earlier| earlier.code == row.code) {
            return Err(text.refuse(&span, LoadProblem::Twice(row.code)));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn read_row(text: &Text, lists: &Lists, span: &Range<usize>, file: RowFile) -> Result<Row, LoadError> {
    let refuse = |problem| text.refuse(span, problem);
    check_code(&file.code).map_err(refuse)?;
    text.grounded(span, &file.rules, Some(&file.says))?;
    let then = file.then;
    if let Some(severity) = &then.severity {
        text.listed("severities", &lists.severities, severity)?;
    }
    let lead = then.lead.map(|lead| read_lead(text, lists, lead)).transpose()?;
    let row = Row {
        when: read_when(text, lists, file.when)?,
        lead,
        severity: then.severity.map(Spanned::into_inner),
        restricted: then.restricted,
        tell: text.all_listed("duties", &lists.duties, then.tell)?,
        code: file.code,
        rules: file.rules,
        says: file.says,
    };
    if row.lead.is_none() && row.severity.is_none() && !row.restricted && row.tell.is_empty() {
        return Err(refuse(LoadProblem::SaysNothing(row.code)));
    }
    if row.restricted && row.lead == Some(Lead::Unit) {
        return Err(refuse(LoadProblem::RestrictedToUnit(row.code)));
    }
    Ok(row)
}

fn read_lead(text: &Text, lists: &Lists, lead: Spanned<String>) -> Result<Lead, LoadError> {
    match lead.get_ref().as_str() {
        "unit" => Ok(Lead::Unit),
        "parent" => Ok(Lead::Parent),
        _ => {
            text.listed("duties", &lists.duties, &lead)?;
            Ok(Lead::Duty(lead.into_inner()))
        }
    }
}

fn read_when(text: &Text, lists: &Lists, file: WhenFile) -> Result<When, LoadError> {
    if let Some(persons) = file.persons_at_least.as_ref().filter(|persons| *persons.get_ref() < 2) {
        return Err(text.refuse(&persons.span(), LoadProblem::Persons));
    }
    Ok(When {
        channel: text.condition("channels", &lists.channels, file.channel)?,
        class: text.condition("classes", &lists.classes, file.class)?,
        severity_hint: text.condition("severities", &lists.severities, file.severity_hint)?,
        level: text.condition("levels", &lists.levels, file.level)?,
        anonymous: file.anonymous,
        confidential: file.confidential,
        media: file.media,
        about_leader: file.about_leader,
        repeats: file.repeats,
        persons_at_least: file.persons_at_least.map(Spanned::into_inner),
    })
}
