//! The commands about opinion books (R3.7): they belong to a unit, not to a complaint.

use super::{Command, REASON_LINE, row};
use crate::form::{Kind, may, must};
use crate::services::Of;

/// All of them.
pub(crate) const BOOKS: &[Command] = &[
    row(
        "keep_book",
        Of::Intake,
        "/intake/v1/opinion-books",
        &[
            must("unit", Kind::Unit),
            must("code", Kind::Line),
            may("place", Kind::Line),
        ],
    ),
    row(
        "return_book",
        Of::Intake,
        "/intake/v1/opinion-books/{id}/returns",
        &[may("day", Kind::Day), may("complaints", Kind::Many)],
    ),
    row(
        "amend_return",
        Of::Intake,
        "/intake/v1/opinion-books/{id}/returns/{part}/amend",
        &[may("complaints", Kind::Many), REASON_LINE],
    ),
    row(
        "end_book",
        Of::Intake,
        "/intake/v1/opinion-books/{id}/end",
        &[REASON_LINE],
    ),
];
