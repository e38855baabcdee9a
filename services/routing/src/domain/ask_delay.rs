//! R4.5, R4.12: what cannot be finished in time is reported before the limit, with the reason, and more time is asked for.

use huiyin_contracts::events::ledger::DelayAskedV1;
use huiyin_kernel::{Actor, Timestamp};
use huiyin_policy::{Pause, StepTo};
use huiyin_worktime::Limit;

use super::clock::{Clock, ClockStage};
use super::complaint::{ComplaintStage, Matter};
use super::effects::{Effects, Saying};
use super::ledger::{Line, LineKind, LineStage};
use super::pause::Pausing;
use super::rules::Rules;
use super::words::{refuses_words, words};

/// The ground of an extension.
const CANNOT_BE_FINISHED: &str = "cannot_be_finished";

/// A request for more time.
pub(crate) struct AskDelay<'a> {
    pub(crate) matter: &'a Matter,
    pub(crate) clock: &'a Clock,
    /// The clock's ledger.
    pub(crate) lines: &'a [Line],
    pub(crate) ask: Ask<'a>,
    pub(crate) reason: &'a str,
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
}

/// In which way.
#[derive(Clone, Copy)]
pub(crate) enum Ask<'a> {
    Extension(Limit),
    Pause { ground: &'a str },
}

/// Why it is not even asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the complaint has ended")]
    Ended,
    #[error("by the policy pack nobody may put this limit off")]
    NotExtended,
    #[error("the limit has passed, and a breach is not undone: a delay is reported before it")]
    Over,
    #[error("the clock does not run: it was met or stopped, is paused, or waits for its calendar")]
    NotRunning,
    #[error("more time is asked for already, and nobody has decided")]
    Pending,
    #[error("the clock was extended before, and its date is binding")]
    Bound,
    #[error("an extension is at most {0}")]
    Length(Limit),
    #[error("time is left out of account on these grounds only: {0}")]
    Ground(String),
    #[error("the new date would lie after the one that no act inside the organisation moves")]
    Ceiling,
    #[error("the new date cannot be computed: {0}")]
    Calendar(String),
    #[error("more time is asked for with its reason")]
    NoWords,
    #[error("the reason is at most 500 characters")]
    LongWords,
}
refuses_words!(Refusal);

impl AskDelay<'_> {
    /// A line that waits for whom the pack names to decide; no due time moves by it. A pause that the pack leaves to the handler begins.
    pub(crate) fn decide(&self, rules: &Rules<'_>) -> Result<Effects, Refusal> {
        let (due, kind, ground) = self.check(rules)?;
        let line = self.line(kind, ground, rules)?;
        let pause = rules.pack.pause(&line.ground, &self.clock.kind);
        match (kind, pause) {
            (
                LineKind::Pause,
                Some(Pause {
                    approver: None, most, ..
                }),
            ) => {
                let pausing = Pausing {
                    matter: self.matter,
                    clock: self.clock,
                    lines: self.lines,
                    by: self.by,
                    now: self.now,
                };
                Ok(pausing.begin(&line, due, *most, rules))
            }
            _ => Ok(self.asked(line, due, rules)),
        }
    }

    fn line(&self, kind: LineKind, ground: String, rules: &Rules<'_>) -> Result<Line, Refusal> {
        Ok(Line {
            id: rules.ids.uuid(),
            complaint: self.clock.complaint,
            clock: self.clock.id,
            kind,
            ground,
            reason: words(self.reason)?,
            asked_by: self.by.clone(),
            asked: self.now,
            stage: LineStage::Asked,
            notice: None,
            explanation: None,
        })
    }

    fn asked(&self, line: Line, due: Timestamp, rules: &Rules<'_>) -> Effects {
        let (clock, complaint) = (self.clock, &self.matter.complaint);
        let parent = rules.told(&StepTo::Parent, &clock.unit, complaint);
        let said = Saying::DelayAsked(DelayAskedV1 {
            complaint: line.complaint,
            clock: line.clock,
            delay: line.id,
            kind: line.kind.word().to_owned(),
            ground: line.ground.clone(),
            unit: clock.unit.clone(),
            decides: rules.approver(&line, clock, complaint).unwrap_or(parent),
            due,
            by: self.by.clone(),
        });
        Effects {
            lines: vec![line],
            said: vec![said],
            ..Effects::default()
        }
    }

    fn check(&self, rules: &Rules<'_>) -> Result<(Timestamp, LineKind, String), Refusal> {
        if self.matter.complaint.stage != ComplaintStage::Open {
            return Err(Refusal::Ended);
        }
        let due = running(self.clock, self.now)?;
        if self.lines.iter().any(|line| line.stage == LineStage::Asked) {
            return Err(Refusal::Pending);
        }
        words(self.reason)?;
        match self.ask {
            Ask::Extension(limit) => {
                self.check_extension(limit, due, rules)?;
                Ok((due, LineKind::Extension(limit), CANNOT_BE_FINISHED.to_owned()))
            }
            Ask::Pause { ground } => {
                let kind = &self.clock.kind;
                if rules.pack.pause(ground, kind).is_none() {
                    let pauses = rules.pack.terms().pauses.iter();
                    let known = pauses.filter(|pause| pause.kinds.contains(kind));
                    let known: Vec<&str> = known.map(|pause| pause.code.as_str()).collect();
                    return Err(Refusal::Ground(known.join(", ")));
                }
                Ok((due, LineKind::Pause, ground.to_owned()))
            }
        }
    }

    /// R4.5: as often and as far as the pack says. A limit in another basis is compared by the calendar.
    fn check_extension(&self, limit: Limit, due: Timestamp, rules: &Rules<'_>) -> Result<(), Refusal> {
        let extension = rules.pack.extension(&self.clock.kind, &self.matter.complaint.severity);
        let extension = extension.ok_or(Refusal::NotExtended)?;
        let extended = |line: &&Line| line.is_in_force() && matches!(line.kind, LineKind::Extension(_));
        let times = usize::try_from(extension.times).unwrap_or(usize::MAX);
        if self.lines.iter().filter(extended).count() >= times {
            return Err(Refusal::Bound);
        }
        let too_long = Refusal::Length(extension.most);
        if limit.amount == 0 || (limit.basis == extension.most.basis && limit.amount > extension.most.amount) {
            return Err(too_long);
        }
        let calendar = rules.calendar(self.clock);
        let until = |limit| match calendar.due(due, limit) {
            Ok(due) => Ok(due.at),
            Err(error) => Err(Refusal::Calendar(error.to_string())),
        };
        let new = until(limit)?;
        if limit.basis != extension.most.basis && new > until(extension.most)? {
            return Err(too_long);
        }
        if self.clock.ceiling.is_some_and(|ceiling| new > ceiling) {
            return Err(Refusal::Ceiling);
        }
        Ok(())
    }
}

/// When a clock is due that runs.
fn running(clock: &Clock, now: Timestamp) -> Result<Timestamp, Refusal> {
    match clock.stage {
        ClockStage::Running { due } if now <= due => Ok(due),
        ClockStage::Running { .. } | ClockStage::Breached { .. } => Err(Refusal::Over),
        _ => Err(Refusal::NotRunning),
    }
}

#[cfg(test)]
mod tests;
