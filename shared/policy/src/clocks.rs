//! Limits, the reminders before them, the ladders after them (R4.3, R4.4, R4.7).

use std::fmt;

use huiyin_worktime::Limit;
use schemars::JsonSchema;
use serde::Serialize;

use crate::table::{Codes, fits};
use crate::{Calendar, Pack, Place};

/// One limit: what must be done, by when, and what happens before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockRule {
    /// What the clock waits for: a code of the list of clocks.
    pub kind: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// The limit as a sentence.
    pub says: String,
    /// When it starts.
    pub starts: Starts,
    /// How long it runs.
    pub limit: Limit,
    /// At which percent of the limit's time the handler is reminded: 1 to 99, rising.
    pub remind_at: Vec<u8>,
    /// The code of the ladder.
    pub ladder: String,
    /// The calendar by which it is counted; none: the unit's own (R4.6).
    pub calendar: Option<String>,
    /// Whether passing it is no breach, only the end of a shorter procedure.
    pub milestone: bool,
    /// Whether a date that the referring body set takes the limit's place (R4.4).
    pub referrers_date: bool,
    pub(crate) level: Option<Codes>,
    pub(crate) severity: Option<Codes>,
    pub(crate) class: Option<Codes>,
    pub(crate) channel: Option<Codes>,
    /// Where it stands.
    pub place: Place,
}

/// What the limits ask about a complaint and the unit that must act (R4.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Case<'a> {
    /// The level of the unit that must act.
    pub level: &'a str,
    /// The severity.
    pub severity: &'a str,
    /// The class, where there is one.
    pub class: Option<&'a str>,
    /// The channel.
    pub channel: &'a str,
}

/// What starts a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Starts {
    /// The complaint stands in the register.
    Registration,
    /// The order is served, or the phone notice given (R4.3).
    Order,
    /// The complainant was answered.
    Reply,
    /// The complainant asked the level above to verify again, or appealed (R5.8, R5.11).
    Review,
    /// A co-handling unit was asked for something (R4.8).
    Request,
    /// The team of an emergency plan was alerted (R5.9).
    Alert,
}

/// What meets a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MetBy {
    /// The desk passed it on.
    HandedOver,
    /// The unit started work.
    Accepted,
    /// The complainant was told of a stage (R5.6).
    Contacted,
    /// The complainant was answered.
    Replied,
    /// The case was closed.
    Closed,
    /// The level above decided about a review (R5.11).
    ReviewDecided,
    /// The follow-up visit was made (R5.8).
    FollowedUp,
    /// A co-handling unit supplied what it was asked for (R4.8).
    Supplied,
    /// The team of an emergency plan said that it heard (R5.9).
    AlertConfirmed,
}

/// Whom supervision orders tell, step by step, until someone acts (R4.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// The ladder's code.
    pub code: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// Who of the late unit itself is told, and when (R2.3); rising.
    pub contacts: Vec<Press>,
    /// The steps; at least one.
    pub steps: Vec<Step>,
    /// How often the last step is repeated.
    pub again: Limit,
    /// Where it stands.
    pub place: Place,
}

/// A person whom the unit names is told that time passes and nobody reacts (R2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Press {
    /// Who.
    pub to: Contact,
    /// When: at this percent of the limit's time, 100 being the limit itself.
    pub at: u8,
}

/// Whom a unit names besides its first contact, who had the order (R2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// The second contact.
    SecondContact,
    /// The first responsible person.
    Responsible,
}

/// One step of a ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Who is told.
    pub to: StepTo,
    /// How long after the step before; none: at the limit itself.
    pub after: Option<Limit>,
}

/// Whom a step tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepTo {
    /// The unit above the one that is late; where there is none, the triage duty.
    Parent,
    /// The nearest unit above that holds this duty.
    Duty(String),
}

impl fmt::Display for StepTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Parent => "parent",
            Self::Duty(duty) => duty,
        })
    }
}

impl Contact {
    /// The place among a unit's contacts, from 1.
    #[must_use]
    pub fn place(self) -> u32 {
        match self {
            Self::SecondContact => 2,
            Self::Responsible => 3,
        }
    }
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SecondContact => "the second contact",
            Self::Responsible => "the first responsible person",
        })
    }
}

impl ClockRule {
    /// The rules as events name them: `R4.3`, several with `,` between.
    #[must_use]
    pub fn rule(&self) -> String {
        self.rules.join(",")
    }
}

impl Ladder {
    /// The step of a level, from 1. Above the last step the last one is repeated, [`Ladder::again`] after it was taken.
    #[must_use]
    pub fn step(&self, level: u32) -> Option<Step> {
        let index = usize::try_from(level.checked_sub(1)?).ok()?;
        let repeated = || {
            self.steps.last().map(|last| Step {
                to: last.to.clone(),
                after: Some(self.again),
            })
        };
        self.steps.get(index).cloned().or_else(repeated)
    }
}

impl Pack {
    /// The rule of a clock: for which unit, by its level, and for what severity. Nothing where the pack has no such kind.
    ///
    /// `level` is the level of the unit that must act, which is not always the unit complained about. Rows that ask for class or
    /// channel are passed over: [`Pack::clock_of`] knows both.
    #[must_use]
    pub fn clock(&self, kind: &str, level: &str, severity: &str) -> Option<&ClockRule> {
        let asks_more = |rule: &&ClockRule| rule.class.is_some() || rule.channel.is_some();
        let case = Case {
            level,
            severity,
            ..Case::default()
        };
        self.clocks
            .iter()
            .filter(|rule| !asks_more(rule))
            .find(|rule| self.governs(rule, kind, case))
    }

    /// The rule of a clock for a complaint. Nothing where the pack has no such kind.
    #[must_use]
    pub fn clock_of(&self, kind: &str, case: Case<'_>) -> Option<&ClockRule> {
        self.clocks.iter().find(|rule| self.governs(rule, kind, case))
    }

    fn governs(&self, rule: &ClockRule, kind: &str, case: Case<'_>) -> bool {
        rule.kind == kind
            && fits(rule.level.as_ref(), Some(case.level), &self.lists.levels)
            && fits(rule.severity.as_ref(), Some(case.severity), &self.lists.severities)
            && fits(rule.class.as_ref(), case.class, &self.lists.classes)
            && fits(rule.channel.as_ref(), Some(case.channel), &self.lists.channels)
    }

    /// The limit of a clock, as [`Pack::clock`] finds it.
    #[must_use]
    pub fn limit(&self, kind: &str, level: &str, severity: &str) -> Option<Limit> {
        self.clock(kind, level, severity).map(|rule| rule.limit)
    }

    /// The clocks that an occasion starts, one of each kind, in the order of the list of clocks.
    #[must_use]
    pub fn clocks_at(&self, starts: Starts, level: &str, severity: &str) -> Vec<&ClockRule> {
        let rules = self
            .lists
            .clocks
            .iter()
            .filter_map(|kind| self.clock(&kind.code, level, severity));
        rules.filter(|rule| rule.starts == starts).collect()
    }

    /// The clocks that an occasion starts for a complaint, one of each kind, in the order of the list of clocks.
    #[must_use]
    pub fn clocks_of(&self, starts: Starts, case: Case<'_>) -> Vec<&ClockRule> {
        let kinds = self.lists.clocks.iter();
        let rules = kinds.filter_map(|kind| self.clock_of(&kind.code, case));
        rules.filter(|rule| rule.starts == starts).collect()
    }

    /// What meets a kind of clock.
    #[must_use]
    pub fn met_by(&self, kind: &str) -> Option<MetBy> {
        self.attributes.met_by.get(kind).copied()
    }

    /// The calendar by which a clock is counted: its own, or else the unit's.
    #[must_use]
    pub fn calendar_of<'a>(&'a self, rule: &ClockRule, units: &'a Calendar) -> &'a Calendar {
        let own = rule.calendar.as_deref().and_then(|name| self.calendar(name));
        own.unwrap_or(units)
    }

    /// The rows of the limits, in order.
    #[must_use]
    pub fn clock_rules(&self) -> &[ClockRule] {
        &self.clocks
    }

    /// The ladders.
    #[must_use]
    pub fn ladders(&self) -> &[Ladder] {
        &self.ladders
    }

    /// A ladder by its code.
    #[must_use]
    pub fn ladder(&self, code: &str) -> Option<&Ladder> {
        self.ladders.iter().find(|ladder| ladder.code == code)
    }
}
