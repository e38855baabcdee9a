//! R3.11: a join that brought new facts is undone, so the first complaint's reply falls due as it did before them.

use huiyin_contracts::events::ledger::ClockRecomputedV1;
use huiyin_kernel::{Actor, Timestamp};

use super::clock::{Clock, ClockStage, End};
use super::complaint::Matter;
use super::deadline::Step;
use super::effects::{Effects, Saying};
use super::ledger::{Line, LineKind, LineStage, generation};
use super::new_facts::NEW_FACTS;
use super::order::{Order, OrderKind};
use super::rules::Rules;

/// Why a clock ended whose new facts were none.
const UNLINKED: &str = "unlinked";

/// The first complaint, of which a join is undone.
pub(crate) struct UndoFacts<'a> {
    pub(crate) matter: &'a Matter,
    /// Every clock of it, also those that ended.
    pub(crate) history: &'a [Clock],
    /// Every order of it, also those that ended.
    pub(crate) orders: &'a [Order],
    /// The ledgers of its clocks.
    pub(crate) lines: &'a [Line],
    /// When the facts were received: the clocks that they restarted began then.
    pub(crate) received: Timestamp,
    pub(crate) now: Timestamp,
}

impl UndoFacts<'_> {
    /// Each clock that the facts restarted ends, and the one before it runs on with its own due time. What was answered meanwhile, or
    /// restarted again, stays.
    pub(crate) fn decide(&self, rules: &Rules<'_>) -> Effects {
        let mut effects = Effects::default();
        let restarted = self.matter.clocks.iter().filter(|clock| clock.started == self.received);
        for new in restarted {
            if let Some((old, due, breached)) = self.before(new) {
                effects.stop(self.matter, new, self.now, UNLINKED);
                self.revive(&mut effects, new, old, due, breached, rules);
            }
        }
        if let Some(order) = self.matter.leading().filter(|_| !effects.clocks.is_empty()) {
            effects.order(self.matter, order.clone());
        }
        effects
    }

    /// The clock that a new one took the place of, when it was due, and whether it was late already.
    fn before(&self, new: &Clock) -> Option<(&Clock, Timestamp, bool)> {
        let ended = |clock: &Clock| match &clock.stage {
            ClockStage::Stopped { due, at, why } if why == NEW_FACTS => due.map(|due| (*at, due, false)),
            ClockStage::Breached {
                due,
                end: Some(End::Stopped { at, why }),
            } if why == NEW_FACTS => Some((*at, *due, true)),
            _ => None,
        };
        let before = self
            .history
            .iter()
            .filter(|clock| clock.kind == new.kind && clock.id != new.id);
        let last = before.filter_map(|clock| ended(clock).map(|end| (clock, end)));
        last.max_by_key(|(_, (at, ..))| *at)
            .map(|(clock, (_, due, late))| (clock, due, late))
    }

    fn revive(
        &self,
        effects: &mut Effects,
        new: &Clock,
        old: &Clock,
        due: Timestamp,
        breached: bool,
        rules: &Rules<'_>,
    ) {
        // It goes on for the unit that has it now.
        let old = Clock {
            order: new.order,
            unit: new.unit.clone(),
            ..old.clone()
        };
        let lines: Vec<Line> = self.lines.iter().filter(|line| line.clock == old.id).cloned().collect();
        let (clock, deadlines) = if breached {
            let stage = ClockStage::Breached { due, end: None };
            let next = old.deadline(Step::Escalate(self.steps(&old) + 1), self.now);
            (Clock { stage, ..old }, vec![next])
        } else {
            rules.run_on(&old, due, self.now, &self.matter.complaint, generation(&lines))
        };
        effects
            .lines
            .push(self.line(&clock, new.stage.due().unwrap_or(due), due, rules));
        effects.said.push(Saying::Recomputed(ClockRecomputedV1 {
            complaint: clock.complaint,
            clock: clock.id,
            kind: clock.kind.clone(),
            unit: clock.unit.clone(),
            reason: UNLINKED.to_owned(),
            calendar: rules.calendar(&clock).name().to_owned(),
            was_due: new.stage.due().unwrap_or(due),
            due,
        }));
        effects.clocks.push(clock);
        effects.deadlines.extend(deadlines);
    }

    /// How many steps of its ladder were taken.
    fn steps(&self, clock: &Clock) -> u32 {
        let level = |order: &Order| match order.kind {
            OrderKind::Supervision { clock: of, level } if of == clock.id => Some(level),
            _ => None,
        };
        self.orders.iter().filter_map(level).max().unwrap_or(0)
    }

    fn line(&self, clock: &Clock, old: Timestamp, new: Timestamp, rules: &Rules<'_>) -> Line {
        let by = Actor::system("routing");
        Line {
            id: rules.ids.uuid(),
            complaint: clock.complaint,
            clock: clock.id,
            kind: LineKind::Recomputation,
            ground: UNLINKED.to_owned(),
            reason: "the join that brought new facts was undone".to_owned(),
            asked_by: by.clone(),
            asked: self.now,
            stage: LineStage::Approved {
                by,
                at: self.now,
                old,
                new: Some(new),
            },
            notice: None,
            explanation: clock.explanation.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::new_facts;
    use super::super::samples::World;
    use super::*;

    /// A complaint whose reply was restarted by new facts, and all its clocks.
    fn restarted(world: &World, breached: bool) -> (Matter, Vec<Clock>) {
        let mut matter = world.assigned("ho.b1.o1");
        if breached {
            let due = matter.clocks[1].stage.due().unwrap();
            matter.clocks[1].stage = ClockStage::Breached { due, end: None };
        }
        let effects = new_facts::decide(&matter, world.later(1440), world.later(1450), &world.rules());
        let mut history = matter.clocks.clone();
        history[1] = effects.clocks[0].clone();
        history.push(effects.clocks[1].clone());
        matter.clocks = history.iter().filter(|clock| clock.waits()).cloned().collect();
        (matter, history)
    }

    fn undo(world: &World, matter: &Matter, history: &[Clock]) -> Effects {
        let undo = UndoFacts {
            matter,
            history,
            orders: &matter.orders,
            lines: &[],
            received: world.later(1440),
            now: world.later(1500),
        };
        undo.decide(&world.rules())
    }

    #[test]
    fn the_reply_falls_due_as_before_the_facts_came() {
        let world = World::new();
        let before = world.assigned("ho.b1.o1").clocks[1].stage.due();
        let (matter, history) = restarted(&world, false);
        let effects = undo(&world, &matter, &history);
        let ends: Vec<_> = effects
            .clocks
            .iter()
            .map(|clock| (clock.id, clock.stage.word()))
            .collect();
        assert_eq!(ends, [(history[2].id, "stopped"), (history[1].id, "running")]);
        assert_eq!(effects.clocks[1].stage.due(), before);
        assert!(
            effects
                .deadlines
                .iter()
                .any(|row| row.step == Step::Due && Some(row.at) == before)
        );
        assert!(
            effects
                .said
                .iter()
                .any(|said| matches!(said, Saying::Recomputed(event) if event.reason == "unlinked"))
        );
    }

    #[test]
    fn what_was_late_is_late_again_and_its_ladder_goes_on() {
        let world = World::new();
        let (matter, history) = restarted(&world, true);
        let effects = undo(&world, &matter, &history);
        assert!(matches!(
            effects.clocks[1].stage,
            ClockStage::Breached { end: None, .. }
        ));
        assert_eq!(effects.deadlines[0].step, Step::Escalate(1));
    }

    #[test]
    fn what_no_facts_restarted_stays() {
        let world = World::new();
        let matter = world.assigned("ho.b1.o1");
        assert!(undo(&world, &matter, &matter.clocks).clocks.is_empty());
    }
}
