//! R4.5, R4.12: what cannot be finished in time is reported before the limit, with the reason, and more time is asked for.

use huiyin_contracts::events::ledger::DelayAskedV1;
use huiyin_kernel::{Actor, Timestamp};
use huiyin_worktime::Limit;

use super::clock::{Clock, ClockKind, ClockStage};
use super::complaint::{Complaint, ComplaintStage};
use super::effects::{Effects, Saying};
use super::ledger::{Line, LineKind, LineStage};
use super::rules::Rules;
use super::words::{refuses_words, words};

/// The ground of an extension.
const CANNOT_BE_FINISHED: &str = "cannot_be_finished";

/// A request for more time.
pub(crate) struct AskDelay<'a> {
    pub(crate) clock: &'a Clock,
    pub(crate) complaint: &'a Complaint,
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
    #[error("only the time to reply is extended or paused")]
    NotReply,
    #[error("the limit has passed, and a breach is not undone: a delay is reported before it")]
    Over,
    #[error("the clock does not run: it was met or stopped, is paused, or waits for its calendar")]
    NotRunning,
    #[error("more time is asked for already, and nobody has decided")]
    Pending,
    #[error("the clock was extended before, and its date is binding")]
    Bound,
    #[error("an extension is 1 to {0} hours or days")]
    Length(u32),
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
    /// A line that waits for somebody above to decide. No due time moves by it.
    pub(crate) fn decide(&self, rules: &Rules<'_>) -> Result<Effects, Refusal> {
        let (due, kind, ground) = self.check(rules)?;
        let line = Line {
            id: rules.ids.uuid(),
            complaint: self.clock.complaint,
            clock: self.clock.id,
            kind,
            ground: ground.clone(),
            reason: words(self.reason)?,
            asked_by: self.by.clone(),
            asked: self.now,
            stage: LineStage::Asked,
            notice: None,
            explanation: None,
        };
        let said = Saying::DelayAsked(DelayAskedV1 {
            complaint: line.complaint,
            clock: line.clock,
            delay: line.id,
            kind: kind.word().to_owned(),
            ground,
            unit: self.clock.unit.clone(),
            decides: rules
                .free_above(&self.clock.unit, self.complaint)
                .unwrap_or_else(|| rules.triage(self.complaint)),
            due,
            by: self.by.clone(),
        });
        Ok(Effects {
            lines: vec![line],
            said: vec![said],
            ..Effects::default()
        })
    }

    fn check(&self, rules: &Rules<'_>) -> Result<(Timestamp, LineKind, String), Refusal> {
        if self.complaint.stage != ComplaintStage::Open {
            return Err(Refusal::Ended);
        }
        if self.clock.kind != ClockKind::Reply {
            return Err(Refusal::NotReply);
        }
        let due = running(self.clock, self.now)?;
        if self.lines.iter().any(|line| line.stage == LineStage::Asked) {
            return Err(Refusal::Pending);
        }
        words(self.reason)?;
        match self.ask {
            Ask::Extension(limit) => {
                let extended = |line: &&Line| line.is_in_force() && matches!(line.kind, LineKind::Extension(_));
                if self.lines.iter().filter(extended).count() >= rules.terms.extensions {
                    return Err(Refusal::Bound);
                }
                if !(1..=rules.terms.extension_most).contains(&limit.amount) {
                    return Err(Refusal::Length(rules.terms.extension_most));
                }
                let new = rules.calendar().due(due, limit);
                let new = new.map_err(|error| Refusal::Calendar(error.to_string()))?.at;
                if self.clock.ceiling.is_some_and(|ceiling| new > ceiling) {
                    return Err(Refusal::Ceiling);
                }
                Ok((due, LineKind::Extension(limit), CANNOT_BE_FINISHED.to_owned()))
            }
            Ask::Pause { ground } => {
                if !rules.terms.pause_grounds.iter().any(|known| known == ground) {
                    return Err(Refusal::Ground(rules.terms.pause_grounds.join(", ")));
                }
                Ok((due, LineKind::Pause, ground.to_owned()))
            }
        }
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
