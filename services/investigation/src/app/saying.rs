//! What is said of a case.

use huiyin_contracts::events::investigation::{
    ArchivedV1, ClosedV1, FollowUpLapsedV1, FollowedUpV1, FoundV1, OrderAcceptedV1, ReopenedV1, RepliedV1,
    StatementTakenV1, WordsSeenV1,
};
use huiyin_contracts::{Event, Scope};
use huiyin_kernel::Actor;
use huiyin_store::{Change, Said, StoreError};

use crate::domain::{Case, Closing};

/// One event of ours.
#[derive(Clone, Debug)]
pub(crate) enum Saying {
    OrderAccepted(OrderAcceptedV1),
    StatementTaken(StatementTakenV1),
    Found(FoundV1),
    Replied(RepliedV1),
    FollowedUp(FollowedUpV1),
    FollowUpLapsed(FollowUpLapsedV1),
    Reopened(ReopenedV1),
    Closed(ClosedV1),
    Archived(ArchivedV1),
    WordsSeen(WordsSeenV1),
}

impl Saying {
    /// That the case is closed as `closing` tells.
    pub(crate) fn closed(case: &Case, closing: &Closing) -> Self {
        Self::Closed(ClosedV1 {
            complaint: case.complaint,
            ending: closing.ending.code().to_owned(),
            finding: closing.finding.clone(),
            root_cause: closing.root_cause.clone(),
            unit: case.unit.clone(),
            form_sha256: closing.form_sha256.clone(),
            closed: closing.at,
            by: closing.by.clone(),
        })
    }

    /// That somebody saw words.
    pub(crate) fn seen(case: &Case, what: &str, purpose: &str, by: Actor) -> Self {
        let (what, purpose) = (what.to_owned(), purpose.to_owned());
        Self::WordsSeen(WordsSeenV1 {
            complaint: case.complaint,
            what,
            purpose,
            by,
        })
    }

    /// Says it within the change: to the unit that holds the case and those above, or where restricted to no unit (R8.2).
    pub(crate) fn say(&self, change: &mut Change, case: &Case) -> Result<(), StoreError> {
        match self {
            Self::OrderAccepted(event) => say(change, case, event),
            Self::StatementTaken(event) => say(change, case, event),
            Self::Found(event) => say(change, case, event),
            Self::Replied(event) => say(change, case, event),
            Self::FollowedUp(event) => say(change, case, event),
            Self::FollowUpLapsed(event) => say(change, case, event),
            Self::Reopened(event) => say(change, case, event),
            Self::Closed(event) => say_at(
                change,
                case,
                event,
                Said {
                    occurred: event.closed,
                    ..Said::default()
                },
            ),
            Self::Archived(event) => say(change, case, event),
            Self::WordsSeen(event) => say(change, case, event),
        }
    }
}

fn say(change: &mut Change, case: &Case, event: &impl Event) -> Result<(), StoreError> {
    say_at(change, case, event, Said::default())
}

fn say_at(change: &mut Change, case: &Case, event: &impl Event, said: Said) -> Result<(), StoreError> {
    let scope = if case.restricted {
        Scope::Restricted
    } else {
        Scope::Unit(case.unit.clone())
    };
    change.say(event, case.complaint.uuid(), &scope, said)?;
    Ok(())
}
