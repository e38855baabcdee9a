//! R4.7: before a limit the handler is reminded; at the limit the next level is told, and so on upward until someone acts.

use huiyin_contracts::events::routing::{ClockBreachedV1, ContactPressedV1, EscalatedV1, RemindedV1};
use huiyin_kernel::{Actor, Timestamp};

use super::clock::{Clock, ClockStage};
use super::complaint::Matter;
use super::deadline::{Deadline, Step};
use super::effects::{Effects, Saying};
use super::ledger::{Line, LineKind, LineStage};
use super::order::{Order, OrderKind};
use super::resume::Resume;
use super::rules::Rules;

/// Why a clock ended that only ends a shorter procedure.
const MILESTONE: &str = "milestone_passed";

/// A deadline whose time has come.
pub(crate) struct Fire<'a> {
    pub(crate) deadline: &'a Deadline,
    pub(crate) clock: &'a Clock,
    /// The complaint, with nothing of it but this clock.
    pub(crate) matter: &'a Matter,
    /// The clock's ledger, where the step is about it.
    pub(crate) lines: &'a [Line],
    pub(crate) now: Timestamp,
}

impl Fire<'_> {
    /// What it does. One that comes when its clock no longer waits does nothing: someone acted.
    pub(crate) fn decide(&self, rules: &Rules<'_>) -> Effects {
        let mut effects = Effects::default();
        match (self.deadline.step, &self.clock.stage) {
            (Step::Remind(_), ClockStage::Running { due }) => effects.said.push(self.reminded(*due)),
            (Step::Contact(contact), ClockStage::Running { due }) => effects.said.push(self.pressed(contact, *due)),
            // A row of a due time that was moved since says nothing. A pause ends nothing at the ceiling: there it falls due (R4.12).
            (Step::Due, ClockStage::Running { .. } | ClockStage::Paused { .. })
                if self.clock.falls_due_by(self.deadline.at) && self.clock.milestone =>
            {
                effects.stop(self.matter, self.clock, self.deadline.at, MILESTONE);
            }
            (Step::Due, ClockStage::Running { .. } | ClockStage::Paused { .. })
                if self.clock.falls_due_by(self.deadline.at) =>
            {
                let due = &self.deadline.at;
                effects.said.push(self.breached(*due));
                // The contacts had their time: now it is told whom the ladder names at the limit itself (R2.3).
                let ladder = rules.pack.ladder(&self.clock.ladder);
                let at_limit = ladder
                    .iter()
                    .flat_map(|ladder| &ladder.contacts)
                    .filter(|press| press.at >= 100);
                effects
                    .said
                    .extend(at_limit.map(|press| self.pressed(press.to.place(), *due)));
                let stage = ClockStage::Breached { due: *due, end: None };
                effects.clocks.push(Clock {
                    stage,
                    ..self.clock.clone()
                });
                self.escalate(&mut effects, 1, *due, rules);
            }
            (Step::Resume(_), ClockStage::Paused { .. }) => return self.resumed(rules),
            (Step::Escalate(level), ClockStage::Breached { due, end: None }) => {
                self.escalate(&mut effects, level, *due, rules);
            }
            _ => {}
        }
        effects
    }

    /// R4.12: the pause has lasted as long as it may. One whose end cannot be computed lasts until the ceiling.
    fn resumed(&self, rules: &Rules<'_>) -> Effects {
        let pause = |line: &&Line| line.kind == LineKind::Pause && matches!(line.stage, LineStage::Approved { .. });
        let Some(line) = self.lines.iter().rfind(pause) else {
            return Effects::default();
        };
        let by = Actor::system("routing");
        let resume = Resume {
            matter: self.matter,
            clock: self.clock,
            lines: self.lines,
            line,
            by: &by,
            now: self.now,
        };
        resume.decide(rules).unwrap_or_default()
    }

    fn reminded(&self, due: Timestamp) -> Saying {
        let Clock {
            complaint,
            id,
            kind,
            unit,
            ..
        } = self.clock;
        let kind = kind.clone();
        Saying::Reminded(RemindedV1 {
            complaint: *complaint,
            clock: *id,
            kind,
            unit: unit.clone(),
            due,
        })
    }

    fn pressed(&self, contact: u32, due: Timestamp) -> Saying {
        Saying::ContactPressed(ContactPressedV1 {
            complaint: self.clock.complaint,
            clock: self.clock.id,
            kind: self.clock.kind.clone(),
            unit: self.clock.unit.clone(),
            place: contact,
            due,
        })
    }

    fn breached(&self, due: Timestamp) -> Saying {
        let Clock {
            complaint,
            id,
            kind,
            unit,
            ..
        } = self.clock;
        let kind = kind.clone();
        Saying::Breached(ClockBreachedV1 {
            complaint: *complaint,
            clock: *id,
            kind,
            unit: unit.clone(),
            due,
        })
    }

    /// One step of the ladder: a supervision order, and the row for the step after it. A ladder has no end: its last step comes
    /// again until someone acts.
    fn escalate(&self, effects: &mut Effects, level: u32, due: Timestamp, rules: &Rules<'_>) {
        let ladder = rules.pack.ladder(&self.clock.ladder);
        let Some(step) = ladder.and_then(|ladder| ladder.step(level)) else {
            return;
        };
        let late = &self.clock.unit;
        let to = rules.told(&step.to, late, &self.matter.complaint);
        let kind = OrderKind::Supervision {
            clock: self.clock.id,
            level,
        };
        let order = Order {
            from: Some(late.clone()),
            next_due: Some(due),
            ..rules.serve(&self.matter.complaint, kind, to.clone(), self.now)
        };
        effects.said.push(Saying::Escalated(EscalatedV1 {
            complaint: self.clock.complaint,
            clock: self.clock.id,
            order: order.id,
            kind: self.clock.kind.clone(),
            unit: late.clone(),
            to,
            level,
            due,
        }));
        effects.orders.push(order);
        let next = ladder
            .and_then(|ladder| ladder.step(level + 1))
            .and_then(|step| step.after);
        // Steps that were missed while nothing ran follow at once; the repeated last step counts from now, so that it is not
        // repeated for each day that was missed.
        let written = ladder.map_or(0, |ladder| ladder.steps.len());
        let repeats = usize::try_from(level).is_ok_and(|level| level >= written);
        let from = if repeats { self.now } else { self.deadline.at };
        effects.deadlines.extend(next.map(|after| Deadline {
            step: Step::Escalate(level + 1),
            at: rules.after(self.clock, from, after),
            ..*self.deadline
        }));
    }
}

#[cfg(test)]
mod tests;
