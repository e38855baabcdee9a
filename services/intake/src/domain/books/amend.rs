//! A day's return is amended, with a reason; the first is kept (R3.7, R8.4).

use huiyin_kernel::{ComplaintId, Date};

use super::{Return, entries};
use crate::domain::stage::Act;
use crate::domain::text::{TextError, line};

/// Why a return is not amended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("{0} has no return yet: return it first")]
    None(Date),
    #[error(transparent)]
    Reason(#[from] TextError),
    #[error(transparent)]
    Entries(#[from] entries::Refusal),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::None(_) => "not_returned",
            Self::Reason(_) => "bad_text",
            Self::Entries(refusal) => refusal.code(),
        }
    }

    /// Whether the request itself is wrong, rather than how things stand.
    pub(crate) fn is_invalid(&self) -> bool {
        !matches!(self, Self::None(_))
    }
}

/// The next version of a day's return. Whether it came late is what the first one was.
pub(crate) fn decide(
    day: Date,
    last: Option<&Return>,
    complaints: Vec<ComplaintId>,
    reason: &str,
    act: Act,
) -> Result<Return, Refusal> {
    let reason = line("reason", reason, 200)?;
    let last = last.ok_or(Refusal::None(day))?;
    Ok(Return {
        revision: last.revision.saturating_add(1),
        complaints,
        reason: Some(reason),
        act,
        ..last.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{act, book, day};
    use super::*;
    use crate::domain::samples::complaint;

    #[test]
    fn a_return_is_amended_with_a_reason_as_a_version_more() {
        let on = day("2026-11-23");
        let first = Return {
            book: book().id,
            day: on,
            revision: 1,
            complaints: vec![],
            late: false,
            reason: None,
            act: act(),
        };
        let second = decide(on, Some(&first), vec![complaint().id], "a page stuck", act()).unwrap();
        assert_eq!((second.revision, second.entries(), second.late), (2, 1, false));
        let refuse = |last, reason| decide(on, last, vec![], reason, act()).unwrap_err().to_string();
        assert_eq!(refuse(Some(&first), ""), "`reason` is empty");
        assert_eq!(refuse(None, "why"), "2026-11-23 has no return yet: return it first");
    }
}
