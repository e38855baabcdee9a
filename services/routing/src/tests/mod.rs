//! Routing's use cases on real databases with a held clock, without a bus: what needs many complaints or many years.

mod corrected;
mod missed;
mod reach;
mod room;
mod years;
