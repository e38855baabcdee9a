//! What every service's HTTP door has in common. No route of a service.
//!
//! - [`Problem`]: every refusal and failure, as `application/problem+json` (RFC 9457)
//! - [`Json`], [`Query`], [`Path`]: extractors that refuse in those words, and say which field is wrong
//! - [`Callers`], [`Caller`] and [`Gate`]: who asks, how that is known, and whether they may
//! - [`Signer`], [`Claims`], [`Verifier`]: the caller tokens that services believe
//! - [`Idempotent`]: a request that may be sent again (P3); [`Streamed`]: an upload that may be
//! - [`Page`], [`PageQuery`], [`Limit`], [`cursor`]: lists, a page at a time
//! - [`Version`], [`IfMatch`]: changes that do not overwrite each other
//! - [`Health`]: `/healthz` and `/readyz`
//! - [`layers`], [`Hosts`], [`loopback_only`], [`documented`]: what is laid around a service's router
//!
//! A handler returns `Result<_, Problem>`. A rule's refusal becomes [`Problem::refused`] or [`Problem::conflict`]; what
//! failed through no fault of the caller becomes [`Problem::failed`] or [`Problem::unavailable`].

mod caller;
mod callers;
mod claimed;
pub mod cursor;
mod explain;
mod gate;
mod health;
mod hosts;
mod idempotent;
mod json;
mod keys;
mod layers;
mod openapi;
mod page;
mod params;
mod problem;
mod span;
mod streamed;
mod token;
mod version;

#[cfg(test)]
mod testing;

pub use caller::Caller;
pub use callers::{Callers, Exchange};
pub use claimed::{DUTIES, STAFF, UNIT};
pub use explain::{ExplainQuery, Explained, ExplainedAct, ExplainedMatter};
pub use gate::{Gate, NOT_FRESH};
pub use health::{CheckState, Health};
pub use hosts::{Hosts, NotLoopback, loopback_only};
pub use idempotent::{IDEMPOTENCY_KEY, Idempotency, Idempotent};
pub use json::Json;
pub use keys::{CallersConfig, Trust};
pub use layers::{BODY_LIMIT, body_limit, layers};
pub use openapi::documented;
pub use page::{Limit, Page, PageQuery};
pub use params::{Path, Query};
pub use problem::{FieldError, PROBLEM_JSON, Problem};
pub use streamed::{Streamed, Unread};
pub use token::{Claims, LONGEST_LIFE, PublicKey, Signer, TokenError, Verifier};
pub use version::{IfMatch, Version};
