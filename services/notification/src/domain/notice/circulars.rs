//! What is told of circulars (R6.2).

use huiyin_contracts::events::learning::CircularToldV1;
use huiyin_kernel::Timestamp;

use super::{Details, Notice, Tells, ToldCircular};

impl Tells for CircularToldV1 {
    /// Each unit that it goes to is told; who has not acknowledged it in time is reminded.
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let template = if self.reminder {
            "staff.circular_reminded"
        } else {
            "staff.circular"
        };
        let details = Details {
            late_unit: Some(self.unit.clone()),
            circular: Some(ToldCircular { due: self.due }),
            ..Details::at(occurred)
        };
        let notice = |unit| Notice::staff(unit, template, details.clone());
        self.to.iter().map(notice).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_contracts::Event;

    #[test]
    fn each_unit_is_told_of_a_circular_and_reminded_of_it_in_other_words() {
        let told = CircularToldV1 {
            to: vec!["ho.b01".parse().unwrap(), "ho.b02".parse().unwrap()],
            ..CircularToldV1::example()
        };
        let notices = told.notices(Timestamp::UNIX_EPOCH);
        let units: Vec<_> = notices.iter().filter_map(|notice| notice.audience.unit()).collect();
        assert_eq!(units, told.to.iter().collect::<Vec<_>>());
        assert!(notices.iter().all(|notice| notice.template == "staff.circular"));
        assert_eq!(notices[0].details.circular.as_ref().unwrap().due, told.due);
        let again = CircularToldV1 { reminder: true, ..told };
        assert_eq!(
            again.notices(Timestamp::UNIX_EPOCH)[0].template,
            "staff.circular_reminded"
        );
    }
}
