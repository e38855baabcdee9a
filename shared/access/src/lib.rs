//! Who may do what: the one place that decides, by policies that are data.
//!
//! - [`Access`] holds the Cedar policies of `policies/`, checked strictly against `schema.cedarschema` when they are loaded
//! - [`Access::decide`] says [`Decision::Allow`], or [`Decision::Deny`] and why. Cedar ignores a policy that fails, so that a
//!   failing `forbid` would let everyone through: here any diagnostic denies
//! - [`Access::explain`] says which policies decided
//! - [`Access::with`] takes an organisation's own policies, which stand beside the built-in ones: a `forbid` of theirs narrows, a
//!   `permit` widens, and the built-in `forbid`s stay
//! - [`Access::scope`] gives the filter of a list's query; each item of the list is then decided as well
//!
//! A new act is a name in [`Action`] and in the schema; a new right is a policy with an `@id` and a test that is its sentence.

mod action;
mod caller;
mod decide;
mod error;
mod explain;
mod limits;
mod load;
mod resource;
mod scope;
mod sight;

#[cfg(test)]
mod books_tests;
#[cfg(test)]
mod foundation;
#[cfg(test)]
mod learning_tests;
#[cfg(test)]
mod own_tests;

pub use action::Action;
pub use caller::Caller;
pub use decide::{Decision, Denial};
pub use error::AccessError;
pub use explain::Explanation;
pub use limits::Limits;
pub use load::Access;
pub use resource::{Kind, Resource};
pub use scope::Scope;
pub use sight::Sight;
