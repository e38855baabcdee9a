//! What is done with orders (R4.7 to R4.9).

use huiyin_kernel::{Date, UnitCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Gives an order back (R4.9), or takes it to the service management above both units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Why, in a sentence; at most 500 characters.
    pub reason: String,
}

/// Asks a unit to co-handle (R4.8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskCoHandler {
    /// The unit.
    pub unit: UnitCode,
    /// What it must supply; at most 500 characters.
    pub asks: String,
    /// The kind of task: `opinion`, `statement`, `document`, `on_site_check` or `appraisal`; an opinion where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "on_site_check")]
    pub task: Option<String>,
    /// Whether the lead's reply goes on without it: then nobody waits.
    #[serde(default)]
    pub optional: bool,
    /// By when; the usual limit where it is absent.
    pub limit: Option<LimitView>,
}

/// A time limit: so many hours or days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitView {
    /// `clock_hours`, `working_hours`, `working_days` or `calendar_days`.
    pub basis: String,
    /// How many of them.
    pub amount: u32,
}

/// Supplies what a co-handling order asks for (R4.8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Supply {
    /// What is supplied, and where it is found; at most 500 characters. Papers themselves are evidence, and stand in the case.
    pub supplied: String,
}

/// Presses the unit that holds an order (R4.7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Supervise {
    /// What is to be done; at most 500 characters.
    pub asks: String,
    /// The day by whose end it is to be answered, where the unit is.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
}

/// Answers a supervision order that somebody gave (R4.7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerSupervision {
    /// What was done, and what is still to be done; at most 500 characters. It is no reply to the complainant.
    pub answer: String,
}

/// Says that the alert of an emergency plan was heard (R5.9).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmAlert {}

/// Takes note of a supervision order (R4.7).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acknowledge {}
