//! What commands decide by: the policy pack, the directory, new ids. All parameters; nothing here asks the world.

use huiyin_kernel::{Ids, Timestamp, UnitPath};
use huiyin_policy::{Calendar, ClockRule, Lead, Limit, Outcome, Pack, StepTo};
use huiyin_worktime::{Basis, Due, WorktimeError};

use super::clock::{Clock, ClockKind, ClockStage};
use super::complaint::Complaint;
use super::deadline::{Deadline, Step};
use super::directory::{Directory, ancestors};
use super::order::{Order, OrderKind, OrderStage};
use super::terms::Terms;
use super::unit::Unit;

/// The duty that coordinates the units of a level (R4.1) and decides their disputes (R4.9).
const SERVICE_MANAGEMENT: &str = "service_management";

/// The pack and the directory of the moment.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) directory: &'a Directory,
    pub(crate) ids: &'a Ids,
    pub(crate) terms: &'a Terms,
}

/// By which rule a clock runs, and what comes before and after its limit.
struct Running {
    rule: String,
    limit: Limit,
    remind_at: Vec<u8>,
    ladder: String,
}

impl From<&ClockRule> for Running {
    fn from(rule: &ClockRule) -> Self {
        Self {
            rule: rule.rule(),
            limit: rule.limit,
            remind_at: rule.remind_at.clone(),
            ladder: rule.ladder.clone(),
        }
    }
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
            Some(lead) => match self.free_above(&lead, complaint) {
                Some(above) => (above, OrderKind::Transfer),
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

    /// The nearest level above a unit that need not be kept out (R4.10).
    pub(crate) fn free_above(&self, unit: &UnitPath, complaint: &Complaint) -> Option<UnitPath> {
        let up = |path: &UnitPath| self.directory.above(path).map(|unit| unit.path.clone());
        std::iter::successors(up(unit), up).find(|path| !complaint.concerns(path))
    }

    /// The service management above both units (R4.9): the nearest one that is neither of them and need not be kept out; the triage
    /// duty where there is none.
    pub(crate) fn arbiter(&self, one: &UnitPath, other: &UnitPath, complaint: &Complaint) -> UnitPath {
        let place = |unit: &UnitPath| self.directory.of(unit).map_or_else(|| unit.clone(), Unit::serves);
        let (here, there) = (place(one), place(other));
        let above_both = ancestors(&here).filter(|above| there.is_within(above));
        let holders = above_both.filter_map(|above| self.directory.holder(&above, SERVICE_MANAGEMENT));
        let mut fit = holders.map(|unit| unit.path.clone());
        fit.find(|path| path != one && path != other && !complaint.concerns(path))
            .unwrap_or_else(|| self.triage(complaint))
    }

    /// Who leads a repeat: never who answered before, nor a unit below, but the level above (R3.6) that need not be kept out (R4.10).
    pub(crate) fn past_answer(&self, lead: UnitPath, answered: Option<&UnitPath>, complaint: &Complaint) -> UnitPath {
        match answered {
            Some(answered) if lead.is_within(answered) => self
                .free_above(answered, complaint)
                .unwrap_or_else(|| self.triage(complaint)),
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
            self.free_above(&told, complaint)
                .unwrap_or_else(|| self.triage(complaint))
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
            accepted: None,
            supplied: None,
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
        let rule = self.rule(kind, &order.lead, &complaint.severity)?;
        Some(self.run(kind, complaint, order, at, rule))
    }

    /// Starts the clock of a co-handling order: with the limit that the lead unit gives, or the usual one (R4.8).
    pub(crate) fn start_within(
        &self,
        complaint: &Complaint,
        order: &Order,
        at: Timestamp,
        limit: Option<Limit>,
    ) -> Option<(Clock, Vec<Deadline>)> {
        let rule = self.rule(ClockKind::Supply, &order.lead, &complaint.severity)?;
        let limit = limit.unwrap_or(rule.limit);
        Some(self.run(ClockKind::Supply, complaint, order, at, Running { limit, ..rule }))
    }

    /// The pack's rule for a clock; for a co-handling unit's, where the pack has none, the usual one with the reply's ladder.
    fn rule(&self, kind: ClockKind, unit: &UnitPath, severity: &str) -> Option<Running> {
        let level = self.directory.of(unit).map_or("", |unit| unit.level.as_str());
        let of = |kind: ClockKind| self.pack.clock(kind.word(), level, severity).map(Running::from);
        match kind {
            ClockKind::Supply => of(kind).or_else(|| {
                of(ClockKind::Reply).map(|reply| Running {
                    rule: "R4.8".to_owned(),
                    limit: self.terms.supply,
                    remind_at: self.terms.supply_remind_at.clone(),
                    ..reply
                })
            }),
            _ => of(kind),
        }
    }

    fn run(
        &self,
        kind: ClockKind,
        complaint: &Complaint,
        order: &Order,
        at: Timestamp,
        rule: Running,
    ) -> (Clock, Vec<Deadline>) {
        let clock = Clock {
            id: self.ids.clock(),
            complaint: complaint.id,
            order: order.id,
            unit: order.lead.clone(),
            kind,
            rule: rule.rule,
            policy_version: self.pack.version().to_string(),
            ladder: rule.ladder,
            limit: rule.limit,
            started: at,
            ceiling: self.ceiling(kind, at),
            explanation: None,
            stage: ClockStage::Unset { why: String::new() },
        };
        self.set(clock, &rule.remind_at)
    }

    /// The instant that no act inside the organisation moves (R4.12).
    fn ceiling(&self, kind: ClockKind, started: Timestamp) -> Option<Timestamp> {
        let due = |limit| self.calendar().due(started, limit).ok().map(|due| due.at);
        (kind == ClockKind::Reply)
            .then(|| due(self.terms.reply_ceiling))
            .flatten()
    }

    /// Works out when a clock falls due. Where the calendar cannot say, the clock stays unset, with the sentence (R4.6).
    fn set(&self, clock: Clock, remind_at: &[u8]) -> (Clock, Vec<Deadline>) {
        let due = match self.calendar().due(clock.started, clock.limit) {
            Ok(due) => due,
            Err(error) => {
                let stage = ClockStage::Unset { why: error.to_string() };
                return (Clock { stage, ..clock }, Vec::new());
            }
        };
        let mut deadlines = self.on_the_way(&clock, &due, remind_at);
        deadlines.push(clock.deadline(Step::Due, due.at));
        let stage = ClockStage::Running { due: due.at };
        let explanation = Some(due.explanation);
        (
            Clock {
                explanation,
                stage,
                ..clock
            },
            deadlines,
        )
    }

    /// What happens before a limit: the unit is reminded (R4.7); where it must react, its second contact is told (R2.3). What cannot be
    /// timed is left out: the limit itself can be.
    fn on_the_way(&self, clock: &Clock, due: &Due, remind_at: &[u8]) -> Vec<Deadline> {
        let part = |percent: u8| {
            self.calendar()
                .part_way(clock.started, due, clock.limit.basis, percent)
                .ok()
        };
        let reminders = remind_at.iter().filter_map(|percent| part(*percent));
        let mut deadlines: Vec<Deadline> = (1..)
            .zip(reminders)
            .map(|(n, at)| clock.deadline(Step::Remind(n), at))
            .collect();
        let second = clock.kind.asks_to_react().then(|| part(self.terms.second_contact_at));
        deadlines.extend(second.flatten().map(|at| clock.deadline(Step::Contact(2), at)));
        deadlines
    }

    /// A clock that runs on from `now` to another due time, with what happens on the way. `generation` tells its reminders from those
    /// of the due times before.
    pub(crate) fn run_on(
        &self,
        clock: &Clock,
        due: Timestamp,
        now: Timestamp,
        severity: &str,
        generation: u32,
    ) -> (Clock, Vec<Deadline>) {
        let remind_at = self.rule(clock.kind, &clock.unit, severity).map(|rule| rule.remind_at);
        let part = |percent: u8| self.part_of_the_way(clock.limit.basis, now, due, percent);
        let mut deadlines: Vec<Deadline> = (generation * 100..)
            .zip(remind_at.into_iter().flatten().filter_map(part))
            .map(|(n, at)| clock.deadline(Step::Remind(n), at))
            .collect();
        deadlines.push(clock.deadline(Step::Due, due));
        let stage = ClockStage::Running { due };
        (Clock { stage, ..clock.clone() }, deadlines)
    }

    /// When `percent` of the time from `from` to `to` has passed; nothing where that cannot be said, or all of it has.
    fn part_of_the_way(&self, basis: Basis, from: Timestamp, to: Timestamp, percent: u8) -> Option<Timestamp> {
        if to <= from {
            return None;
        }
        let due = self.calendar().add_clock_time(from, to.duration_since(from)).ok()?;
        self.calendar().part_way(from, &due, basis, percent).ok()
    }

    /// Tries again to set a clock that the calendar did not cover.
    pub(crate) fn set_again(&self, clock: &Clock, severity: &str) -> Option<(Clock, Vec<Deadline>)> {
        let rule = self.rule(clock.kind, &clock.unit, severity)?;
        let (set, deadlines) = self.set(clock.clone(), &rule.remind_at);
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
