//! What is said of a case.

use huiyin_contracts::events::investigation::{
    ArchivedV1, AskedAgainV1, ClosedV1, EvidenceAddedV1, EvidenceScannedV1, ExtensionToldV1, FollowUpLapsedV1,
    FollowedUpV1, FoundV1, LessonDrawnV1, OpinionOverruledV1, OrderAcceptedV1, RedressDecidedV1, RedressDeliveredV1,
    RedressDroppedV1, RedressProposedV1, ReopenedV1, RepliedV1, ReplyApprovedV1, ReplyDraftedV1, ReplyRefusedV1,
    ReviewAskedV1, ReviewedV1, StatementTakenV1, WordsSeenV1,
};
use huiyin_contracts::events::sanctions::{
    SanctionAppealedV1, SanctionDecidedV1, SanctionProposedV1, SanctionSettledV1,
};
use huiyin_contracts::{Event, Scope};
use huiyin_kernel::{Actor, Date};
use huiyin_policy::Pack;
use huiyin_store::{Change, Said, StoreError};

use crate::domain::{Case, Closing, Finding, Reply, Review, Stage};

/// One event of ours.
#[derive(Clone, Debug)]
pub(crate) enum Saying {
    OrderAccepted(OrderAcceptedV1),
    StatementTaken(StatementTakenV1),
    Found(FoundV1),
    Replied(RepliedV1),
    FollowedUp(FollowedUpV1),
    FollowUpLapsed(FollowUpLapsedV1),
    Reopened(ReopenedV1),
    Closed(ClosedV1),
    Archived(ArchivedV1),
    WordsSeen(WordsSeenV1),
    ReplyDrafted(ReplyDraftedV1),
    ReplyApproved(ReplyApprovedV1),
    ReplyRefused(ReplyRefusedV1),
    RedressProposed(RedressProposedV1),
    RedressDecided(RedressDecidedV1),
    RedressDelivered(RedressDeliveredV1),
    RedressDropped(RedressDroppedV1),
    EvidenceAdded(EvidenceAddedV1),
    EvidenceScanned(EvidenceScannedV1),
    ReviewAsked(ReviewAskedV1),
    Reviewed(ReviewedV1),
    AskedAgain(AskedAgainV1),
    OpinionOverruled(OpinionOverruledV1),
    ExtensionTold(ExtensionToldV1),
    LessonDrawn(LessonDrawnV1),
    SanctionProposed(SanctionProposedV1),
    SanctionDecided(SanctionDecidedV1),
    SanctionAppealed(SanctionAppealedV1),
    SanctionSettled(SanctionSettledV1),
}

impl Saying {
    /// That the case is closed as `closing` tells.
    pub(crate) fn closed(case: &Case, closing: &Closing, pack: &Pack) -> Self {
        Self::Closed(ClosedV1 {
            complaint: case.complaint,
            ending: closing.ending.code().to_owned(),
            finding: closing.finding.clone(),
            root_cause: closing.root_cause.clone(),
            unit: case.unit.clone(),
            form_sha256: closing.form_sha256.clone(),
            closed: closing.at,
            by: closing.by.clone(),
            cause_path: closing.root_cause.as_deref().map(|cause| path(pack, cause)),
        })
    }

    /// What was found, with the review that it goes to by itself (R5.10).
    pub(crate) fn found(case: &Case, finding: &Finding, by: Actor, pack: &Pack) -> Vec<Self> {
        let found = FoundV1 {
            complaint: case.complaint,
            finding: finding.verdict.code().to_owned(),
            root_cause: finding.root_cause.as_str().to_owned(),
            unit: case.unit.clone(),
            by,
            responsible_unit: finding.responsible_unit.clone(),
            cause_path: Some(path(pack, finding.root_cause.as_str())),
        };
        let mut says = vec![Self::Found(found)];
        says.extend(Self::review_asked(case));
        says
    }

    /// That a reviewer is asked, where one is (R5.10).
    pub(crate) fn review_asked(case: &Case) -> Option<Self> {
        let finding = case.stage.finding()?;
        let Review::Asked { reviewer, before_reply } = &finding.review else {
            return None;
        };
        Some(Self::ReviewAsked(ReviewAskedV1 {
            complaint: case.complaint,
            unit: case.unit.clone(),
            finding: finding.verdict.code().to_owned(),
            reviewer: reviewer.code().to_owned(),
            before_reply: *before_reply,
        }))
    }

    /// That the complainant has the reply.
    pub(crate) fn replied(case: &Case, reply: &Reply) -> Self {
        let answered = case.answered.as_ref();
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        Self::Replied(RepliedV1 {
            complaint: case.complaint,
            channel: reply.channel.as_str().to_owned(),
            unit: case.unit.clone(),
            by: reply.by.clone(),
            verify_by: day(answered.and_then(|answered| answered.verify_by)),
            appeal_by: day(answered.and_then(|answered| answered.appeal_by)),
        })
    }

    /// That the case goes to a higher level, where it does.
    pub(crate) fn reopened(case: &Case) -> Option<Self> {
        let Stage::Reopened { why, .. } = &case.stage else {
            return None;
        };
        Some(Self::Reopened(ReopenedV1 {
            complaint: case.complaint,
            unit: case.unit.clone(),
            why: Some(why.code().to_owned()),
        }))
    }

    /// That somebody saw words.
    pub(crate) fn seen(case: &Case, what: &str, purpose: &str, by: Actor) -> Self {
        let (what, purpose) = (what.to_owned(), purpose.to_owned());
        Self::WordsSeen(WordsSeenV1 {
            complaint: case.complaint,
            what,
            purpose,
            by,
        })
    }

    /// Says it within the change: to the unit that holds the case and those above, or where restricted to no unit (R8.2).
    pub(crate) fn say(&self, change: &mut Change, case: &Case) -> Result<(), StoreError> {
        match self {
            Self::OrderAccepted(event) => say(change, case, event),
            Self::StatementTaken(event) => say(change, case, event),
            Self::Found(event) => say(change, case, event),
            Self::Replied(event) => say(change, case, event),
            Self::FollowedUp(event) => say(change, case, event),
            Self::FollowUpLapsed(event) => say(change, case, event),
            Self::Reopened(event) => say(change, case, event),
            Self::Closed(event) => say_at(
                change,
                case,
                event,
                Said {
                    occurred: event.closed,
                    ..Said::default()
                },
            ),
            Self::Archived(event) => say(change, case, event),
            Self::WordsSeen(event) => say(change, case, event),
            Self::ReplyDrafted(event) => say(change, case, event),
            Self::ReplyApproved(event) => say(change, case, event),
            Self::ReplyRefused(event) => say(change, case, event),
            Self::RedressProposed(event) => say(change, case, event),
            Self::RedressDecided(event) => say(change, case, event),
            Self::RedressDelivered(event) => say(change, case, event),
            Self::EvidenceAdded(event) => say(change, case, event),
            Self::EvidenceScanned(event) => say(change, case, event),
            Self::RedressDropped(event) => say(change, case, event),
            Self::ReviewAsked(event) => say(change, case, event),
            Self::Reviewed(event) => say(change, case, event),
            Self::AskedAgain(event) => say(change, case, event),
            Self::OpinionOverruled(event) => say(change, case, event),
            Self::ExtensionTold(event) => say(change, case, event),
            Self::LessonDrawn(event) => say(change, case, event),
            Self::SanctionProposed(event) => say(change, case, event),
            Self::SanctionDecided(event) => say(change, case, event),
            Self::SanctionAppealed(event) => say(change, case, event),
            Self::SanctionSettled(event) => say(change, case, event),
        }
    }
}

/// Where a root cause stands in the tree of the pack that the case is on (R5.2).
fn path(pack: &Pack, cause: &str) -> Vec<String> {
    pack.cause_path(cause).into_iter().map(str::to_owned).collect()
}

/// Says an event about a case, where those may hear it who may hear of the case.
pub(super) fn say(change: &mut Change, case: &Case, event: &impl Event) -> Result<(), StoreError> {
    say_at(change, case, event, Said::default())
}

fn say_at(change: &mut Change, case: &Case, event: &impl Event, said: Said) -> Result<(), StoreError> {
    let scope = if case.restricted {
        Scope::Restricted
    } else {
        Scope::Unit(case.unit.clone())
    };
    change.say(event, case.complaint.uuid(), &scope, said)?;
    Ok(())
}
