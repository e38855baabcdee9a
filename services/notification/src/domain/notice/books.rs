//! What is told of opinion books (R3.7).

use huiyin_contracts::events::books::OpinionBookMissedV1;
use huiyin_kernel::Timestamp;

use super::{Details, MissedBook, Notice, Tells};

impl Tells for OpinionBookMissedV1 {
    /// A missed check is reported to the unit above.
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            due: Some(self.due),
            late_unit: Some(self.unit.clone()),
            book: Some(MissedBook {
                code: self.code.clone(),
                day: self.day,
            }),
            ..Details::at(occurred)
        };
        vec![Notice::staff(&self.to, "staff.book_missed", details)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_contracts::Event;

    #[test]
    fn a_missed_check_is_reported_to_the_unit_above_with_its_day() {
        let missed = OpinionBookMissedV1::example();
        let told = missed.notices(Timestamp::UNIX_EPOCH).pop().unwrap();
        assert_eq!(told.audience.unit(), Some(&missed.to));
        assert_eq!(told.details.late_unit, Some(missed.unit));
        assert_eq!(told.details.book.unwrap().day, missed.day);
    }
}
