//! What audit says of break-glass: who asked to see a complaint that the rules keep from them, and who let them (R8.1). The ground is a
//! code, and where it is found is a file number: no event says why in words.

use huiyin_kernel::{Actor, BreakGlassId, ComplaintId, Timestamp};

use super::samples::{self, Rfc3339};
use crate::event::events;

events! { "audit", "complaint";
    /// Somebody asked to see a complaint that the rules keep from them.
    BreakGlassAskedV1 "break_glass_asked" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The request.
        request: BreakGlassId = samples::break_glass(),
        /// Why: `safety`, `court`, `regulator`, `audit`, `absence` or `fault`.
        ground: String = "court".to_owned(),
        /// For how many hours.
        hours: u32 = 4,
        /// Who asked.
        by: Actor = samples::clerk(),
    }

    /// A second person opened it to them until an instant (P16). The data officer is told.
    BreakGlassOpenedV1 "break_glass_opened" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The request.
        request: BreakGlassId = samples::break_glass(),
        /// Why: `safety`, `court`, `regulator`, `audit`, `absence` or `fault`.
        ground: String = "court".to_owned(),
        /// When it closes by itself.
        #[schemars(with = "Rfc3339")]
        until: Timestamp = samples::at(240),
        /// To whom it was opened.
        asked_by: Actor = samples::clerk(),
        /// Who opened it: another one.
        by: Actor = samples::manager(),
    }

    /// A second person did not.
    BreakGlassRefusedV1 "break_glass_refused" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The request.
        request: BreakGlassId = samples::break_glass(),
        /// Who refused.
        by: Actor = samples::manager(),
    }

    /// Whom it was opened to went in. Each look at who complained and what they said is recorded beside it.
    BreakGlassUsedV1 "break_glass_used" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The request.
        request: BreakGlassId = samples::break_glass(),
        /// Who went in.
        by: Actor = samples::clerk(),
    }

    /// It was closed before its time.
    BreakGlassClosedV1 "break_glass_closed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The request.
        request: BreakGlassId = samples::break_glass(),
        /// Who closed it.
        by: Actor = samples::manager(),
    }
}
