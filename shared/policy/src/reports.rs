//! Who reports what to whom and when (R7.2), and the letters' texts (R5.4).

use huiyin_worktime::Limit;
use serde::Serialize;

use crate::table::{Codes, fits};
use crate::{Named, Pack, Place, StepTo};

/// How often a report is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Each day.
    Day,
    /// The 1st to the 15th, and the rest of the month.
    HalfMonth,
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
    /// Each half year.
    HalfYear,
    /// Each year.
    Year,
}

/// Whom a report goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportTo {
    /// The unit above.
    Parent,
    /// Whoever holds this duty.
    Duty(String),
    /// A body outside of the organisation: a code of the list of outside bodies.
    Outside(String),
}

/// One line of the report calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Code and names.
    pub name: Named,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// It as a sentence.
    pub says: String,
    /// How often.
    pub every: Every,
    /// How long after the period's end it is due.
    pub due: Limit,
    /// Whom it goes to.
    pub to: ReportTo,
    /// Only units that the directory marks as key ones, only the others, or all.
    pub key_units: Option<bool>,
    /// Whether a unit with nothing to report says so.
    pub nil_return: bool,
    /// The measures that it holds: codes of the list of measures.
    pub measures: Vec<String>,
    pub(crate) level: Option<Codes>,
    /// Where it stands.
    pub place: Place,
}

/// The approved text of a letter in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Code and names.
    pub name: Named,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// The Chinese text.
    pub zh: String,
    /// The English text.
    pub en: String,
    /// Who approves it before it goes out (R5.4), at the severities that the pack names.
    pub approver: Option<StepTo>,
    pub(crate) severity: Option<Codes>,
    /// Where it stands.
    pub place: Place,
}

/// What a letter's text may leave open: `{number}` is filled in when it is sent.
pub const BLANKS: [&str; 10] = [
    "number", "unit", "received", "due", "reason", "body", "finding", "redress", "last_day", "ways",
];

impl Letter {
    /// The text in a language: `en`, or else the Chinese one.
    #[must_use]
    pub fn text(&self, language: &str) -> &str {
        if language == "en" { &self.en } else { &self.zh }
    }
}

impl Pack {
    /// The report calendar.
    #[must_use]
    pub fn reports(&self) -> &[Report] {
        &self.reports
    }

    /// The reports that a unit of this level owes; `key`: whether the directory marks it as a key unit.
    pub fn reports_of<'a>(&'a self, level: &'a str, key: bool) -> impl Iterator<Item = &'a Report> {
        self.reports.iter().filter(move |report| {
            fits(report.level.as_ref(), Some(level), &self.lists.levels)
                && report.key_units.is_none_or(|asked| asked == key)
        })
    }

    /// The letters, in the order of their file.
    #[must_use]
    pub fn letters(&self) -> &[Letter] {
        &self.letters
    }

    /// Who must approve this letter about a complaint of this severity before it goes out (R5.4); nobody where the pack names none.
    #[must_use]
    pub fn approves(&self, letter: &Letter, severity: Option<&str>) -> Option<StepTo> {
        let asked = fits(letter.severity.as_ref(), severity, &self.lists.severities);
        letter.approver.clone().filter(|_| asked)
    }

    /// A letter by its code.
    #[must_use]
    pub fn letter(&self, code: &str) -> Option<&Letter> {
        self.letters.iter().find(|letter| letter.name.code == code)
    }
}
