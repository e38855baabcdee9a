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
pub(crate) mod add_evidence;
pub(crate) mod answer;
pub(crate) mod appeal_sanction;
pub(crate) mod approver;
pub(crate) mod archive;
pub(crate) mod ask_again;
pub(crate) mod case;
pub(crate) mod close;
pub(crate) mod closing;
pub(crate) mod communicate;
pub(crate) mod conflict;
pub(crate) mod decide_redress;
pub(crate) mod decide_reply;
pub(crate) mod decide_sanction;
pub(crate) mod deliver_redress;
pub(crate) mod draw_lesson;
pub(crate) mod drop_redress;
pub(crate) mod end;
pub(crate) mod end_outside;
pub(crate) mod evidence;
pub(crate) mod extension;
pub(crate) mod find;
pub(crate) mod finding;
pub(crate) mod follow_up;
pub(crate) mod lapse;
pub(crate) mod learning;
pub(crate) mod letter;
pub(crate) mod matter;
pub(crate) mod mend;
pub(crate) mod missing;
pub(crate) mod open;
pub(crate) mod opinion;
pub(crate) mod overrule_opinion;
pub(crate) mod paper;
pub(crate) mod part;
pub(crate) mod past;
pub(crate) mod propose_redress;
pub(crate) mod propose_sanction;
pub(crate) mod reassign;
pub(crate) mod redress;
pub(crate) mod reply;
pub(crate) mod retention;
pub(crate) mod review;
pub(crate) mod sanction;
pub(crate) mod settle_appeal;
pub(crate) mod statement;
pub(crate) mod take_statement;
pub(crate) mod tell_extension;
pub(crate) mod text;
pub(crate) mod waiting;

#[cfg(test)]
mod model;
#[cfg(test)]
pub(crate) mod sample;

pub(crate) use answer::{Answered, Draft, FollowUp, Letter, Reply, Round, Satisfaction};
pub(crate) use approver::{Approver, Decider, Mark};
pub(crate) use case::{Case, Stage, Subject, Why, Work};
pub(crate) use closing::{Closing, Ending};
pub(crate) use draw_lesson::Lesson;
pub(crate) use evidence::{Custody, Evidence, Handled};
pub(crate) use extension::Extension;
pub(crate) use finding::{Finding, Review, Verdict};
pub(crate) use opinion::{Opinion, OpinionStage};
pub(crate) use paper::{GivenBack, Paper};
pub(crate) use redress::{Approval, Redress, RedressStage};
pub(crate) use sanction::{Role, Sanction, SanctionStage};
pub(crate) use statement::{Statement, StatementId};
pub(crate) use text::{Code, TextError, Words};

/// A refusal: its sentence is its `Display`.
pub(crate) trait Refuses: std::error::Error {
    /// Its code.
    fn code(&self) -> &'static str;
}
