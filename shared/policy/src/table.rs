//! The decision table: who must act (R4.1, R4.2).

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

pub(crate) use crate::conditions::{Codes, When, fits};
use crate::{Facts, Pack, PackVersion, Place};

/// Who must act on a complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "duty", rename_all = "snake_case")]
pub enum Lead {
    /// The unit complained about.
    Unit,
    /// The unit above it; where there is none, the triage duty.
    Parent,
    /// Whoever holds this duty.
    Duty(String),
}

/// What the table came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// A row names the lead.
    Assign {
        /// Who.
        lead: Lead,
        /// The row that named them.
        row: String,
    },
    /// No row does: this duty decides.
    Triage {
        /// The pack's triage duty.
        duty: String,
    },
}

/// The table's answer for one complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// By which pack and version.
    pub policy: PackVersion,
    /// Who must act.
    pub outcome: Outcome,
    /// The severity's code.
    pub severity: String,
    /// Whether the unit complained about must not see it (R8.2).
    pub restricted: bool,
    /// The duties that hear of it at once (R4.11), sorted.
    pub tell: Vec<String>,
    /// The duties whose units handle it together with the lead (R4.8), sorted.
    pub with: Vec<String>,
    /// The duties that approve the reply before it goes out (R5.4), sorted.
    pub approve: Vec<String>,
    /// The duties that are alerted by an emergency plan and must say that they heard (R5.9), sorted.
    pub alert: Vec<String>,
    /// The bodies outside of the organisation that are to be told (R4.11), sorted.
    pub outside: Vec<String>,
    /// Every row that had its say, in the table's order.
    pub rows: Vec<String>,
}

/// One row of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The row's code, unique in the table.
    pub code: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// The row as a sentence.
    pub says: String,
    pub(crate) when: When,
    pub(crate) lead: Option<Lead>,
    pub(crate) severity: Option<String>,
    pub(crate) restricted: bool,
    pub(crate) tell: Vec<String>,
    pub(crate) with: Vec<String>,
    pub(crate) approve: Vec<String>,
    pub(crate) alert: Vec<String>,
    pub(crate) outside: Vec<String>,
    /// Rows with a priority come before all others, the lowest first; none decides by its place in the file.
    pub(crate) priority: Option<u8>,
    /// Where it stands.
    pub place: Place,
}

fn sorted<'a>(codes: impl Iterator<Item = &'a String>) -> Vec<String> {
    let codes: BTreeSet<&String> = codes.collect();
    codes.into_iter().cloned().collect()
}

impl fmt::Display for Lead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unit => "unit",
            Self::Parent => "parent",
            Self::Duty(duty) => duty,
        })
    }
}

impl Pack {
    /// Who must act on a complaint with these facts. Every set of facts has an answer.
    #[must_use]
    pub fn decide(&self, facts: &Facts) -> Decision {
        let rows: Vec<&Row> = self
            .rows
            .iter()
            .filter(|row| row.when.holds(facts, &self.lists))
            .collect();
        let restricted = rows.iter().any(|row| row.restricted);
        let severity = self.severity_of(facts, &rows);
        let told_of_severity = self.attributes.severity_tell.get(severity).into_iter().flatten();
        Decision {
            policy: self.version.clone(),
            outcome: self.outcome_of(&rows, restricted),
            severity: severity.to_owned(),
            restricted,
            tell: sorted(rows.iter().flat_map(|row| &row.tell).chain(told_of_severity)),
            with: sorted(rows.iter().flat_map(|row| &row.with)),
            approve: sorted(rows.iter().flat_map(|row| &row.approve)),
            alert: sorted(rows.iter().flat_map(|row| &row.alert)),
            outside: sorted(rows.iter().flat_map(|row| &row.outside)),
            rows: rows.into_iter().map(|row| row.code.clone()).collect(),
        }
    }

    /// The lead of the first row that names one. R8.2 is no matter of data: who is complained about never leads a restricted case.
    fn outcome_of(&self, rows: &[&Row], restricted: bool) -> Outcome {
        let may_lead = |lead: &&Lead| !(restricted && **lead == Lead::Unit);
        let leading = rows
            .iter()
            .find_map(|row| row.lead.as_ref().filter(may_lead).map(|lead| (row, lead)));
        match leading {
            Some((row, lead)) => Outcome::Assign {
                lead: lead.clone(),
                row: row.code.clone(),
            },
            None => Outcome::Triage {
                duty: self.triage_duty.clone(),
            },
        }
    }

    /// The highest of what the class and the rows say.
    fn severity_of<'a>(&'a self, facts: &Facts, rows: &[&'a Row]) -> &'a str {
        let by_class = facts
            .class
            .as_ref()
            .and_then(|class| self.attributes.class_severity.get(class));
        let by_rows = rows.iter().filter_map(|row| row.severity.as_ref());
        let said = by_rows.chain(by_class).map(String::as_str);
        said.max_by_key(|code| self.severity_rank(code))
            .unwrap_or(&self.default_severity)
    }

    pub(crate) fn severity_rank(&self, code: &str) -> Option<usize> {
        self.lists.severities.iter().position(|severity| severity.code == code)
    }
}
