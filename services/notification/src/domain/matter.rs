//! What notification knows of a complaint: enough to decide whom to tell, and nothing of who complained.

use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_kernel::{StaffCode, UnitPath};

use super::delivery::Suppression;
use super::notice::Audience;

/// An event that tells of a complaint what decides whom to tell.
pub(crate) enum Heard<'a> {
    /// Intake has the last word on all but whether it is restricted.
    Registered(&'a RegisteredV1),
    /// Routing has the last word on that.
    Assigned(&'a AssignedV1),
}

/// A complaint. What has not been heard yet is absent: intake and routing are heard in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Matter {
    /// Its number; known once its registration is heard.
    pub(crate) number: Option<String>,
    /// The unit complained about.
    pub(crate) unit: Option<UnitPath>,
    /// The unit that leads.
    pub(crate) lead: Option<UnitPath>,
    /// Whether the complainant is anonymous (R3.4).
    pub(crate) anonymous: bool,
    /// Whether it is a complaint of the past.
    pub(crate) imported: bool,
    /// Whether it is hidden from whom it concerns (R8.2).
    pub(crate) restricted: bool,
    /// The members of staff complained about (R4.10).
    pub(crate) concerned: Vec<StaffCode>,
}

impl Matter {
    /// Why this audience is not told, as far as is known.
    ///
    /// Nobody is told of a complaint of the past. An anonymous complainant cannot be told. The unit that a restricted complaint
    /// is about must not hear of it, nor the units below that one (R8.2).
    pub(crate) fn suppresses(&self, audience: &Audience) -> Option<Suppression> {
        if self.imported {
            return Some(Suppression::Imported);
        }
        match audience {
            Audience::Complainant => self.anonymous.then_some(Suppression::Anonymous),
            // Which unit that is turns out when it is sent.
            Audience::Lead { .. } | Audience::Holders { .. } => None,
            Audience::Staff { unit } => {
                let concerned = self.unit.as_ref().is_some_and(|about| unit.is_within(about));
                (self.restricted && concerned).then_some(Suppression::Restricted)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(unit: &str) -> Audience {
        Audience::Staff {
            unit: unit.parse().unwrap(),
        }
    }

    #[test]
    fn nobody_is_told_of_a_complaint_of_the_past() {
        let matter = Matter {
            imported: true,
            ..Matter::default()
        };
        assert_eq!(matter.suppresses(&Audience::Complainant), Some(Suppression::Imported));
        assert_eq!(matter.suppresses(&staff("ho")), Some(Suppression::Imported));
    }

    #[test]
    fn an_anonymous_complainant_is_not_told_but_the_unit_is() {
        let matter = Matter {
            anonymous: true,
            ..Matter::default()
        };
        assert_eq!(matter.suppresses(&Audience::Complainant), Some(Suppression::Anonymous));
        assert_eq!(matter.suppresses(&staff("ho")), None);
    }

    #[test]
    fn the_unit_that_a_restricted_complaint_is_about_does_not_hear_of_it() {
        let matter = Matter {
            restricted: true,
            unit: Some("ho.b01".parse().unwrap()),
            ..Matter::default()
        };
        assert_eq!(matter.suppresses(&staff("ho.b01")), Some(Suppression::Restricted));
        assert_eq!(matter.suppresses(&staff("ho.b01.o1")), Some(Suppression::Restricted));
        assert_eq!(matter.suppresses(&staff("ho")), None);
        assert_eq!(matter.suppresses(&Audience::Complainant), None);
    }
}
