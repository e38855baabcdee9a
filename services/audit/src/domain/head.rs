//! Who heads a unit (R2.3): they see the figures of its handlers (R6.4).

use huiyin_contracts::events::organisation::UnitsChangedV1;
use huiyin_contracts::{Envelope, decode};
use huiyin_kernel::{StaffCode, UnitCode};

/// What an event tells of one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Headed {
    pub(crate) unit: UnitCode,
    /// Nobody where the directory names none, or the unit is gone.
    pub(crate) head: Option<StaffCode>,
}

/// What an event tells; nothing where no unit is changed by it.
///
/// # Errors
/// Where the body is not the payload that the event's type names.
pub(crate) fn told(envelope: &Envelope) -> Result<Vec<Headed>, serde_json::Error> {
    if envelope.kind != "organisation.units_changed.v1" {
        return Ok(Vec::new());
    }
    let event: UnitsChangedV1 = decode(envelope)?;
    let gone = event.closed.into_iter().map(|unit| Headed { unit, head: None });
    let there = event.units.into_iter().map(|unit| Headed {
        unit: unit.path.code(),
        head: unit.responsible,
    });
    Ok(there.chain(gone).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::heard;
    use huiyin_contracts::Event;
    use huiyin_contracts::events::intake::AcceptedV1;
    use uuid::Uuid;

    #[test]
    fn r2_3_a_unit_has_the_head_that_was_told_last_and_one_that_is_gone_has_none() {
        let mut event = UnitsChangedV1::example();
        event.units[0].responsible = Some(StaffCode::new("o3").unwrap());
        event.closed = vec!["b09".parse().unwrap()];
        let told = told(&heard(&event, Uuid::nil(), 1)).unwrap();
        let of: Vec<_> = told
            .iter()
            .map(|one| (one.unit.as_str(), one.head.as_ref().map(StaffCode::as_str)))
            .collect();
        let unit = event.units[0].path.code();
        assert_eq!(of, [(unit.as_str(), Some("o3")), ("b09", None)]);
        assert_eq!(super::told(&heard(&AcceptedV1::example(), Uuid::nil(), 2)).unwrap(), []);
    }
}
