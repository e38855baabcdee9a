//! The commands of break-glass (R8.1): they are about a request, whose complaint the one who asks does not see.

use super::{Command, row};
use crate::form::{Kind, must};
use crate::services::Of;

/// All of them.
pub(crate) const BREAK_GLASS: &[Command] = &[
    row(
        "ask_break_glass",
        Of::Audit,
        "/audit/v1/break-glass",
        &[
            must("number", Kind::Line),
            must("ground", Kind::Choice("break_glass_ground")),
            must("reference", Kind::Line),
            must("hours", Kind::Number),
        ],
    ),
    row("open_break_glass", Of::Audit, "/audit/v1/break-glass/{id}/open", &[]),
    row(
        "refuse_break_glass",
        Of::Audit,
        "/audit/v1/break-glass/{id}/refuse",
        &[],
    ),
    row("close_break_glass", Of::Audit, "/audit/v1/break-glass/{id}/close", &[]),
];
