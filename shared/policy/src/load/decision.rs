//! `decision.toml`.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use super::text::{At, Text};
use super::{LoadError, LoadProblem};
use crate::table::When;
use crate::{Lead, LeftToTriage, Lists, Pack, Row};

/// `decision.toml`: the decision table.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionFile {
    /// The rows, in the order in which their leads count.
    row: Vec<At<RowFile>>,
    /// What is left to the triage duty on purpose.
    #[serde(default)]
    triage: Vec<At<TriageFile>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RowFile {
    code: String,
    rules: Vec<String>,
    /// The row as a sentence.
    says: String,
    /// 1 to 99: such rows come before all others, the lowest first; two of one priority must name one lead.
    priority: Option<At<u8>>,
    when: WhenFile,
    then: ThenFile,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TriageFile {
    rules: Vec<String>,
    /// Why, as a sentence.
    says: String,
    when: WhenFile,
}

type Asked = Option<At<Vec<At<String>>>>;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WhenFile {
    channel: Asked,
    class: Asked,
    line: Asked,
    product: Asked,
    severity_hint: Asked,
    /// The level of the unit complained about.
    level: Asked,
    anonymous: Option<bool>,
    confidential: Option<bool>,
    media: Option<bool>,
    about_leader: Option<bool>,
    repeats: Option<bool>,
    /// A count, or the code of a number of terms.toml.
    persons_at_least: Option<At<Persons>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Persons {
    Count(u32),
    Number(String),
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ThenFile {
    /// "unit", "parent" or a duty.
    lead: Option<At<String>>,
    severity: Option<At<String>>,
    #[serde(default)]
    restricted: bool,
    /// Duties that hear of it at once.
    #[serde(default)]
    tell: Vec<At<String>>,
    /// Duties whose units handle it together with the lead (R4.8).
    #[serde(default)]
    with: Vec<At<String>>,
    /// Duties that approve the reply before it goes out (R5.4).
    #[serde(default)]
    approve: Vec<At<String>>,
    /// Duties that are alerted and must say that they heard (R5.9).
    #[serde(default)]
    alert: Vec<At<String>>,
    /// Outside bodies that are to be told (R4.11).
    #[serde(default)]
    outside: Vec<At<String>>,
}

pub(super) fn read(text: &Text, pack: &mut Pack) -> Result<(), LoadError> {
    let file: DecisionFile = text.parse()?;
    for row in file.row {
        let span = row.span();
        let row = read_row(text, pack, &span, row.into_inner())?;
        pack.rows.push(row);
    }
    for left in file.triage {
        let span = left.span();
        let left = left.into_inner();
        text.grounded(&span, &left.rules, Some(&left.says))?;
        pack.left.push(LeftToTriage {
            when: read_when(text, pack, left.when)?,
            rules: left.rules,
            says: left.says,
            place: text.place(&span),
        });
    }
    Ok(())
}

fn read_row(text: &Text, pack: &Pack, span: &Range<usize>, file: RowFile) -> Result<Row, LoadError> {
    let refuse = |problem| text.refuse(span, problem);
    let taken = pack.rows.iter().any(|earlier| earlier.code == file.code);
    text.row(span, &file.code, (&file.rules, &file.says), taken)?;
    if let Some(priority) = file.priority.as_ref().filter(|one| !(1..=99).contains(one.get_ref())) {
        return Err(text.refuse(&priority.span(), LoadProblem::Priority));
    }
    let row = read_then(text, &pack.lists, file.then)?;
    let row = Row {
        when: read_when(text, pack, file.when)?,
        code: file.code,
        rules: file.rules,
        says: file.says,
        priority: file.priority.map(At::into_inner),
        place: text.place(span),
        ..row
    };
    let told = [&row.tell, &row.with, &row.approve, &row.alert, &row.outside];
    if row.lead.is_none() && row.severity.is_none() && !row.restricted && told.iter().all(|codes| codes.is_empty()) {
        return Err(refuse(LoadProblem::SaysNothing(row.code)));
    }
    if row.restricted && row.lead == Some(Lead::Unit) {
        return Err(refuse(LoadProblem::RestrictedToUnit(row.code)));
    }
    Ok(row)
}

/// What a row says, without its conditions.
fn read_then(text: &Text, lists: &Lists, then: ThenFile) -> Result<Row, LoadError> {
    if let Some(severity) = &then.severity {
        text.listed("severities", &lists.severities, severity)?;
    }
    let duties = |codes| text.all_listed("duties", &lists.duties, codes);
    Ok(Row {
        lead: then.lead.map(|lead| read_lead(text, lists, lead)).transpose()?,
        severity: then.severity.map(At::into_inner),
        restricted: then.restricted,
        tell: duties(then.tell)?,
        with: duties(then.with)?,
        approve: duties(then.approve)?,
        alert: duties(then.alert)?,
        outside: text.all_listed("outside bodies", &lists.outside_bodies, then.outside)?,
        ..Row::default()
    })
}

fn read_lead(text: &Text, lists: &Lists, lead: At<String>) -> Result<Lead, LoadError> {
    match lead.get_ref().as_str() {
        "unit" => Ok(Lead::Unit),
        "parent" => Ok(Lead::Parent),
        _ => {
            text.listed("duties", &lists.duties, &lead)?;
            Ok(Lead::Duty(lead.into_inner()))
        }
    }
}

fn read_when(text: &Text, pack: &Pack, file: WhenFile) -> Result<When, LoadError> {
    let lists = &pack.lists;
    Ok(When {
        channel: text.condition("channels", &lists.channels, file.channel)?,
        class: text.condition("classes", &lists.classes, file.class)?,
        line: text.condition("lines", &lists.lines, file.line)?,
        product: text.condition("products", &lists.products, file.product)?,
        severity_hint: text.condition("severities", &lists.severities, file.severity_hint)?,
        level: text.condition("levels", &lists.levels, file.level)?,
        anonymous: file.anonymous,
        confidential: file.confidential,
        media: file.media,
        about_leader: file.about_leader,
        repeats: file.repeats,
        persons_at_least: file
            .persons_at_least
            .map(|persons| read_persons(text, pack, &persons))
            .transpose()?,
    })
}

fn read_persons(text: &Text, pack: &Pack, persons: &At<Persons>) -> Result<u32, LoadError> {
    let refuse = |problem| text.refuse(&persons.span(), problem);
    let count = match persons.get_ref() {
        Persons::Count(count) => *count,
        Persons::Number(code) => pack.number(code).ok_or_else(|| {
            refuse(LoadProblem::Unlisted {
                code: code.clone(),
                list: "numbers",
            })
        })?,
    };
    if count < 2 {
        Err(refuse(LoadProblem::Persons))
    } else {
        Ok(count)
    }
}
