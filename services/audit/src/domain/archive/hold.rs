//! Keeping a file beyond its term, and no longer (R8.3).

use huiyin_kernel::{ComplaintId, HoldId};

use super::{Act, Fate};
use crate::domain::reference;

/// Why a file can be held.
const GROUNDS: [&str; 5] = ["court", "regulator", "inspection", "dispute", "audit"];

/// What holds a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hold {
    pub(crate) id: HoldId,
    pub(crate) complaint: ComplaintId,
    /// Why.
    pub(crate) ground: String,
    /// The file number under which that is found.
    pub(crate) reference: String,
    pub(crate) act: Act,
    pub(crate) released: Released,
}

/// Who ended it, and when; nothing while it holds.
pub(crate) type Released = Option<Act>;

/// Why a file is not put on hold, or not released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("a file is held for a court, regulator, inspection, dispute or audit")]
    Ground,
    #[error("the file number has 1 to 64 characters and no spaces")]
    Reference,
    #[error("the destruction of this file was ordered: nothing is left to hold")]
    TooLate,
    #[error("this hold has ended already")]
    Ended,
}

impl Refusal {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Ground => "unknown_ground",
            Self::Reference => "bad_reference",
            Self::TooLate => "destruction_ordered",
            Self::Ended => "hold_ended",
        }
    }

    /// Whether the request will never do.
    pub(crate) fn is_invalid(self) -> bool {
        matches!(self, Self::Ground | Self::Reference)
    }
}

/// Puts a file on hold. One that is not archived yet can be held as well: the term it will get then does not end it.
pub(crate) fn decide(
    (id, complaint): (HoldId, ComplaintId),
    fate: Option<Fate>,
    (ground, reference): (&str, &str),
    act: Act,
) -> Result<Hold, Refusal> {
    if !GROUNDS.contains(&ground) {
        return Err(Refusal::Ground);
    }
    if !reference::fits(reference, reference::LONGEST) {
        return Err(Refusal::Reference);
    }
    if fate.is_some_and(Fate::is_final) {
        return Err(Refusal::TooLate);
    }
    Ok(Hold {
        id,
        complaint,
        ground: ground.to_owned(),
        reference: reference.to_owned(),
        act,
        released: None,
    })
}

/// Ends a hold.
pub(crate) fn release(hold: Hold, act: Act) -> Result<Hold, Refusal> {
    match hold.released {
        Some(_) => Err(Refusal::Ended),
        None => Ok(Hold {
            released: Some(act),
            ..hold
        }),
    }
}

#[cfg(test)]
mod tests {
    use huiyin_kernel::{Actor, DestructionId, Timestamp};
    use uuid::Uuid;

    use super::*;

    fn act() -> Act {
        Act {
            by: Actor::Operator,
            at: Timestamp::UNIX_EPOCH,
        }
    }

    fn hold(fate: Option<Fate>, ground: &str, reference: &str) -> Result<Hold, Refusal> {
        let id = (HoldId::from_uuid(Uuid::nil()), ComplaintId::from_uuid(Uuid::nil()));
        decide(id, fate, (ground, reference), act())
    }

    fn refusal(fate: Option<Fate>, ground: &str, reference: &str) -> String {
        hold(fate, ground, reference).unwrap_err().to_string()
    }

    #[test]
    fn r8_3_a_file_is_held_for_a_reason_that_can_be_looked_up() {
        let held = hold(Some(Fate::Kept), "court", "（2026）沪0101民初123号").unwrap();
        assert_eq!((held.ground.as_str(), held.released), ("court", None));
        hold(None, "regulator", "R-1").unwrap();
        assert_eq!(
            refusal(None, "because", "R-1"),
            "a file is held for a court, regulator, inspection, dispute or audit"
        );
        for bad in ["", "two words", "a\u{7}", &"9".repeat(65)] {
            assert_eq!(
                refusal(None, "court", bad),
                "the file number has 1 to 64 characters and no spaces"
            );
        }
    }

    #[test]
    fn what_is_on_a_list_can_be_held_and_what_is_ordered_can_not() {
        let list = DestructionId::from_uuid(Uuid::nil());
        hold(Some(Fate::Proposed(list)), "court", "1").unwrap();
        for late in [Fate::Ordered(list), Fate::Destroyed(list)] {
            assert_eq!(
                refusal(Some(late), "court", "1"),
                "the destruction of this file was ordered: nothing is left to hold"
            );
        }
    }

    #[test]
    fn a_hold_ends_once() {
        let ended = release(hold(None, "court", "1").unwrap(), act()).unwrap();
        assert_eq!(ended.released, Some(act()));
        let twice = release(ended, act()).unwrap_err();
        assert_eq!(twice.to_string(), "this hold has ended already");
    }
}
