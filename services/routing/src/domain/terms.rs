//! What a policy pack will say once its format has a place for it: each with the value that holds until then.

use huiyin_worktime::{Basis, Limit};

/// Parameters of orders and of the deadline ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    /// How long a co-handling unit has, where who asks names no limit (R4.8).
    pub(crate) supply: Limit,
    /// The longest limit that a lead unit can give a co-handling one.
    pub(crate) supply_most: u32,
    /// At which percent of its limit a co-handling unit is reminded (R4.7).
    pub(crate) supply_remind_at: Vec<u8>,
    /// At which percent of the time to react the second contact is told; the responsible person is told at the limit (R2.3).
    pub(crate) second_contact_at: u8,
    /// How many extensions a clock can have: the first new date is binding (R4.5).
    pub(crate) extensions: usize,
    /// The longest extension, in the basis in which it is asked for.
    pub(crate) extension_most: u32,
    /// The grounds on which time is not counted (R4.12).
    pub(crate) pause_grounds: Vec<String>,
    /// How long after its start a reply is due at the latest, whatever is decided inside the organisation (R4.12).
    pub(crate) reply_ceiling: Limit,
}

impl Default for Terms {
    fn default() -> Self {
        let grounds = ["outside_appraisal", "other_authority", "complainant_supplies"];
        Self {
            supply: Limit {
                basis: Basis::WorkingDays,
                amount: 2,
            },
            supply_most: 60,
            supply_remind_at: vec![50, 80],
            second_contact_at: 75,
            extensions: 1,
            extension_most: 30,
            pause_grounds: grounds.map(str::to_owned).to_vec(),
            reply_ceiling: Limit {
                basis: Basis::CalendarDays,
                amount: 60,
            },
        }
    }
}
