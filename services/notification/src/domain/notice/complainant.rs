//! What the complainant is told: each stage (R5.6), and more time (R4.5).

use huiyin_contracts::events::intake::{AcceptedV1, DeclinedV1, RegisteredV1};
use huiyin_contracts::events::investigation::{ClosedV1, ReopenedV1, RepliedV1};
use huiyin_contracts::events::ledger::{ClockExtendedV1, ClockPausedV1};
use huiyin_kernel::Timestamp;

use super::{Details, Notice, Tells};

impl Tells for RegisteredV1 {
    fn notices(&self, _: Timestamp) -> Vec<Notice> {
        let notice = || Notice::complainant("complainant.registered", Details::at(self.registered));
        self.past.is_none().then(notice).into_iter().collect()
    }
}

impl Tells for AcceptedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        vec![Notice::complainant("complainant.accepted", Details::at(occurred))]
    }
}

impl Tells for DeclinedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        vec![Notice::complainant("complainant.declined", Details::at(occurred))]
    }
}

impl Tells for RepliedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            channel: Some(self.channel.clone()),
            ..Details::at(occurred)
        };
        vec![Notice::complainant("complainant.replied", details)]
    }
}

impl Tells for ReopenedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        vec![Notice::complainant("complainant.reopened", Details::at(occurred))]
    }
}

impl Tells for ClosedV1 {
    /// Declining was told when it happened.
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            ending: Some(self.ending.clone()),
            ..Details::at(self.closed.unwrap_or(occurred))
        };
        (self.ending != "declined")
            .then(|| Notice::complainant("complainant.closed", details))
            .into_iter()
            .collect()
    }
}

impl Tells for ClockExtendedV1 {
    /// The complainant is given a committed date (R4.5). Limits inside the organisation are no promise to them.
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            due: Some(self.due),
            ..Details::at(occurred)
        };
        (self.kind == "reply")
            .then(|| Notice::complainant("complainant.extended", details))
            .into_iter()
            .collect()
    }
}

impl Tells for ClockPausedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            kind: Some(self.ground.clone()),
            ..Details::at(occurred)
        };
        (self.kind == "reply")
            .then(|| Notice::complainant("complainant.paused", details))
            .into_iter()
            .collect()
    }
}
