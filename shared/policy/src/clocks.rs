//! Limits, the reminders before them, the ladders after them (R4.3, R4.4, R4.7).

use huiyin_worktime::Limit;
use serde::Serialize;

use crate::Pack;
use crate::table::Codes;

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
    pub(crate) level: Option<Codes>,
    pub(crate) severity: Option<Codes>,
}

/// What starts a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Starts {
    /// The complaint stands in the register.
    Registration,
    /// The order is served, or the phone notice given (R4.3).
    Order,
}

/// Whom supervision orders tell, step by step, until someone acts (R4.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// The ladder's code.
    pub code: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// The steps; at least one.
    pub steps: Vec<Step>,
    /// How often the last step is repeated.
    pub again: Limit,
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
    /// `level` is the level of the unit that must act, which is not always the unit complained about.
    #[must_use]
    pub fn clock(&self, kind: &str, level: &str, severity: &str) -> Option<&ClockRule> {
        let of_kind = |rule: &&ClockRule| rule.kind == kind;
        let at_level = |rule: &&ClockRule| fits(rule.level.as_ref(), level, &self.lists.levels);
        let so_severe = |rule: &&ClockRule| fits(rule.severity.as_ref(), severity, &self.lists.severities);
        self.clocks.iter().filter(of_kind).filter(at_level).find(so_severe)
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

    /// A ladder by its code.
    #[must_use]
    pub fn ladder(&self, code: &str) -> Option<&Ladder> {
        self.ladders.iter().find(|ladder| ladder.code == code)
    }
}

fn fits(codes: Option<&Codes>, code: &str, list: &[crate::Named]) -> bool {
    codes.is_none_or(|codes| codes.holds(Some(code), list))
}
