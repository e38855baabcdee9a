//! What investigation says of what the organisation learns (R6.2). No paper's text is in an event.
//!
//! Circulars and improvements are said of the organisation: they concern no single complaint.

use huiyin_kernel::{Actor, Date, UnitPath};
use uuid::Uuid;

use super::samples::{self, CivilDate};
use crate::event::events;

events! { "investigation", "organisation";
    /// A circular goes to units, each of which acknowledges it.
    CircularIssuedV1 "circular_issued" v 1 {
        /// The circular.
        circular: Uuid = samples::uuid(50),
        /// The unit that issues it.
        unit: UnitPath = samples::branch(),
        /// To how many units it goes.
        units: u32 = 12,
        /// The day by which each has acknowledged it.
        #[schemars(with = "CivilDate")]
        due: Date = samples::day(),
        /// Who issued it.
        by: Actor = samples::clerk(),
    }

    /// Units are told of a circular, or reminded of one that they have not acknowledged in time (R6.2); many come as several events.
    CircularToldV1 "circular_told" v 1 {
        /// The circular.
        circular: Uuid = samples::uuid(50),
        /// The unit that issued it.
        unit: UnitPath = samples::branch(),
        /// The units that are told.
        to: Vec<UnitPath> = vec![samples::unit()],
        /// The day by which each has acknowledged it.
        #[schemars(with = "CivilDate")]
        due: Date = samples::day(),
        /// Whether that day is over, and they are reminded.
        reminder: bool = false,
    }

    /// A unit has acknowledged a circular.
    CircularAcknowledgedV1 "circular_acknowledged" v 1 {
        /// The circular.
        circular: Uuid = samples::uuid(50),
        /// The unit that acknowledges it.
        unit: UnitPath = samples::unit(),
        /// Whether the day for it was over.
        late: bool = false,
        /// Who acknowledged it.
        by: Actor = samples::clerk(),
    }

    /// An improvement of a product or a process is proposed to its owner.
    ImprovementProposedV1 "improvement_proposed" v 1 {
        /// The improvement.
        improvement: Uuid = samples::uuid(51),
        /// The unit that proposes it.
        unit: UnitPath = samples::branch(),
        /// The unit that shall do it.
        owner: UnitPath = samples::unit(),
        /// The unit in and below which it shall show.
        reach: UnitPath = samples::branch(),
        /// The root cause that it shall end.
        cause: String = "service_channel".to_owned(),
        /// By which day.
        #[schemars(with = "CivilDate")]
        due: Date = samples::day(),
        /// Who proposes it.
        by: Actor = samples::clerk(),
    }

    /// It is done: from this day on its effect is measured.
    ImprovementDoneV1 "improvement_done" v 1 {
        /// The improvement.
        improvement: Uuid = samples::uuid(51),
        /// The unit that did it.
        owner: UnitPath = samples::unit(),
        /// The unit in and below which it shall show.
        reach: UnitPath = samples::branch(),
        /// The root cause that it shall end.
        cause: String = "service_channel".to_owned(),
        /// On which day.
        #[schemars(with = "CivilDate")]
        on: Date = samples::day(),
        /// Who recorded it.
        by: Actor = samples::clerk(),
    }

    /// Its owner refused it, with a reason.
    ImprovementRefusedV1 "improvement_refused" v 1 {
        /// The improvement.
        improvement: Uuid = samples::uuid(51),
        /// The unit that refused it.
        owner: UnitPath = samples::unit(),
        /// Who refused it.
        by: Actor = samples::clerk(),
    }
}
