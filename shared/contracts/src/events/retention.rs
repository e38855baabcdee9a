//! What audit says of files in the archive: holds, and lists of what is destroyed (R8.3). No event says why in words.

use huiyin_kernel::{Actor, ComplaintId, DestructionId, HoldId};

use super::samples;
use crate::event::events;

events! { "audit", "complaint";
    /// A file is kept beyond its term until the hold ends (R8.3).
    FileHeldV1 "file_held" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The hold.
        hold: HoldId = samples::hold(),
        /// Why: `court`, `regulator`, `inspection`, `dispute` or `audit`.
        ground: String = "court".to_owned(),
        /// Who put it on hold.
        by: Actor = samples::clerk(),
    }

    /// A hold ended (R8.3).
    FileReleasedV1 "file_released" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The hold.
        hold: HoldId = samples::hold(),
        /// Who ended it.
        by: Actor = samples::clerk(),
    }

    /// Somebody put a file whose term is over on a list of what is to be destroyed (R8.3).
    DestructionProposedV1 "destruction_proposed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The list.
        list: DestructionId = samples::destruction(),
        /// The file's class in the archive.
        class: String = "retention".to_owned(),
        /// The last day on which it had to be kept.
        kept_until: String = "2029-11-27".to_owned(),
        /// Who put it there.
        by: Actor = samples::clerk(),
    }

    /// The list was given up; the file stays.
    DestructionDroppedV1 "destruction_dropped" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The list.
        list: DestructionId = samples::destruction(),
        /// Who gave it up.
        by: Actor = samples::clerk(),
    }

    /// A second person approved the list: each service destroys what it keeps of the complaint in words and files (R8.3).
    DestructionOrderedV1 "destruction_ordered" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The list.
        list: DestructionId = samples::destruction(),
        /// The file's class in the archive.
        class: String = "retention".to_owned(),
        /// The last day on which it had to be kept.
        kept_until: String = "2029-11-27".to_owned(),
        /// Who put it on the list.
        proposed_by: Actor = samples::clerk(),
        /// Who approved the list: another one.
        by: Actor = samples::manager(),
    }
}
