//! What the register decides. Knows no SQL, HTTP, bus, clock or async.

pub(crate) mod accept;
pub(crate) mod attach;
pub(crate) mod books;
pub(crate) mod complaint;
pub(crate) mod decline;
pub(crate) mod disagree;
pub(crate) mod import;
pub(crate) mod information;
pub(crate) mod link;
pub(crate) mod look;
pub(crate) mod lookups;
pub(crate) mod matching;
pub(crate) mod progress;
pub(crate) mod rate;
pub(crate) mod receipt;
pub(crate) mod recognise;
pub(crate) mod recourse;
pub(crate) mod register;
pub(crate) mod represent;
pub(crate) mod settle;
pub(crate) mod stage;
pub(crate) mod text;
pub(crate) mod throttle;
pub(crate) mod told;
pub(crate) mod unit;
pub(crate) mod unlink;
pub(crate) mod withdraw;

#[cfg(test)]
mod samples;
