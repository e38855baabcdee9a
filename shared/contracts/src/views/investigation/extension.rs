//! More time for the reply, and the letter about it (R4.5).

use huiyin_kernel::{Actor, Date, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// `POST /cases/{id}/extensions/{extension}/letter`: the complainant is told that the reply needs longer.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TellExtension {
    /// How they are told: the channel that they chose; `letter`, `phone`, `visit` …
    #[schema(example = "letter")]
    pub channel: String,
    /// Why it needs longer, in words for them: 1 to 20 000 characters. They stand in the letter.
    #[schema(min_length = 1, max_length = 20000)]
    pub reason: String,
}

/// More time for the reply, without words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExtensionView {
    /// The line of routing's ledger.
    pub id: Uuid,
    /// When the reply is due by it.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
    /// Who approved it.
    pub approved_by: Actor,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub approved: Timestamp,
    /// What became of its letter: `owed`, `told`, or `overtaken` where the answer or a later extension made it pointless.
    pub state: String,
    /// How the complainant was told.
    pub channel: Option<String>,
    /// The day that the letter commits to.
    #[schema(value_type = Option<String>, format = Date)]
    pub last_day: Option<Date>,
    /// Who told them.
    pub told_by: Option<Actor>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub told: Option<Timestamp>,
}

/// More time for the reply, as the form shows it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct FormExtension {
    /// Without words.
    #[serde(flatten)]
    pub extension: ExtensionView,
    /// Why, as the complainant was told.
    pub reason: Option<String>,
    /// The whole letter.
    pub letter: Option<String>,
}

/// A letter that went out to the complainant, to be printed. `GET /cases/{id}/letters` records the look (R8.1).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct SentLetter {
    /// The approved text's code in the policy pack: `extended`, `reply_upheld` …
    pub text: String,
    /// How it went out.
    pub channel: String,
    /// The letter.
    pub words: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who sent it.
    pub by: Actor,
}
