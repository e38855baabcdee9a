//! R4.5, R5.10: whom the policy pack names decides whether there is more time. Never who asked, and never before their own superior.

use huiyin_contracts::events::ledger::{ClockExtendedV1, DelayRefusedV1};
use huiyin_kernel::{Actor, Timestamp, UnitPath};
use huiyin_worktime::Limit;

use super::clock::{Clock, ClockStage, basis_word};
use super::complaint::{ComplaintStage, Matter};
use super::effects::{Effects, Saying};
use super::ledger::{Line, LineKind, LineStage, generation};
use super::pause::Pausing;
use super::rules::Rules;
use super::unit::Unit;

/// A decision about more time.
pub(crate) struct DecideDelay<'a> {
    pub(crate) matter: &'a Matter,
    pub(crate) clock: &'a Clock,
    /// The clock's ledger.
    pub(crate) lines: &'a [Line],
    /// The line that is decided.
    pub(crate) line: &'a Line,
    pub(crate) approve: bool,
    pub(crate) by: &'a Actor,
    /// The unit of who decides; nothing for someone at the machine itself.
    pub(crate) unit: Option<&'a UnitPath>,
    /// The units of their other posts.
    pub(crate) elsewhere: &'a [UnitPath],
    /// Whether who decides reports to who asked.
    pub(crate) reports: bool,
    pub(crate) now: Timestamp,
}

/// Why a decision is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the complaint has ended")]
    Ended,
    #[error("it is decided already")]
    Decided,
    #[error("who asks for more time does not decide about it")]
    Own,
    #[error("who reports to the one who asks does not decide about it")]
    Reports,
    #[error("the level above the unit decides, not the unit itself")]
    SameUnit,
    #[error("by the policy pack the unit {0} decides about it")]
    Elsewhere(UnitPath),
    #[error("by the policy pack nobody may put this limit off any more")]
    Nobody,
    #[error("the complaint concerns your unit or its leader: another level decides")]
    Concerned,
    #[error("the limit has passed, and a breach is not undone")]
    Over,
    #[error("the clock does not run: it was met or stopped, is paused, or waits for its calendar")]
    NotRunning,
    #[error("the new date would lie after the one that no act inside the organisation moves")]
    Ceiling,
    #[error("the new date cannot be computed: {0}")]
    Calendar(String),
}

impl DecideDelay<'_> {
    /// The line as it was decided, and the clock as it runs from then on.
    pub(crate) fn decide(&self, rules: &Rules<'_>) -> Result<Effects, Refusal> {
        self.check(rules)?;
        if !self.approve {
            return Ok(self.refused());
        }
        let due = self.running()?;
        match self.line.kind {
            LineKind::Extension(limit) => self.extended(due, limit, rules),
            LineKind::Pause => Ok(self.paused(due, rules)),
            LineKind::Recomputation | LineKind::Migration => Err(Refusal::Decided),
        }
    }

    fn check(&self, rules: &Rules<'_>) -> Result<(), Refusal> {
        if self.matter.complaint.stage != ComplaintStage::Open {
            return Err(Refusal::Ended);
        }
        if self.line.stage != LineStage::Asked {
            return Err(Refusal::Decided);
        }
        if *self.by == self.line.asked_by {
            return Err(Refusal::Own);
        }
        if self.reports {
            return Err(Refusal::Reports);
        }
        self.check_level(rules)
    }

    /// R4.5: whom the pack names decides, not any unit above. Above the top stands nobody: there another person of it does.
    fn check_level(&self, rules: &Rules<'_>) -> Result<(), Refusal> {
        let complaint = &self.matter.complaint;
        let approver = rules.approver(self.line, self.clock, complaint);
        let approver = approver.ok_or(Refusal::Nobody)?;
        let Some(unit) = self.unit else { return Ok(()) };
        if unit.is_within(&self.clock.unit) && approver != self.clock.unit && approver != *unit {
            return Err(Refusal::SameUnit);
        }
        if std::iter::once(unit)
            .chain(self.elsewhere)
            .any(|unit| complaint.concerns(unit))
        {
            return Err(Refusal::Concerned);
        }
        let serves = rules.directory.of(unit).map(Unit::serves);
        if *unit != approver && serves.as_ref() != Some(&approver) {
            return Err(Refusal::Elsewhere(approver));
        }
        Ok(())
    }

    fn running(&self) -> Result<Timestamp, Refusal> {
        match self.clock.stage {
            ClockStage::Running { due } if self.now <= due => Ok(due),
            ClockStage::Running { .. } | ClockStage::Breached { .. } => Err(Refusal::Over),
            _ => Err(Refusal::NotRunning),
        }
    }

    fn refused(&self) -> Effects {
        let by = self.by.clone();
        let said = Saying::DelayRefused(DelayRefusedV1 {
            complaint: self.line.complaint,
            clock: self.line.clock,
            delay: self.line.id,
            kind: self.line.kind.word().to_owned(),
            unit: self.clock.unit.clone(),
            by: by.clone(),
        });
        Effects {
            lines: vec![self.line.at_stage(LineStage::Refused { by, at: self.now })],
            said: vec![said],
            ..Effects::default()
        }
    }

    fn extended(&self, old: Timestamp, limit: Limit, rules: &Rules<'_>) -> Result<Effects, Refusal> {
        let due = rules.calendar(self.clock).due(old, limit);
        let due = due.map_err(|error| Refusal::Calendar(error.to_string()))?;
        if self.clock.ceiling.is_some_and(|ceiling| due.at > ceiling) {
            return Err(Refusal::Ceiling);
        }
        let line = Line {
            explanation: Some(due.explanation.clone()),
            ..self.approved(old, Some(due.at))
        };
        let complaint = &self.matter.complaint;
        let (clock, deadlines) = rules.run_on(self.clock, due.at, self.now, complaint, generation(self.lines));
        let said = Saying::Extended(ClockExtendedV1 {
            complaint: line.complaint,
            clock: line.clock,
            delay: line.id,
            kind: clock.kind.clone(),
            unit: clock.unit.clone(),
            basis: basis_word(limit.basis).to_owned(),
            amount: limit.amount,
            was_due: old,
            due: due.at,
            asked_by: line.asked_by.clone(),
            approved_by: self.by.clone(),
        });
        Ok(Effects::moved(self.matter, clock, deadlines, line, said))
    }

    fn paused(&self, due: Timestamp, rules: &Rules<'_>) -> Effects {
        let pausing = Pausing {
            matter: self.matter,
            clock: self.clock,
            lines: self.lines,
            by: self.by,
            now: self.now,
        };
        let pause = rules.pack.pause(&self.line.ground, &self.clock.kind);
        pausing.begin(self.line, due, pause.and_then(|pause| pause.most), rules)
    }

    fn approved(&self, old: Timestamp, new: Option<Timestamp>) -> Line {
        self.line.at_stage(LineStage::Approved {
            by: self.by.clone(),
            at: self.now,
            old,
            new,
        })
    }
}

#[cfg(test)]
mod tests;
