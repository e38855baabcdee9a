//! The case and what may be done with it. Knows no SQL, HTTP, bus, clock or async.
//!
//! One file per command: its request, its refusals in one sentence each, a pure `decide`, its tests.

/// Gives each refusal its code: the tail of the problem's type, so it never changes.
macro_rules! refusals {
    ($refusal:ident, $($variant:ident => $code:literal,)*) => {
        impl crate::domain::Refuses for $refusal {
            fn code(&self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    };
}

pub(crate) mod accept_order;
pub(crate) mod archive;
pub(crate) mod case;
pub(crate) mod close;
pub(crate) mod end;
pub(crate) mod find;
pub(crate) mod follow_up;
pub(crate) mod lapse;
pub(crate) mod open;
pub(crate) mod part;
pub(crate) mod past;
pub(crate) mod reassign;
pub(crate) mod reply;
pub(crate) mod statement;
pub(crate) mod take_statement;
pub(crate) mod text;

#[cfg(test)]
mod model;
#[cfg(test)]
pub(crate) mod sample;

pub(crate) use case::{Case, Closing, Ending, Finding, FollowUp, Reply, Satisfaction, Stage, Subject, Verdict, Work};
pub(crate) use statement::{Statement, StatementId};
pub(crate) use text::{Code, TextError, Words};

/// A refusal: its sentence is its `Display`.
pub(crate) trait Refuses: std::error::Error {
    /// Its code.
    fn code(&self) -> &'static str;
}
