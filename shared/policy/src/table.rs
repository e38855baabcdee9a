//! The decision table: who must act (R4.1, R4.2).

use std::collections::BTreeSet;

use serde::Serialize;

use crate::lists::{Lists, Named};
use crate::{Facts, Pack, PackVersion};

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
    /// Every row that had its say, in the table's order.
    pub rows: Vec<String>,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
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
}

/// The conditions of a row: all must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) channel: Option<Codes>,
    pub(crate) class: Option<Codes>,
    pub(crate) severity_hint: Option<Codes>,
    pub(crate) level: Option<Codes>,
    pub(crate) anonymous: Option<bool>,
    pub(crate) confidential: Option<bool>,
    pub(crate) media: Option<bool>,
    pub(crate) about_leader: Option<bool>,
    pub(crate) repeats: Option<bool>,
    pub(crate) persons_at_least: Option<u32>,
}

/// One of these codes, or one of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Codes {
    pub(crate) codes: Vec<String>,
    /// Any code of the list.
    pub(crate) listed: bool,
    /// Any text that the list does not know.
    pub(crate) unlisted: bool,
    /// None given.
    pub(crate) absent: bool,
}

impl Codes {
    pub(crate) fn holds(&self, code: Option<&str>, list: &[Named]) -> bool {
        match code {
            None => self.absent,
            Some(code) if Named::find(list, code).is_none() => self.unlisted,
            Some(code) => self.listed || self.codes.iter().any(|one| one == code),
        }
    }
}

/// A condition on a code: none always holds.
fn fits(codes: Option<&Codes>, code: Option<&str>, list: &[Named]) -> bool {
    codes.is_none_or(|codes| codes.holds(code, list))
}

impl When {
    fn holds(&self, facts: &Facts, lists: &Lists) -> bool {
        let is = |asked: Option<bool>, fact: bool| asked.is_none_or(|asked| asked == fact);
        is(self.anonymous, facts.anonymous)
            && is(self.confidential, facts.confidential)
            && is(self.media, facts.media)
            && is(self.about_leader, facts.about_leader)
            && is(self.repeats, facts.repeats)
            && self.persons_at_least.is_none_or(|least| facts.persons >= least)
            && fits(self.channel.as_ref(), Some(&facts.channel), &lists.channels)
            && fits(self.class.as_ref(), facts.class.as_deref(), &lists.classes)
            && fits(
                self.severity_hint.as_ref(),
                facts.severity_hint.as_deref(),
                &lists.severities,
            )
            && fits(self.level.as_ref(), Some(&facts.level), &lists.levels)
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
        let tell: BTreeSet<&String> = rows.iter().flat_map(|row| &row.tell).chain(told_of_severity).collect();
        Decision {
            policy: self.version.clone(),
            outcome: self.outcome_of(&rows, restricted),
            severity: severity.to_owned(),
            restricted,
            tell: tell.into_iter().cloned().collect(),
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

    fn severity_rank(&self, code: &str) -> Option<usize> {
        self.lists.severities.iter().position(|severity| severity.code == code)
    }
}
