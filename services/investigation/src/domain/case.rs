//! The case: a complaint as the unit that handles it sees it.

use huiyin_access::{Kind, Resource};
use huiyin_kernel::{Actor, CaseId, ComplaintId, ComplaintNumber, OrderId, StaffCode, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};

use super::end::Ended;
use super::text::{Code, Words};

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
    /// The complainant is dissatisfied: it waits for the order of a higher level (R5.8).
    Reopened {
        /// What the complainant said.
        remarks: Option<Words>,
        /// Since when.
        at: Timestamp,
        /// Who made the visit.
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
        /// Since when it is in the archive.
        at: Timestamp,
        /// Who put it there.
        by: Actor,
    },
}

/// Who works on a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Work {
    /// The handler: who accepted the order.
    pub(crate) handler: Actor,
    /// When it was accepted.
    pub(crate) accepted: Timestamp,
}

/// Whether the complaint is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    /// It is.
    Upheld,
    /// In part.
    PartlyUpheld,
    /// It is not.
    NotUpheld,
}

/// What was found (R5.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Finding {
    /// Upheld or not.
    pub(crate) verdict: Verdict,
    /// Why it came to this.
    pub(crate) root_cause: Code,
    /// What happened.
    pub(crate) facts: Words,
    /// Who is responsible.
    pub(crate) responsible: Vec<StaffCode>,
    /// When it was found.
    pub(crate) at: Timestamp,
    /// By whom.
    pub(crate) by: Actor,
}

/// What the complainant was told (R5.4, R5.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reply {
    /// How: `letter`, `phone`, `visit` …
    pub(crate) channel: Code,
    /// In which words.
    pub(crate) words: Words,
    /// Whether the organisation apologised.
    pub(crate) apology: bool,
    /// What was offered to make it good.
    pub(crate) redress: Option<Words>,
    /// When it was given.
    pub(crate) at: Timestamp,
    /// When the time for a follow-up visit is over: reckoned once, from the reply.
    pub(crate) lapses: Timestamp,
    /// By whom.
    pub(crate) by: Actor,
}

/// What the complainant said of the answer (R5.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Satisfaction {
    /// Satisfied.
    Satisfied,
    /// Dissatisfied: it goes to a higher level.
    Dissatisfied,
    /// Nobody was reached: an attempt, after which the visit is still to be made.
    Unreachable,
}

/// What became of the follow-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum FollowUp {
    /// A visit was made, and the complainant is satisfied.
    Visited {
        /// What the complainant said.
        remarks: Option<Words>,
        /// When.
        at: Timestamp,
        /// Who made it: someone other than the handler (R5.10).
        by: Actor,
    },
    /// The time for it is over.
    Lapsed {
        /// Since when.
        at: Timestamp,
    },
}

/// How a case was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Closing {
    /// The way of ending.
    pub(crate) ending: Ending,
    /// The finding's code, where there is one.
    pub(crate) finding: Option<String>,
    /// The root cause's code, where there is one.
    pub(crate) root_cause: Option<String>,
    /// SHA-256 of the handling form; absent where the ending needs none.
    pub(crate) form_sha256: Option<String>,
    /// When; absent for a complaint of the past that ended on a day that nobody wrote down.
    pub(crate) at: Option<Timestamp>,
    /// By whom.
    pub(crate) by: Actor,
}

/// The ways of ending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ending {
    /// The complainant had a reply.
    Replied,
    /// Settled on the spot (R3.9).
    Settled,
    /// Declined (R3.5).
    Declined,
    /// Withdrawn (R3.12).
    Withdrawn,
    /// Joined to an earlier complaint, which it follows (R3.11). It can be parted again.
    Joined,
    /// A complaint of the past: the source's own word.
    Past(String),
}

impl Case {
    /// Whether `actor` is one of the people complained about (R4.10).
    pub(crate) fn concerns(&self, actor: &Actor) -> bool {
        let Actor::Staff { code } = actor else { return false };
        self.subject
            .as_ref()
            .is_some_and(|subject| subject.concerned.contains(code))
    }

    /// Whether `actor` is complained about, or reports to someone who is, as routing says (R4.10).
    pub(crate) fn excludes(&self, actor: &Actor) -> bool {
        let Actor::Staff { code } = actor else { return false };
        self.excluded.contains(code)
    }

    /// What the policies look at. Until the register is heard it is not known whom the case concerns: till then it is kept close.
    pub(crate) fn resource(&self) -> Resource {
        let subject = self.subject.as_ref();
        Resource::new(Kind::Case)
            .led_by(Some(self.unit.clone()))
            .of_unit(subject.map(|subject| subject.unit.clone()))
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

    /// What was replied, while the case is open.
    pub(crate) fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Replied { reply, .. } | Self::FollowedUp { reply, .. } => Some(reply),
            _ => None,
        }
    }

    /// How it was closed, once it is.
    pub(crate) fn closing(&self) -> Option<&Closing> {
        match self {
            Self::Closed { closing } | Self::Archived { closing, .. } => Some(closing),
            _ => None,
        }
    }
}

impl Verdict {
    /// Its code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::PartlyUpheld => "partly_upheld",
            Self::NotUpheld => "not_upheld",
        }
    }
}

impl Satisfaction {
    /// Its code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Dissatisfied => "dissatisfied",
            Self::Unreachable => "unreachable",
        }
    }
}

impl Ending {
    /// Its code, or the source's own word.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Replied => "replied",
            Self::Settled => "settled",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Joined => "joined",
            Self::Past(word) => word,
        }
    }
}
