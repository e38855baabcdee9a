//! Opinion books: checked each working day before closing, with a nil return on an empty day (R3.7).

pub(crate) mod amend;
pub(crate) mod end;
pub(crate) mod entries;
pub(crate) mod keep;
pub(crate) mod miss;
pub(crate) mod return_day;
pub(crate) mod schedule;

use huiyin_contracts::events::books::{OpinionBookKeptV1, OpinionBookReturnedV1};
use huiyin_contracts::views::intake::BookView;
use huiyin_kernel::{BookId, ComplaintId, Date, Timestamp, UnitCode, UnitPath};

use super::stage::Act;

/// A book that a unit keeps, or kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Book {
    pub(crate) id: BookId,
    /// The unit, wherever it stands in the tree.
    pub(crate) unit: UnitCode,
    /// Where it stands now.
    pub(crate) path: UnitPath,
    pub(crate) code: String,
    pub(crate) place: Option<String>,
    /// The first day that it is to be checked on.
    pub(crate) from: Date,
    /// The last day, once it is kept no longer.
    pub(crate) to: Option<Date>,
    pub(crate) next: Next,
    pub(crate) act: Act,
}

/// The next working day of a book that nobody has accounted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Its return is waited for until then.
    Waiting { day: Date, due: Timestamp },
    /// The calendar does not say which day follows this one: it is looked again then.
    Unset { after: Date, look: Timestamp },
    /// The book is kept no longer.
    Never,
}

impl Book {
    /// What is said when it is kept from now on, or no longer.
    pub(crate) fn kept(&self, act: &Act) -> OpinionBookKeptV1 {
        OpinionBookKeptV1 {
            book: self.id,
            unit: self.path.clone(),
            code: self.code.clone(),
            kept: self.to.is_none(),
            day: self.to.unwrap_or(self.from),
            by: act.by.clone(),
        }
    }

    /// The book as it is shown.
    pub(crate) fn view(&self) -> BookView {
        let waiting = match self.next {
            Next::Waiting { day, due } => Some((day, due)),
            Next::Unset { .. } | Next::Never => None,
        };
        BookView {
            id: self.id,
            unit: self.path.clone(),
            code: self.code.clone(),
            place: self.place.clone(),
            from: self.from,
            to: self.to,
            next_day: waiting.map(|(day, _)| day),
            due: waiting.map(|(_, due)| due),
        }
    }
}

/// One version of a day's return: none is ever changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Return {
    pub(crate) book: BookId,
    pub(crate) day: Date,
    pub(crate) revision: u32,
    pub(crate) complaints: Vec<ComplaintId>,
    pub(crate) late: bool,
    pub(crate) reason: Option<String>,
    pub(crate) act: Act,
}

impl Return {
    /// How many entries were found; 0 is a nil return.
    pub(crate) fn entries(&self) -> u32 {
        u32::try_from(self.complaints.len()).unwrap_or(u32::MAX)
    }

    /// What is said of it: how many entries, and none of the complaints that they became. What is restricted is not counted: the unit
    /// hears this, and may be the one that must not know (R8.2).
    pub(crate) fn said(&self, book: &Book, open: u32) -> OpinionBookReturnedV1 {
        OpinionBookReturnedV1 {
            book: book.id,
            unit: book.path.clone(),
            code: book.code.clone(),
            day: self.day,
            entries: open,
            revision: self.revision,
            late: self.late,
            by: self.act.by.clone(),
        }
    }
}

#[cfg(test)]
pub(crate) mod samples {
    use super::schedule::Schedule;
    use super::*;
    use crate::domain::samples::{at, clerk, code};
    use huiyin_kernel::{HeldClock, Ids};

    pub(crate) fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    pub(crate) fn instant(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// The postal bank's: a day is missed when the next one has passed too (8 working hours).
    pub(crate) fn schedule() -> Schedule {
        Schedule::of(&huiyin_policy::Pack::embedded("postal-bank").unwrap())
    }

    pub(crate) fn act() -> Act {
        Act { by: clerk(), at: at(0) }
    }

    pub(crate) fn book() -> Book {
        Book {
            id: BookId::from_uuid(Ids::seeded(HeldClock::at(at(0)).clock(), 9).uuid()),
            unit: code("o1"),
            path: "ho.b01.o1".parse().unwrap(),
            code: "hall".to_owned(),
            place: None,
            from: day("2026-09-24"),
            to: None,
            next: Next::Never,
            act: act(),
        }
    }
}
