//! Registering complaints of the past: dates and endings as their source tells, nobody is told, no clock runs from them.

use huiyin_contracts::events::intake::PastV1;
use huiyin_contracts::views::intake::{Imports, Past, PastComplaint, Register};
use huiyin_kernel::Timestamp;

use super::register::{self, CODE, Checked};
use super::text::{self, TextError};

/// Why a whole request is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("a request holds 1 to 1000 rows")]
    Rows,
    #[error(transparent)]
    Source(#[from] TextError),
}

/// Why one row is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RowRefusal {
    #[error(transparent)]
    Complaint(#[from] register::Refusal),
    #[error("an earlier row of the request has the same key")]
    Twice,
    #[error("`closed` lies before `received`")]
    ClosedBefore,
    #[error("`closed` lies in the future")]
    ClosedLater,
}

impl From<TextError> for RowRefusal {
    fn from(error: TextError) -> Self {
        Self::Complaint(error.into())
    }
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Rows => "bad_row_count",
            Self::Source(_) => "bad_source",
        }
    }
}

/// A row that may be registered.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) key: String,
    pub(crate) checked: Checked,
    pub(crate) past: PastV1,
}

/// Checks the request as a whole; answers the source's name.
pub(crate) fn check(request: &Imports) -> Result<String, Refusal> {
    if request.rows.is_empty() || request.rows.len() > 1_000 {
        return Err(Refusal::Rows);
    }
    Ok(text::line("source", &request.source, 64)?)
}

/// Checks one row.
pub(crate) fn check_row(row: &PastComplaint, source: &str, now: Timestamp) -> Result<Row, RowRefusal> {
    let key = text::line("key", &row.key, 200)?;
    let checked = register::check_past(&as_request(row), row.complainant.is_some(), now)?;
    Ok(Row {
        key,
        checked,
        past: past(&row.past, source, row.received, now)?,
    })
}

fn past(told: &Past, source: &str, received: Timestamp, now: Timestamp) -> Result<PastV1, RowRefusal> {
    if told.closed.is_some_and(|closed| closed < received) {
        return Err(RowRefusal::ClosedBefore);
    }
    if told.closed.is_some_and(|closed| closed > now) {
        return Err(RowRefusal::ClosedLater);
    }
    Ok(PastV1 {
        source: source.to_owned(),
        closed: told.closed,
        ending: text::maybe_line("ending", told.ending.as_deref(), CODE)?,
        finding: text::maybe_line("finding", told.finding.as_deref(), CODE)?,
        in_time: told.in_time,
    })
}

fn as_request(row: &PastComplaint) -> Register {
    Register {
        channel: row.channel.clone(),
        unit: row.unit.clone(),
        registered_by_unit: row.registered_by_unit.clone(),
        class: row.class.clone(),
        line: row.line.clone(),
        product: row.product.clone(),
        staff_concerned: Vec::new(),
        leader_concerned: false,
        complainant: row.complainant.clone().unwrap_or_default(),
        reply_channel: None,
        language: row.language.clone(),
        narrative: row.narrative.clone().unwrap_or_default(),
        asked_for: row.asked_for.clone(),
        occurred_from: row.occurred_from,
        occurred_to: row.occurred_to,
        received: Some(row.received),
        referrers_date: None,
        media: row.media,
        repeats: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, code};
    use super::*;

    fn row() -> PastComplaint {
        PastComplaint {
            key: "3198084".to_owned(),
            channel: "Web Referral".to_owned(),
            unit: code("o1"),
            registered_by_unit: None,
            class: None,
            line: None,
            product: Some("Mortgage".to_owned()),
            complainant: None,
            language: None,
            narrative: None,
            asked_for: None,
            occurred_from: None,
            occurred_to: None,
            received: at(-10_000),
            media: false,
            past: Past {
                closed: Some(at(-9_000)),
                ending: Some("Closed with explanation".to_owned()),
                finding: None,
                in_time: Some(true),
            },
        }
    }

    fn refused(change: impl FnOnce(&mut PastComplaint)) -> String {
        let mut row = row();
        change(&mut row);
        check_row(&row, "cfpb", at(0)).unwrap_err().to_string()
    }

    #[test]
    fn a_row_may_come_without_who_complained_and_what_they_said() {
        let checked = check_row(&row(), "cfpb", at(0)).unwrap();
        assert_eq!(checked.past.source, "cfpb");
        assert_eq!(checked.past.in_time, Some(true));
    }

    #[test]
    fn a_bad_row_is_refused_with_its_reason() {
        assert_eq!(
            refused(|r| r.past.closed = Some(at(-10_001))),
            "`closed` lies before `received`"
        );
        assert_eq!(refused(|r| r.past.closed = Some(at(1))), "`closed` lies in the future");
        assert_eq!(refused(|r| r.received = at(60)), "`received` lies in the future");
        assert_eq!(refused(|r| r.key = String::new()), "`key` is empty");
        assert_eq!(
            refused(|r| r.channel = "x\u{7}".to_owned()),
            "`channel` holds a control character"
        );
    }

    #[test]
    fn a_request_holds_some_rows_but_not_too_many() {
        let request = |rows| Imports {
            source: "cfpb".to_owned(),
            rows: vec![row(); rows],
        };
        assert_eq!(check(&request(1_000)), Ok("cfpb".to_owned()));
        for rows in [0, 1_001] {
            assert_eq!(
                check(&request(rows)).unwrap_err().to_string(),
                "a request holds 1 to 1000 rows"
            );
        }
    }
}
