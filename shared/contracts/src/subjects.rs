//! Every subject of the bus, built in one place.

use crate::{Event, Scope};

/// The stream that holds every event.
pub const STREAM: &str = "EVENTS";

/// The subjects that the stream takes.
pub const ROOTS: [&str; 3] = ["complaint.v1.>", "restricted.v1.>", "organisation.v1.>"];

/// The subject of an event: `complaint.v1.<event>.<unit path>`, or `restricted.v1.<event>` (R8.2).
///
/// Integrators filter by event with the third token and by subtree with the tail.
#[must_use]
pub fn of<E: Event>(scope: &Scope) -> String {
    match scope {
        Scope::Unit(path) => format!("{}.v1.{}.{path}", E::ABOUT, E::NAME),
        Scope::Restricted => format!("restricted.v1.{}", E::NAME),
    }
}

/// The subject of a request to a service: `svc.<service>.<request>`.
#[must_use]
pub fn request(service: &str, request: &str) -> String {
    format!("svc.{service}.{request}")
}

/// Where a producer says how far its feed has come.
#[must_use]
pub fn heartbeat(producer: &str) -> String {
    format!("feed.{producer}.heartbeat")
}

/// Every producer's heartbeat.
pub const HEARTBEATS: &str = "feed.*.heartbeat";

/// Where a consumer says how far it has heard a producer's feed.
#[must_use]
pub fn heard(producer: &str) -> String {
    format!("feed.{producer}.heard")
}

/// Where a consumer asks a producer for events again.
#[must_use]
pub fn replay(producer: &str) -> String {
    format!("feed.{producer}.replay")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::intake::RegisteredV1;

    #[test]
    fn the_event_is_the_third_token_and_the_unit_the_tail() {
        let scope = Scope::Unit("ho.b01.o0123".parse().unwrap());
        assert_eq!(of::<RegisteredV1>(&scope), "complaint.v1.registered.ho.b01.o0123");
    }

    #[test]
    fn a_restricted_complaint_has_another_root_and_names_no_unit() {
        assert_eq!(of::<RegisteredV1>(&Scope::Restricted), "restricted.v1.registered");
    }
}
