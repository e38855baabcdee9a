//! `policy check`: what loads and is wrong all the same.
//!
//! Loading refuses what cannot be read. This finds what can: facts that no row gives a lead, rows that never count, limits above a
//! ceiling, ladders that end in nobody, calendars that end too soon. Each finding names file, line and one sentence.

mod clocks;
mod finding;
mod folder;
mod people;
mod rows;
mod space;
mod tables;

use huiyin_kernel::Date;

pub use finding::{CheckProblem, Finding};
pub use folder::Checked;

use crate::Pack;

/// From which day on, and how far ahead, a pack must work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// The day.
    pub on: Date,
    /// For how many days from it the calendars must be loaded.
    pub days: u32,
}

impl Pack {
    /// What is wrong with this pack, with what is laid over it, by file and line. Nothing: it can be used.
    #[must_use]
    pub fn check(&self, horizon: Horizon) -> Vec<Finding> {
        let mut found = Vec::new();
        rows::check(self, &mut found);
        clocks::check(self, horizon, &mut found);
        people::check(self, &mut found);
        tables::check(self, &mut found);
        found.sort_by_cached_key(|one| (one.place.clone(), one.problem.to_string()));
        found.dedup();
        found
    }
}
