//! What notification's HTTP API answers: deliveries, never an address.

use huiyin_kernel::{ComplaintId, EventId, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which deliveries; the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DeliveriesQuery {
    /// Of this complaint only.
    pub complaint: Option<ComplaintId>,
    /// In this state only: `waiting`, `sent`, `failed` or `suppressed`.
    pub state: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// How many at the most: 1 to 200; 50 where not given.
    pub limit: Option<u64>,
}

/// One notice to one audience.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Delivery {
    /// The delivery: also the mail's Message-ID, so that a mail that arrives twice is recognised.
    pub id: Uuid,
    /// The complaint.
    pub complaint: ComplaintId,
    /// The event that led to it.
    pub event: EventId,
    /// The text that it is made from: `complainant.registered`.
    pub template: String,
    /// `complainant` or `staff`.
    pub audience: String,
    /// The unit whose contacts are told; absent for a complainant.
    pub unit: Option<UnitPath>,
    /// When it was asked for.
    #[schema(value_type = String, format = DateTime)]
    pub created: Timestamp,
    /// What has become of it.
    #[serde(flatten)]
    pub state: DeliveryState,
}

/// What has become of a delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DeliveryState {
    /// It will be tried.
    Waiting {
        /// How often it was tried in vain.
        attempt: u32,
        /// When it is tried next.
        #[schema(value_type = String, format = DateTime)]
        next: Timestamp,
    },
    /// The mail server has it, or the folder that stands for one.
    Sent {
        /// When it was handed over.
        #[schema(value_type = String, format = DateTime)]
        at: Timestamp,
        /// `email` or `folder`.
        channel: String,
    },
    /// It is given up: `no_address`, `refused` or `gave_up`. It can be tried again by hand.
    Failed {
        /// Why.
        reason: String,
    },
    /// It is not to be sent: `anonymous`, `imported` or `restricted`.
    Suppressed {
        /// Why.
        reason: String,
    },
}
