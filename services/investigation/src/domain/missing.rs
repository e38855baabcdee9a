//! What the handling form lacks until the case can be closed, and by which rule (R6.1).

use super::extension::{self, Extension};
use super::{Case, Opinion, Redress, Review, Stage, Verdict};

/// A part of the form that is not there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The order of the level above, after the case was opened again.
    Order,
    /// A handler.
    Handler,
    /// A statement.
    Statement,
    /// What was found.
    Finding,
    /// The reviewer's look.
    Review,
    /// A co-handler's opinion.
    Opinion,
    /// Who may give so much has not said so.
    RedressDecision,
    /// What was promised is not delivered.
    RedressDelivery,
    /// The complainant is not told that the reply needs longer.
    ExtensionLetter,
    /// The draft is not approved.
    ReplyApproval,
    /// The reply.
    Reply,
    /// The follow-up visit, or its lapse.
    FollowUp,
}

impl Missing {
    /// Its code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Handler => "handler",
            Self::Statement => "statement",
            Self::Finding => "finding",
            Self::Review => "review",
            Self::Opinion => "opinion",
            Self::RedressDecision => "redress_decision",
            Self::RedressDelivery => "redress_delivery",
            Self::ExtensionLetter => "extension_letter",
            Self::ReplyApproval => "reply_approval",
            Self::Reply => "reply",
            Self::FollowUp => "follow_up",
        }
    }

    /// The rule that asks for it.
    pub(crate) fn rule(self) -> &'static str {
        match self {
            Self::Order | Self::FollowUp => "R5.8",
            Self::Handler => "R4.3",
            Self::Statement => "R5.1",
            Self::Finding => "R5.2",
            Self::Review => "R5.10",
            Self::Opinion => "R4.8",
            Self::RedressDecision => "R5.3",
            Self::RedressDelivery => "R5.7",
            Self::ExtensionLetter => "R4.5",
            Self::ReplyApproval | Self::Reply => "R5.4",
        }
    }
}

/// What is missing, in the order of the work. Of a closed case nothing is, but what is owed of its redress.
pub(crate) fn missing(
    case: &Case,
    redress: &[Redress],
    opinions: &[Opinion],
    extensions: &[Extension],
) -> Vec<Missing> {
    let stage = &case.stage;
    let (open, finding) = (stage.closing().is_none(), stage.finding());
    // A communication complaint is answered without a statement and without a finding against anybody.
    let communication = finding.is_some_and(|finding| finding.verdict == Verdict::Communication);
    let replied = stage.reply().is_some();
    let lacks = [
        (matches!(stage, Stage::Reopened { .. }), Missing::Order),
        (stage.work().is_none(), Missing::Handler),
        (case.statements == 0 && !communication, Missing::Statement),
        (finding.is_none(), Missing::Finding),
        (
            finding.is_some_and(|finding| matches!(finding.review, Review::Asked { .. })),
            Missing::Review,
        ),
        (
            !replied && opinions.iter().any(Opinion::holds_the_reply),
            Missing::Opinion,
        ),
        (extension::owed(case, extensions).is_some(), Missing::ExtensionLetter),
        (stage.draft().is_some_and(super::Draft::waits), Missing::ReplyApproval),
        (!replied, Missing::Reply),
        (!matches!(stage, Stage::FollowedUp { .. }), Missing::FollowUp),
    ];
    let work = lacks.into_iter().filter(|(lacks, _)| open && *lacks);
    let owed = [
        (redress.iter().any(Redress::waits), Missing::RedressDecision),
        (redress.iter().any(Redress::is_owed), Missing::RedressDelivery),
    ];
    work.chain(owed.into_iter().filter(|(lacks, _)| *lacks))
        .map(|(_, missing)| missing)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, actor, opinion, own, redress};
    use crate::domain::{Approver, OpinionStage, RedressStage, close};

    fn codes(case: &Case, redress: &[Redress], opinions: &[Opinion]) -> Vec<(&'static str, &'static str)> {
        let missing = missing(case, redress, opinions, &[]);
        missing.into_iter().map(|one| (one.code(), one.rule())).collect()
    }

    #[test]
    fn r6_1_each_part_that_is_missing_is_named_with_its_rule() {
        let reply = [("reply", "R5.4"), ("follow_up", "R5.8")];
        let found = [("statement", "R5.1"), ("finding", "R5.2")];
        let assigned = Case {
            statements: 0,
            ..sample::assigned()
        };
        assert_eq!(
            codes(&assigned, &[], &[]),
            [&[("handler", "R4.3")][..], &found, &reply].concat()
        );
        let awaited = [opinion(1, OpinionStage::Awaited)];
        assert_eq!(
            codes(&sample::found(), &[], &awaited),
            [&[("opinion", "R4.8")][..], &reply].concat()
        );
        assert_eq!(codes(&sample::replied(), &[], &[]), [("follow_up", "R5.8")]);
        let reopened = codes(&sample::reopened(), &[], &[]);
        assert_eq!(reopened[..2], [("order", "R5.8"), ("handler", "R4.3")]);
        let stage = sample::followed_up().stage.with_finding(sample::not_upheld(false));
        assert_eq!(codes(&sample::followed_up().at(stage), &[], &[]), [("review", "R5.10")]);
        let drafted = sample::found().at(Stage::Found {
            work: sample::work(),
            finding: sample::finding(),
            draft: Some(sample::draft()),
        });
        assert_eq!(codes(&drafted, &[], &[])[0], ("reply_approval", "R5.4"));
    }

    #[test]
    fn r4_5_the_letter_about_more_time_is_missing_until_the_answer_is_there() {
        let owed = [sample::extension(1, false)];
        let first = |case: &Case| {
            missing(case, &[], &[], &owed)
                .first()
                .map(|one| (one.code(), one.rule()))
        };
        assert_eq!(first(&sample::found()), Some(("extension_letter", "R4.5")));
        assert_eq!(first(&sample::replied()), Some(("follow_up", "R5.8")));
    }

    #[test]
    fn r5_7_what_is_owed_is_missing_until_the_archive() {
        let approver = Approver::Above;
        let both = [
            redress(1, 1, RedressStage::Proposed { approver }),
            redress(2, 1, RedressStage::Approved { approval: own() }),
        ];
        let owed = [("redress_decision", "R5.3"), ("redress_delivery", "R5.7")];
        for case in [sample::followed_up(), sample::closed()] {
            assert_eq!(codes(&case, &both, &[]), owed);
        }
    }

    #[test]
    fn a_case_can_be_closed_where_nothing_is_missing_and_only_there() {
        let approver = Approver::Above;
        let waits = [redress(1, 1, RedressStage::Proposed { approver })];
        let stage = sample::followed_up().stage.with_finding(sample::not_upheld(false));
        let unreviewed = sample::followed_up().at(stage);
        let cases = [
            sample::assigned(),
            sample::investigating(),
            sample::found(),
            sample::replied(),
            sample::reopened(),
            sample::followed_up(),
            sample::lapsed(),
            unreviewed,
        ];
        let mut closed = 0;
        for case in cases {
            for redress in [&waits[..], &[]] {
                let close = close::Close {
                    form_sha256: "f".repeat(64),
                    by: actor("handler"),
                    at: sample::at(20),
                };
                let can = close::decide(case.clone(), close, redress).is_ok();
                assert_eq!(can, missing(&case, redress, &[], &[]).is_empty(), "{:?}", case.stage);
                closed += u32::from(can);
            }
        }
        assert_eq!(closed, 2);
    }
}
