//! R4.12: time that is not counted begins, by a ground that the pack knows.

use huiyin_contracts::events::ledger::ClockPausedV1;
use huiyin_kernel::{Actor, Timestamp};
use huiyin_worktime::Limit;

use super::clock::{Clock, ClockStage};
use super::complaint::Matter;
use super::deadline::Step;
use super::effects::{Effects, Saying};
use super::ledger::{Line, LineStage, generation};
use super::rules::Rules;

/// A pause that begins.
pub(super) struct Pausing<'a> {
    pub(super) matter: &'a Matter,
    pub(super) clock: &'a Clock,
    /// The clock's ledger.
    pub(super) lines: &'a [Line],
    /// Who approved it; who asked, where the pack leaves it to them.
    pub(super) by: &'a Actor,
    pub(super) now: Timestamp,
}

impl Pausing<'_> {
    /// Nothing falls due while it lasts but the ceiling. It ends by itself when the most that the pack gives it has passed.
    pub(super) fn begin(&self, line: &Line, due: Timestamp, most: Option<Limit>, rules: &Rules<'_>) -> Effects {
        let line = line.at_stage(LineStage::Approved {
            by: self.by.clone(),
            at: self.now,
            old: due,
            new: None,
        });
        let since = self.now;
        let clock = Clock {
            stage: ClockStage::Paused { due, since },
            ..self.clock.clone()
        };
        let ceiling = clock.ceiling.map(|ceiling| clock.deadline(Step::Due, ceiling));
        let ends = most.map(|most| {
            let step = Step::Resume(generation(self.lines));
            clock.deadline(step, rules.after(&clock, self.now, most))
        });
        let said = Saying::Paused(ClockPausedV1 {
            complaint: line.complaint,
            clock: line.clock,
            delay: line.id,
            kind: clock.kind.clone(),
            unit: clock.unit.clone(),
            ground: line.ground.clone(),
            was_due: due,
            asked_by: line.asked_by.clone(),
            approved_by: self.by.clone(),
        });
        let deadlines = ceiling.into_iter().chain(ends).collect();
        Effects::moved(self.matter, clock, deadlines, line, said)
    }
}
