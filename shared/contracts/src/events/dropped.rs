//! What a service says of an event that it could not apply and that somebody dropped (P7): the complaint's later events are applied without it. Why is a
//! code, and where it is settled is a file number: no event says it in words.

use huiyin_kernel::{Actor, EventId};

/// Why an event may be dropped.
pub const GROUNDS: [&str; 4] = ["done_by_hand", "said_again", "never_so", "unreadable"];

/// An event that somebody dropped, whichever service had it.
#[derive(Clone, Debug)]
pub struct Dropped {
    /// The event.
    pub event: EventId,
    /// Its kind; nothing where it cannot be read.
    pub kind: Option<String>,
    /// Who said it.
    pub producer: String,
    /// Which of the producer's events about the same thing it is.
    pub version: i64,
    /// Why: one of [`GROUNDS`].
    pub ground: String,
    /// Where that is settled: the number of a ticket or a file.
    pub reference: String,
    /// Who dropped it.
    pub by: Actor,
}

macro_rules! dropped {
    ($($module:ident $producer:literal $name:ident $token:literal;)*) => {
        $(
            /// What this service dropped.
            pub mod $module {
                use huiyin_kernel::{Actor, EventId};

                use super::Dropped;
                use crate::event::events;
                use crate::events::samples;

                events! { $producer, "organisation";
                    /// An event that the service could not apply was dropped; the later ones about the same thing are applied without it.
                    $name $token v 1 {
                        /// The event.
                        event: EventId = EventId::from_uuid(samples::uuid(51)),
                        /// Its kind; nothing where it cannot be read.
                        kind: Option<String> = Some("complaint.replied.v1".to_owned()),
                        /// Who said it.
                        producer: String = "investigation".to_owned(),
                        /// Which of the producer's events about the same thing it is.
                        version: i64 = 7,
                        /// Why: `done_by_hand`, `said_again`, `never_so` or `unreadable`.
                        ground: String = "done_by_hand".to_owned(),
                        /// Where that is settled: the number of a ticket or a file.
                        reference: String = "IT-2026-118".to_owned(),
                        /// Who dropped it.
                        by: Actor = samples::manager(),
                    }
                }

                impl From<Dropped> for $name {
                    fn from(dropped: Dropped) -> Self {
                        let Dropped { event, kind, producer, version, ground, reference, by } = dropped;
                        Self { event, kind, producer, version, ground, reference, by }
                    }
                }
            }

            pub use $module::$name;
        )*

        /// Every event of these.
        pub(crate) fn entries() -> Vec<crate::Entry> {
            [$($module::entries()),*].into_iter().flatten().collect()
        }
    };
}

dropped! {
    intake "intake" IntakeDroppedV1 "intake_dropped";
    routing "routing" RoutingDroppedV1 "routing_dropped";
    investigation "investigation" InvestigationDroppedV1 "investigation_dropped";
    notification "notification" NotificationDroppedV1 "notification_dropped";
    audit "audit" AuditDroppedV1 "audit_dropped";
}
