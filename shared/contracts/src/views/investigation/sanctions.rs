//! Accountability: sanctions by the policy pack's table (R6.3).

use huiyin_kernel::{Actor, Date, Money, StaffCode, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// `POST /cases/{id}/sanctions`: what a misstep shall cost somebody.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeSanction {
    /// The row of the policy pack's table.
    #[schema(example = "attitude")]
    pub rule: String,
    /// In which role it hits.
    pub role: SanctionRole,
    /// Whom: by staff code.
    #[schema(value_type = String)]
    pub person: StaffCode,
    /// How much, in minor units: within the row's range.
    pub amount: Money,
    /// Whether somebody lost money by the misstep.
    #[serde(default)]
    pub loss: bool,
    /// Whether the complainant went over the unit's head because of it.
    #[serde(default)]
    pub skips_level: bool,
    /// Why so much: 1 to 20 000 characters.
    #[schema(min_length = 1, max_length = 20000)]
    pub reasons: String,
}

/// In which role a sanction hits somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SanctionRole {
    /// The person at fault.
    Person,
    /// The head of the responsible unit.
    Head,
    /// A leader of the level above it.
    LeaderOne,
    /// A leader two levels above it.
    LeaderTwo,
}

/// `POST /cases/{id}/sanctions/{sanction}/appeal`: who is hit appeals.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealSanction {
    /// Their grounds: 1 to 20 000 characters.
    #[schema(min_length = 1, max_length = 20000)]
    pub grounds: String,
}

/// `POST /cases/{id}/sanctions/{sanction}/settlement`: the appeals body decides.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleAppeal {
    /// Whether the sanction stays; otherwise it is lifted.
    pub stays: bool,
    /// Why: 1 to 20 000 characters.
    #[schema(min_length = 1, max_length = 20000)]
    pub reasons: String,
}

/// A sanction of a case, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SanctionView {
    /// The sanction.
    pub id: Uuid,
    /// The row of the policy pack's table.
    pub rule: String,
    /// In which role it hits: `person`, `head`, `leader_one` or `leader_two`.
    pub role: String,
    /// Whom.
    #[schema(value_type = String)]
    pub person: StaffCode,
    /// The unit that they answer for.
    pub unit: UnitPath,
    /// How much.
    pub amount: Money,
    /// `proposed`, `refused`, `imposed`, `appealed`, `confirmed` or `lifted`.
    pub state: String,
    /// The last day to appeal, while it is imposed.
    #[schema(value_type = Option<String>, format = Date)]
    pub appeal_by: Option<Date>,
    /// Who proposed it.
    pub proposed_by: Actor,
    /// Who decided, and last on the appeal.
    pub decided_by: Option<Actor>,
}

/// A sanction with its words, as the form shows it and who looks at it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct SanctionWords {
    /// Without its words.
    #[serde(flatten)]
    pub sanction: SanctionView,
    /// Why it was proposed.
    pub reasons: String,
    /// Why it was refused.
    pub refused: Option<String>,
    /// The grounds of the appeal.
    pub grounds: Option<String>,
    /// Why the appeals body decided so.
    pub settled: Option<String>,
}
