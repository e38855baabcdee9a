//! Opening a case: routing's order reaches the unit (R4.3).

use huiyin_kernel::{CaseId, ComplaintId, OrderId, StaffCode, Timestamp, UnitPath};

use super::{Case, Stage, Subject};

/// A transfer order, as routing's `assigned` tells it.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    /// The complaint.
    pub(crate) complaint: ComplaintId,
    /// The order.
    pub(crate) order: OrderId,
    /// The unit that must act.
    pub(crate) lead: UnitPath,
    /// How grave it is.
    pub(crate) severity: String,
    /// The duties that approve the reply (R5.4).
    pub(crate) approve: Vec<String>,
    /// The class that it was decided by (R4.2).
    pub(crate) class: Option<String>,
    /// The policy pack's version that it was decided by.
    pub(crate) policy: Option<String>,
    /// Whether it is restricted (R8.2).
    pub(crate) restricted: bool,
    /// Whether it is a complaint of the past.
    pub(crate) imported: bool,
    /// When the reply is due.
    pub(crate) reply_due: Option<Timestamp>,
    /// Who of the unit must not handle it: complained about, or reporting to someone who is (R4.10).
    pub(crate) excluded: Vec<StaffCode>,
    /// When the order was given.
    pub(crate) at: Timestamp,
}

/// The case that the first order opens.
pub(crate) fn open(id: CaseId, order: Order, subject: Option<Subject>) -> Case {
    Case {
        id,
        complaint: order.complaint,
        unit: order.lead,
        order: Some(order.order),
        severity: Some(order.severity),
        approve: order.approve,
        restricted: order.restricted,
        imported: order.imported,
        opened: order.at,
        reply_due: order.reply_due,
        excluded: order.excluded,
        statements: 0,
        class: order.class,
        policy: order.policy,
        answered: None,
        subject,
        stage: Stage::Assigned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn an_order_opens_a_case_in_the_lead_unit_before_the_register_is_heard() {
        let order = sample::order(1, "ho.b01");
        let case = open(sample::case_id(), order.clone(), None);
        assert_eq!((case.unit, case.order), (order.lead, Some(order.order)));
        assert_eq!((case.stage, case.subject), (Stage::Assigned, None));
    }
}
