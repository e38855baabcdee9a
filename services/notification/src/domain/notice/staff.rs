//! What the contacts of a unit are told: orders, reminders, supervision orders (R2.3, R4.3, R4.7).

use huiyin_contracts::events::ledger::DelayAskedV1;
use huiyin_contracts::events::orders::{CoHandlingAskedV1, SupervisionOrderedV1};
use huiyin_contracts::events::routing::{AlertedV1, AssignedV1, ContactPressedV1, EscalatedV1, RemindedV1};
use huiyin_kernel::Timestamp;

use super::{DELAY_ASKED, Details, EMERGENCY, ESCALATED, Notice, SUPERVISED, Tells};

impl Tells for AssignedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            due: self.reply_due,
            ..Details::at(occurred)
        };
        // A unit that leads from another place in the tree knows of it already (R2.1).
        let is_same = self.why.as_deref() == Some("unit_moved");
        (!self.imported && !is_same)
            .then(|| Notice::staff(&self.lead, "staff.assigned", details))
            .into_iter()
            .collect()
    }
}

impl Tells for AlertedV1 {
    /// The team of an emergency plan is alerted with all its contacts; whom the policy names for such a complaint hears of it.
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            kind: Some(self.severity.clone()),
            late_unit: Some(self.lead.clone()),
            ..Details::at(occurred)
        };
        let template = if self.emergency { EMERGENCY } else { "staff.told" };
        vec![Notice::staff(&self.to, template, details)]
    }
}

impl Tells for RemindedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            due: Some(self.due),
            kind: Some(self.kind.clone()),
            ..Details::at(occurred)
        };
        vec![Notice::staff(&self.unit, "staff.reminded", details)]
    }
}

impl Tells for EscalatedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            due: Some(self.due),
            kind: Some(self.kind.clone()),
            late_unit: Some(self.unit.clone()),
            ..Details::at(occurred)
        };
        vec![Notice::staff(&self.to, ESCALATED, details)]
    }
}

impl Tells for ContactPressedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            due: Some(self.due),
            kind: Some(self.kind.clone()),
            place: Some(self.place),
            ..Details::at(occurred)
        };
        vec![Notice::staff(&self.unit, "staff.pressed", details)]
    }
}

impl Tells for CoHandlingAskedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            due: self.due,
            late_unit: Some(self.lead.clone()),
            ..Details::at(occurred)
        };
        vec![Notice::staff(&self.unit, "staff.co_handling", details)]
    }
}

impl Tells for SupervisionOrderedV1 {
    /// Whom the operator presses is told without the name of a unit: theirs stands for it.
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            due: Some(self.due),
            late_unit: Some(self.from.clone().unwrap_or_else(|| self.unit.clone())),
            ..Details::at(occurred)
        };
        vec![Notice::staff(&self.unit, SUPERVISED, details)]
    }
}

impl Tells for DelayAskedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            due: Some(self.due),
            kind: Some(self.kind.clone()),
            late_unit: Some(self.unit.clone()),
            ..Details::at(occurred)
        };
        vec![Notice::staff(&self.decides, DELAY_ASKED, details)]
    }
}
