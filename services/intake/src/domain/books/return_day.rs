//! The check of one day is returned: what was found, or that nothing was (R3.7).

use huiyin_kernel::{ComplaintId, Date};

use super::{Book, Return, entries};
use crate::domain::stage::Act;

/// Why no return is taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("{0} has not come yet at the unit's place")]
    Future(Date),
    #[error("the book is kept from {0} on")]
    Before(Date),
    #[error("the book is kept no longer since {0}")]
    Ended(Date),
    #[error("{0} has its return already: amend it, and say why")]
    Returned(Date),
    #[error(transparent)]
    Entries(#[from] entries::Refusal),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Future(_) => "day_to_come",
            Self::Before(_) => "book_not_kept_yet",
            Self::Ended(_) => "book_ended",
            Self::Returned(_) => "returned_already",
            Self::Entries(refusal) => refusal.code(),
        }
    }

    /// Whether the request itself is wrong, rather than how things stand.
    pub(crate) fn is_invalid(&self) -> bool {
        !matches!(self, Self::Returned(_))
    }
}

/// Whether the day is one that the book was kept on and that has come.
pub(crate) fn check_day(book: &Book, day: Date, today: Date) -> Result<(), Refusal> {
    match book.to {
        Some(to) if day > to => Err(Refusal::Ended(to)),
        _ if day > today => Err(Refusal::Future(day)),
        _ if day < book.from => Err(Refusal::Before(book.from)),
        _ => Ok(()),
    }
}

/// The day's first return. A day of rest can be returned too, but is never missed.
pub(crate) fn decide(
    book: &Book,
    day: Date,
    today: Date,
    before: Option<&Return>,
    complaints: Vec<ComplaintId>,
    act: Act,
) -> Result<Return, Refusal> {
    check_day(book, day, today)?;
    if before.is_some() {
        return Err(Refusal::Returned(day));
    }
    Ok(Return {
        book: book.id,
        day,
        revision: 1,
        complaints,
        late: day < today,
        reason: None,
        act,
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{act, book, day};
    use super::*;

    fn returned(of: &Book, on: &str, before: Option<&Return>) -> Result<Return, Refusal> {
        decide(of, day(on), day("2026-11-23"), before, vec![], act())
    }

    #[test]
    fn an_empty_day_has_a_nil_return_and_a_day_that_is_over_a_late_one() {
        let today = returned(&book(), "2026-11-23", None).unwrap();
        assert_eq!((today.entries(), today.late, today.revision), (0, false, 1));
        assert!(returned(&book(), "2026-11-20", None).unwrap().late);
    }

    #[test]
    fn a_day_has_one_return_and_is_one_that_the_book_was_kept_on() {
        let first = returned(&book(), "2026-11-23", None).unwrap();
        let refuse = |of: &Book, on, before| returned(of, on, before).unwrap_err().to_string();
        assert_eq!(
            refuse(&book(), "2026-11-23", Some(&first)),
            "2026-11-23 has its return already: amend it, and say why"
        );
        assert_eq!(
            refuse(&book(), "2026-11-24", None),
            "2026-11-24 has not come yet at the unit's place"
        );
        assert_eq!(
            refuse(&book(), "2026-09-23", None),
            "the book is kept from 2026-09-24 on"
        );
        let ended = Book {
            to: Some(day("2026-11-01")),
            ..book()
        };
        assert_eq!(
            refuse(&ended, "2026-11-02", None),
            "the book is kept no longer since 2026-11-01"
        );
    }
}
