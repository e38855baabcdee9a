//! `policy simulate`: recorded complaints, replayed against another version. Nothing is touched; nothing here knows where they are kept.

use std::collections::BTreeMap;

use huiyin_kernel::Timestamp;
use huiyin_worktime::Calendar;
use serde::Serialize;

use crate::clocks::Case;
use crate::{ClockRule, Decision, Facts, MetBy, Pack, Starts};

/// A complaint as it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past<S> {
    /// Whatever tells who would lead it: nothing here looks into it.
    pub subject: S,
    /// The facts by which it was decided.
    pub facts: Facts,
    /// The unit complained about: figures are told by it.
    pub unit: String,
    /// When it was registered.
    pub registered: Timestamp,
    /// When an order was served.
    pub served: Timestamp,
    /// When the unit started work.
    pub accepted: Option<Timestamp>,
    /// When the complainant was answered.
    pub replied: Option<Timestamp>,
    /// When it was closed.
    pub closed: Option<Timestamp>,
    /// How far the record goes: what has not happened by then has not happened.
    pub until: Timestamp,
}

/// Where a decision leads, in the organisation of the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedBy {
    /// The unit that would lead.
    pub unit: String,
    /// Its level.
    pub level: String,
}

/// What would become of complaints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// How many there are.
    pub complaints: u64,
    /// Those that another unit would lead.
    pub elsewhere: u64,
    /// Those that would be more severe.
    pub more_severe: u64,
    /// Those that would be less severe.
    pub less_severe: u64,
    /// Those with a breach by the version of now.
    pub breached_before: u64,
    /// Those with a breach by the other.
    pub breached_after: u64,
    /// The steps of ladders that the version of now takes.
    pub escalations_before: u64,
    /// Those that the other would take.
    pub escalations_after: u64,
    /// Limits that could not be counted, because a calendar does not reach so far.
    pub not_counted: u64,
}

/// The answer: all together and by unit complained about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Simulated {
    /// All together.
    pub total: Counts,
    /// By unit.
    pub by_unit: BTreeMap<String, Counts>,
}

/// Two versions, and how to find who leads.
pub struct Simulation<'a, L> {
    /// The version of now.
    pub before: &'a Pack,
    /// The other.
    pub after: &'a Pack,
    /// Who would lead by a pack's decision, in the directory of the moment.
    pub led_by: L,
}

/// How one complaint goes by one version.
struct Course {
    lead: String,
    severity: Option<usize>,
    breached: bool,
    escalations: u64,
    not_counted: u64,
}

impl<L> Simulation<'_, L> {
    /// Replays complaints and adds them to those that were counted before.
    pub fn run<S>(&self, past: impl IntoIterator<Item = Past<S>>, simulated: &mut Simulated)
    where
        L: Fn(&Pack, &Past<S>, &Decision) -> LedBy,
    {
        for complaint in past {
            let (before, after) = (
                self.course(self.before, &complaint),
                self.course(self.after, &complaint),
            );
            simulated.total.add(&before, &after);
            simulated
                .by_unit
                .entry(complaint.unit)
                .or_default()
                .add(&before, &after);
        }
    }

    fn course<S>(&self, pack: &Pack, past: &Past<S>) -> Course
    where
        L: Fn(&Pack, &Past<S>, &Decision) -> LedBy,
    {
        let decision = pack.decide(&past.facts);
        let led = (self.led_by)(pack, past, &decision);
        let mut course = Course {
            lead: led.unit,
            // Ranked by the version of now, so that both are measured alike.
            severity: self.before.severity_rank(&decision.severity),
            breached: false,
            escalations: 0,
            not_counted: 0,
        };
        let case = Case {
            level: &led.level,
            severity: &decision.severity,
            class: past.facts.class.as_deref(),
            channel: &past.facts.channel,
        };
        for (starts, from) in [(Starts::Registration, past.registered), (Starts::Order, past.served)] {
            for rule in pack.clocks_of(starts, case) {
                course.run(pack, rule, from, past);
            }
        }
        course
    }
}

impl Course {
    /// Runs a clock to what met it, or to the end of the record.
    fn run<S>(&mut self, pack: &Pack, rule: &ClockRule, from: Timestamp, past: &Past<S>) {
        let Some(met) = pack.met_by(&rule.kind).and_then(|met_by| past.met(met_by)) else {
            return;
        };
        let calendar = pack.calendar_of(rule, pack.default_calendar());
        let end = met.unwrap_or(past.until);
        let Ok(due) = calendar.due(from, rule.limit) else {
            self.not_counted += 1;
            return;
        };
        if end <= due.at || rule.milestone {
            return;
        }
        self.breached = true;
        self.escalations += escalations(pack, rule, calendar, due.at, end);
    }
}

/// How many steps of a ladder are taken from a limit to an end; repetitions of the last are not counted.
fn escalations(pack: &Pack, rule: &ClockRule, calendar: &Calendar, due: Timestamp, end: Timestamp) -> u64 {
    let Some(ladder) = pack.ladder(&rule.ladder) else {
        return 0;
    };
    let mut at = due;
    let mut taken = 0;
    for step in &ladder.steps {
        if let Some(after) = step.after {
            let Ok(next) = calendar.due(at, after) else { break };
            at = next.at;
        }
        if at >= end {
            break;
        }
        taken += 1;
    }
    taken
}

impl<S> Past<S> {
    /// When something met a clock. Outer nothing: the record does not know such things.
    fn met(&self, met_by: MetBy) -> Option<Option<Timestamp>> {
        match met_by {
            MetBy::HandedOver => Some(Some(self.served)),
            MetBy::Accepted => Some(self.accepted),
            // Who starts work tells the complainant (R5.6); who answers at once has told them.
            MetBy::Contacted => Some(self.accepted.into_iter().chain(self.replied).min()),
            MetBy::Replied => Some(self.replied),
            MetBy::Closed => Some(self.closed),
            MetBy::ReviewDecided | MetBy::FollowedUp | MetBy::Supplied | MetBy::AlertConfirmed => None,
        }
    }
}

impl Counts {
    fn add(&mut self, before: &Course, after: &Course) {
        self.complaints += 1;
        self.elsewhere += u64::from(before.lead != after.lead);
        self.more_severe += u64::from(after.severity > before.severity);
        self.less_severe += u64::from(after.severity < before.severity);
        self.breached_before += u64::from(before.breached);
        self.breached_after += u64::from(after.breached);
        self.escalations_before += before.escalations;
        self.escalations_after += after.escalations;
        self.not_counted += after.not_counted;
    }
}
