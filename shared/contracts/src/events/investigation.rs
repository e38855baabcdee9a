//! What investigation says.

use huiyin_kernel::{Actor, CaseId, ComplaintId, OrderId, Timestamp, UnitPath};

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
        /// `upheld`, `partly_upheld` or `not_upheld`.
        finding: String = "upheld".to_owned(),
        /// The root cause's code in the policy pack.
        root_cause: String = "work_error".to_owned(),
        /// The unit that found it.
        unit: UnitPath = samples::branch(),
        /// Who found it.
        by: Actor = samples::clerk(),
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
    }

    /// The case is closed with its handling form (R6.1).
    ClosedV1 "closed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// `replied`, `settled`, `declined`, `withdrawn`, or for a complaint of the past the source's own word.
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
    }

    /// The file is in the archive (R6.1).
    ArchivedV1 "archived" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// Who archived it.
        by: Actor = samples::clerk(),
    }

    /// Someone saw what the case holds in words (R8.1).
    WordsSeenV1 "words_seen" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// What was seen: `statements` or `form`.
        what: String = "statements".to_owned(),
        /// What for.
        purpose: String = "reply letter".to_owned(),
        /// Who looked.
        by: Actor = samples::clerk(),
    }
}
