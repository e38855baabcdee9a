//! R4.7: before a limit the handler is reminded; at the limit the next level is told, and so on upward until someone acts.

use huiyin_contracts::events::routing::{ClockBreachedV1, ContactPressedV1, EscalatedV1, RemindedV1};
use huiyin_kernel::Timestamp;

use super::clock::{Clock, ClockStage};
use super::complaint::Complaint;
use super::deadline::{Deadline, Step};
use super::effects::{Effects, Saying};
use super::order::{Order, OrderKind};
use super::rules::Rules;

/// The place of the first responsible person among a unit's contacts.
const RESPONSIBLE: u32 = 3;

/// A deadline whose time has come.
pub(crate) struct Fire<'a> {
    pub(crate) deadline: &'a Deadline,
    pub(crate) clock: &'a Clock,
    pub(crate) complaint: &'a Complaint,
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
                if self.clock.falls_due_by(self.deadline.at) =>
            {
                let due = &self.deadline.at;
                effects.said.push(self.breached(*due));
                // The contacts had their time: now their unit's first responsible person is told (R2.3).
                effects
                    .said
                    .extend(self.clock.kind.asks_to_react().then(|| self.pressed(RESPONSIBLE, *due)));
                let stage = ClockStage::Breached { due: *due, end: None };
                effects.clocks.push(Clock {
                    stage,
                    ..self.clock.clone()
                });
                self.escalate(&mut effects, 1, *due, rules);
            }
            (Step::Escalate(level), ClockStage::Breached { due, end: None }) => {
                self.escalate(&mut effects, level, *due, rules);
            }
            _ => {}
        }
        effects
    }

    fn reminded(&self, due: Timestamp) -> Saying {
        let Clock {
            complaint,
            id,
            kind,
            unit,
            ..
        } = self.clock;
        let kind = kind.word().to_owned();
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
            kind: self.clock.kind.word().to_owned(),
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
        let kind = kind.word().to_owned();
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
        let to = rules.told(&step.to, late, self.complaint);
        let kind = OrderKind::Supervision {
            clock: self.clock.id,
            level,
        };
        let order = Order {
            from: Some(late.clone()),
            next_due: Some(due),
            ..rules.serve(self.complaint, kind, to.clone(), self.now)
        };
        effects.said.push(Saying::Escalated(EscalatedV1 {
            complaint: self.clock.complaint,
            clock: self.clock.id,
            order: order.id,
            kind: self.clock.kind.word().to_owned(),
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
            at: rules.after(from, after),
            ..*self.deadline
        }));
    }
}

#[cfg(test)]
mod tests;
