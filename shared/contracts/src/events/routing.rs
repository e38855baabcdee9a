//! What routing says of complaints.

use huiyin_kernel::{Actor, ClockId, ComplaintId, OrderId, StaffCode, Timestamp, UnitPath};

use super::samples::{self, Rfc3339};
use crate::event::events;

events! { "routing", "complaint";
    /// A unit leads the complaint from now on: a transfer order was served (R4.1, R4.3).
    AssignedV1 "assigned" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The order.
        order: OrderId = OrderId::from_uuid(samples::uuid(2)),
        /// The unit that must act.
        lead: UnitPath = samples::branch(),
        /// The unit complained about.
        unit: UnitPath = samples::unit(),
        /// Why this unit: `transfer`, `triage` (no row matched: the supervision desk decides), `reopened`, `returned` (it has it back),
        /// `dispute` (it decides between two units) or `decided` (that decision names it; R4.9).
        kind: String = "transfer".to_owned(),
        /// The decision table's row that matched.
        row: Option<String> = Some("service_attitude".to_owned()),
        /// The class that the decision went by.
        class: Option<String> = Some("service_attitude".to_owned()),
        /// `general`, `complex` or `major` (R4.2).
        severity: String = "general".to_owned(),
        /// Whether the complaint is restricted (R8.2).
        restricted: bool = false,
        /// Whether it is a complaint of the past: nobody is told.
        imported: bool = false,
        /// When the reply is due.
        #[schemars(with = "Option<Rfc3339>")]
        reply_due: Option<Timestamp> = Some(samples::at(2880)),
        /// Staff of the lead unit who must not handle it, by code: they are complained about, or report to someone who is (R4.10).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        excluded: Vec<StaffCode> = vec![samples::staff()],
        /// What of the organisation led to it (R2.1): `unit_closed` or `unit_merged` where the unit that led is gone and this one has
        /// what was open at it; `unit_moved` where the unit leads by the same order as before, from its new place in the tree.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String> = Some("unit_closed".to_owned()),
        /// The duties that approve the reply before it goes out, by the decision table (R5.4): codes of the policy pack.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        approve: Vec<String> = vec!["press_office".to_owned()],
    }

    /// A unit hears at once of a complaint: the team of the emergency plan (R5.9), or who the policy names for such a complaint (R4.11).
    AlertedV1 "alerted" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The unit that hears of it.
        to: UnitPath = samples::branch(),
        /// The duties by which it does.
        duties: Vec<String> = vec!["emergency_team".to_owned()],
        /// Whether it is an emergency, in which the unit acts at once; otherwise it hears of it.
        emergency: bool = true,
        /// The severity: a code of the policy pack.
        severity: String = "major".to_owned(),
        /// The unit that leads it.
        lead: UnitPath = samples::unit(),
        /// Of an emergency: the order by which the team says that it heard.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<OrderId> = Some(OrderId::from_uuid(samples::uuid(9))),
    }

    /// The team of an emergency plan said that it heard (R5.9).
    AlertConfirmedV1 "alert_confirmed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The order by which it was alerted.
        order: OrderId = OrderId::from_uuid(samples::uuid(9)),
        /// The unit that was alerted.
        unit: UnitPath = samples::branch(),
        /// Who of it said so.
        by: Actor = samples::clerk(),
    }

    /// By what was heard since, the complaint is of another severity (R4.2), or others approve its reply (R5.4). No clock that runs is moved.
    RegradedV1 "regraded" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The unit that leads it.
        lead: UnitPath = samples::branch(),
        /// The severity from here on: a code of the policy pack.
        severity: String = "major".to_owned(),
        /// The severity before; the same where only those who approve the reply are others.
        before: String = "general".to_owned(),
        /// What led to it: `repeat` or `cluster`.
        why: String = "cluster".to_owned(),
        /// The duties that approve the reply from here on (R5.4); absent where a release from before this said it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approve: Option<Vec<String>> = Some(vec!["press_office".to_owned()]),
    }

    /// A clock runs on the complaint (R4.12).
    ClockStartedV1 "clock_started" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// What must be done by then: `hand_over`, `accept`, `reply` …
        kind: String = "accept".to_owned(),
        /// The unit that it runs for.
        unit: UnitPath = samples::branch(),
        /// The rule that started it.
        rule: String = "R4.3".to_owned(),
        /// `clock_hours`, `working_hours`, `working_days` or `calendar_days`.
        basis: String = "clock_hours".to_owned(),
        /// How many of them.
        amount: u32 = 2,
        /// When it started.
        #[schemars(with = "Rfc3339")]
        started: Timestamp = samples::at(5),
        /// When it falls due.
        #[schemars(with = "Rfc3339")]
        due: Timestamp = samples::at(125),
    }

    /// What a clock waited for was done.
    ClockMetV1 "clock_met" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// What it waited for.
        kind: String = "accept".to_owned(),
        /// The unit that it ran for.
        unit: UnitPath = samples::branch(),
        /// When it was done.
        #[schemars(with = "Rfc3339")]
        met: Timestamp = samples::at(65),
        /// Whether that was by the due time.
        in_time: bool = true,
    }

    /// A clock ran out (R4.5).
    ClockBreachedV1 "clock_breached" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// What it waited for.
        kind: String = "accept".to_owned(),
        /// The unit that it ran for.
        unit: UnitPath = samples::branch(),
        /// When it was due.
        #[schemars(with = "Rfc3339")]
        due: Timestamp = samples::at(125),
    }

    /// A clock ended because the complaint did: settled, declined, withdrawn or handed on.
    ClockStoppedV1 "clock_stopped" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// What it waited for.
        kind: String = "reply".to_owned(),
        /// Why: the event that ended it.
        why: String = "withdrawn".to_owned(),
    }

    /// The handler is reminded before a limit (R4.7).
    RemindedV1 "reminded" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// What it waits for.
        kind: String = "reply".to_owned(),
        /// The unit that is reminded.
        unit: UnitPath = samples::branch(),
        /// When it is due.
        #[schemars(with = "Rfc3339")]
        due: Timestamp = samples::at(2880),
    }

    /// A supervision order went out: the next level presses for a result (R4.7).
    EscalatedV1 "escalated" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock that ran out.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// The supervision order.
        order: OrderId = OrderId::from_uuid(samples::uuid(4)),
        /// What was to be done.
        kind: String = "accept".to_owned(),
        /// The unit that is late.
        unit: UnitPath = samples::unit(),
        /// The unit that is told.
        to: UnitPath = samples::branch(),
        /// The step of the ladder, from 1.
        level: u32 = 1,
        /// When the clock was due.
        #[schemars(with = "Rfc3339")]
        due: Timestamp = samples::at(125),
    }

    /// A unit has not reacted: its next contact is told (R2.3).
    ContactPressedV1 "contact_pressed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// What it waits for.
        kind: String = "accept".to_owned(),
        /// The unit.
        unit: UnitPath = samples::branch(),
        /// Who of it: 2 is its second contact, 3 its first responsible person.
        place: u32 = 2,
        /// When it is or was due.
        #[schemars(with = "Rfc3339")]
        due: Timestamp = samples::at(125),
    }
}
