//! Policy packs: what differs between organisations, as data (rule book, section 9).
//!
//! A [`Pack`] is a folder of four TOML files, and the calendars beside it; `deploy/policy/rural-bank` explains the format in its
//! comments. [`Pack::load`] reads and checks one and refuses it with file, line and sentence ([`LoadError`]);
//! [`Pack::embedded`] gives the copies in the binary. Everything after loading is pure and cannot fail:
//!
//! - [`Pack::decide`]: [`Facts`] about a complaint → [`Decision`]: who leads, how severe, restricted or not, who is told at once
//! - [`Pack::clock`], [`Pack::limit`]: which limit applies, when it reminds, and the [`Ladder`] after it
//! - [`Pack::lists`]: the coded lists with their Chinese and English names
//! - [`Pack::calendar`]: the working calendars
//!
//! What no row of the decision table gives a lead is [`Outcome::Triage`]: never nobody.

mod clocks;
mod embedded;
mod facts;
mod lists;
mod load;
mod pack;
mod table;
#[cfg(test)]
mod tests;

pub use clocks::{ClockRule, Ladder, Starts, Step, StepTo};
pub use facts::Facts;
pub use huiyin_worktime::{Basis, Calendar, Limit};
pub use lists::{Lists, Named};
pub use load::{LoadError, LoadProblem};
pub use pack::{Pack, PackVersion};
pub use table::{Decision, Lead, Outcome, Row};

/// The kinds of clock that the product itself starts and stops; every pack has limits for them (R4.3, R4.4).
pub mod kinds {
    /// The desk that registered passes on.
    pub const HAND_OVER: &str = "hand_over";
    /// The unit that got the order starts work.
    pub const ACCEPT: &str = "accept";
    /// The unit that leads replies.
    pub const REPLY: &str = "reply";
}
