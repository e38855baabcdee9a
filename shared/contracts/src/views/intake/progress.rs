//! The complainant's own view (R3.3, R5.6).

use huiyin_kernel::{ComplaintNumber, Date, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a complainant shows: number and receipt code, as they type them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The complaint's number.
    pub number: String,
    /// The receipt code; hyphens, spaces and small letters do not matter.
    pub receipt_code: String,
}

/// Something for the file, from the complainant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddByReceipt {
    /// The complaint's number.
    pub number: String,
    /// The receipt code.
    pub receipt_code: String,
    /// The words; at most 20 000 characters.
    pub words: String,
    /// Whether they bring new facts.
    #[serde(default)]
    pub new_facts: bool,
}

/// What the complainant thinks of the answer (R5.8).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateByReceipt {
    /// The complaint's number.
    pub number: String,
    /// The receipt code.
    pub receipt_code: String,
    /// `satisfied`, or `dissatisfied`: then it goes to a higher level.
    pub satisfaction: String,
    /// What they say besides; at most 5 000 characters.
    pub words: Option<String>,
}

/// That the complainant disagrees with the answer (R5.8, R5.11).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisagreeByReceipt {
    /// The complaint's number.
    pub number: String,
    /// The receipt code.
    pub receipt_code: String,
    /// `verification` by the level above, or `appeal` to the appeals body.
    pub way: String,
    /// Why; at most 5 000 characters.
    pub words: String,
}

/// How far a complaint has come.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    /// The complaint's number.
    pub number: ComplaintNumber,
    /// Its stage, as in `Standing::stage`.
    pub stage: String,
    /// The language for letters.
    pub language: String,
    /// What has happened, the oldest first.
    pub steps: Vec<Step>,
    /// The promised date: when the reply is due.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub promised: Option<Timestamp>,
    /// The rule behind that date, and the last extension; absent where nothing was said of it yet.
    #[serde(default)]
    pub promise: Option<Promise>,
    /// The name of the unit that is responsible now.
    pub responsible_unit: Option<String>,
    /// Whether it can still be withdrawn.
    pub can_withdraw: bool,
    /// Whether they may say now whether they are satisfied with the answer (R5.8).
    #[serde(default)]
    pub can_rate: bool,
    /// The last day to ask the level above to verify the answer, as long as that can be asked for (R5.11).
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    pub verify_by: Option<Date>,
    /// The last day to appeal, as long as that can be asked for (R5.8).
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    pub appeal_by: Option<Date>,
}

/// Why the reply is due when it is (R4.4, R4.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Promise {
    /// The rule that set it.
    pub rule: String,
    /// `clock_hours`, `working_hours`, `working_days` or `calendar_days`.
    pub basis: String,
    /// How many of them.
    pub amount: u32,
    /// The last extension, where there is one. Its reason is in the letter that tells of it.
    pub extended: Option<Extended>,
}

/// More time for the reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Extended {
    /// As in [`Promise::basis`].
    pub basis: String,
    /// How many of them were added.
    pub amount: u32,
    /// When the reply had been due.
    #[schema(value_type = String, format = DateTime)]
    pub was_due: Timestamp,
}

/// One step in plain words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Step {
    /// Its code.
    pub step: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// What the complainant was told with it: the reason of a decline, the answer on the spot.
    pub words: Option<String>,
}
