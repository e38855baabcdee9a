//! The case: a complaint as the unit that handles it sees it.

use huiyin_access::{Kind, Resource};
use huiyin_kernel::{Actor, CaseId, ComplaintId, ComplaintNumber, OrderId, StaffCode, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};

use super::answer::{Answered, Draft, FollowUp, Reply};
use super::closing::Closing;
use super::end::Ended;
use super::finding::Finding;
use super::retention::Retention;
use super::text::Words;

/// One complaint in the hands of the unit that leads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Case {
    /// The case.
    pub(crate) id: CaseId,
    /// The complaint.
    pub(crate) complaint: ComplaintId,
    /// The unit that holds it.
    pub(crate) unit: UnitPath,
    /// The order that it holds it by; a complaint of the past may have none.
    pub(crate) order: Option<OrderId>,
    /// `general`, `complex` or `major`, as routing says (R4.2).
    pub(crate) severity: Option<String>,
    /// The duties that approve the reply before it goes out, as routing's decision named them (R5.4).
    pub(crate) approve: Vec<String>,
    /// Whether units below may not see it (R8.2).
    pub(crate) restricted: bool,
    /// Whether it is a complaint of the past.
    pub(crate) imported: bool,
    /// When the first order came.
    pub(crate) opened: Timestamp,
    /// When the reply is due.
    pub(crate) reply_due: Option<Timestamp>,
    /// Who of the unit must not handle it, as routing says with its order (R4.10).
    pub(crate) excluded: Vec<StaffCode>,
    /// How many statements stand, superseded ones not counted (R5.1).
    pub(crate) statements: u32,
    /// The class that routing decided by (R4.2).
    pub(crate) class: Option<String>,
    /// The policy pack's version that it began with.
    pub(crate) policy: Option<String>,
    /// The answer that the complainant has, once they have one.
    pub(crate) answered: Option<Answered>,
    /// What the register says; absent until intake's `registered` is heard.
    pub(crate) subject: Option<Subject>,
    /// How far it is.
    pub(crate) stage: Stage,
}

/// What the register says of the complaint: who is complained about, and whether intake ended it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The complaint's number.
    pub(crate) number: ComplaintNumber,
    /// The unit complained about.
    pub(crate) unit: UnitPath,
    /// The people complained about (R4.10).
    pub(crate) concerned: Vec<StaffCode>,
    /// The channel that it came by (R3.1).
    pub(crate) channel: String,
    /// The language for letters: `zh` or `en`.
    pub(crate) language: String,
    /// How intake ended it, if it did.
    pub(crate) ended: Option<Ended>,
}

/// How far a case is, with what is true then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub(crate) enum Stage {
    /// The order was served; nobody has started (R4.3).
    Assigned,
    /// A handler is finding out.
    Investigating {
        /// Who works on it.
        work: Work,
    },
    /// There is a finding (R5.2).
    Found {
        /// Who works on it.
        work: Work,
        /// What was found.
        finding: Finding,
        /// The reply that waits for approval (R5.4).
        #[serde(default)]
        draft: Option<Draft>,
    },
    /// The complainant has a reply (R5.4).
    Replied {
        /// Who works on it.
        work: Work,
        /// What was found.
        finding: Finding,
        /// What was replied.
        reply: Reply,
    },
    /// The complainant was visited, or the time for it is over (R5.8).
    FollowedUp {
        /// Who works on it.
        work: Work,
        /// What was found.
        finding: Finding,
        /// What was replied.
        reply: Reply,
        /// What became of the follow-up.
        follow_up: FollowUp,
    },
    /// It waits for the order of a higher level (R5.8).
    Reopened {
        /// Why.
        #[serde(default)]
        why: Why,
        /// In which words.
        remarks: Option<Words>,
        /// Since when.
        at: Timestamp,
        /// Who recorded it.
        by: Actor,
    },
    /// It is closed (R6.1).
    Closed {
        /// How.
        closing: Closing,
    },
    /// The file is in the archive (R6.1).
    Archived {
        /// How it was closed.
        closing: Closing,
        /// For how long it is kept (R8.3); nothing where the policy sets no term.
        #[serde(default)]
        retention: Option<Retention>,
        /// Since when it is in the archive.
        at: Timestamp,
        /// Who put it there.
        by: Actor,
    },
}

/// Why a case goes to a higher level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Why {
    /// The complainant is dissatisfied (R5.8).
    #[default]
    Dissatisfied,
    /// They asked that the answer be verified again (R5.11).
    Verification,
    /// They appealed (R5.8).
    Appeal,
    /// The reviewer found otherwise after the reply (R5.10).
    Overruled,
}

/// Who works on a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Work {
    /// The handler: who accepted the order.
    pub(crate) handler: Actor,
    /// When it was accepted.
    pub(crate) accepted: Timestamp,
}

impl Case {
    /// Whether `actor` is one of the people complained about (R4.10).
    pub(crate) fn concerns(&self, actor: &Actor) -> bool {
        let Actor::Staff { code, .. } = actor else { return false };
        self.subject
            .as_ref()
            .is_some_and(|subject| subject.concerned.contains(code))
    }

    /// Whether `actor` is complained about, or reports to someone who is, as routing says (R4.10).
    pub(crate) fn excludes(&self, actor: &Actor) -> bool {
        let Actor::Staff { code, .. } = actor else { return false };
        self.excluded.contains(code)
    }

    /// What the policies look at. Until the register is heard it is not known whom the case concerns: till then it is kept close.
    pub(crate) fn resource(&self) -> Resource {
        let subject = self.subject.as_ref();
        Resource::new(Kind::Case)
            .of(self.complaint)
            .led_by(Some(self.unit.clone()))
            .of_unit(subject.map(|subject| subject.unit.clone()))
            .concerning(subject.map(|subject| subject.unit.clone()))
            .about(subject.map(|subject| subject.concerned.clone()).unwrap_or_default())
            .restricted(self.restricted || subject.is_none())
    }

    /// The same case at another stage.
    pub(crate) fn at(self, stage: Stage) -> Self {
        Self { stage, ..self }
    }
}

impl Stage {
    /// The stage's name.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Investigating { .. } => "investigating",
            Self::Found { .. } => "found",
            Self::Replied { .. } => "replied",
            Self::FollowedUp { .. } => "followed_up",
            Self::Reopened { .. } => "reopened",
            Self::Closed { .. } => "closed",
            Self::Archived { .. } => "archived",
        }
    }

    /// Who works on it, while somebody does.
    pub(crate) fn work(&self) -> Option<&Work> {
        match self {
            Self::Investigating { work }
            | Self::Found { work, .. }
            | Self::Replied { work, .. }
            | Self::FollowedUp { work, .. } => Some(work),
            Self::Assigned | Self::Reopened { .. } | Self::Closed { .. } | Self::Archived { .. } => None,
        }
    }

    /// What was found, while the case is open.
    pub(crate) fn finding(&self) -> Option<&Finding> {
        match self {
            Self::Found { finding, .. } | Self::Replied { finding, .. } | Self::FollowedUp { finding, .. } => {
                Some(finding)
            }
            _ => None,
        }
    }

    /// The same stage with what was found put otherwise.
    pub(crate) fn with_finding(mut self, finding: Finding) -> Self {
        if let Self::Found { finding: old, .. }
        | Self::Replied { finding: old, .. }
        | Self::FollowedUp { finding: old, .. } = &mut self
        {
            *old = finding;
        }
        self
    }

    /// The draft of the reply, while there is one.
    pub(crate) fn draft(&self) -> Option<&Draft> {
        match self {
            Self::Found { draft, .. } => draft.as_ref(),
            _ => None,
        }
    }

    /// What was replied, while the case is open.
    pub(crate) fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Replied { reply, .. } | Self::FollowedUp { reply, .. } => Some(reply),
            _ => None,
        }
    }

    /// For how long the file is kept, once it is in the archive.
    pub(crate) fn retention(&self) -> Option<&Retention> {
        match self {
            Self::Archived { retention, .. } => retention.as_ref(),
            _ => None,
        }
    }

    /// Whether the file is in the archive: nothing is added to it any more.
    pub(crate) fn is_archived(&self) -> bool {
        matches!(self, Self::Archived { .. })
    }

    /// How it was closed, once it is.
    pub(crate) fn closing(&self) -> Option<&Closing> {
        match self {
            Self::Closed { closing } | Self::Archived { closing, .. } => Some(closing),
            _ => None,
        }
    }
}

impl Why {
    /// Its code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Dissatisfied => "dissatisfied",
            Self::Verification => "verification",
            Self::Appeal => "appeal",
            Self::Overruled => "overruled",
        }
    }
}
