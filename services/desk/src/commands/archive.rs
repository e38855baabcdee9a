//! The commands about files in the archive, and about lists of what is destroyed (R8.3).

use super::{Command, row};
use crate::form::{Kind, must};
use crate::services::Of;

/// All of them.
pub(crate) const ARCHIVE: &[Command] = &[
    row(
        "hold_file",
        Of::Audit,
        "/audit/v1/files/{id}/holds",
        &[
            must("ground", Kind::Choice("hold_ground")),
            must("reference", Kind::Line),
        ],
    ),
    row(
        "release_file",
        Of::Audit,
        "/audit/v1/files/{id}/holds/{part}/release",
        &[],
    ),
    row(
        "propose_destruction",
        Of::Audit,
        "/audit/v1/destructions",
        &[must("complaints", Kind::Many)],
    ),
    row(
        "approve_destruction",
        Of::Audit,
        "/audit/v1/destructions/{id}/approve",
        &[],
    ),
    row("drop_destruction", Of::Audit, "/audit/v1/destructions/{id}/drop", &[]),
];
