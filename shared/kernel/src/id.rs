//! Ids that cannot be mistaken for one another.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String, format = Uuid)]
        pub struct $name(Uuid);

        impl $name {
            /// The id that holds this UUID, as read from a database or a message.
            #[must_use]
            pub fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID within.
            #[must_use]
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

typed_id!(
    /// One complaint, for its whole life and in every service.
    ComplaintId
);
typed_id!(
    /// One event: the key of every consumer's inbox.
    EventId
);
typed_id!(
    /// One order: a transfer order or a supervision order.
    OrderId
);
typed_id!(
    /// One clock that runs on a complaint (R4.12).
    ClockId
);
typed_id!(
    /// One case: a complaint as the unit that handles it sees it.
    CaseId
);
typed_id!(
    /// One file that came with a complaint (R3.3).
    AttachmentId
);
typed_id!(
    /// One link between complaints: a repeat, a join, or a place in a cluster (R3.6, R3.11).
    LinkId
);
typed_id!(
    /// One cluster: many complaints of one cause (R3.10).
    ClusterId
);
typed_id!(
    /// One hold on a file in the archive (R8.3).
    HoldId
);
typed_id!(
    /// One list of files whose destruction is proposed (R8.3).
    DestructionId
);
typed_id!(
    /// One request to see a complaint that the rules keep from whoever asks (R8.1).
    BreakGlassId
);
typed_id!(
    /// One opinion book: where customers write what they think, and a unit looks each working day (R3.7).
    BookId
);
