//! What notification knows of a complaint: enough to decide whom to tell, and nothing of who complained.

use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_kernel::{StaffCode, UnitPath};

use super::delivery::Suppression;
use super::notice::{Audience, for_superiors};

/// Who handles what is hidden from everyone else (R4.1, R8.2).
const INSPECTION: &str = "discipline_inspection";

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

    /// Who is told in place of this audience: what a level above the one that handles it would be told of a restricted complaint, which it
    /// does not see, is for discipline inspection to act on (R4.7, R8.2).
    pub(crate) fn instead_of(&self, audience: Audience, template: &str) -> Audience {
        match audience {
            Audience::Staff { unit }
                if self.restricted && for_superiors(template) && self.lead.as_ref() != Some(&unit) =>
            {
                Audience::Holders {
                    duties: vec![INSPECTION.to_owned()],
                }
            }
            audience => audience,
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

    #[test]
    fn r8_2_discipline_inspection_is_told_what_a_level_above_would_be_told_of_a_restricted_complaint() {
        let matter = Matter {
            restricted: true,
            unit: Some("ho.b01.o1".parse().unwrap()),
            lead: Some("ho.b01".parse().unwrap()),
            ..Matter::default()
        };
        let inspection = Audience::Holders {
            duties: vec!["discipline_inspection".to_owned()],
        };
        for template in ["staff.escalated", "staff.delay_asked"] {
            assert_eq!(matter.instead_of(staff("ho"), template), inspection, "{template}");
            assert_eq!(
                matter.instead_of(staff("ho.b01"), template),
                staff("ho.b01"),
                "{template}"
            );
            assert_eq!(
                Matter::default().instead_of(staff("ho"), template),
                staff("ho"),
                "{template}"
            );
        }
        for template in [
            "staff.assigned",
            "staff.co_handling",
            "staff.emergency",
            "staff.supervised",
        ] {
            assert_eq!(
                matter.instead_of(staff("ho.b02"), template),
                staff("ho.b02"),
                "{template}"
            );
        }
    }
}
