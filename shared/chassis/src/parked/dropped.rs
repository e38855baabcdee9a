//! What is said of a parked event that somebody dropped: the record keeps who, why and where that is settled.

use huiyin_contracts::events::dropped::{
    AuditDroppedV1, Dropped, GROUNDS, IntakeDroppedV1, InvestigationDroppedV1, NotificationDroppedV1, RoutingDroppedV1,
};
use huiyin_contracts::views::feed::DropParked;
use huiyin_contracts::{Event, Scope};
use huiyin_kernel::Actor;
use huiyin_store::held::Held;
use huiyin_store::{Change, Said, StoreError};

/// The longest file number.
const LONGEST: usize = 64;

/// Why nothing is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("a parked event is dropped because of done_by_hand, said_again, never_so or unreadable")]
    Ground,
    #[error("the reference is the number of a ticket or a file: 1 to 64 letters, digits, '-', '_', '.' or '/'")]
    Reference,
}

impl Refusal {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Ground => "no-such-ground",
            Self::Reference => "no-reference",
        }
    }
}

/// That it says why, in a code, and where that is settled: words would go into an event.
pub(super) fn check(asked: &DropParked) -> Result<(), Refusal> {
    if !GROUNDS.contains(&asked.ground.as_str()) {
        return Err(Refusal::Ground);
    }
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let reference = &asked.reference;
    if reference.is_empty() || reference.chars().count() > LONGEST || !reference.chars().all(fits) {
        return Err(Refusal::Reference);
    }
    Ok(())
}

/// Says it, to those who could hear the event itself. Of what cannot be read nobody knows whom it concerns.
pub(super) fn say(change: &mut Change, parked: &Held, asked: &DropParked, by: &Actor) -> Result<(), StoreError> {
    let dropped = Dropped {
        event: parked.event,
        kind: parked.envelope.as_ref().map(|envelope| envelope.kind.clone()),
        producer: parked.producer.clone(),
        version: parked.version,
        ground: asked.ground.clone(),
        reference: asked.reference.clone(),
        by: by.clone(),
    };
    let scope = scope(parked);
    match change.store().service() {
        "intake" => said::<IntakeDroppedV1>(change, parked, dropped, &scope),
        "routing" => said::<RoutingDroppedV1>(change, parked, dropped, &scope),
        "investigation" => said::<InvestigationDroppedV1>(change, parked, dropped, &scope),
        "notification" => said::<NotificationDroppedV1>(change, parked, dropped, &scope),
        "audit" => said::<AuditDroppedV1>(change, parked, dropped, &scope),
        // The desk applies no events, so it parks none.
        _ => Ok(()),
    }
}

fn said<E: Event + From<Dropped>>(
    change: &mut Change,
    parked: &Held,
    dropped: Dropped,
    scope: &Scope,
) -> Result<(), StoreError> {
    let event = E::from(dropped);
    change.say(&event, parked.about, scope, Said::default()).map(|_| ())
}

fn scope(parked: &Held) -> Scope {
    let subject = parked.envelope.as_ref().map(|envelope| envelope.subject.as_str());
    // `complaint.v1.replied.ho.b01`: what follows the third token is the unit.
    let unit = subject
        .filter(|subject| !subject.starts_with("restricted."))
        .and_then(|subject| subject.splitn(4, '.').nth(3)?.parse().ok());
    unit.map_or(Scope::Restricted, Scope::Unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(ground: &str, reference: &str) -> String {
        let asked = DropParked {
            ground: ground.to_owned(),
            reference: reference.to_owned(),
        };
        check(&asked).unwrap_err().to_string()
    }

    #[test]
    fn whoever_drops_an_event_says_why_by_a_code_and_where_that_is_settled() {
        assert_eq!(
            refused("because", "IT-1"),
            "a parked event is dropped because of done_by_hand, said_again, never_so or unreadable"
        );
        for reference in ["", "two words", &"x".repeat(65)] {
            assert_eq!(
                refused("never_so", reference),
                "the reference is the number of a ticket or a file: 1 to 64 letters, digits, '-', '_', '.' or '/'"
            );
        }
        let asked = DropParked {
            ground: "done_by_hand".to_owned(),
            reference: "信息-2026/118".to_owned(),
        };
        assert_eq!(check(&asked), Ok(()));
    }
}
