//! An opinion book is kept no longer (R3.7).

use huiyin_kernel::Date;

use super::{Book, Next};
use crate::domain::text::{TextError, line};

/// Why a book is still kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the book is kept no longer since {0}")]
    Ended(Date),
    #[error(transparent)]
    Reason(#[from] TextError),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Ended(_) => "book_ended",
            Self::Reason(_) => "bad_text",
        }
    }
}

/// The book as it ends today, and why. Days that were missed before stay missed; today's check is not asked for.
pub(crate) fn decide(book: Book, reason: &str, today: Date) -> Result<(Book, String), Refusal> {
    let reason = line("reason", reason, 200)?;
    if let Some(to) = book.to {
        return Err(Refusal::Ended(to));
    }
    // What is waited for from before today is still missed when it falls due.
    let next = match book.next {
        Next::Waiting { day, .. } if day < today => book.next,
        // The calendar does not say yet which of the days before today were working days.
        Next::Unset { after, .. } if is_before(after, today) => book.next,
        _ => Next::Never,
    };
    let ended = Book {
        to: Some(today),
        next,
        ..book
    };
    Ok((ended, reason))
}

/// Whether a day lies between two others.
pub(super) fn is_before(after: Date, end: Date) -> bool {
    after.tomorrow().is_ok_and(|next| next < end)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{act, book, day, instant};
    use super::*;

    #[test]
    fn a_book_ends_once_and_with_a_reason_and_what_is_overdue_stays_so() {
        let today = day("2026-11-24");
        let waiting = |text: &str| Next::Waiting {
            day: day(text),
            due: instant("2026-11-25T00:00:00Z"),
        };
        let kept = |next| Book { next, ..book() };
        let (ended, _) = decide(kept(waiting("2026-11-24")), "moved", today).unwrap();
        assert_eq!((ended.next, ended.kept(&act()).kept), (Next::Never, false));
        let (late, _) = decide(kept(waiting("2026-11-23")), "moved", today).unwrap();
        assert_eq!(late.next, waiting("2026-11-23"));
        let unset = |after: &str| Next::Unset {
            after: day(after),
            look: instant("2026-11-25T00:00:00Z"),
        };
        let (waits, _) = decide(kept(unset("2026-11-20")), "moved", today).unwrap();
        assert_eq!(
            waits.next,
            unset("2026-11-20"),
            "nobody knows yet which days were working days"
        );
        let (over, _) = decide(kept(unset("2026-11-23")), "moved", today).unwrap();
        assert_eq!(over.next, Next::Never);
        let again = decide(ended, "moved", today).unwrap_err();
        assert_eq!(again.to_string(), "the book is kept no longer since 2026-11-24");
        assert_eq!(decide(book(), " ", today).unwrap_err().to_string(), "`reason` is empty");
    }
}
