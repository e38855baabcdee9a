//! R2.1: what is open follows its unit. The unit that moved keeps it in its new place; of one that is gone its successor has it.

use std::collections::{BTreeSet, HashMap};

use huiyin_kernel::{Timestamp, UnitPath};
use huiyin_policy::Starts;

use super::clock::{Clock, WaitsFor};
use super::complaint::{Complaint, ComplaintStage, Matter};
use super::directory::Directory;
use super::effects::{Effects, Saying, assigned};
use super::order::{Order, OrderKind, OrderStage};
use super::rules::Rules;
use super::start::On;

/// What became of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It stands at another place.
    Moved,
    /// It closed; the unit above has what was open at it.
    Closed,
    /// It closed, and named its successor.
    Merged,
}

impl Why {
    /// The word of events and orders.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Moved => "unit_moved",
            Self::Closed => "unit_closed",
            Self::Merged => "unit_merged",
        }
    }
}

/// Where what is open at a unit goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shift {
    pub(crate) to: UnitPath,
    pub(crate) why: Why,
}

/// Shifts by the path that the unit had.
pub(crate) type Shifts = HashMap<UnitPath, Shift>;

/// What a change of the directory does to the places where complaints are. A unit that closed without anyone to follow it is left out.
pub(crate) fn shifts(before: &Directory, after: &Directory) -> Shifts {
    let open = before.units().iter().filter(|unit| unit.is_open());
    gone(open.map(|unit| &unit.path), after).collect()
}

/// Shifts of what no change of the tree saw: who registered, or handed over, in the instant in which the tree changed named the place
/// that was. An order stands at an open unit; a complaint stays about a unit that closed, and moves with one that moved.
pub(crate) fn left_behind(places: &Places, present: &Directory) -> Shifts {
    let moved = gone(&places.about, present).filter(|(_, shift)| shift.why == Why::Moved);
    gone(&places.led, present).chain(moved).collect()
}

/// Where open orders and complaints stand.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Who has an open order.
    pub(crate) led: BTreeSet<UnitPath>,
    /// Whom open complaints are about.
    pub(crate) about: BTreeSet<UnitPath>,
}

/// Of these places those that are no open unit's, with who has what was there. One that nobody follows is left out.
fn gone<'a>(
    places: impl IntoIterator<Item = &'a UnitPath>,
    present: &Directory,
) -> impl Iterator<Item = (UnitPath, Shift)> {
    let shift = |place: &UnitPath| {
        let unit = present.get(&place.code())?;
        let why = match (unit.is_open(), &unit.successor) {
            (true, _) if unit.path == *place => return None,
            (true, _) => Why::Moved,
            (false, None) => Why::Closed,
            (false, Some(_)) => Why::Merged,
        };
        let to = present.heir(&unit.path)?.path.clone();
        Some((place.clone(), Shift { to, why }))
    };
    places.into_iter().filter_map(shift)
}

/// What follows for one complaint. No clock is started anew or moved: each runs on for the unit that has the order now (R4.12).
pub(crate) fn decide(matter: &Matter, shifts: &Shifts, rules: &Rules<'_>, now: Timestamp) -> Effects {
    let mut effects = Effects::default();
    let mut complaint = matter.complaint.clone();
    if complaint.stage == ComplaintStage::Open
        && let Some(shift) = shifts.get(&complaint.unit).filter(|shift| shift.why == Why::Moved)
    {
        complaint.unit = shift.to.clone();
        effects.complaint = Some(complaint.clone());
    }
    for order in matter.orders.iter().filter(|order| order.is_open()) {
        let Some(shift) = shifts.get(&order.lead) else { continue };
        let step = Following {
            matter,
            complaint: &complaint,
            order,
            shift,
            now,
        };
        effects = effects.and(step.decide(rules));
    }
    effects
}

struct Following<'a> {
    matter: &'a Matter,
    /// As it is from now on.
    complaint: &'a Complaint,
    order: &'a Order,
    shift: &'a Shift,
    now: Timestamp,
}

impl Following<'_> {
    fn decide(&self, rules: &Rules<'_>) -> Effects {
        match self.shift.why {
            Why::Moved => self.carry(self.shift.to.clone()),
            // Who presses, or supplies a part, holds nothing: the same order asks the heir for it.
            _ if !self.order.kind.is_lead() => self.carry(self.heir(rules)),
            _ => self.serve(self.heir(rules), rules),
        }
    }

    /// The unit that has it now, or the nearest above that need not be kept out of it (R4.10, R8.2).
    fn heir(&self, rules: &Rules<'_>) -> UnitPath {
        let to = &self.shift.to;
        if self.complaint.concerns(to) {
            rules
                .free_above(to, self.complaint)
                .unwrap_or_else(|| rules.triage(self.complaint))
        } else {
            to.clone()
        }
    }

    /// The clocks of the order, as they stand, for another order or unit.
    fn clocks(&self, next: &Order) -> Vec<Clock> {
        let of = self.matter.clocks.iter().filter(|clock| clock.order == self.order.id);
        of.map(|clock| Clock {
            order: next.id,
            unit: next.lead.clone(),
            ..clock.clone()
        })
        .collect()
    }

    /// The same order at another place.
    fn carry(&self, lead: UnitPath) -> Effects {
        let next = Order {
            lead,
            ..self.order.clone()
        };
        let mut effects = Effects {
            clocks: self.clocks(&next),
            ..Effects::default()
        };
        if next.kind.is_lead() {
            effects.said.push(self.said(&next, &effects.clocks));
        }
        effects.order(self.matter, next);
        effects
    }

    /// A new order for the heir: the time until now is that of the unit that closed (R4.13).
    fn serve(&self, lead: UnitPath, rules: &Rules<'_>) -> Effects {
        let next = Order {
            from: Some(self.order.lead.clone()),
            reason: Some(self.shift.why.word().to_owned()),
            task: self.order.task,
            ..rules.serve(self.complaint, kind(self.order.kind), lead, self.now)
        };
        let mut effects = Effects {
            clocks: self.clocks(&next),
            ..Effects::default()
        };
        // Work had begun where it was: the heir has the usual time to begin.
        let reacts = |waits| matches!(waits, WaitsFor::Acceptance | WaitsFor::HandOver);
        let mut begun = Vec::new();
        if !effects.clocks.iter().any(|clock| reacts(clock.waits_for)) {
            let (occasion, waits_for) = if next.kind.is_to_decide() {
                (Starts::Registration, WaitsFor::HandOver)
            } else {
                (Starts::Order, WaitsFor::Acceptance)
            };
            let on = On {
                complaint: self.complaint,
                order: &next,
                period: self.complaint.registered,
            };
            begun = effects.start(rules.start(occasion, on, self.now, |_, waits| waits == waits_for));
        }
        effects.said.push(self.said(&next, &effects.clocks));
        effects.said.extend(begun);
        let stage = OrderStage::HandedOver { at: self.now };
        effects.order(self.matter, self.order.at_stage(stage));
        effects.order(self.matter, next);
        effects
    }

    fn said(&self, order: &Order, clocks: &[Clock]) -> Saying {
        match assigned(self.complaint, order, clocks) {
            Saying::Assigned(event) => Saying::Assigned(huiyin_contracts::events::routing::AssignedV1 {
                // It was reopened once, and is not again.
                kind: kind(order.kind).word().to_owned(),
                why: Some(self.shift.why.word().to_owned()),
                ..event
            }),
            other => other,
        }
    }
}

/// What the heir is asked for: the same, but what came back or was reopened did so once.
fn kind(kind: OrderKind) -> OrderKind {
    match kind {
        OrderKind::Reopened | OrderKind::Returned => OrderKind::Transfer,
        kind => kind,
    }
}

#[cfg(test)]
mod tests;
