//! A unit keeps an opinion book from now on (R3.7).

use huiyin_contracts::views::intake::KeepBook;
use huiyin_kernel::BookId;

use super::schedule::Schedule;
use super::{Book, Next};
use crate::domain::stage::Act;
use crate::domain::text::{TextError, maybe_line};
use crate::domain::unit::{Unit, UnitRefusal};

/// Why no book is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error(transparent)]
    Unit(#[from] UnitRefusal),
    #[error("a book's `code` is 1 to 32 small letters, digits and `_`")]
    Code,
    #[error(transparent)]
    Place(#[from] TextError),
    #[error("the unit keeps a book of that code already")]
    Twice,
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Unit(UnitRefusal::Unknown(_)) => "unknown_unit",
            Self::Unit(UnitRefusal::Closed(_)) => "closed_unit",
            Self::Unit(UnitRefusal::NoDirectory) => "no_directory",
            Self::Code => "bad_book_code",
            Self::Place(_) => "bad_text",
            Self::Twice => "book_kept_already",
        }
    }

    /// Whether the request itself is wrong, rather than how things stand.
    pub(crate) fn is_invalid(&self) -> bool {
        !matches!(self, Self::Twice)
    }
}

/// The book as it is kept; `same` are the unit's books of that code, those too that are kept no longer.
pub(crate) fn decide(
    request: &KeepBook,
    unit: &Unit,
    same: &[Book],
    id: BookId,
    schedule: &Schedule,
    act: Act,
) -> Result<Book, Refusal> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !(1..=32).contains(&request.code.len()) || !request.code.chars().all(fits) {
        return Err(Refusal::Code);
    }
    if same.iter().any(|book| book.to.is_none()) {
        return Err(Refusal::Twice);
    }
    let from = unit.date(act.at);
    let next = from.yesterday().map_or(Next::Never, |before| {
        // Today's check is the first, if people work today.
        schedule.after(before, &unit.time_zone, act.at)
    });
    Ok(Book {
        id,
        unit: unit.path.code(),
        path: unit.path.clone(),
        code: request.code.clone(),
        place: maybe_line("place", request.place.as_deref(), 200)?,
        from,
        to: None,
        next,
        act,
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{act, book, day, instant, schedule};
    use super::*;
    use crate::domain::samples::{code, directory};

    fn keep(code_told: &str, place: &str, same: &[Book]) -> Result<Book, Refusal> {
        let request = KeepBook {
            unit: code("o1"),
            code: code_told.to_owned(),
            place: Some(place.to_owned()),
        };
        let unit = directory().named.remove(&code("o1")).unwrap();
        let act = Act {
            at: instant("2026-11-23T01:00:00Z"),
            ..act()
        };
        decide(&request, &unit, same, book().id, &schedule(), act)
    }

    #[test]
    fn the_first_check_is_todays_where_people_work_today() {
        let kept = keep("hall", "Beside the door", &[]).unwrap();
        assert!(matches!(kept.next, Next::Waiting { day: first, .. } if first == day("2026-11-23")));
        assert_eq!((kept.from, kept.kept(&act()).kept), (day("2026-11-23"), true));
    }

    #[test]
    fn a_book_has_a_code_of_its_own_and_a_place_that_can_be_read() {
        for wrong in ["", "Hall", "the hall", "a/b", &"a".repeat(33)] {
            assert_eq!(
                keep(wrong, "", &[]).unwrap_err().to_string(),
                "a book's `code` is 1 to 32 small letters, digits and `_`"
            );
        }
        assert_eq!(
            keep("hall", "a\u{7}", &[]).unwrap_err().to_string(),
            "`place` holds a control character"
        );
        let twice = keep("hall", "", &[book()]).unwrap_err();
        assert_eq!(twice.to_string(), "the unit keeps a book of that code already");
        let before = Book {
            to: Some(day("2026-10-01")),
            ..book()
        };
        assert!(
            keep("hall", "", &[before]).is_ok(),
            "one that is kept no longer leaves its code"
        );
    }
}
