//! What events tell of sanctions, for the figures of units (R6.3, R6.4). Whom they hit no event tells.

use huiyin_contracts::events::sanctions::{
    SanctionAppealedV1, SanctionDecidedV1, SanctionProposedV1, SanctionSettledV1,
};
use huiyin_contracts::{Envelope, decode};
use huiyin_kernel::{Money, UnitPath};
use jiff::tz::TimeZone;
use uuid::Uuid;

/// What one event tells of a sanction. Investigation says all of them, so they come in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) sanction: Uuid,
    pub(crate) complaint: Uuid,
    /// The unit that who is hit answers for.
    pub(crate) unit: UnitPath,
    pub(crate) what: What,
}

/// How far the sanction is with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// It is proposed, on a day of the organisation's zone.
    Proposed { on: String, rule: String, amount: Money },
    /// It is in this state now: `imposed`, `refused`, `appealed`, `confirmed` or `lifted`.
    State(&'static str),
}

/// What an event tells; nothing where it is about no sanction. Days are those of `zone`.
///
/// # Errors
/// Where the body is not the payload that the event's type names.
pub(crate) fn told(envelope: &Envelope, zone: &TimeZone) -> Result<Option<Told>, serde_json::Error> {
    let (sanction, unit, what) = match envelope.kind.as_str() {
        "complaint.sanction_proposed.v1" => {
            let event: SanctionProposedV1 = decode(envelope)?;
            let on = zone.to_datetime(envelope.occurred).date().to_string();
            let (rule, amount) = (event.rule, event.amount);
            (event.sanction, event.unit, What::Proposed { on, rule, amount })
        }
        "complaint.sanction_decided.v1" => {
            let event: SanctionDecidedV1 = decode(envelope)?;
            let state = if event.imposed { "imposed" } else { "refused" };
            (event.sanction, event.unit, What::State(state))
        }
        "complaint.sanction_appealed.v1" => {
            let event: SanctionAppealedV1 = decode(envelope)?;
            (event.sanction, event.unit, What::State("appealed"))
        }
        "complaint.sanction_settled.v1" => {
            let event: SanctionSettledV1 = decode(envelope)?;
            let state = if event.stays { "confirmed" } else { "lifted" };
            (event.sanction, event.unit, What::State(state))
        }
        _ => return Ok(None),
    };
    let complaint = envelope.about;
    Ok(Some(Told {
        sanction,
        complaint,
        unit,
        what,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::heard;
    use huiyin_contracts::Event;

    fn state<E: Event>(event: &E) -> What {
        let envelope = heard(event, Uuid::from_u128(1), 1);
        told(&envelope, &TimeZone::UTC).unwrap().unwrap().what
    }

    #[test]
    fn each_event_tells_how_far_a_sanction_is() {
        let decided = |imposed| SanctionDecidedV1 {
            imposed,
            ..SanctionDecidedV1::example()
        };
        let settled = |stays| SanctionSettledV1 {
            stays,
            ..SanctionSettledV1::example()
        };
        assert_eq!(state(&decided(true)), What::State("imposed"));
        assert_eq!(state(&decided(false)), What::State("refused"));
        assert_eq!(state(&SanctionAppealedV1::example()), What::State("appealed"));
        assert_eq!(state(&settled(true)), What::State("confirmed"));
        assert_eq!(state(&settled(false)), What::State("lifted"));
        let What::Proposed { on, .. } = state(&SanctionProposedV1::example()) else {
            panic!("it is proposed")
        };
        assert_eq!(on, "2027-01-15", "the day on which it happened");
    }

    #[test]
    fn what_is_about_no_sanction_tells_nothing_and_a_malformed_one_shows() {
        let other = huiyin_contracts::events::investigation::FoundV1::example();
        let envelope = heard(&other, Uuid::from_u128(1), 1);
        assert_eq!(told(&envelope, &TimeZone::UTC).unwrap(), None);
        let mut broken = heard(&SanctionProposedV1::example(), Uuid::from_u128(1), 1);
        broken.body = "{}".to_owned();
        assert!(told(&broken, &TimeZone::UTC).is_err());
    }
}
