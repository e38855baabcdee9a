//! What commands decide by: the policy pack, the directory, new ids. All parameters; nothing here asks the world.

use huiyin_kernel::{Ids, Timestamp, UnitPath};
use huiyin_policy::{Calendar, ClockRule, Lead, Limit, Outcome, Pack, StepTo};
use huiyin_worktime::WorktimeError;

use super::clock::{Clock, ClockKind, ClockStage};
use super::complaint::Complaint;
use super::deadline::{Deadline, Step};
use super::directory::Directory;
use super::order::{Order, OrderKind, OrderStage};

/// The pack and the directory of the moment.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) directory: &'a Directory,
    pub(crate) ids: &'a Ids,
}

impl Rules<'_> {
    /// The calendar by which a unit's limits are counted (R4.6).
    pub(crate) fn calendar(&self) -> &Calendar {
        self.pack.default_calendar()
    }

    /// The unit that decides where nobody else does (R2.4): the holder of the triage duty, else the root, else who registered.
    pub(crate) fn triage(&self, complaint: &Complaint) -> UnitPath {
        let holder = self.directory.holder(&complaint.unit, self.pack.triage_duty());
        let unit = holder.or_else(|| self.directory.root());
        unit.map_or_else(|| complaint.registered_by.clone(), |unit| unit.path.clone())
    }

    /// Who leads by the decision, and whether that is by triage: no row named a lead, or nobody is what it named.
    pub(crate) fn lead(&self, outcome: &Outcome, complaint: &Complaint) -> (UnitPath, OrderKind) {
        let unit = &complaint.unit;
        let found = match outcome {
            Outcome::Triage { .. } => None,
            Outcome::Assign { lead: Lead::Unit, .. } => self.directory.at(unit).filter(|unit| unit.is_open()),
            Outcome::Assign { lead: Lead::Parent, .. } => self.directory.above(unit),
            Outcome::Assign {
                lead: Lead::Duty(duty), ..
            } => self.directory.holder(unit, duty),
        };
        match found.map(|unit| unit.path.clone()) {
            Some(lead) if !complaint.concerns(&lead) => (lead, OrderKind::Transfer),
            Some(lead) => match self.directory.above(&lead) {
                Some(above) => (above.path.clone(), OrderKind::Transfer),
                None => (self.triage(complaint), OrderKind::Triage),
            },
            None => (self.triage(complaint), OrderKind::Triage),
        }
    }

    /// The level above a unit, for what goes on there (R5.8); at the top, who decides where nobody else does.
    pub(crate) fn above(&self, unit: &UnitPath, complaint: &Complaint) -> UnitPath {
        self.directory
            .above(unit)
            .map_or_else(|| self.triage(complaint), |above| above.path.clone())
    }

    /// Who leads a repeat: never who answered before, nor a unit below, but the level above (R3.6).
    pub(crate) fn past_answer(&self, lead: UnitPath, answered: Option<&UnitPath>, complaint: &Complaint) -> UnitPath {
        match answered {
            Some(answered) if lead.is_within(answered) => self.above(answered, complaint),
            _ => lead,
        }
    }

    /// Whom a step of a ladder tells about a unit that is late (R4.7). Not a unit that must be kept out.
    pub(crate) fn told(&self, to: &StepTo, late: &UnitPath, complaint: &Complaint) -> UnitPath {
        let above = self.above(late, complaint);
        let told = match to {
            StepTo::Parent => above,
            StepTo::Duty(duty) => {
                let holder = late.parent().and_then(|place| self.directory.holder(&place, duty));
                holder.map_or(above, |unit| unit.path.clone())
            }
        };
        if complaint.concerns(&told) {
            self.above(&told, complaint)
        } else {
            told
        }
    }

    /// An order that is served now.
    pub(crate) fn serve(&self, complaint: &Complaint, kind: OrderKind, lead: UnitPath, at: Timestamp) -> Order {
        Order {
            id: self.ids.order(),
            complaint: complaint.id,
            kind,
            lead,
            from: None,
            reason: None,
            served: at,
            stage: OrderStage::Served,
            next_due: None,
        }
    }

    /// Starts a clock on an order, with the rows that make it remind and fall due. Every pack has limits for the kinds that there
    /// are; where it has none for this one, no clock starts.
    pub(crate) fn start(
        &self,
        kind: ClockKind,
        complaint: &Complaint,
        order: &Order,
        at: Timestamp,
    ) -> Option<(Clock, Vec<Deadline>)> {
        let level = self.directory.of(&order.lead).map_or("", |unit| unit.level.as_str());
        let rule = self.pack.clock(kind.word(), level, &complaint.severity)?;
        let clock = Clock {
            id: self.ids.clock(),
            complaint: complaint.id,
            order: order.id,
            unit: order.lead.clone(),
            kind,
            rule: rule.rule(),
            policy_version: self.pack.version().to_string(),
            ladder: rule.ladder.clone(),
            limit: rule.limit,
            started: at,
            explanation: None,
            stage: ClockStage::Unset { why: String::new() },
        };
        Some(self.set(clock, rule))
    }

    /// Works out when a clock falls due. Where the calendar cannot say, the clock stays unset, with the sentence (R4.6).
    fn set(&self, clock: Clock, rule: &ClockRule) -> (Clock, Vec<Deadline>) {
        let due = match self.calendar().due(clock.started, clock.limit) {
            Ok(due) => due,
            Err(error) => {
                return (
                    Clock {
                        stage: ClockStage::Unset { why: error.to_string() },
                        ..clock
                    },
                    Vec::new(),
                );
            }
        };
        let row = |step, at| Deadline {
            complaint: clock.complaint,
            clock: clock.id,
            step,
            at,
        };
        let part = |percent: &u8| {
            self.calendar()
                .part_way(clock.started, &due, clock.limit.basis, *percent)
        };
        // A reminder that cannot be timed is left out: the limit itself can be.
        let reminders = rule.remind_at.iter().filter_map(|percent| part(percent).ok());
        let mut deadlines: Vec<Deadline> = (1..).zip(reminders).map(|(n, at)| row(Step::Remind(n), at)).collect();
        deadlines.push(row(Step::Due, due.at));
        let stage = ClockStage::Running { due: due.at };
        (
            Clock {
                explanation: Some(due.explanation),
                stage,
                ..clock
            },
            deadlines,
        )
    }

    /// Tries again to set a clock that the calendar did not cover.
    pub(crate) fn set_again(&self, clock: &Clock, severity: &str) -> Option<(Clock, Vec<Deadline>)> {
        let level = self.directory.of(&clock.unit).map_or("", |unit| unit.level.as_str());
        let rule = self.pack.clock(clock.kind.word(), level, severity)?;
        let (set, deadlines) = self.set(clock.clone(), rule);
        matches!(set.stage, ClockStage::Running { .. }).then_some((set, deadlines))
    }

    /// When a limit of the ladder that starts at `from` has passed. An escalation is never left out for want of a calendar: then it
    /// is a day by the clock.
    pub(crate) fn after(&self, from: Timestamp, limit: Limit) -> Timestamp {
        let counted: Result<_, WorktimeError> = self.calendar().due(from, limit);
        let day = jiff::SignedDuration::from_hours(24);
        counted.map_or_else(|_| from.saturating_add(day).unwrap_or(Timestamp::MAX), |due| due.at)
    }
}
