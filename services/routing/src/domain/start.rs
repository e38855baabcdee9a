//! Starting clocks by the rows of the pack that governs the complaint: each with its rule, its calendar and its ceiling (R4.4, R4.12).

use std::borrow::Cow;

use huiyin_kernel::{Timestamp, UnitPath};
use huiyin_policy::{Calendar, Case, ClockRule, Limit, Starts, kinds};
use huiyin_worktime::{Basis, Due, WorktimeError};

use super::clock::{Clock, ClockStage, WaitsFor};
use super::complaint::Complaint;
use super::deadline::{Deadline, Step};
use super::order::Order;
use super::rules::Rules;

/// A clock with the rows that make it remind and fall due.
pub(crate) type Started = (Clock, Vec<Deadline>);

/// What a clock is started on.
#[derive(Clone, Copy)]
pub(crate) struct On<'a> {
    pub(crate) complaint: &'a Complaint,
    pub(crate) order: &'a Order,
    /// From when ceilings are counted: the registration, or what began the period anew, as new facts do (R3.11).
    pub(crate) period: Timestamp,
}

impl Rules<'_> {
    /// The clocks that an occasion starts at an instant, one of each kind, of those that `fits` takes.
    pub(crate) fn start(
        &self,
        occasion: Starts,
        on: On<'_>,
        at: Timestamp,
        fits: impl Fn(&ClockRule, WaitsFor) -> bool,
    ) -> Vec<Started> {
        let rules = self.pack.clocks_of(occasion, self.case(&on.order.lead, on.complaint));
        let waits = |rule| (rule, self.waits_for(rule));
        let rules = rules.into_iter().map(waits).filter(|(rule, waits)| fits(rule, *waits));
        rules
            .map(|(rule, _)| self.run(rule, self.limit(rule, on.complaint, &on.order.lead, at), on, at))
            .collect()
    }

    /// The limit of the pack, or the days until the date that the referring body set (R4.4). A date that has come leaves an
    /// hour; what begins anew on a later day has the pack's limit.
    pub(super) fn limit(&self, rule: &ClockRule, complaint: &Complaint, unit: &UnitPath, at: Timestamp) -> Limit {
        let Some(date) = complaint.referrers_date.filter(|_| rule.referrers_date) else {
            return rule.limit;
        };
        let own = rule.calendar.as_deref().and_then(|name| self.pack.calendar(name));
        let calendar = own.map_or_else(|| self.calendar_at(unit), Cow::Borrowed);
        let today = calendar.date_of(at);
        let days = today.until(date).map_or(0, |span| span.get_days());
        let (basis, amount) = match u32::try_from(days) {
            Ok(amount @ 1..) => (Basis::CalendarDays, amount),
            _ if date == today || calendar.date_of(complaint.registered) == today => (Basis::ClockHours, 1),
            _ => return rule.limit,
        };
        Limit { basis, amount }
    }

    /// Starts the clock of a co-handling order: with the limit that the lead unit gives, or the pack's (R4.8).
    pub(crate) fn start_supply(&self, on: On<'_>, at: Timestamp, limit: Option<Limit>) -> Option<Started> {
        let rule = self
            .pack
            .clock_of(kinds::SUPPLY, self.case(&on.order.lead, on.complaint))?;
        Some(self.run(rule, limit.unwrap_or(rule.limit), on, at))
    }

    /// What starts clocks of this kind; nothing where the pack has none.
    pub(crate) fn occasion(&self, kind: &str) -> Option<Starts> {
        let mut rules = self.pack.clock_rules().iter();
        rules.find(|rule| rule.kind == kind).map(|rule| rule.starts)
    }

    /// The rule of the pack for a clock, for the unit that it runs for now.
    pub(crate) fn rule_of(&self, clock: &Clock, complaint: &Complaint) -> Option<&ClockRule> {
        self.pack.clock_of(&clock.kind, self.case(&clock.unit, complaint))
    }

    fn case<'a>(&'a self, unit: &UnitPath, complaint: &'a Complaint) -> Case<'a> {
        Case {
            level: self.directory.of(unit).map_or("", |unit| unit.level.as_str()),
            severity: &complaint.severity,
            class: complaint.class.as_deref(),
            channel: &complaint.channel,
        }
    }

    fn waits_for(&self, rule: &ClockRule) -> WaitsFor {
        // Every kind of a pack says what meets it: loading refuses others.
        self.pack.met_by(&rule.kind).map_or(WaitsFor::Reply, WaitsFor::from)
    }

    fn run(&self, rule: &ClockRule, limit: Limit, on: On<'_>, at: Timestamp) -> Started {
        let clock = Clock {
            id: self.ids.clock(),
            complaint: on.complaint.id,
            order: on.order.id,
            unit: on.order.lead.clone(),
            kind: rule.kind.clone(),
            waits_for: self.waits_for(rule),
            milestone: rule.milestone,
            calendar: rule.calendar.clone(),
            rule: rule.rule(),
            policy_version: self.pack.version().to_string(),
            ladder: rule.ladder.clone(),
            limit,
            started: at,
            ceiling: None,
            explanation: None,
            stage: ClockStage::Unset { why: String::new() },
        };
        let ceiling = self.ceiling(&clock, on.complaint, on.period);
        self.set(Clock { ceiling, ..clock }, &rule.remind_at)
    }

    /// The instant that no act inside the organisation moves (R4.12): the earliest of the pack's ceilings over this kind. One that
    /// had passed before the clock began is counted from the clock's start.
    pub(crate) fn ceiling(&self, clock: &Clock, complaint: &Complaint, period: Timestamp) -> Option<Timestamp> {
        let over = self
            .pack
            .ceilings(&clock.kind, complaint.class.as_deref(), &complaint.severity);
        let calendar = self.calendar(clock);
        let of = |limit: Limit| {
            let ends = |from| calendar.due(from, limit).ok().map(|due| due.at);
            ends(period)
                .filter(|at| *at > clock.started)
                .or_else(|| ends(clock.started))
        };
        over.filter_map(|ceiling| of(ceiling.extended.unwrap_or(ceiling.limit)))
            .min()
    }

    /// The calendar by which a clock is counted: its own, or else its unit's (R4.6).
    pub(crate) fn calendar(&self, clock: &Clock) -> Cow<'_, Calendar> {
        match clock.calendar.as_deref().and_then(|name| self.pack.calendar(name)) {
            Some(own) => Cow::Borrowed(own),
            None => self.calendar_at(&clock.unit),
        }
    }

    /// The pack's calendar in a unit's time zone (R4.6).
    fn calendar_at(&self, unit: &UnitPath) -> Cow<'_, Calendar> {
        let calendar = self.pack.default_calendar();
        let zone = self.directory.of(unit).map(|unit| unit.time_zone.as_str());
        let other = zone.filter(|zone| *zone != calendar.time_zone());
        let moved = other.and_then(|zone| calendar.in_zone(zone).ok());
        moved.map_or(Cow::Borrowed(calendar), Cow::Owned)
    }

    /// Works out when a clock falls due. Where the calendar cannot say, the clock stays unset, with the sentence (R4.6).
    fn set(&self, clock: Clock, remind_at: &[u8]) -> Started {
        let due = match self.calendar(&clock).due(clock.started, clock.limit) {
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

    /// What happens before a limit: the unit is reminded (R4.7), and those of its contacts are told whom the ladder names (R2.3). What
    /// cannot be timed is left out: the limit itself can be.
    fn on_the_way(&self, clock: &Clock, due: &Due, remind_at: &[u8]) -> Vec<Deadline> {
        let calendar = self.calendar(clock);
        let part = |percent: u8| calendar.part_way(clock.started, due, clock.limit.basis, percent).ok();
        let reminders = remind_at.iter().filter_map(|percent| part(*percent));
        let mut deadlines: Vec<Deadline> = (1..)
            .zip(reminders)
            .map(|(n, at)| clock.deadline(Step::Remind(n), at))
            .collect();
        deadlines.extend(self.contacts(clock, part));
        deadlines
    }

    /// The rows for the unit's own contacts. Who is told at the limit itself is told when it falls due.
    fn contacts(&self, clock: &Clock, part: impl Fn(u8) -> Option<Timestamp>) -> Vec<Deadline> {
        let ladder = self.pack.ladder(&clock.ladder);
        let contacts = ladder
            .iter()
            .flat_map(|ladder| &ladder.contacts)
            .filter(|press| press.at < 100);
        let row = |place, at| clock.deadline(Step::Contact(place), at);
        contacts
            .filter_map(|press| Some(row(press.to.place(), part(press.at)?)))
            .collect()
    }

    /// A clock that runs on from `now` to another due time, with what happens on the way. `generation` tells its reminders from those
    /// of the due times before; contacts who were told are not told again.
    pub(crate) fn run_on(
        &self,
        clock: &Clock,
        due: Timestamp,
        now: Timestamp,
        complaint: &Complaint,
        generation: u32,
    ) -> Started {
        let remind_at = self.rule_of(clock, complaint).map(|rule| rule.remind_at.clone());
        let calendar = self.calendar(clock);
        let part = |percent: u8| part_of_the_way(&calendar, clock.limit.basis, now, due, percent);
        let mut deadlines: Vec<Deadline> = (generation * 100..)
            .zip(remind_at.into_iter().flatten().filter_map(part))
            .map(|(n, at)| clock.deadline(Step::Remind(n), at))
            .collect();
        deadlines.extend(self.contacts(clock, part));
        deadlines.push(clock.deadline(Step::Due, due));
        let stage = ClockStage::Running { due };
        (Clock { stage, ..clock.clone() }, deadlines)
    }

    /// Tries again to set a clock that the calendar did not cover.
    pub(crate) fn set_again(&self, clock: &Clock, complaint: &Complaint) -> Option<Started> {
        let rule = self.rule_of(clock, complaint);
        let remind_at = rule.map(|rule| rule.remind_at.clone()).unwrap_or_default();
        let (set, deadlines) = self.set(clock.clone(), &remind_at);
        matches!(set.stage, ClockStage::Running { .. }).then_some((set, deadlines))
    }

    /// When a limit of the ladder that starts at `from` has passed. An escalation is never left out for want of a calendar: then it
    /// is a day by the clock.
    pub(crate) fn after(&self, clock: &Clock, from: Timestamp, limit: Limit) -> Timestamp {
        let counted: Result<_, WorktimeError> = self.calendar(clock).due(from, limit);
        let day = jiff::SignedDuration::from_hours(24);
        counted.map_or_else(|_| from.saturating_add(day).unwrap_or(Timestamp::MAX), |due| due.at)
    }
}

/// When `percent` of the time from `from` to `to` has passed; nothing where that cannot be said, or all of it has.
fn part_of_the_way(
    calendar: &Calendar,
    basis: Basis,
    from: Timestamp,
    to: Timestamp,
    percent: u8,
) -> Option<Timestamp> {
    if to <= from {
        return None;
    }
    let due = calendar.add_clock_time(from, to.duration_since(from)).ok()?;
    calendar.part_way(from, &due, basis, percent).ok()
}
