//! The version of the policy that a case is on (section 9).

use huiyin_chassis::Outcome;
use huiyin_contracts::Event;
use huiyin_contracts::events::ledger::PolicyMigratedV1;
use huiyin_contracts::views::investigation::CauseView;
use serde_json::json;

use super::room::{Room, complaint};
use crate::bus;
use crate::domain::sample;

fn moved(to: &str) -> PolicyMigratedV1 {
    PolicyMigratedV1 {
        complaint: complaint(1),
        to: to.to_owned(),
        ..PolicyMigratedV1::example()
    }
}

#[tokio::test]
async fn r5_2_a_case_shows_the_root_causes_of_its_pack_branch_by_branch() {
    let room = Room::sqlite().await;
    let case = room.opens(1).await;
    let causes = room.get(&format!("{case}/causes"), None).await.body;
    assert_eq!(
        causes.as_array().unwrap().len(),
        sample::pack().lists().root_causes.len()
    );
    assert_eq!(
        causes[0],
        json!({"code": "work_error", "parent": null, "level": 1, "zh": "工作差错", "en": "Work error"})
    );
    let stranger = room.get(&format!("{case}/causes"), Some(("stranger", "ho.b02"))).await;
    assert_eq!(stranger.status, 404);
    let moved = room.hears(moved("queue-service@2026.1"), bus::migrated::hear).await;
    assert_eq!(moved, Outcome::Done);
    let causes = room.get(&format!("{case}/causes"), None).await.body;
    let causes: Vec<CauseView> = serde_json::from_value(causes).unwrap();
    let levels: Vec<_> = causes.into_iter().map(|cause| (cause.code, cause.level)).collect();
    let wanted = [
        ("error", 1),
        ("contradictory_advice", 1),
        ("waiting", 1),
        ("counters", 2),
        ("idle_counters", 3),
        ("closed_counters", 3),
        ("waiting_before", 2),
        ("waiting_during", 2),
        ("unfounded", 1),
    ];
    assert_eq!(levels, wanted.map(|(code, level)| (code.to_owned(), level)));
}

#[tokio::test]
async fn a_case_goes_on_by_the_version_that_routing_moved_its_complaint_to() {
    for room in Room::both().await {
        let early = room.hears(moved("hospital@2026.1"), bus::migrated::hear).await;
        assert!(matches!(early, Outcome::Retry(_)), "it waits for the order: {early:?}");
        room.opens(1).await;
        assert_eq!(
            room.hears(moved("hospital@2026.1"), bus::migrated::hear).await,
            Outcome::Done
        );
        let case = room.app.case_of(complaint(1)).await.unwrap().case;
        assert_eq!(case.policy.as_deref(), Some("hospital@2026.1"));
        assert_eq!(room.app.check_policies().await, Ok(()));
    }
}

#[tokio::test]
async fn readiness_warns_as_long_as_an_open_case_is_on_a_version_that_is_not_at_hand() {
    for room in Room::both().await {
        room.opens(1).await;
        assert_eq!(room.app.check_policies().await, Ok(()));
        assert_eq!(
            room.hears(moved("rural-bank@2019.1"), bus::migrated::hear).await,
            Outcome::Done
        );
        let told = room.app.check_policies().await.unwrap_err();
        assert!(
            told.starts_with(
                "open cases are on versions of the policy pack that are not at hand, and the configured one governs: rural-bank@2019.1;"
            ),
            "{told}"
        );
        assert_eq!(room.withdrawn(complaint(1)).await, Outcome::Done);
        assert_eq!(
            room.app.check_policies().await,
            Ok(()),
            "a closed case waits for no version"
        );
    }
}
