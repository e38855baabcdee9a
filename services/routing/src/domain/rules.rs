//! What commands decide by: the policy pack, the directory, new ids. All parameters; nothing here asks the world.

use huiyin_kernel::{Ids, Timestamp, UnitPath};
use huiyin_policy::{Lead, Outcome, Pack, StepTo};

use super::clock::Clock;
use super::complaint::Complaint;
use super::directory::{Directory, ancestors};
use super::ledger::{Line, LineKind};
use super::order::{Order, OrderKind, OrderStage};
use super::unit::Unit;

/// The duty that coordinates the units of a level (R4.1) and decides their disputes (R4.9).
const SERVICE_MANAGEMENT: &str = "service_management";

/// The pack that governs the complaint, and the directory of the moment.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) directory: &'a Directory,
    pub(crate) ids: &'a Ids,
}

impl Rules<'_> {
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
            // A registration that was under way when the unit moved or closed finds who has it today (R2.1).
            Outcome::Assign { lead: Lead::Unit, .. } => self.directory.of(unit).and_then(|_| self.directory.heir(unit)),
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
            Some(answered) if lead.is_within(self.directory.today(answered)) => self
                .free_above(answered, complaint)
                .unwrap_or_else(|| self.triage(complaint)),
            _ => lead,
        }
    }

    /// Whom the pack means, seen from a unit: whom a step of a ladder tells that it is late (R4.7), who decides about more time for it
    /// (R4.5). Not a unit that must be kept out.
    pub(crate) fn told(&self, to: &StepTo, late: &UnitPath, complaint: &Complaint) -> UnitPath {
        let above = self.above(late, complaint);
        let told = match to {
            StepTo::Parent => above,
            StepTo::Duty(duty) => {
                let place = late.parent().unwrap_or_else(|| late.clone());
                let holder = self.directory.holder(&place, duty);
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

    /// Who decides about a line of a clock's ledger: whom the pack names for its extension or its ground (R4.5); nothing where it no
    /// longer knows such a thing.
    pub(crate) fn approver(&self, line: &Line, clock: &Clock, complaint: &Complaint) -> Option<UnitPath> {
        let to = match line.kind {
            LineKind::Pause => self.pack.pause(&line.ground, &clock.kind)?.approver.as_ref()?,
            _ => &self.pack.extension(&clock.kind, &complaint.severity)?.approver,
        };
        Some(self.told(to, &clock.unit, complaint))
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
            task: None,
            confirmed_by: None,
            next_due: None,
        }
    }
}
