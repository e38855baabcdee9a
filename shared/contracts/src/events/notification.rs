//! What notification says.

use huiyin_kernel::ComplaintId;
use uuid::Uuid;

use super::samples;
use crate::event::events;

events! { "notification", "complaint";
    /// A notice reached the mail server, or the folder that stands for it.
    NoticeSentV1 "notice_sent" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The notice.
        notice: Uuid = samples::uuid(6),
        /// The text that it was made from.
        template: String = "complainant.registered".to_owned(),
        /// `complainant` or `staff`. The address is nowhere in the event.
        audience: String = "complainant".to_owned(),
        /// `email` or `folder`.
        channel: String = "email".to_owned(),
    }

    /// A notice cannot be delivered; it is visible in the list of deliveries.
    NoticeFailedV1 "notice_failed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The notice.
        notice: Uuid = samples::uuid(6),
        /// The text that it was made from.
        template: String = "complainant.registered".to_owned(),
        /// `complainant` or `staff`.
        audience: String = "complainant".to_owned(),
        /// Why, as a code: `no_address`, `refused`, `gave_up`.
        reason: String = "no_address".to_owned(),
    }
}
