//! The words that all services share. No IO, and no rule that belongs to one service.
//!
//! - typed ids ([`ComplaintId`], [`EventId`], …), all UUIDv7, made by [`Ids`]
//! - [`ComplaintNumber`], the number that people read to each other (R3.3)
//! - [`UnitCode`] and [`UnitPath`], a place in the organisation's tree (R2.1)
//! - [`StaffCode`] and [`Actor`], who did something (R8.4)
//! - [`Money`] in minor units (R5.7)
//! - [`Password`], which no log prints
//! - [`Clock`], the only source of the present instant

mod actor;
mod clock;
mod id;
mod ids;
mod money;
mod number;
mod password;
mod unit;

pub use actor::{Actor, StaffCode, StaffCodeError};
pub use clock::{Clock, HeldClock};
pub use id::{
    AttachmentId, BookId, BreakGlassId, CaseId, ClockId, ClusterId, ComplaintId, DestructionId, EventId, HoldId,
    LinkId, OrderId,
};
pub use ids::Ids;
pub use jiff::Timestamp;
pub use jiff::civil::Date;
pub use money::{Currency, Money, MoneyError};
pub use number::{ComplaintNumber, NumberError};
pub use password::Password;
pub use unit::{UnitCode, UnitError, UnitPath};
