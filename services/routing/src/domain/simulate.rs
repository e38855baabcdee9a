//! What another policy pack would have made of complaints that are on record (section 9 of the rules). Nothing is changed.

use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_kernel::Timestamp;
use huiyin_policy::{Decision, LedBy, Pack, Past};

use super::assign::facts;
use super::complaint::{Complaint, ComplaintStage};
use super::directory::Directory;
use super::rules::Rules;

/// A complaint as it went so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) complaint: Complaint,
    /// What it was registered with, and its links since.
    pub(crate) registered: RegisteredV1,
    /// When its first order was served.
    pub(crate) served: Timestamp,
    /// When a unit first started work.
    pub(crate) accepted: Option<Timestamp>,
    /// When the complainant was answered.
    pub(crate) replied: Option<Timestamp>,
}

impl Recorded {
    /// The record as the simulation reads it. Who had a complaint settled, declined or withdrawn, or closed it, has answered it by then;
    /// who answered it has started work. One of the past is on record with its two ends alone.
    pub(crate) fn past(self, directory: &Directory, now: Timestamp) -> Past<Complaint> {
        let ended = match &self.complaint.stage {
            ComplaintStage::Open => None,
            ComplaintStage::Ended { at, .. } => Some(*at),
        };
        let replied = self.replied.or(ended);
        let served = if self.complaint.imported {
            self.complaint.registered
        } else {
            self.served
        };
        Past {
            facts: facts(&self.registered, self.complaint.leader_concerned, directory),
            unit: self.complaint.unit.code().to_string(),
            registered: self.complaint.registered,
            served,
            accepted: self.accepted.or(replied),
            replied,
            closed: ended,
            until: now,
            subject: self.complaint,
        }
    }
}

/// Who would lead by a pack's decision, in the directory of the moment. Whom a repeat keeps out (R3.6) is the same for every pack, and is
/// left out on both sides.
pub(crate) fn led_by<'a>(rules: Rules<'a>) -> impl Fn(&Pack, &Past<Complaint>, &Decision) -> LedBy + 'a {
    move |pack, past, decision| {
        let complaint = Complaint {
            restricted: decision.restricted || past.subject.restricted,
            ..past.subject.clone()
        };
        let (unit, _) = Rules { pack, ..rules }.lead(&decision.outcome, &complaint);
        let level = rules.directory.of(&unit).map(|unit| unit.level.clone());
        LedBy {
            unit: unit.code().to_string(),
            level: level.unwrap_or_default(),
        }
    }
}
