//! What an investigation found (R5.2), and what a reviewer made of it (R5.10).

use huiyin_kernel::{Actor, StaffCode, Timestamp, UnitPath};
use huiyin_policy::Pack;
use serde::{Deserialize, Serialize};

use super::approver::{Approver, Mark};
use super::text::{Code, Words};

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
    /// Nobody is reproached: help or advice was asked for, or somebody vents.
    Communication,
}

/// What was found (R5.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Finding {
    /// Upheld or not.
    pub(crate) verdict: Verdict,
    /// Why it came to this: a code of the policy pack.
    pub(crate) root_cause: Code,
    /// Why, in words of its own.
    #[serde(default)]
    pub(crate) cause_detail: Option<Words>,
    /// What happened.
    pub(crate) facts: Words,
    /// The unit that is responsible.
    #[serde(default)]
    pub(crate) responsible_unit: Option<UnitPath>,
    /// Who is responsible.
    pub(crate) responsible: Vec<StaffCode>,
    /// Whether somebody outside of the unit looks at it.
    #[serde(default)]
    pub(crate) review: Review,
    /// When it was found.
    pub(crate) at: Timestamp,
    /// By whom.
    pub(crate) by: Actor,
}

/// The look of a reviewer outside of the unit (R5.10).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "review", rename_all = "snake_case")]
pub(crate) enum Review {
    /// What is fully upheld needs none.
    #[default]
    NotNeeded,
    /// It waits for the reviewer.
    Asked {
        /// Who reviews.
        reviewer: Approver,
        /// Whether the reply waits for it; otherwise the closing alone does.
        before_reply: bool,
    },
    /// The reviewer holds with it.
    Confirmed {
        /// Why.
        reasons: Words,
        /// Who reviewed, and when.
        mark: Mark,
    },
    /// The reviewer found otherwise, and that holds.
    Overruled {
        /// What the unit had found.
        before: Verdict,
        /// Why not so.
        reasons: Words,
        /// Who reviewed, and when.
        mark: Mark,
        /// Whom and what the unit had named.
        #[serde(default)]
        unit_found: Option<UnitFound>,
    },
}

/// What the unit had found of cause and people before a reviewer found otherwise: kept, and of no effect any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UnitFound {
    /// The root cause.
    pub(crate) root_cause: Code,
    /// Why, in words of its own.
    pub(crate) cause_detail: Option<Words>,
    /// The unit that was held responsible.
    pub(crate) responsible_unit: Option<UnitPath>,
    /// Who was.
    pub(crate) responsible: Vec<StaffCode>,
}

impl UnitFound {
    /// What a finding says of it.
    pub(crate) fn of(finding: &Finding) -> Self {
        Self {
            root_cause: finding.root_cause.clone(),
            cause_detail: finding.cause_detail.clone(),
            responsible_unit: finding.responsible_unit.clone(),
            responsible: finding.responsible.clone(),
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
            Self::Communication => "communication",
        }
    }

    /// Whether the organisation is at fault, wholly or in part: it owes an apology (R5.5).
    pub(crate) fn at_fault(self) -> bool {
        matches!(self, Self::Upheld | Self::PartlyUpheld)
    }
}

impl Review {
    /// The review that a verdict needs by the policy. What is not fully upheld goes to the level above where the policy names nobody.
    pub(crate) fn of(verdict: Verdict, pack: &Pack) -> Self {
        if matches!(verdict, Verdict::Upheld | Verdict::Communication) {
            return Self::NotNeeded;
        }
        let rule = pack.passes_on(verdict.code());
        Self::Asked {
            reviewer: rule.map_or(Approver::Above, |rule| Approver::from(&rule.to)),
            before_reply: rule.is_some(),
        }
    }

    /// Its code: `not_needed`, `asked`, `confirmed` or `overruled`.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NotNeeded => "not_needed",
            Self::Asked { .. } => "asked",
            Self::Confirmed { .. } => "confirmed",
            Self::Overruled { .. } => "overruled",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r5_10_what_is_not_fully_upheld_goes_to_a_reviewer_by_itself() {
        let bank = Pack::embedded("rural-bank").unwrap();
        assert_eq!(Review::of(Verdict::Upheld, &bank), Review::NotNeeded);
        assert_eq!(Review::of(Verdict::Communication, &bank), Review::NotNeeded);
        for verdict in [Verdict::PartlyUpheld, Verdict::NotUpheld] {
            let asked = Review::Asked {
                reviewer: Approver::Above,
                before_reply: false,
            };
            assert_eq!(Review::of(verdict, &bank), asked);
        }
    }

    #[test]
    fn where_the_policy_names_an_ombudsman_the_reply_waits_for_them() {
        let india = Pack::embedded("rural-bank+in-rbi-2026").unwrap();
        let asked = Review::Asked {
            reviewer: Approver::Duty("internal_ombudsman".to_owned()),
            before_reply: true,
        };
        assert_eq!(Review::of(Verdict::PartlyUpheld, &india), asked);
    }
}
