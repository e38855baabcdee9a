//! What routing says of orders between units (R4.7 to R4.9). The words that people give stay in routing.

use huiyin_kernel::{Actor, ComplaintId, DestructionId, OrderId, Timestamp, UnitPath};

use super::samples::{self, Rfc3339};
use crate::event::events;

events! { "routing", "complaint";
    /// A unit gave a transfer back: not theirs, they say, and give their reason (R4.9). The reason stays in routing.
    OrderReturnedV1 "order_returned" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The order that was given back.
        order: OrderId = OrderId::from_uuid(samples::uuid(2)),
        /// The unit that gave it back.
        unit: UnitPath = samples::unit(),
        /// The unit that has it now.
        to: UnitPath = samples::branch(),
        /// Who gave it back.
        by: Actor = samples::clerk(),
    }

    /// Two units say that a complaint is the other's: the service management above both is asked (R4.9).
    DisputeRaisedV1 "dispute_raised" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The order to decide.
        order: OrderId = OrderId::from_uuid(samples::uuid(6)),
        /// The unit that raised it.
        unit: UnitPath = samples::unit(),
        /// The unit that it says should handle the complaint, or that says so of it.
        other: UnitPath = samples::unit(),
        /// The unit that decides.
        decides: UnitPath = samples::branch(),
        /// Who raised it.
        by: Actor = samples::clerk(),
    }

    /// A dispute is decided, and the decision binds (R4.9).
    DisputeDecidedV1 "dispute_decided" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The order of the unit that must handle it.
        order: OrderId = OrderId::from_uuid(samples::uuid(7)),
        /// The unit that decided.
        decided_by: UnitPath = samples::branch(),
        /// The unit that must handle it.
        unit: UnitPath = samples::unit(),
        /// Who decided.
        by: Actor = samples::clerk(),
    }

    /// A unit is asked to co-handle (R4.8). What it must supply stays in routing.
    CoHandlingAskedV1 "co_handling_asked" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The co-handling order.
        order: OrderId = OrderId::from_uuid(samples::uuid(8)),
        /// The unit that leads.
        lead: UnitPath = samples::branch(),
        /// The unit that is asked.
        unit: UnitPath = samples::unit(),
        /// By when.
        #[schemars(with = "Option<Rfc3339>")]
        due: Option<Timestamp> = Some(samples::at(1440)),
        /// Who asked.
        by: Actor = samples::clerk(),
        /// The kind of task: `opinion`, `statement`, `document`, `on_site_check` or `appraisal`; absent where it is an opinion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<String> = Some("opinion".to_owned()),
        /// Whether the lead's reply waits for it; it does where this is absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        required: Option<bool> = Some(true),
    }

    /// A co-handling unit supplied what it was asked for, and its order ended (R4.8).
    CoHandlingSuppliedV1 "co_handling_supplied" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The co-handling order.
        order: OrderId = OrderId::from_uuid(samples::uuid(8)),
        /// The unit.
        unit: UnitPath = samples::unit(),
        /// Who supplied it.
        by: Actor = samples::clerk(),
    }

    /// Who got a supervision order took note of it (R4.7). The ladder goes on until what was to be done is done.
    SupervisionAcknowledgedV1 "supervision_acknowledged" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The supervision order.
        order: OrderId = OrderId::from_uuid(samples::uuid(4)),
        /// The unit that was told.
        unit: UnitPath = samples::branch(),
        /// Who took note.
        by: Actor = samples::clerk(),
    }

    /// A unit above, or the supervision desk, presses the unit that holds an order by its own word (R4.7). What is to be done stays in
    /// routing.
    SupervisionOrderedV1 "supervision_ordered" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The supervision order.
        order: OrderId = OrderId::from_uuid(samples::uuid(9)),
        /// The unit that is pressed.
        unit: UnitPath = samples::unit(),
        /// The unit that presses; nothing where the operator does.
        from: Option<UnitPath> = Some(samples::branch()),
        /// By when it is to be answered.
        #[schemars(with = "Rfc3339")]
        due: Timestamp = samples::at(2880),
        /// Who presses.
        by: Actor = samples::clerk(),
    }

    /// The unit that was pressed by somebody's own word answered, and the supervision order ended (R4.7). The answer stays in routing.
    SupervisionAnsweredV1 "supervision_answered" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The supervision order.
        order: OrderId = OrderId::from_uuid(samples::uuid(9)),
        /// The unit that answered.
        unit: UnitPath = samples::unit(),
        /// The unit that had pressed it; nothing where the operator had.
        to: Option<UnitPath> = Some(samples::branch()),
        /// Who answered.
        by: Actor = samples::clerk(),
    }

    /// Routing destroyed the words that units gave each other about a complaint; orders, clocks and days stay (R8.3).
    OrdersDestroyedV1 "orders_destroyed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The list that ordered it.
        list: DestructionId = samples::destruction(),
        /// How many rows were emptied.
        rows: u64 = 3,
    }
}
