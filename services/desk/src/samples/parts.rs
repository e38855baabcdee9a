//! Parts of a case.

use huiyin_contracts::views::investigation::ExtensionView;
use huiyin_kernel::Actor;

use super::{ID, TEXT, at};

/// More time that the complainant was told of.
pub(super) fn extension() -> ExtensionView {
    ExtensionView {
        id: ID.parse().unwrap(),
        due: at("2026-11-30T01:06:00Z"),
        approved_by: Actor::system(TEXT),
        approved: at("2026-11-23T01:06:00Z"),
        state: "owed".to_owned(),
        channel: Some(TEXT.to_owned()),
        last_day: Some("2026-11-30".parse().unwrap()),
        told_by: Some(Actor::system(TEXT)),
        told: Some(at("2026-11-23T01:06:00Z")),
    }
}
