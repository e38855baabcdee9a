//! Acknowledging a circular (R6.2): each unit for itself, once.

use super::Addressed;
use crate::domain::Mark;

/// Why an acknowledgement is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// It is for others.
    #[error("the circular does not go to your unit: each unit acknowledges for itself")]
    NotAddressed,
    /// It was done.
    #[error("your unit has acknowledged the circular already")]
    Already,
}

refusals! { Refusal,
    NotAddressed => "not_addressed",
    Already => "acknowledged_already",
}

/// Takes it for the unit of whoever acknowledges; also after the day that was set, for it is told late then and not never.
pub(crate) fn decide(own: Option<Addressed>, mark: Mark) -> Result<Addressed, Refusal> {
    let own = own.ok_or(Refusal::NotAddressed)?;
    if own.acknowledged.is_some() {
        return Err(Refusal::Already);
    }
    Ok(Addressed {
        acknowledged: Some(mark),
        ..own
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::mark;

    #[test]
    fn r6_2_each_unit_acknowledges_for_itself_and_once() {
        let own = Addressed {
            unit: "ho.b01".parse().unwrap(),
            acknowledged: None,
        };
        let done = decide(Some(own), mark("clerk")).unwrap();
        assert_eq!(done.acknowledged, Some(mark("clerk")));
        assert_eq!(decide(Some(done), mark("other")), Err(Refusal::Already));
        assert_eq!(
            Refusal::Already.to_string(),
            "your unit has acknowledged the circular already"
        );
        assert_eq!(decide(None, mark("clerk")), Err(Refusal::NotAddressed));
        assert_eq!(
            Refusal::NotAddressed.to_string(),
            "the circular does not go to your unit: each unit acknowledges for itself"
        );
    }
}
