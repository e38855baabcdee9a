//! What the organisation learns from complaints (R6.2): circulars that each unit acknowledges, and improvements that are followed until done.
//!
//! They are the organisation's own papers and concern no single complaint, so they outlast each: they are not sealed, and whoever writes one
//! confirms that it names no person.

pub(crate) mod acknowledge_circular;
pub(crate) mod circular;
pub(crate) mod finish_improvement;
pub(crate) mod improvement;
pub(crate) mod issue_circular;
pub(crate) mod nameless;
pub(crate) mod propose_improvement;
pub(crate) mod refuse_improvement;
pub(crate) mod remind_circular;

pub(crate) use circular::{Addressed, Circular};
pub(crate) use improvement::{Improvement, ImprovementStage};
