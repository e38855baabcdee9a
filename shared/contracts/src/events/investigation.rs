//! What investigation says.

use huiyin_kernel::{Actor, CaseId, ComplaintId, DestructionId, Money, OrderId, Timestamp, UnitPath};
use uuid::Uuid;

use super::samples::{self, Rfc3339};
use crate::event::events;

events! { "investigation", "complaint";
    /// The unit started work on its order (R4.3).
    OrderAcceptedV1 "order_accepted" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The unit's case.
        case: CaseId = CaseId::from_uuid(samples::uuid(5)),
        /// The order.
        order: OrderId = OrderId::from_uuid(samples::uuid(2)),
        /// The unit.
        unit: UnitPath = samples::branch(),
        /// Who accepted it: the handler.
        by: Actor = samples::clerk(),
    }

    /// A statement was taken (R5.1). Its words stay in investigation.
    StatementTakenV1 "statement_taken" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// SHA-256 of the statement, in hexadecimal.
        sha256: String = "0".repeat(64),
        /// Who took it.
        by: Actor = samples::clerk(),
    }

    /// There is a finding (R5.2).
    FoundV1 "found" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// `upheld`, `partly_upheld`, `not_upheld`, or `communication`: help or advice was asked for, or somebody vents.
        finding: String = "upheld".to_owned(),
        /// The root cause's code in the policy pack; of a communication complaint its kind.
        root_cause: String = "work_error".to_owned(),
        /// The unit that found it.
        unit: UnitPath = samples::branch(),
        /// Who found it.
        by: Actor = samples::clerk(),
        /// The unit that is responsible, where one is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        responsible_unit: Option<UnitPath> = Some(samples::unit()),
        /// The root cause with those that it is a kind of in the policy pack's tree, the branch first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause_path: Option<Vec<String>> = Some(vec!["work_error".to_owned()]),
    }

    /// The complainant has a reply (R5.4). Its words stay in investigation.
    RepliedV1 "replied" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The channel: `letter`, `email`, `phone`, `visit` …
        channel: String = "phone".to_owned(),
        /// The unit that replied.
        unit: UnitPath = samples::branch(),
        /// Who replied.
        by: Actor = samples::clerk(),
        /// The last day to ask the level above to verify the answer (R5.11).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        verify_by: Option<String> = Some("2026-12-23".to_owned()),
        /// The last day to appeal.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        appeal_by: Option<String> = Some("2026-12-23".to_owned()),
    }

    /// A follow-up visit was made (R5.8).
    FollowedUpV1 "followed_up" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// `satisfied`, `dissatisfied` or `unreachable`.
        satisfaction: String = "satisfied".to_owned(),
        /// Who made it: someone other than the handler (R5.10).
        by: Actor = samples::clerk(),
    }

    /// Nobody made the follow-up visit, and the time for it is over (R5.8): the case may be closed.
    FollowUpLapsedV1 "follow_up_lapsed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The unit that holds the case.
        unit: UnitPath = samples::branch(),
        /// When it was over: reckoned once, from the reply.
        #[schemars(with = "Rfc3339")]
        lapsed: Timestamp = samples::at(1440),
        /// Who ended the wait: the service.
        by: Actor = Actor::system("investigation"),
    }

    /// A dissatisfied complainant's case goes to a higher level (R5.8).
    ReopenedV1 "reopened" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The unit that it leaves.
        unit: UnitPath = samples::unit(),
        /// Why: `dissatisfied`, `verification` (R5.11), `appeal`, or `overruled` by the reviewer after the reply (R5.10).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String> = Some("dissatisfied".to_owned()),
    }

    /// The case is closed with its handling form (R6.1).
    ClosedV1 "closed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// `replied`, `settled`, `declined`, `withdrawn`, `mediation`, `arbitration`, `court` (R5.7), or for a complaint of the past
        /// the source's own word.
        ending: String = "replied".to_owned(),
        /// The finding, where there is one.
        finding: Option<String> = Some("upheld".to_owned()),
        /// The root cause.
        root_cause: Option<String> = Some("work_error".to_owned()),
        /// The unit that handled it.
        unit: UnitPath = samples::branch(),
        /// SHA-256 of the handling form, in hexadecimal; absent where the ending needs none.
        form_sha256: Option<String> = Some("0".repeat(64)),
        /// When it was closed; absent for a complaint of the past that ended on a day that nobody wrote down.
        #[schemars(with = "Option<Rfc3339>")]
        closed: Option<Timestamp> = Some(samples::at(1500)),
        /// Who closed it.
        by: Actor = samples::clerk(),
        /// The root cause with those that it is a kind of in the policy pack's tree, the branch first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause_path: Option<Vec<String>> = Some(vec!["work_error".to_owned()]),
    }

    /// The file is in the archive (R6.1).
    ArchivedV1 "archived" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// Who archived it.
        by: Actor = samples::clerk(),
        /// The class in the archive that the policy pack sets (R8.3); absent where it sets no term.
        retention: Option<String> = Some("retention".to_owned()),
        /// The last day on which the file is kept.
        kept_until: Option<String> = Some("2029-11-27".to_owned()),
    }

    /// Investigation destroyed what it kept of a complaint: its key, the case, statements, papers, forms, evidence (R8.3).
    CaseDestroyedV1 "case_destroyed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The list that ordered it.
        list: DestructionId = samples::destruction(),
        /// How many rows were emptied or removed.
        rows: u64 = 3,
        /// How many files were removed.
        files: u64 = 1,
    }

    /// Someone saw what the case holds in words (R8.1).
    WordsSeenV1 "words_seen" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// What was seen: `statements`, `form`, `evidence`, `sanctions`, `lessons` or `answers`.
        what: String = "statements".to_owned(),
        /// What for.
        purpose: String = "reply letter".to_owned(),
        /// Who looked.
        by: Actor = samples::clerk(),
    }

    /// A file was taken in as evidence (R5.1). Its name and content stay in investigation.
    EvidenceAddedV1 "evidence_added" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The evidence.
        evidence: Uuid = samples::uuid(31),
        /// `record`, `recording`, `photo` …
        kind: String = "recording".to_owned(),
        /// Who gave it, by role.
        given_by: String = "complainant".to_owned(),
        /// SHA-256 of its content, in hexadecimal.
        sha256: String = "0".repeat(64),
        /// How long it is.
        bytes: u64 = 1_048_576,
        /// What its first bytes tell that it is.
        media_type: String = "audio/mpeg".to_owned(),
        /// `clean`, `unscanned`, `over_limit`, `encrypted` or `infected`.
        scan: String = "clean".to_owned(),
        /// The evidence that it takes the place of.
        supersedes: Option<Uuid> = None,
        /// Who took it in.
        by: Actor = samples::clerk(),
    }

    /// A file that nobody had scanned was scanned.
    EvidenceScannedV1 "evidence_scanned" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The evidence.
        evidence: Uuid = samples::uuid(31),
        /// What the scanner says: `clean`, `over_limit`, `encrypted` or `infected`.
        scan: String = "infected".to_owned(),
    }

    /// A reply was written that must be approved before it goes out (R5.4). Its words stay in investigation.
    ReplyDraftedV1 "reply_drafted" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The unit that wrote it.
        unit: UnitPath = samples::branch(),
        /// Who approves it: `parent`, or a duty.
        approver: String = "parent".to_owned(),
        /// Who wrote it.
        by: Actor = samples::clerk(),
        /// Who approves it besides, each by a duty or `parent`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        then: Vec<String> = vec!["press_office".to_owned()],
    }

    /// One of several whom the policy names approved a drafted reply; others are awaited still (R5.4). The last approval is `replied`.
    ReplyApprovedV1 "reply_approved" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The unit that wrote it.
        unit: UnitPath = samples::branch(),
        /// As what they approved it: `parent`, or duties.
        approvers: Vec<String> = vec!["parent".to_owned()],
        /// Whose approval is awaited still.
        left: Vec<String> = vec!["press_office".to_owned()],
        /// Who approved it.
        by: Actor = samples::clerk(),
    }

    /// A drafted reply was given back: it does not go out like this (R5.4). One that is approved is `replied`.
    ReplyRefusedV1 "reply_refused" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The unit that wrote it.
        unit: UnitPath = samples::branch(),
        /// Who gave it back.
        by: Actor = samples::clerk(),
    }

    /// Redress is proposed; within the unit's authority it is owed at once (R5.3, R5.7).
    RedressProposedV1 "redress_proposed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The redress.
        redress: Uuid = samples::uuid(30),
        /// `money`, `fee_waiver`, `goods`, `service`, `correction` …
        kind: String = "money".to_owned(),
        /// What it is worth.
        amount: Option<Money> = Some(samples::yuan(800_000)),
        /// The unit that proposes it.
        unit: UnitPath = samples::branch(),
        /// Who approves it: `parent`, or a duty; absent where the unit settles alone.
        approver: Option<String> = Some("supervision_desk".to_owned()),
        /// Who proposes it.
        by: Actor = samples::clerk(),
    }

    /// Redress beyond the unit's authority was approved or refused (R5.3).
    RedressDecidedV1 "redress_decided" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The redress.
        redress: Uuid = samples::uuid(30),
        /// Whether it is approved.
        approved: bool = true,
        /// What it is worth.
        amount: Option<Money> = Some(samples::yuan(800_000)),
        /// Who decided: somebody other than who proposed it (P16).
        by: Actor = samples::clerk(),
    }

    /// Redress was paid or done, with proof (R5.7).
    RedressDeliveredV1 "redress_delivered" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The redress.
        redress: Uuid = samples::uuid(30),
        /// `money`, `fee_waiver`, `goods`, `service`, `correction` …
        kind: String = "money".to_owned(),
        /// What it is worth.
        amount: Option<Money> = Some(samples::yuan(800_000)),
        /// Who recorded it.
        by: Actor = samples::clerk(),
    }

    /// Redress that was not delivered is given up (R5.7).
    RedressDroppedV1 "redress_dropped" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The redress.
        redress: Uuid = samples::uuid(30),
        /// `money`, `fee_waiver`, `goods`, `service`, `correction` …
        kind: String = "money".to_owned(),
        /// What it was worth.
        amount: Option<Money> = Some(samples::yuan(800_000)),
        /// Whether it had been owed: approved, or within the unit's authority.
        was_owed: bool = true,
        /// Who dropped it.
        by: Actor = samples::clerk(),
    }

    /// What is not fully upheld goes by itself to a reviewer outside of the unit (R5.10).
    ReviewAskedV1 "review_asked" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The unit that found it.
        unit: UnitPath = samples::branch(),
        /// What it found.
        finding: String = "not_upheld".to_owned(),
        /// Who reviews: `parent`, or a duty.
        reviewer: String = "parent".to_owned(),
        /// Whether the reply waits for it; otherwise the closing alone does.
        before_reply: bool = false,
    }

    /// The reviewer has looked (R5.10).
    ReviewedV1 "reviewed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The unit that found it.
        unit: UnitPath = samples::branch(),
        /// The finding that holds.
        finding: String = "upheld".to_owned(),
        /// Whether it is another one than the unit's.
        overruled: bool = true,
        /// Who reviewed: somebody outside of the unit.
        by: Actor = samples::clerk(),
    }

    /// The complainant disagrees with the answer, in time (R5.8, R5.11). Their reasons stay in investigation.
    AskedAgainV1 "asked_again" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// `verification` by the level above, or `appeal` to the appeals body.
        way: String = "verification".to_owned(),
        /// The unit that had answered.
        unit: UnitPath = samples::branch(),
        /// When it had answered: from then the time is counted.
        #[schemars(with = "Rfc3339")]
        answered: Timestamp = samples::at(1440),
        /// Who recorded it.
        by: Actor = samples::clerk(),
    }

    /// A lesson was drawn from the case (R6.2). Its words stay in investigation.
    LessonDrawnV1 "lesson_drawn" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The lesson.
        lesson: Uuid = samples::uuid(52),
        /// The root cause that was found.
        cause: String = "service_channel".to_owned(),
        /// The unit that holds the case.
        unit: UnitPath = samples::branch(),
        /// Who drew it.
        by: Actor = samples::clerk(),
    }

    /// The complainant is told that the reply needs longer (R4.5). The letter stays in investigation.
    ExtensionToldV1 "extension_told" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The line of routing's ledger by which it is extended.
        delay: uuid::Uuid = samples::uuid(9),
        /// How: `letter`, `phone`, `visit` …
        channel: String = "letter".to_owned(),
        /// The day that the letter commits to.
        last_day: String = "2026-11-30".to_owned(),
        /// The unit that told it.
        unit: UnitPath = samples::unit(),
        /// Who did.
        by: Actor = samples::clerk(),
    }

    /// The lead goes on without a co-handler's opinion, by name (R4.8). The reason stays in investigation.
    OpinionOverruledV1 "opinion_overruled" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The co-handling order.
        order: OrderId = OrderId::from_uuid(samples::uuid(8)),
        /// The unit whose opinion it is.
        unit: UnitPath = samples::unit(),
        /// Who goes on without it.
        by: Actor = samples::clerk(),
    }
}
