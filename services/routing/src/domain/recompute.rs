//! R4.6, R4.12: a calendar was corrected. What runs by it is computed anew, and an event says so.

use huiyin_contracts::events::ledger::ClockRecomputedV1;
use huiyin_kernel::{Actor, Timestamp};

use super::clock::{Clock, ClockStage};
use super::complaint::Matter;
use super::effects::{Effects, Saying};
use super::ledger::{Line, LineKind, LineStage, generation};
use super::rules::Rules;

const CORRECTED: &str = "calendar_corrected";

/// The clock by the calendar as it is now; nothing where its due time stays, where it does not run, or where somebody was promised
/// the date that it has: an extension's date is binding (R4.5), and so is what was left after a pause.
pub(crate) fn decide(
    matter: &Matter,
    clock: &Clock,
    lines: &[Line],
    now: Timestamp,
    rules: &Rules<'_>,
) -> Option<Effects> {
    let ClockStage::Running { due: old } = clock.stage else {
        return None;
    };
    let promised = |line: &Line| line.is_in_force() && matches!(line.kind, LineKind::Extension(_) | LineKind::Pause);
    if lines.iter().any(promised) {
        return None;
    }
    let calendar = rules.calendar(clock);
    // A year that is no longer loaded moves nothing: it is reported, not guessed.
    let due = calendar.due(clock.started, clock.limit).ok()?;
    if due.at == old {
        return None;
    }
    let by = Actor::system("routing");
    let line = Line {
        id: rules.ids.uuid(),
        complaint: clock.complaint,
        clock: clock.id,
        kind: LineKind::Recomputation,
        ground: CORRECTED.to_owned(),
        reason: format!("calendar {} was corrected", calendar.name()),
        asked_by: by.clone(),
        asked: now,
        stage: LineStage::Approved {
            by,
            at: now,
            old,
            new: Some(due.at),
        },
        notice: None,
        explanation: Some(due.explanation.clone()),
    };
    let (clock, deadlines) = rules.run_on(clock, due.at, now, &matter.complaint, generation(lines));
    let clock = Clock {
        explanation: Some(due.explanation),
        ..clock
    };
    let said = Saying::Recomputed(ClockRecomputedV1 {
        complaint: clock.complaint,
        clock: clock.id,
        kind: clock.kind.clone(),
        unit: clock.unit.clone(),
        reason: CORRECTED.to_owned(),
        calendar: calendar.name().to_owned(),
        was_due: old,
        due: due.at,
    });
    Some(Effects::moved(matter, clock, deadlines, line, said))
}

#[cfg(test)]
mod tests {
    use super::super::samples::World;
    use super::*;

    /// A reply clock as a calendar without the make-up Saturday had set it.
    fn set_wrongly(world: &World) -> Matter {
        let mut matter = world.assigned("ho.b1.o1");
        matter.clocks[1].stage = ClockStage::Running {
            due: "2026-10-12T17:30:00+08:00".parse().unwrap(),
        };
        matter
    }

    #[test]
    fn a_running_clock_moves_with_old_due_new_due_and_reason() {
        let world = World::new();
        let matter = set_wrongly(&world);
        let effects = decide(&matter, &matter.clocks[1], &[], world.later(10), &world.rules()).unwrap();
        let saturday: Timestamp = "2026-10-10T17:30:00+08:00".parse().unwrap();
        assert_eq!(effects.clocks[0].stage, ClockStage::Running { due: saturday });
        let Saying::Recomputed(event) = &effects.said[0] else {
            panic!("{:?}", effects.said)
        };
        assert_eq!(
            (event.was_due, event.due, event.reason.as_str()),
            (matter.clocks[1].stage.due().unwrap(), saturday, "calendar_corrected")
        );
        assert!(effects.deadlines.iter().any(|deadline| deadline.at == saturday));
        assert_eq!(effects.lines[0].kind, LineKind::Recomputation);
    }

    #[test]
    fn what_is_right_already_what_has_passed_and_what_was_promised_stay() {
        let world = World::new();
        let right = world.assigned("ho.b1.o1");
        assert!(decide(&right, &right.clocks[1], &[], world.now, &world.rules()).is_none());
        let mut passed = set_wrongly(&world);
        let due = passed.clocks[1].stage.due().unwrap();
        passed.clocks[1].stage = ClockStage::Breached { due, end: None };
        assert!(decide(&passed, &passed.clocks[1], &[], world.now, &world.rules()).is_none());
        let matter = set_wrongly(&world);
        let mut line = decide(&matter, &matter.clocks[1], &[], world.now, &world.rules())
            .unwrap()
            .lines
            .remove(0);
        let twice = decide(&matter, &matter.clocks[1], &[line.clone()], world.now, &world.rules());
        assert!(twice.is_some(), "a calendar can be corrected twice");
        line.kind = LineKind::Extension(matter.clocks[1].limit);
        assert!(decide(&matter, &matter.clocks[1], &[line], world.now, &world.rules()).is_none());
    }
}
