//! What intake says of opinion books (R3.7).
//!
//! They are said of the organisation, and hold no complaint: which complaints came of a book may be restricted (R8.2).

use huiyin_kernel::{Actor, BookId, Date, Timestamp, UnitPath};

use super::samples::{self, CivilDate, Rfc3339};
use crate::event::events;

events! { "intake", "organisation";
    /// A unit keeps an opinion book from now on, or no longer (R3.7).
    OpinionBookKeptV1 "opinion_book_kept" v 1 {
        /// The book.
        book: BookId = samples::book(),
        /// The unit that keeps it.
        unit: UnitPath = samples::unit(),
        /// What the unit calls it: one code for each of its books.
        code: String = "hall".to_owned(),
        /// Whether it is kept from now on; else it is kept no longer.
        kept: bool = true,
        /// The first day that it is to be checked on, or the last one.
        #[schemars(with = "CivilDate")]
        day: Date = samples::day(),
        /// Who said so.
        by: Actor = samples::clerk(),
    }

    /// The day's check of an opinion book was returned, or a return was amended (R3.7).
    OpinionBookReturnedV1 "opinion_book_returned" v 1 {
        /// The book.
        book: BookId = samples::book(),
        /// The unit that keeps it.
        unit: UnitPath = samples::unit(),
        /// What the unit calls it.
        code: String = "hall".to_owned(),
        /// The day that was checked.
        #[schemars(with = "CivilDate")]
        day: Date = samples::day(),
        /// How many entries were found; 0 makes it a nil return.
        entries: u32 = 0,
        /// 1 for the return itself; more for each time that it was amended.
        revision: u32 = 1,
        /// Whether the day was over.
        late: bool = false,
        /// Who made it.
        by: Actor = samples::clerk(),
    }

    /// Nobody returned the check of an opinion book on a working day of its unit (R3.7).
    OpinionBookMissedV1 "opinion_book_missed" v 1 {
        /// The book.
        book: BookId = samples::book(),
        /// The unit that keeps it.
        unit: UnitPath = samples::unit(),
        /// What the unit calls it.
        code: String = "hall".to_owned(),
        /// The day without a return.
        #[schemars(with = "CivilDate")]
        day: Date = samples::day(),
        /// When the return was due at the latest.
        #[schemars(with = "Rfc3339")]
        due: Timestamp = samples::at(900),
        /// The unit that is told: the one above.
        to: UnitPath = samples::branch(),
    }
}
