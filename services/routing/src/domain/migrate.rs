//! Section 9: an open complaint stays on the version of the policy pack that it began with, unless this act moves it.
//!
//! What runs is computed anew from its own start by the new version's limits: no time that was used is given back. A breach stays a
//! breach, no step of a ladder is taken twice, and a date that somebody was promised binds (R4.5).

use huiyin_contracts::events::ledger::{ClockRecomputedV1, PolicyMigratedV1};
use huiyin_kernel::{Actor, Date, Ids, Timestamp};
use huiyin_policy::{ClockRule, Pack, Starts, kinds};
use huiyin_worktime::{Explanation, WorktimeError};

use super::clock::{Clock, ClockStage, End, WaitsFor};
use super::complaint::{Complaint, ComplaintStage, Matter};
use super::directory::Directory;
use super::effects::{Effects, Saying};
use super::ledger::{Line, LineKind, LineStage, generation};
use super::order::Order;
use super::resume::left;
use super::rules::Rules;
use super::start::On;
use super::words::{refuses_words, words};

/// Why a clock ended of which the new version knows nothing, and why others were computed anew.
const MIGRATED: &str = "policy_migrated";
/// The longest code of why.
const LONGEST: usize = 64;

/// A request to move a complaint to another version.
pub(crate) struct Migrate<'a> {
    pub(crate) matter: &'a Matter,
    /// Every clock of the complaint, also those that ended.
    pub(crate) history: &'a [Clock],
    /// The ledgers of its clocks.
    pub(crate) lines: &'a [Line],
    /// The version that is asked for, and its pack where there is one.
    pub(crate) version: &'a str,
    pub(crate) to: Option<&'a Pack>,
    pub(crate) directory: &'a Directory,
    pub(crate) ids: &'a Ids,
    /// Why, as a code that the event carries.
    pub(crate) why: &'a str,
    /// Why, in words that stay here.
    pub(crate) reason: &'a str,
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
}

/// Why a complaint is not moved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("there is no such complaint")]
    NoComplaint,
    #[error("the complaint has ended: it stays on the version that it was decided by")]
    Ended,
    #[error("`{0}` is a pack of another organisation")]
    OtherOrganisation(String),
    #[error("there is no version `{0}` of the policy pack here")]
    Unknown(String),
    #[error("the complaint is on this version already")]
    Same,
    #[error("the version is in force from {0} on, not before")]
    NotYet(Date),
    #[error("why is a code: 1 to 64 lower-case letters, digits, '_' or '-'")]
    Why,
    #[error("a move to another version gives its reason")]
    NoWords,
    #[error("the reason is at most 500 characters")]
    LongWords,
}
refuses_words!(Refusal);

impl Migrate<'_> {
    /// The complaint on its new version, with each clock that waits as that version has it.
    pub(crate) fn decide(&self) -> Result<Effects, Refusal> {
        let pack = self.check()?;
        let rules = Rules {
            pack,
            directory: self.directory,
            ids: self.ids,
        };
        let complaint = Complaint {
            policy_version: pack.version().to_string(),
            ..self.matter.complaint.clone()
        };
        let mut effects = Effects {
            said: vec![self.said(pack)],
            ..Effects::default()
        };
        for clock in &self.matter.clocks {
            self.clock(&mut effects, clock, &complaint, &rules)?;
        }
        let said = self.begin_new(&mut effects, &complaint, &rules);
        effects.said.extend(said);
        for order in self.matter.orders.iter().filter(|order| order.leads()) {
            effects.order(self.matter, order.clone());
        }
        effects.complaint = Some(complaint);
        Ok(effects)
    }

    fn check(&self) -> Result<&Pack, Refusal> {
        let complaint = &self.matter.complaint;
        if complaint.stage != ComplaintStage::Open {
            return Err(Refusal::Ended);
        }
        if organisation(self.version) != organisation(&complaint.policy_version) {
            return Err(Refusal::OtherOrganisation(self.version.to_owned()));
        }
        let pack = self.to.ok_or_else(|| Refusal::Unknown(self.version.to_owned()))?;
        if pack.version().as_str() == complaint.policy_version {
            return Err(Refusal::Same);
        }
        if pack.default_calendar().date_of(self.now) < pack.effective_from() {
            return Err(Refusal::NotYet(pack.effective_from()));
        }
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-');
        if !(1..=LONGEST).contains(&self.why.len()) || !self.why.bytes().all(fits) {
            return Err(Refusal::Why);
        }
        words(self.reason)?;
        Ok(pack)
    }

    fn said(&self, pack: &Pack) -> Saying {
        Saying::Migrated(PolicyMigratedV1 {
            complaint: self.matter.complaint.id,
            from: self.matter.complaint.policy_version.clone(),
            to: pack.version().to_string(),
            why: self.why.to_owned(),
            by: self.by.clone(),
        })
    }

    /// One clock as the new version has it; one of which that knows nothing ends, unless it is a breach, which stays.
    fn clock(
        &self,
        effects: &mut Effects,
        old: &Clock,
        complaint: &Complaint,
        rules: &Rules<'_>,
    ) -> Result<(), Refusal> {
        let Some(rule) = rules.rule_of(old, complaint) else {
            if matches!(old.stage, ClockStage::Breached { .. }) {
                effects.clocks.extend(on_a_ladder(old, rules));
            } else {
                effects.stop(self.matter, old, self.now, MIGRATED);
            }
            return Ok(());
        };
        let clock = by_rule(old, rule, complaint, rules);
        match old.stage {
            ClockStage::Running { due } => self.running(effects, clock, due, complaint, rules),
            ClockStage::Paused { due, since } => self.paused(effects, clock, (due, since), complaint, rules),
            ClockStage::Breached { due, .. } => {
                effects.lines.push(self.line(&clock, due, None, None)?);
                effects.clocks.push(clock);
                Ok(())
            }
            _ => {
                let set = rules.set_again(&clock, complaint);
                let said = effects.start(vec![set.unwrap_or((clock, Vec::new()))]);
                effects.said.extend(said);
                Ok(())
            }
        }
    }

    fn running(
        &self,
        effects: &mut Effects,
        clock: Clock,
        old: Timestamp,
        complaint: &Complaint,
        rules: &Rules<'_>,
    ) -> Result<(), Refusal> {
        let (due, explanation) = self.due(&clock, old, rules);
        let line = self.line(&clock, old, Some(due), explanation.clone())?;
        let ledger: Vec<Line> = self.ledger(&clock).cloned().collect();
        let (clock, deadlines) = rules.run_on(&clock, due, self.now, complaint, generation(&ledger));
        let explanation = explanation.or_else(|| clock.explanation.clone());
        effects.moved.push(clock.id);
        effects.deadlines.extend(deadlines);
        effects.said.extend(recomputed(&clock, old, due, rules));
        effects.clocks.push(Clock { explanation, ..clock });
        effects.lines.push(line);
        Ok(())
    }

    /// What is left when the pause ends is reckoned from the new due time; the pause itself and its ceiling stay as they were promised.
    fn paused(
        &self,
        effects: &mut Effects,
        clock: Clock,
        (old, since): (Timestamp, Timestamp),
        complaint: &Complaint,
        rules: &Rules<'_>,
    ) -> Result<(), Refusal> {
        let (due, explanation) = self.due(&clock, old, rules);
        if due <= since {
            // By the new limits it was past due before anything paused it: the pause is over.
            effects
                .lines
                .extend(self.ledger(&clock).filter_map(|line| self.ended(line, due)));
            return self.running(effects, clock, old, complaint, rules);
        }
        effects.lines.push(self.line(&clock, old, Some(due), explanation)?);
        effects.said.extend(recomputed(&clock, old, due, rules));
        let before = self.matter.clocks.iter().find(|before| before.id == clock.id);
        effects.clocks.push(Clock {
            stage: ClockStage::Paused { due, since },
            ceiling: before.and_then(|before| before.ceiling),
            ..clock
        });
        Ok(())
    }

    /// A pause in force, as it ends now.
    fn ended(&self, line: &Line, new: Timestamp) -> Option<Line> {
        let LineStage::Approved { by, at, old, .. } = &line.stage else {
            return None;
        };
        let stage = LineStage::Ended {
            by: by.clone(),
            at: *at,
            old: *old,
            ended_by: self.by.clone(),
            ended: self.now,
            new,
        };
        let pause = line.kind == LineKind::Pause;
        pause.then(|| Line { stage, ..line.clone() })
    }

    /// When a clock falls due by the new limits, counted from its start and over the pauses that it had. A promised date stays, and so
    /// does one that the calendar cannot compute.
    fn due(&self, clock: &Clock, old: Timestamp, rules: &Rules<'_>) -> (Timestamp, Option<Explanation>) {
        let promised = |line: &Line| line.is_in_force() && matches!(line.kind, LineKind::Extension(_));
        if self.ledger(clock).any(promised) {
            return (old, None);
        }
        match self.counted(clock, rules) {
            Ok((due, explanation)) => (due, Some(explanation)),
            Err(_) => (old, None),
        }
    }

    fn counted(&self, clock: &Clock, rules: &Rules<'_>) -> Result<(Timestamp, Explanation), WorktimeError> {
        let mut due = rules.calendar(clock).due(clock.started, clock.limit)?;
        for line in self.ledger(clock).filter(|line| line.kind == LineKind::Pause) {
            if let LineStage::Ended { at: since, ended, .. } = line.stage
                && since < due.at
            {
                due = left(rules, clock, since, due.at, ended)?;
            }
        }
        Ok((due.at, due.explanation))
    }

    fn ledger<'s>(&'s self, clock: &Clock) -> impl Iterator<Item = &'s Line> + use<'s> {
        let id = clock.id;
        self.lines.iter().filter(move |line| line.clock == id)
    }

    fn line(
        &self,
        clock: &Clock,
        old: Timestamp,
        new: Option<Timestamp>,
        explanation: Option<Explanation>,
    ) -> Result<Line, Refusal> {
        Ok(Line {
            id: self.ids.uuid(),
            complaint: clock.complaint,
            clock: clock.id,
            kind: LineKind::Migration,
            ground: self.why.to_owned(),
            reason: words(self.reason)?,
            asked_by: self.by.clone(),
            asked: self.now,
            stage: LineStage::Approved {
                by: self.by.clone(),
                at: self.now,
                old,
                new,
            },
            notice: None,
            explanation,
        })
    }

    /// Kinds of clock that the version before did not have begin where they would have begun. What they wait for may have been done
    /// before: then they were never waited for, and do not begin.
    fn begin_new(&self, effects: &mut Effects, complaint: &Complaint, rules: &Rules<'_>) -> Vec<Saying> {
        let Some(order) = self.matter.leading().filter(|order| !order.kind.is_to_decide()) else {
            return Vec::new();
        };
        let registered = if complaint.imported {
            self.now
        } else {
            complaint.registered
        };
        let on = On {
            complaint,
            order,
            period: registered,
        };
        let new = |rule: &ClockRule, waits| {
            let known = self.history.iter().any(|clock| clock.kind == rule.kind);
            waits != WaitsFor::HandOver && !known && !self.is_done(order, waits)
        };
        let mut began = rules.start(Starts::Registration, on, registered, new);
        began.extend(rules.start(Starts::Order, on, order.served, new));
        effects.start(began)
    }

    fn is_done(&self, order: &Order, waits: WaitsFor) -> bool {
        let met = |clock: &Clock| {
            let end = Some(&clock.stage).filter(|_| clock.waits_for == waits);
            matches!(
                end,
                Some(
                    ClockStage::Met { .. }
                        | ClockStage::Breached {
                            end: Some(End::Met { .. }),
                            ..
                        }
                )
            )
        };
        let begun = matches!(waits, WaitsFor::Acceptance | WaitsFor::Contact) && order.accepted.is_some();
        begun || self.history.iter().any(met)
    }
}

/// The organisation of a version: `rural-bank` of `rural-bank@2026.1+cn-banking-2020@2026.1`.
fn organisation(version: &str) -> &str {
    version.split('@').next().unwrap_or(version)
}

/// A clock with what the rule says of it. What a lead unit gave a co-handling one stays (R4.8).
fn by_rule(clock: &Clock, rule: &ClockRule, complaint: &Complaint, rules: &Rules<'_>) -> Clock {
    let limit = match clock.waits_for {
        WaitsFor::Supply => clock.limit,
        _ => rules.limit(rule, complaint, &clock.unit, clock.started),
    };
    let moved = Clock {
        rule: rule.rule(),
        policy_version: rules.pack.version().to_string(),
        ladder: rule.ladder.clone(),
        calendar: rule.calendar.clone(),
        milestone: rule.milestone,
        limit,
        ..clock.clone()
    };
    let ceiling = rules.ceiling(&moved, complaint, complaint.registered);
    Clock { ceiling, ..moved }
}

/// A breach of which the new version knows nothing goes on by its reply's ladder, where its own is gone: a ladder ends in somebody.
fn on_a_ladder(clock: &Clock, rules: &Rules<'_>) -> Option<Clock> {
    if rules.pack.ladder(&clock.ladder).is_some() {
        return None;
    }
    let reply = rules.pack.clock_rules().iter().find(|rule| rule.kind == kinds::REPLY)?;
    Some(Clock {
        ladder: reply.ladder.clone(),
        ..clock.clone()
    })
}

/// What is said of a clock that falls due at another time; nothing where it does not.
fn recomputed(clock: &Clock, old: Timestamp, due: Timestamp, rules: &Rules<'_>) -> Option<Saying> {
    (old != due).then(|| {
        Saying::Recomputed(ClockRecomputedV1 {
            complaint: clock.complaint,
            clock: clock.id,
            kind: clock.kind.clone(),
            unit: clock.unit.clone(),
            reason: MIGRATED.to_owned(),
            calendar: rules.calendar(clock).name().to_owned(),
            was_due: old,
            due,
        })
    })
}

#[cfg(test)]
pub(crate) mod tests;
