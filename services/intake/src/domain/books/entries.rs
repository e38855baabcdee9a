//! What was found in an opinion book: each entry is a registered complaint (R3.2, R3.7).

use huiyin_kernel::{BookId, ComplaintId, ComplaintNumber, Date};

use super::Book;
use crate::domain::complaint::Complaint;

/// The most entries of one day.
pub(crate) const MOST: usize = 200;

/// Why these are not a day's entries.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("one day has at most {MOST} entries")]
    TooMany,
    #[error("one of the complaints is not in this register: register each entry first")]
    Unknown,
    #[error("complaint {0} did not come by the opinion book")]
    Channel(ComplaintNumber),
    #[error("complaint {0} is neither about the book's unit nor registered by it")]
    Elsewhere(ComplaintNumber),
    #[error("complaint {0} came of another return")]
    Taken(ComplaintNumber),
    #[error("one of the complaints came of another return at this moment: send it again to see which")]
    TakenNow,
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::TooMany => "too_many_entries",
            Self::Unknown => "unknown_complaint",
            Self::Channel(_) => "another_channel",
            Self::Elsewhere(_) => "another_unit",
            Self::Taken(_) | Self::TakenNow => "entry_taken",
        }
    }
}

/// Which return each complaint came of already.
pub(crate) type Taken = Vec<(ComplaintId, BookId, Date)>;

/// Whether these complaints are what was found in the book on the day. `channel` is the code of opinion books.
pub(crate) fn check(
    book: &Book,
    day: Date,
    complaints: &[Complaint],
    taken: &Taken,
    channel: &str,
) -> Result<Vec<ComplaintId>, Refusal> {
    let mut found = Vec::with_capacity(complaints.len());
    for complaint in complaints {
        let number = || complaint.number.clone();
        if complaint.channel != channel {
            return Err(Refusal::Channel(number()));
        }
        let units = [&complaint.unit, &complaint.registered_by_unit];
        if !units.iter().any(|unit| unit.code() == book.unit) {
            return Err(Refusal::Elsewhere(number()));
        }
        let elsewhere = |(id, of, on): &(_, _, _)| *id == complaint.id && (*of, *on) != (book.id, day);
        if taken.iter().any(elsewhere) {
            return Err(Refusal::Taken(number()));
        }
        if !found.contains(&complaint.id) {
            found.push(complaint.id);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{book, day};
    use super::*;
    use crate::domain::samples::complaint;

    fn entry() -> Complaint {
        Complaint {
            channel: "opinion_book".to_owned(),
            ..complaint()
        }
    }

    fn check_one(complaint: Complaint, taken: &Taken) -> Result<Vec<ComplaintId>, Refusal> {
        check(
            &book(),
            day("2026-11-23"),
            &[complaint.clone(), complaint],
            taken,
            "opinion_book",
        )
    }

    #[test]
    fn an_entry_is_a_complaint_that_came_by_the_book_and_counts_once() {
        assert_eq!(check_one(entry(), &vec![]), Ok(vec![entry().id]));
        let same = vec![(entry().id, book().id, day("2026-11-23"))];
        assert_eq!(
            check_one(entry(), &same),
            Ok(vec![entry().id]),
            "a return may be amended"
        );
    }

    #[test]
    fn what_came_otherwise_or_elsewhere_or_is_in_another_return_is_refused() {
        let number = complaint().number;
        let refuse = |complaint, taken: &Taken| check_one(complaint, taken).unwrap_err().to_string();
        assert_eq!(
            refuse(complaint(), &vec![]),
            format!("complaint {number} did not come by the opinion book")
        );
        let far = Complaint {
            unit: "ho.b02".parse().unwrap(),
            ..entry()
        };
        assert_eq!(
            refuse(far, &vec![]),
            format!("complaint {number} is neither about the book's unit nor registered by it")
        );
        let other = vec![(entry().id, book().id, day("2026-11-20"))];
        assert_eq!(
            refuse(entry(), &other),
            format!("complaint {number} came of another return")
        );
        // Where two returns take one complaint at once the database tells; which of the entries it was it does not.
        assert_eq!(
            Refusal::TakenNow.to_string(),
            "one of the complaints came of another return at this moment: send it again to see which"
        );
        assert_eq!(Refusal::TakenNow.code(), Refusal::Taken(number).code());
    }
}
