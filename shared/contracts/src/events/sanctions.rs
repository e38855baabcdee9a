//! What investigation says of accountability (R6.3). Whom a sanction hits, and why, stays in investigation: figures need the unit alone.

use huiyin_kernel::{Actor, ComplaintId, Money, UnitPath};
use uuid::Uuid;

use super::samples;
use crate::event::events;

events! { "investigation", "complaint";
    /// A sanction is proposed, by a row of the policy pack's table.
    SanctionProposedV1 "sanction_proposed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The sanction.
        sanction: Uuid = samples::uuid(40),
        /// The table's row.
        rule: String = "attitude".to_owned(),
        /// The root cause that was found.
        cause: String = "service_attitude".to_owned(),
        /// In which role it hits: `person`, `head`, `leader_one` or `leader_two`.
        role: String = "person".to_owned(),
        /// The unit that who is hit answers for.
        unit: UnitPath = samples::unit(),
        /// How much.
        amount: Money = samples::yuan(50_000),
        /// Who proposes it.
        by: Actor = samples::clerk(),
    }

    /// Somebody other than who proposed it imposed or refused it (P16).
    SanctionDecidedV1 "sanction_decided" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The sanction.
        sanction: Uuid = samples::uuid(40),
        /// Whether it is imposed.
        imposed: bool = true,
        /// The unit that who is hit answers for.
        unit: UnitPath = samples::unit(),
        /// How much.
        amount: Money = samples::yuan(50_000),
        /// The last day to appeal; absent where it is refused, or the policy sets no such period.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        appeal_by: Option<String> = Some("2026-12-11".to_owned()),
        /// Who decided.
        by: Actor = samples::clerk(),
    }

    /// Who is hit appeals: the appeals body is asked.
    SanctionAppealedV1 "sanction_appealed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The sanction.
        sanction: Uuid = samples::uuid(40),
        /// The unit that who is hit answers for.
        unit: UnitPath = samples::unit(),
        /// Who recorded the appeal.
        by: Actor = samples::clerk(),
    }

    /// The appeals body confirmed or lifted it: the last word.
    SanctionSettledV1 "sanction_settled" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The sanction.
        sanction: Uuid = samples::uuid(40),
        /// Whether it stays; otherwise it is lifted.
        stays: bool = false,
        /// The unit that who is hit answers for.
        unit: UnitPath = samples::unit(),
        /// How much.
        amount: Money = samples::yuan(50_000),
        /// Who decided on the appeal: nobody who proposed or imposed it.
        by: Actor = samples::clerk(),
    }
}
