//! R4.12: the ground of a pause has gone, and the clock runs on with what was left of it.

use huiyin_contracts::events::ledger::ClockResumedV1;
use huiyin_kernel::{Actor, Timestamp};
use huiyin_worktime::{Basis, Due, WorktimeError};

use super::clock::{Clock, ClockStage};
use super::complaint::Matter;
use super::effects::{Effects, Saying};
use super::ledger::{Line, LineKind, LineStage, generation};
use super::rules::Rules;

/// A request to end a pause.
pub(crate) struct Resume<'a> {
    pub(crate) matter: &'a Matter,
    pub(crate) clock: &'a Clock,
    /// The clock's ledger.
    pub(crate) lines: &'a [Line],
    /// The pause.
    pub(crate) line: &'a Line,
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
}

/// Why nothing is resumed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the clock is not paused by this")]
    NotPaused,
    #[error("the new date cannot be computed: {0}")]
    Calendar(String),
}

impl Resume<'_> {
    /// The clock with what was left when the pause began, at the latest until the ceiling.
    pub(crate) fn decide(&self, rules: &Rules<'_>) -> Result<Effects, Refusal> {
        let (ClockStage::Paused { due: old, since }, LineStage::Approved { by, at, .. }, LineKind::Pause) =
            (&self.clock.stage, &self.line.stage, self.line.kind)
        else {
            return Err(Refusal::NotPaused);
        };
        let due = left(rules, self.clock, *since, *old, self.now);
        let due = due.map_err(|error| Refusal::Calendar(error.to_string()))?;
        let new = self.clock.ceiling.map_or(due.at, |ceiling| due.at.min(ceiling));
        let line = Line {
            explanation: Some(due.explanation),
            ..self.line.at_stage(LineStage::Ended {
                by: by.clone(),
                at: *at,
                old: *old,
                ended_by: self.by.clone(),
                ended: self.now,
                new,
            })
        };
        let complaint = &self.matter.complaint;
        let (clock, deadlines) = rules.run_on(self.clock, new, self.now, complaint, generation(self.lines));
        let said = Saying::Resumed(ClockResumedV1 {
            complaint: line.complaint,
            clock: line.clock,
            delay: line.id,
            kind: clock.kind.clone(),
            unit: clock.unit.clone(),
            paused: *since,
            was_due: *old,
            due: new,
            by: self.by.clone(),
        });
        Ok(Effects::moved(self.matter, clock, deadlines, line, said))
    }
}

/// What was left at `since`, counted from `now`: working time for limits in working time, time by the clock for the others.
pub(super) fn left(
    rules: &Rules<'_>,
    clock: &Clock,
    since: Timestamp,
    due: Timestamp,
    now: Timestamp,
) -> Result<Due, WorktimeError> {
    let calendar = rules.calendar(clock);
    match clock.limit.basis {
        Basis::ClockHours | Basis::CalendarDays => calendar.add_clock_time(now, due.duration_since(since)),
        Basis::WorkingHours | Basis::WorkingDays => {
            let left = calendar.working_time_between(since, due)?.value;
            calendar.add_working_time(now, left)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::World;
    use super::*;

    /// A reply clock that is paused since `since`, with its pause.
    fn paused(world: &World, since: Timestamp) -> (Matter, Line) {
        let mut matter = world.assigned("ho.b1.o1");
        let clock = &mut matter.clocks[1];
        let due = clock.stage.due().unwrap();
        clock.stage = ClockStage::Paused { due, since };
        let line = Line {
            id: world.ids().uuid(),
            complaint: clock.complaint,
            clock: clock.id,
            kind: LineKind::Pause,
            ground: "outside_appraisal".to_owned(),
            reason: "x".to_owned(),
            asked_by: Actor::Operator,
            asked: since,
            stage: LineStage::Approved {
                by: Actor::system("s"),
                at: since,
                old: due,
                new: None,
            },
            notice: None,
            explanation: None,
        };
        (matter, line)
    }

    fn resume(world: &World, matter: &Matter, line: &Line, now: Timestamp) -> Result<Effects, Refusal> {
        let request = Resume {
            matter,
            clock: &matter.clocks[1],
            lines: std::slice::from_ref(line),
            line,
            by: &Actor::Operator,
            now,
        };
        request.decide(&world.rules())
    }

    #[test]
    fn what_was_left_of_the_working_time_is_left_still() {
        let world = World::new();
        // Friday 16:00, due on the make-up Saturday 17:30: an hour and a half of Friday and the whole Saturday are left.
        let (matter, line) = paused(&world, world.now);
        let monday: Timestamp = "2026-10-12T16:00:00+08:00".parse().unwrap();
        let effects = resume(&world, &matter, &line, monday).unwrap();
        let tuesday: Timestamp = "2026-10-13T17:30:00+08:00".parse().unwrap();
        assert_eq!(effects.clocks[0].stage, ClockStage::Running { due: tuesday });
        assert!(effects.deadlines.iter().all(|deadline| deadline.at > monday));
        assert_eq!(effects.moved, [matter.clocks[1].id]);
        assert!(matches!(&effects.lines[0].stage, LineStage::Ended { new, .. } if *new == tuesday));
    }

    #[test]
    fn the_ceiling_stays_where_it_was() {
        let world = World::new();
        let (mut matter, line) = paused(&world, world.now);
        let ceiling: Timestamp = "2026-10-12T18:00:00+08:00".parse().unwrap();
        matter.clocks[1].ceiling = Some(ceiling);
        let monday: Timestamp = "2026-10-12T16:00:00+08:00".parse().unwrap();
        let effects = resume(&world, &matter, &line, monday).unwrap();
        assert_eq!(effects.clocks[0].stage, ClockStage::Running { due: ceiling });
    }

    #[test]
    fn each_refusal_has_its_sentence() {
        let world = World::new();
        let (mut matter, line) = paused(&world, world.now);
        let late: Timestamp = "2026-12-31T17:00:00+08:00".parse().unwrap();
        assert_eq!(
            resume(&world, &matter, &line, late).unwrap_err().to_string(),
            "the new date cannot be computed: calendar `cn` has not loaded the year 2027"
        );
        matter.clocks[1].stage = ClockStage::Running { due: late };
        assert_eq!(
            resume(&world, &matter, &line, world.later(5)).unwrap_err().to_string(),
            "the clock is not paused by this"
        );
    }
}
