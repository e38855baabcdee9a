//! The payloads, by the service that says them.
//!
//! **No payload carries the complainant's identity, contact or narrative**: they live in intake, and a look at them is an event of
//! its own. Coded values (channel, class, finding …) are open strings: the policy pack lists them, and consumers pass on what
//! they do not know.

mod samples;

pub mod books;
pub mod break_glass;
pub mod dropped;
pub mod intake;
pub mod investigation;
pub mod learning;
pub mod ledger;
pub mod notification;
pub mod orders;
pub mod organisation;
pub mod retention;
pub mod routing;
pub mod sanctions;
