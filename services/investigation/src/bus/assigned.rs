//! Routing's `assigned`: an order for a unit.

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_store::Change;

use crate::app::App;
use crate::domain::open::Order;

pub(crate) async fn hear(app: &App, change: &mut Change, heard: Heard<AssignedV1>) -> Outcome {
    let event = heard.event;
    let order = Order {
        complaint: event.complaint,
        order: event.order,
        lead: event.lead,
        severity: event.severity,
        approve: event.approve,
        class: event.class,
        policy: heard.envelope.policy_version,
        restricted: event.restricted,
        imported: event.imported,
        reply_due: event.reply_due,
        excluded: event.excluded,
        at: heard.envelope.occurred,
    };
    super::outcome(app.assigned(change, order).await)
}
