//! Policy packs: what differs between organisations, as data (rule book, section 9).
//!
//! A [`Pack`] is a folder of TOML files, and the calendars and letters beside it; `deploy/policy/rural-bank` explains the format in its
//! comments. [`Pack::load`] reads one and refuses it with file, line and sentence ([`LoadError`]); [`Pack::embedded`] gives the
//! copies in the binary; a [`Shelf`] holds several versions side by side. A statutory pack is laid over an organisation's own by
//! naming both: `rural-bank+cn-banking-2020`. Everything after loading is pure and cannot fail:
//!
//! - [`Pack::decide`]: [`Facts`] about a complaint → [`Decision`]: who leads and who helps, how severe, restricted or not, who is told
//! - [`Pack::clock_of`], [`Pack::clocks_of`]: which limits apply, when they remind, and the [`Ladder`] after them
//! - [`Pack::terms`]: windows, pauses, extensions, ceilings, numbers
//! - [`Pack::settles`], [`Pack::sanctions_for`], [`Pack::reports_of`], [`Pack::letter`]: redress, sanctions, reports, letters
//! - [`Pack::lists`]: the coded lists with their Chinese and English names
//! - [`Pack::check`], [`Pack::differences`], [`Simulation`]: what is wrong with a pack, how two differ, what another would change
//!
//! What no row of the decision table gives a lead is [`Outcome::Triage`]: never nobody.

mod check;
mod clocks;
mod conditions;
mod diff;
mod embedded;
mod facts;
mod lists;
mod load;
mod money;
mod pack;
mod place;
mod reports;
mod shelf;
mod simulate;
mod table;
mod terms;
#[cfg(test)]
mod tests;

pub use check::{CheckProblem, Checked, Finding, Horizon};
pub use clocks::{Case, ClockRule, Contact, Ladder, MetBy, Press, Starts, Step, StepTo};
pub use conditions::LeftToTriage;
pub use diff::{Change, Difference};
pub use facts::Facts;
pub use huiyin_worktime::{Basis, Calendar, Limit, WorktimeError};
pub use lists::{Axis, Lists, Named};
pub use load::{LoadError, LoadProblem, PackFiles};
pub use money::{Authority, Misstep, MoneyTables, Sanction, Settle, Who};
pub use pack::{Overlay, Pack, PackVersion};
pub use place::Place;
pub use reports::{BLANKS, Every, Letter, Report, ReportTo};
pub use shelf::Shelf;
pub use simulate::{Counts, LedBy, Past, Simulated, Simulation};
pub use table::{Decision, Lead, Outcome, Row};
pub use terms::{Ceiling, Extension, Number, Opens, PassOn, Pause, Term, Terms, Window, numbers, windows};

/// The kinds of clock that the product itself starts and stops; every pack has limits for them (R4.3, R4.4).
pub mod kinds {
    /// The desk that registered passes on.
    pub const HAND_OVER: &str = "hand_over";
    /// The unit that got the order starts work.
    pub const ACCEPT: &str = "accept";
    /// The unit that leads replies.
    pub const REPLY: &str = "reply";
    /// A co-handling unit supplies what it is asked for (R4.8).
    pub const SUPPLY: &str = "supply";
    /// The team of an emergency plan must say that it heard (R5.9), where a pack sets a limit for it.
    pub const ALERT: &str = "alert";
}
