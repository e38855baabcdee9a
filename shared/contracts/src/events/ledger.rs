//! What routing says of the ledgers of clocks (R4.5, R4.12): why a due time moved, who asked, who approved.

use huiyin_kernel::{Actor, ClockId, ComplaintId, Timestamp, UnitPath};

use super::samples::{self, Rfc3339};
use crate::event::events;

events! { "routing", "complaint";
    /// The unit reports that it cannot finish in time, before the limit, and asks for more (R4.5). Its words stay in routing.
    DelayAskedV1 "delay_asked" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// The line of its ledger.
        delay: uuid::Uuid = samples::uuid(9),
        /// `extension` or `pause`.
        kind: String = "extension".to_owned(),
        /// The ground's code.
        ground: String = "cannot_be_finished".to_owned(),
        /// The unit that asks.
        unit: UnitPath = samples::unit(),
        /// The unit above that decides.
        decides: UnitPath = samples::branch(),
        /// When the clock is due as it stands.
        #[schemars(with = "Rfc3339")]
        due: Timestamp = samples::at(2880),
        /// Who asks.
        by: Actor = samples::clerk(),
    }

    /// More time was refused: the due time stands (R4.5).
    DelayRefusedV1 "delay_refused" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// The line of its ledger.
        delay: uuid::Uuid = samples::uuid(9),
        /// `extension` or `pause`.
        kind: String = "extension".to_owned(),
        /// The unit that asked.
        unit: UnitPath = samples::unit(),
        /// Who refused it: somebody else than who asked.
        by: Actor = samples::clerk(),
    }

    /// A clock has a new date, and the date is binding (R4.5).
    ClockExtendedV1 "clock_extended" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// The line of its ledger.
        delay: uuid::Uuid = samples::uuid(9),
        /// What it waits for.
        kind: String = "reply".to_owned(),
        /// The unit that it runs for.
        unit: UnitPath = samples::unit(),
        /// `clock_hours`, `working_hours`, `working_days` or `calendar_days`.
        basis: String = "working_days".to_owned(),
        /// How many of them were added.
        amount: u32 = 2,
        /// When it was due.
        #[schemars(with = "Rfc3339")]
        was_due: Timestamp = samples::at(2880),
        /// When it is due from now on.
        #[schemars(with = "Rfc3339")]
        due: Timestamp = samples::at(5760),
        /// Who asked.
        asked_by: Actor = samples::clerk(),
        /// Who approved it: somebody else (R5.10).
        approved_by: Actor = Actor::Operator,
    }

    /// Time is not counted from now on (R4.12).
    ClockPausedV1 "clock_paused" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// The line of its ledger.
        delay: uuid::Uuid = samples::uuid(9),
        /// What it waits for.
        kind: String = "reply".to_owned(),
        /// The unit that it runs for.
        unit: UnitPath = samples::unit(),
        /// The ground's code.
        ground: String = "outside_appraisal".to_owned(),
        /// When it would have been due.
        #[schemars(with = "Rfc3339")]
        was_due: Timestamp = samples::at(2880),
        /// Who asked.
        asked_by: Actor = samples::clerk(),
        /// Who approved it: somebody else (R5.10).
        approved_by: Actor = Actor::Operator,
    }

    /// The ground of a pause has gone: the clock runs on with what was left (R4.12).
    ClockResumedV1 "clock_resumed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// The line of its ledger.
        delay: uuid::Uuid = samples::uuid(9),
        /// What it waits for.
        kind: String = "reply".to_owned(),
        /// The unit that it runs for.
        unit: UnitPath = samples::unit(),
        /// When the pause began.
        #[schemars(with = "Rfc3339")]
        paused: Timestamp = samples::at(1440),
        /// When it would have been due without the pause.
        #[schemars(with = "Rfc3339")]
        was_due: Timestamp = samples::at(2880),
        /// When it is due from now on.
        #[schemars(with = "Rfc3339")]
        due: Timestamp = samples::at(7200),
        /// Who ended the pause.
        by: Actor = samples::clerk(),
    }

    /// A clock was computed anew, because its calendar was corrected (R4.6).
    ClockRecomputedV1 "clock_recomputed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The clock.
        clock: ClockId = ClockId::from_uuid(samples::uuid(3)),
        /// What it waits for.
        kind: String = "reply".to_owned(),
        /// The unit that it runs for.
        unit: UnitPath = samples::unit(),
        /// Why: `calendar_corrected`.
        reason: String = "calendar_corrected".to_owned(),
        /// The calendar's name.
        calendar: String = "cn".to_owned(),
        /// When it was due.
        #[schemars(with = "Rfc3339")]
        was_due: Timestamp = samples::at(2880),
        /// When it is due from now on.
        #[schemars(with = "Rfc3339")]
        due: Timestamp = samples::at(4320),
    }

    /// An open complaint goes on by another version of the policy pack (section 9). What was said of its clocks follows.
    PolicyMigratedV1 "policy_migrated" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The version that it was on.
        from: String = "rural-bank@2026.1".to_owned(),
        /// The version that it is on from now on.
        to: String = "rural-bank@2026.2".to_owned(),
        /// Why: a code. The words that were given stay in routing.
        why: String = "law_changed".to_owned(),
        /// Who moved it.
        by: Actor = Actor::Operator,
    }
}
