//! One complaint of the register.

use std::fmt;

use huiyin_contracts::Scope;
use huiyin_contracts::events::intake::{PastV1, RegisteredV1};
use huiyin_contracts::views::intake::{Complainant, Promise};
use huiyin_kernel::{Actor, ComplaintId, ComplaintNumber, Date, StaffCode, Timestamp, UnitPath};

use super::recourse::Recourse;
use super::stage::Stage;

/// A complaint, without who complained and what they said: that is [`Sealed`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) id: ComplaintId,
    pub(crate) number: ComplaintNumber,
    pub(crate) channel: String,
    pub(crate) unit: UnitPath,
    pub(crate) registered_by_unit: UnitPath,
    pub(crate) by: Actor,
    pub(crate) class: Option<String>,
    pub(crate) line: Option<String>,
    pub(crate) product: Option<String>,
    pub(crate) staff_concerned: Vec<StaffCode>,
    pub(crate) leader_concerned: bool,
    pub(crate) persons: u32,
    pub(crate) anonymous: bool,
    pub(crate) confidential: bool,
    /// Whether routing restricted it (R8.2).
    pub(crate) restricted: bool,
    pub(crate) media: bool,
    pub(crate) repeats: Option<ComplaintId>,
    pub(crate) language: String,
    pub(crate) reply_channel: Option<String>,
    pub(crate) received: Timestamp,
    /// By when the body that referred it wants the answer (R4.4).
    pub(crate) referrers_date: Option<Date>,
    pub(crate) registered: Timestamp,
    pub(crate) occurred_from: Option<Timestamp>,
    pub(crate) occurred_to: Option<Timestamp>,
    pub(crate) past: Option<PastV1>,
    /// The row's key in the source of a complaint of the past.
    pub(crate) source_key: Option<String>,
    pub(crate) stage: Stage,
    pub(crate) lead: Option<UnitPath>,
    pub(crate) reply_due: Option<Timestamp>,
    /// The rule behind that, and the last extension (R4.4, R4.5).
    pub(crate) promise: Option<Promise>,
    /// What the complainant may still say of the answer (R5.8, R5.11).
    pub(crate) recourse: Recourse,
    /// Counts the changes, from 1.
    pub(crate) version: i64,
}

impl Complaint {
    /// Whether the unit complained about must not learn of it (R8.2): its leader is concerned, the complainant asked for
    /// confidentiality, or routing says so.
    pub(crate) fn is_restricted(&self) -> bool {
        self.restricted || self.leader_concerned || self.confidential
    }

    /// Who may hear its events by permission on the subject.
    pub(crate) fn scope(&self) -> Scope {
        if self.is_restricted() {
            Scope::Restricted
        } else {
            Scope::Unit(self.unit.clone())
        }
    }

    /// What is said when it is registered.
    pub(crate) fn registered_event(&self) -> RegisteredV1 {
        RegisteredV1 {
            complaint: self.id,
            number: self.number.clone(),
            channel: self.channel.clone(),
            unit: self.unit.clone(),
            registered_by_unit: self.registered_by_unit.clone(),
            by: self.by.clone(),
            class: self.class.clone(),
            line: self.line.clone(),
            product: self.product.clone(),
            staff_concerned: self.staff_concerned.clone(),
            leader_concerned: self.leader_concerned,
            persons: self.persons,
            anonymous: self.anonymous,
            confidential: self.confidential,
            media: self.media,
            repeats: self.repeats,
            language: self.language.clone(),
            received: self.received,
            registered: self.registered,
            referrers_date: self.referrers_date,
            past: self.past.clone(),
        }
    }
}

/// Who complained and what they said. Kept in a table of its own; never in an event, a log or a list.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Sealed {
    pub(crate) complainant: Option<Complainant>,
    pub(crate) narrative: Option<String>,
    pub(crate) asked_for: Option<String>,
}

impl Sealed {
    /// Nothing told, or nothing left of it.
    pub(crate) fn none() -> Self {
        Self {
            complainant: None,
            narrative: None,
            asked_for: None,
        }
    }

    /// Whether there is nothing to keep.
    pub(crate) fn is_empty(&self) -> bool {
        self.complainant.is_none() && self.narrative.is_none() && self.asked_for.is_none()
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn sealed_words_do_not_print() {
        let sealed = Sealed {
            complainant: None,
            narrative: Some("canary".to_owned()),
            asked_for: None,
        };
        assert_eq!(format!("{sealed:?}"), "Sealed(redacted)");
    }

    #[test]
    fn a_complaint_about_a_leader_or_in_confidence_is_told_to_no_unit() {
        let complaint = samples::complaint();
        assert_eq!(complaint.scope(), Scope::Unit(complaint.unit.clone()));
        for restricted in [
            Complaint {
                leader_concerned: true,
                ..complaint.clone()
            },
            Complaint {
                confidential: true,
                ..complaint.clone()
            },
            Complaint {
                restricted: true,
                ..complaint
            },
        ] {
            assert_eq!(restricted.scope(), Scope::Restricted);
        }
    }
}
