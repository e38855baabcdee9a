//! What who answers for data is told (R8.1).

use huiyin_contracts::events::break_glass::BreakGlassOpenedV1;
use huiyin_kernel::Timestamp;

use super::{BREAK_GLASS, Details, Notice, Tells};

/// Whose business it is; where an organisation names no data officer, the supervision desk's.
const TOLD: [&str; 2] = ["data_officer", "supervision_desk"];

impl Tells for BreakGlassOpenedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            due: Some(self.until),
            kind: Some(self.ground.clone()),
            ..Details::at(occurred)
        };
        vec![Notice::holders(&TOLD, BREAK_GLASS, details)]
    }
}

#[cfg(test)]
mod tests {
    use huiyin_contracts::Event;

    use super::super::{Audience, goes_to_all};
    use super::*;

    #[test]
    fn r8_1_the_data_officer_is_told_when_a_complaint_is_opened_to_somebody() {
        let opened = BreakGlassOpenedV1::example();
        let told = opened.notices(Timestamp::UNIX_EPOCH).pop().unwrap();
        let duties = TOLD.map(str::to_owned).to_vec();
        assert_eq!(told.audience, Audience::Holders { duties: duties.clone() });
        assert_eq!((told.details.due, told.details.duties), (Some(opened.until), duties));
        assert!(goes_to_all(told.template));
    }
}
