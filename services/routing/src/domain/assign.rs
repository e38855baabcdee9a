//! R4.1: who must act on a complaint that was registered.

use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::events::routing::AlertedV1;
use huiyin_kernel::{Timestamp, UnitCode, UnitPath};
use huiyin_policy::{ClockRule, Facts, Outcome, Starts};

use super::alert::{self, alerts};
use super::clock::{Clock, WaitsFor};
use super::co_handlers;
use super::complaint::{Complaint, ComplaintStage, Matter};
use super::directory::Directory;
use super::effects::{Effects, assigned, started};
use super::order::{Order, OrderKind, OrderStage};
use super::rules::Rules;
use super::start::On;

/// A complaint that stands in the register.
pub(crate) struct Assign<'a> {
    pub(crate) registered: &'a RegisteredV1,
    /// Whether one of the people complained about leads the unit (R4.10).
    pub(crate) leader_named: bool,
    /// Units that must not act: their leader is complained about, or reports to someone who is (R4.10).
    pub(crate) conflicted: Vec<UnitCode>,
    /// Whether intake already said it under the restricted root (R8.2).
    pub(crate) restricted: bool,
    /// Of a repeat: who answered the earlier complaint, or has it still (R3.6).
    pub(crate) answered_by: Option<UnitPath>,
    pub(crate) now: Timestamp,
}

impl Assign<'_> {
    /// The order for the unit that must act, with its clocks. Every complaint gets one.
    pub(crate) fn decide(&self, rules: &Rules<'_>) -> Effects {
        let (complaint, lead, kind) = self.who(rules);
        let alerts = self.alerts(rules, &complaint, &lead);
        let with = self.co_handlers(rules, &complaint, &lead);
        let order = rules.serve(&complaint, kind, lead.clone(), self.now);
        // After the order by which somebody leads: orders are listed as they were made.
        let asked = co_handlers::ask(with, &complaint, &lead, self.now, rules);
        let raised = alert::raise(alerts, &complaint, self.now, rules);
        match &complaint.stage {
            ComplaintStage::Ended { at, .. } => of_the_past(complaint.clone(), order, *at),
            ComplaintStage::Open => {
                let served = serve(rules, complaint, order, self.clocks_from());
                served.and(asked).and(raised)
            }
        }
    }

    /// Who hears of it at once (R4.11, R5.9); of a complaint of the past nobody.
    pub(super) fn alerts(&self, rules: &Rules<'_>, complaint: &Complaint, lead: &UnitPath) -> Vec<AlertedV1> {
        if complaint.imported {
            return Vec::new();
        }
        alerts(&rules.pack.decide(&self.facts(rules)), complaint, lead, rules)
    }

    /// Who handles it together with the lead (R4.8).
    pub(super) fn co_handlers(&self, rules: &Rules<'_>, complaint: &Complaint, lead: &UnitPath) -> Vec<UnitPath> {
        co_handlers::named(&rules.pack.decide(&self.facts(rules)), complaint, lead, rules)
    }

    /// The complaint as it is decided, and who must act.
    pub(super) fn who(&self, rules: &Rules<'_>) -> (Complaint, UnitPath, OrderKind) {
        let decision = rules.pack.decide(&self.facts(rules));
        let complaint = self.complaint(&decision);
        let (lead, kind) = rules.lead(&decision.outcome, &complaint);
        let lead = rules.past_answer(lead, self.answered_by.as_ref(), &complaint);
        (complaint, lead, kind)
    }

    fn facts(&self, rules: &Rules<'_>) -> Facts {
        facts(self.registered, self.leader_named, rules.directory)
    }

    fn complaint(&self, decision: &huiyin_policy::Decision) -> Complaint {
        let event = self.registered;
        let row = match &decision.outcome {
            Outcome::Assign { row, .. } => Some(row.clone()),
            Outcome::Triage { .. } => None,
        };
        let past = event.past.as_ref().filter(|past| past.has_ended());
        let ended = past.map(|past| ComplaintStage::Ended {
            at: past.closed.unwrap_or(event.registered),
            why: past.ending.clone().unwrap_or_else(|| "closed".to_owned()),
        });
        Complaint {
            id: event.complaint,
            number: event.number.clone(),
            unit: event.unit.clone(),
            registered_by: event.registered_by_unit.clone(),
            restricted: decision.restricted || self.restricted,
            staff_concerned: event.staff_concerned.clone(),
            leader_concerned: event.leader_concerned || self.leader_named,
            conflicted: self.conflicted.clone(),
            severity: decision.severity.clone(),
            approve: decision.approve.clone(),
            class: event.class.clone(),
            channel: event.channel.clone(),
            referrers_date: event.referrers_date,
            row,
            policy_version: decision.policy.to_string(),
            imported: event.past.is_some(),
            registered: event.registered,
            stage: ended.unwrap_or(ComplaintStage::Open),
        }
    }

    /// The desk's hour runs from the registration (R4.3); of a complaint of the past no clock runs from its dates.
    fn clocks_from(&self) -> Timestamp {
        if self.registered.past.is_some() {
            self.now
        } else {
            self.registered.registered
        }
    }
}

/// The facts of a registration by which the table decides.
pub(super) fn facts(event: &RegisteredV1, leader_named: bool, directory: &Directory) -> Facts {
    let unit = directory.of(&event.unit);
    Facts {
        channel: event.channel.clone(),
        class: event.class.clone(),
        line: event.line.clone(),
        product: event.product.clone(),
        severity_hint: None,
        level: unit.map_or_else(String::new, |unit| unit.level.clone()),
        anonymous: event.anonymous,
        confidential: event.confidential,
        persons: event.persons,
        media: event.media,
        about_leader: event.leader_concerned || leader_named,
        repeats: event.repeats.is_some(),
    }
}

/// A complaint that ended before it came here: it had its lead, and no clock.
fn of_the_past(complaint: Complaint, order: Order, at: Timestamp) -> Effects {
    let order = order.at_stage(OrderStage::Done { at });
    let said = vec![assigned(&complaint, &order, &[])];
    Effects {
        complaint: Some(complaint),
        orders: vec![order],
        said,
        ..Effects::default()
    }
}

/// Serves the first order of a complaint and starts what runs: for the deciding desk its hour; for a unit that handles it, acceptance
/// and reply; and what runs from the registration whoever has it (R4.12).
fn serve(rules: &Rules<'_>, complaint: Complaint, order: Order, registered: Timestamp) -> Effects {
    let mut effects = Effects::default();
    let on = On {
        complaint: &complaint,
        order: &order,
        period: registered,
    };
    start_order(&mut effects, rules, on, registered);
    let all = |_: &ClockRule, waits| waits != WaitsFor::HandOver;
    effects.start(rules.start(Starts::Registration, on, registered, all));
    finish(effects, complaint, order, &[])
}

/// Serves an order of a complaint that was joined to another: the order's clocks start afresh, those of the registration from there,
/// for no act inside the organisation gives back the time that they had run (R4.12).
pub(super) fn serve_again(rules: &Rules<'_>, complaint: Complaint, order: Order) -> Effects {
    let on = On {
        complaint: &complaint,
        order: &order,
        period: complaint.registered,
    };
    let mut effects = Effects::default();
    start_order(&mut effects, rules, on, order.served);
    let all = |_: &ClockRule, waits| waits != WaitsFor::HandOver;
    effects.start(rules.start(Starts::Registration, on, complaint.registered, all));
    finish(effects, complaint, order, &[])
}

/// Serves an order with the clocks of one that starts afresh; `carried` clocks go on with it. Ceilings are counted from `period`.
pub(super) fn serve_afresh(
    rules: &Rules<'_>,
    complaint: Complaint,
    order: Order,
    period: Timestamp,
    carried: &[&Clock],
) -> Effects {
    let mut effects = Effects::default();
    let on = On {
        complaint: &complaint,
        order: &order,
        period,
    };
    start_order(&mut effects, rules, on, order.served);
    finish(effects, complaint, order, carried)
}

/// What runs on an order: for who decides, from `decides_from`, the time to pass it on; for who handles it, from its service.
fn start_order(effects: &mut Effects, rules: &Rules<'_>, on: On<'_>, decides_from: Timestamp) {
    let began = if on.order.kind.is_to_decide() {
        rules.start(Starts::Registration, on, decides_from, |_, waits| {
            waits == WaitsFor::HandOver
        })
    } else {
        rules.start(Starts::Order, on, on.order.served, |_, _| true)
    };
    effects.start(began);
}

fn finish(mut effects: Effects, complaint: Complaint, order: Order, carried: &[&Clock]) -> Effects {
    let fresh: Vec<_> = effects.clocks.iter().filter_map(started).collect();
    for clock in carried {
        effects.carry(clock, &order);
    }
    effects.said.push(assigned(&complaint, &order, &effects.clocks));
    effects.said.extend(fresh);
    effects.order(&Matter::bare(&complaint), order);
    effects.complaint = Some(complaint);
    effects
}

#[cfg(test)]
mod tests;
