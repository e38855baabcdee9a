//! `reports.toml`.

use std::ops::Range;

use huiyin_worktime::Limit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::LoadError;
use super::text::{At, Text};
use crate::{Every, Named, Pack, Report, ReportTo};

/// `reports.toml`: who reports what to whom and when (R7.2).
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportsFile {
    /// The report calendar.
    report: Vec<At<ReportFile>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReportFile {
    code: String,
    zh: String,
    en: String,
    rules: Vec<String>,
    says: String,
    every: Every,
    /// How long after the period's end.
    due: At<Limit>,
    /// "parent", a duty, or a code of the outside bodies.
    to: At<String>,
    /// The levels whose units report; every level where none is named.
    level: Option<At<Vec<At<String>>>>,
    /// true: only key units; false: only the others.
    key_units: Option<bool>,
    nil_return: bool,
    measures: Vec<At<String>>,
}

pub(super) fn read(text: &Text, pack: &mut Pack) -> Result<(), LoadError> {
    let file: ReportsFile = text.parse()?;
    for report in file.report {
        let report = read_report(text, pack, &report.span(), report.into_inner())?;
        pack.reports.push(report);
    }
    Ok(())
}

fn read_report(text: &Text, pack: &Pack, span: &Range<usize>, file: ReportFile) -> Result<Report, LoadError> {
    let taken = pack.reports.iter().any(|one| one.name.code == file.code);
    text.row(span, &file.code, (&file.rules, &file.says), taken)?;
    text.named(span, &file.code, &file.zh, &file.en)?;
    Ok(Report {
        due: text.limit(&file.due)?,
        to: read_to(text, pack, file.to)?,
        level: text.condition("levels", &pack.lists.levels, file.level)?,
        measures: text.all_listed("measures", &pack.lists.measures, file.measures)?,
        name: Named {
            code: file.code,
            zh: file.zh,
            en: file.en,
        },
        rules: file.rules,
        says: file.says,
        every: file.every,
        key_units: file.key_units,
        nil_return: file.nil_return,
        place: text.place(span),
    })
}

fn read_to(text: &Text, pack: &Pack, to: At<String>) -> Result<ReportTo, LoadError> {
    if to.get_ref() == "parent" {
        return Ok(ReportTo::Parent);
    }
    if Named::find(&pack.lists.outside_bodies, to.get_ref()).is_some() {
        return Ok(ReportTo::Outside(to.into_inner()));
    }
    text.listed("duties or outside bodies", &pack.lists.duties, &to)?;
    Ok(ReportTo::Duty(to.into_inner()))
}
