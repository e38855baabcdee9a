//! A complaint as routing knows it: where it belongs, not what was said.

use huiyin_contracts::Scope;
use huiyin_kernel::{ComplaintId, ComplaintNumber, Date, StaffCode, Timestamp, UnitCode, UnitPath};

use super::clock::Clock;
use super::order::Order;

/// A complaint and by what it was decided. Paths stay those of the day on which it was registered (R2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) id: ComplaintId,
    pub(crate) number: ComplaintNumber,
    /// The unit complained about.
    pub(crate) unit: UnitPath,
    pub(crate) registered_by: UnitPath,
    pub(crate) restricted: bool,
    /// The members of staff complained about (R4.10).
    pub(crate) staff_concerned: Vec<StaffCode>,
    /// Whether the unit's leader is one of them (R4.10).
    pub(crate) leader_concerned: bool,
    /// Units that must not act on it: their leader is complained about, or reports to someone who is (R4.10).
    pub(crate) conflicted: Vec<UnitCode>,
    pub(crate) severity: String,
    /// The duties that approve the reply before it goes out (R5.4).
    pub(crate) approve: Vec<String>,
    pub(crate) class: Option<String>,
    /// By which channel it came (R3.1); empty where it was not kept.
    pub(crate) channel: String,
    /// By when the body that referred it wants the answer (R4.4).
    pub(crate) referrers_date: Option<Date>,
    /// The decision table's row.
    pub(crate) row: Option<String>,
    pub(crate) policy_version: String,
    /// A complaint of the past: nobody is told.
    pub(crate) imported: bool,
    pub(crate) registered: Timestamp,
    pub(crate) stage: ComplaintStage,
}

/// Whether anything is still to be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ComplaintStage {
    Open,
    Ended { at: Timestamp, why: String },
}

/// A complaint with what is open on it: what a command decides about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Matter {
    pub(crate) complaint: Complaint,
    /// Open orders.
    pub(crate) orders: Vec<Order>,
    /// Clocks that wait.
    pub(crate) clocks: Vec<Clock>,
}

impl Complaint {
    /// Who may hear of it (R8.2).
    pub(crate) fn scope(&self) -> Scope {
        if self.restricted {
            Scope::Restricted
        } else {
            Scope::Unit(self.unit.clone())
        }
    }

    /// Whether `unit` must be kept out of it: it is the one complained about and the complaint is restricted, or about its leader; or
    /// its leader is complained about, or reports to someone who is (R4.10).
    pub(crate) fn concerns(&self, unit: &UnitPath) -> bool {
        let itself = (self.restricted || self.leader_concerned) && self.unit == *unit;
        itself || self.conflicted.contains(&unit.code())
    }
}

impl Matter {
    /// A complaint on which nothing is open.
    pub(crate) fn bare(complaint: &Complaint) -> Self {
        Self {
            complaint: complaint.clone(),
            orders: Vec::new(),
            clocks: Vec::new(),
        }
    }

    /// The order by which a unit leads now.
    pub(crate) fn leading(&self) -> Option<&Order> {
        self.orders.iter().find(|order| order.leads())
    }

    pub(crate) fn order(&self, id: huiyin_kernel::OrderId) -> Option<&Order> {
        self.orders.iter().find(|order| order.id == id)
    }
}
