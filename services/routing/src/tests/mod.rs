//! Routing's use cases on real databases with a held clock, without a bus: what needs many complaints or many years.

mod corrected;
mod migrated;
mod missed;
mod motion;
mod races;
mod reach;
mod replay;
mod room;
mod walks;
mod years;
