//! The register as a list and one by one, without personal data.

use huiyin_contracts::views::intake::ComplaintView;
use huiyin_testkit::{Databases, World};
use jiff::SignedDuration;
use serde_json::json;

use crate::world::{CANARIES, command, get_as, register, start, told, told_with};

async fn list(world: &World, headers: &[(&str, &str)], query: &str) -> Vec<ComplaintView> {
    let (status, body) = get_as(world, headers, &format!("/intake/v1/complaints{query}")).await;
    assert_eq!(status, 200, "{body}");
    for canary in CANARIES {
        assert!(!body.to_string().contains(canary), "{canary} is in the list");
    }
    serde_json::from_value(body["items"].clone()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_register_is_filtered_by_subtree_stage_channel_and_time() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let one = register(&world, &told()).await;
        world.wait(SignedDuration::from_secs(1));
        let other = register(&world, &told_with("unit", json!("o_1"))).await;
        world.wait(SignedDuration::from_secs(1));
        let third = json!({ "unit": "b012", "channel": "letter", "registered_by_unit": "ho",
            "complainant": { "anonymous": true }, "narrative": "x", "received": "2026-11-01T00:00:00Z" });
        let third = register(&world, &third).await;
        command(&world, other.id, "accept", json!({})).await;
        for (query, expected) in [
            ("", vec![third.id, other.id, one.id]),
            ("?unit=ho.b01", vec![other.id, one.id]),
            ("?unit=ho.b01.o_1", vec![other.id]),
            ("?stage=accepted", vec![other.id]),
            ("?channel=letter", vec![third.id]),
            ("?received_to=2026-11-02T00:00:00Z", vec![third.id]),
            ("?received_from=2026-11-02T00:00:00Z&stage=registered", vec![one.id]),
        ] {
            let found: Vec<_> = list(&world, &[], query).await.iter().map(|row| row.id).collect();
            assert_eq!(found, expected, "{query}");
            let (status, count) = get_as(&world, &[], &format!("/intake/v1/complaints/count{query}")).await;
            assert_eq!(
                (status, &count),
                (200, &json!({ "rows": expected.len(), "more": false })),
                "{query}"
            );
        }
        let (_, none) = get_as(&world, &[], "/intake/v1/complaints/count?limit=1").await;
        assert_eq!(none["rows"], 3, "a page's limit is none of the count's");
        let (status, wrong) = get_as(&world, &[], "/intake/v1/complaints?stage=lost").await;
        assert_eq!(status, 422);
        assert!(
            wrong["detail"]
                .as_str()
                .unwrap()
                .starts_with("there is no stage \"lost\"; the stages are registered")
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_follow_each_other_without_a_gap() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let mut expected = Vec::new();
        for _ in 0..5 {
            expected.insert(0, register(&world, &told()).await.id.to_string());
        }
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let (_, page) = get_as(&world, &[], &format!("/intake/v1/complaints?limit=2{after}")).await;
            let rows = page["items"].as_array().unwrap();
            found.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_see_their_subtree_and_nothing_restricted() {
    let world = start(Databases::Sqlite).await;
    let seen = register(&world, &told()).await.id;
    register(&world, &told_with("leader_concerned", json!(true))).await;
    let staff = |unit: &'static str| [("huiyin-staff", "s1"), ("huiyin-unit", unit)];
    let (_, count) = get_as(&world, &staff("ho.b01"), "/intake/v1/complaints/count").await;
    assert_eq!(
        count,
        json!({ "rows": 1, "more": false }),
        "what is hidden is not counted (R8.2)"
    );
    let branch: Vec<_> = list(&world, &staff("ho.b01"), "")
        .await
        .iter()
        .map(|row| row.id)
        .collect();
    assert_eq!(branch, [seen]);
    assert_eq!(list(&world, &staff("ho.b02"), "").await, []);
    assert_eq!(list(&world, &[], "").await.len(), 2, "the operator sees all");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_complaint_is_found_by_id_and_number_and_shows_no_personal_data() {
    let world = start(Databases::Sqlite).await;
    let registered = register(&world, &told()).await;
    for name in [registered.id.to_string(), registered.number.to_string()] {
        let (status, body) = get_as(&world, &[], &format!("/intake/v1/complaints/{name}")).await;
        let view: ComplaintView = serde_json::from_value(body.clone()).unwrap();
        assert_eq!(
            (status, view.id, view.stage.as_str()),
            (200, registered.id, "registered")
        );
        assert!(CANARIES.iter().all(|canary| !body.to_string().contains(canary)));
    }
    let (status, _) = get_as(&world, &[], "/intake/v1/complaints/nothing").await;
    assert_eq!(status, 404);
    world.end().await;
}
