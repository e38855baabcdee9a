//! Who decides what somebody else proposed (R5.3, P16).

use huiyin_kernel::{Actor, Timestamp, UnitPath};
use huiyin_policy::StepTo;
use serde::{Deserialize, Serialize};

use super::Case;

/// The duty that handles restricted cases.
const INSPECTION: &str = "discipline_inspection";

/// Whose decision it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Approver {
    /// A level above the unit that holds the case.
    Above,
    /// Who holds this duty.
    Duty(String),
}

/// Somebody who decides.
#[derive(Clone, Debug)]
pub(crate) struct Decider {
    /// Who.
    pub(crate) by: Actor,
    /// The unit that they work in.
    pub(crate) unit: Option<UnitPath>,
    /// The units of their other posts.
    pub(crate) elsewhere: Vec<UnitPath>,
    /// The duties that they or their unit hold (R2.2).
    pub(crate) duties: Vec<String>,
    /// When.
    pub(crate) at: Timestamp,
}

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// Who.
    pub(crate) by: Actor,
    /// When.
    pub(crate) at: Timestamp,
}

impl From<&StepTo> for Approver {
    fn from(to: &StepTo) -> Self {
        match to {
            StepTo::Parent => Self::Above,
            StepTo::Duty(duty) => Self::Duty(duty.clone()),
        }
    }
}

impl Approver {
    /// Its code: `parent`, or the duty's.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Above => "parent",
            Self::Duty(duty) => duty,
        }
    }
}

impl Decider {
    /// Whether the decision about what `unit` proposed is theirs. Above the top there is nobody: there it is another person of the top.
    /// Who is at the machine may, but not what they proposed themself.
    pub(crate) fn may(&self, approver: &Approver, unit: &UnitPath) -> bool {
        if !matches!(self.by, Actor::Staff { .. }) {
            return true;
        }
        match approver {
            Approver::Duty(duty) => self.duties.contains(duty),
            Approver::Above => self.unit.as_ref().is_some_and(|own| is_above(own, unit)),
        }
    }

    /// Whether they are somebody by duty. Who is at the machine is anybody.
    pub(crate) fn holds(&self, approver: &Approver) -> bool {
        match approver {
            Approver::Duty(duty) => !matches!(self.by, Actor::Staff { .. }) || self.duties.contains(duty),
            Approver::Above => !matches!(self.by, Actor::Staff { .. }),
        }
    }

    /// The units that they work in, in whichever post.
    pub(crate) fn units(&self) -> impl Iterator<Item = &UnitPath> {
        self.unit.iter().chain(&self.elsewhere)
    }

    /// Whether they are of the inspection that handles what is hidden from everyone else (R4.1, R8.2).
    pub(crate) fn inspects(&self, case: &Case) -> bool {
        case.restricted && self.duties.iter().any(|duty| duty == INSPECTION)
    }

    /// Their mark.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            by: self.by.clone(),
            at: self.at,
        }
    }
}

fn is_above(own: &UnitPath, unit: &UnitPath) -> bool {
    unit.is_within(own) && (own != unit || unit.parent().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, decider};

    fn may(unit: &str, duties: &[&str], approver: &Approver, of: &str) -> bool {
        let decider = Decider {
            duties: duties.iter().map(|&duty| duty.to_owned()).collect(),
            ..decider("boss", unit)
        };
        decider.may(approver, &of.parse().unwrap())
    }

    #[test]
    fn the_level_above_is_above_and_neither_beside_nor_below() {
        assert!(may("ho", &[], &Approver::Above, "ho.b01"));
        assert!(may("ho", &[], &Approver::Above, "ho.b01.o0123"), "two levels above too");
        for not in ["ho.b01", "ho.b02", "ho.b01.o0123"] {
            assert!(!may(not, &[], &Approver::Above, "ho.b01"), "{not}");
        }
        assert!(may("ho", &[], &Approver::Above, "ho"), "above the top there is nobody");
        assert!(!may("ho.b01", &[], &Approver::Above, "ho"));
    }

    #[test]
    fn a_duty_decides_wherever_its_holder_works() {
        let duty = Approver::Duty("appeals_body".to_owned());
        assert!(may("ho.d01", &["appeals_body"], &duty, "ho.b01"));
        assert!(!may("ho", &["legal"], &duty, "ho.b01"));
        assert_eq!((duty.code(), Approver::Above.code()), ("appeals_body", "parent"));
    }

    #[test]
    fn a_decision_is_marked_with_who_and_when() {
        let mark = decider("boss", "ho").mark();
        assert_eq!((mark.by, mark.at), (crate::domain::sample::actor("boss"), at(10)));
    }
}
