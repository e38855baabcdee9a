//! The commands about circulars and improvements (R6.2): they belong to the organisation, not to a complaint.

use super::{Command, row};
use crate::form::{Kind, may, must};
use crate::services::Of;

/// All of them.
pub(crate) const LEARNING: &[Command] = &[
    row(
        "issue_circular",
        Of::Investigation,
        "/investigation/v1/circulars",
        &[
            must("title", Kind::Line),
            must("text", Kind::Words),
            must("units", Kind::Many),
            must("due", Kind::Day),
            may("names_nobody", Kind::Flag),
        ],
    ),
    row(
        "acknowledge_circular",
        Of::Investigation,
        "/investigation/v1/circulars/{id}/acknowledge",
        &[],
    ),
    row(
        "propose_improvement",
        Of::Investigation,
        "/investigation/v1/improvements",
        &[
            must("title", Kind::Line),
            must("what", Kind::Words),
            must("owner", Kind::Line),
            may("reach", Kind::Line),
            must("cause", Kind::Code("root_cause")),
            must("due", Kind::Day),
            may("names_nobody", Kind::Flag),
        ],
    ),
    row(
        "finish_improvement",
        Of::Investigation,
        "/investigation/v1/improvements/{id}/done",
        &[
            must("what", Kind::Words),
            may("on", Kind::Day),
            may("names_nobody", Kind::Flag),
        ],
    ),
    row(
        "refuse_improvement",
        Of::Investigation,
        "/investigation/v1/improvements/{id}/refuse",
        &[must("reason", Kind::Words), may("names_nobody", Kind::Flag)],
    ),
];
