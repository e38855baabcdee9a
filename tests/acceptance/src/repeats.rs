//! R3.6, R3.10: a repeat is answered a level up with the earlier file at hand; a group is major by itself, and who must hear of it does.

use huiyin_contracts::views::intake::Registered;
use huiyin_testkit::{Databases, World};
use serde_json::{Value, json};

use crate::bank::{MONDAY, bank, case, complaint, done, finding, recorded, register, statement};

async fn seen_by(world: &World, staff: &str, unit: &str, path: &str) -> Value {
    world
        .get_by(staff, unit, &format!("/investigation/v1{path}"))
        .await
        .body
}

/// A complaint that the outlet answered, with redress.
async fn answered(world: &World) -> Registered {
    let first = register(world, &complaint()).await;
    let held = case(world, &first).await;
    let money = json!({ "kind": "money", "amount": { "minor": 10_000, "currency": "CNY" }, "what": "The fee." });
    let sorry = json!({ "channel": "phone", "words": "Canary: we apologise.", "apology": true });
    for (act, body) in [
        ("accept", json!({})),
        ("statements", statement(world)),
        ("finding", finding()),
        ("redress", money),
        ("reply", sorry),
    ] {
        done(world, &held, "o1", act, body).await;
    }
    first
}

#[tokio::test(flavor = "multi_thread")]
async fn r3_6_a_repeat_is_answered_one_level_up_with_the_earlier_file_at_hand() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let first = answered(&world).await;
        let mut again = complaint();
        again["repeats"] = json!(first.number);
        let second = register(&world, &again).await;
        let above = case(&world, &second).await;
        assert_eq!(above.line.unit.as_str(), "ho.b01", "never who answered before");
        let path = format!("/cases/{}", above.line.id);
        let shown = seen_by(&world, "e2", "ho.b01", &path).await;
        assert_eq!(shown["repeats"], true);
        let earlier = &shown["earlier"][0];
        assert_eq!(
            (
                &earlier["complaint"],
                &earlier["finding"],
                &earlier["redress"][0]["state"]
            ),
            (&json!(first.id), &json!("upheld"), &json!("approved"))
        );
        assert!(!shown.to_string().contains("Canary"), "without words");
        let answers = seen_by(&world, "e2", "ho.b01", &format!("{path}/answers?purpose=reply")).await;
        assert_eq!(answers[0]["answers"][0]["reply"]["words"], "Canary: we apologise.");
        assert_eq!(answers[0]["own"], false);
        let looks = recorded(&world, &first).await;
        assert!(looks.contains(&"complaint.words_seen.v1".to_owned()), "R8.1: {looks:?}");

        for (act, body) in [
            ("accept", json!({})),
            ("statements", statement(&world)),
            ("finding", finding()),
            (
                "reply",
                json!({ "channel": "letter", "words": "Canary: we apologise again.", "apology": true }),
            ),
        ] {
            done(&world, &above, "e2", act, body).await;
        }
        let answers = seen_by(&world, "e1", "ho.b01", &format!("{path}/answers?purpose=review")).await;
        let told: Vec<_> = answers
            .as_array()
            .unwrap()
            .iter()
            .map(|file| (file["own"].as_bool(), file["answers"][0]["reply"]["words"].as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (Some(true), Some("Canary: we apologise again.")),
                (Some(false), Some("Canary: we apologise."))
            ],
            "side by side"
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r3_10_a_group_of_25_is_major_by_itself_and_is_shown_at_the_case() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let mut crowd = complaint();
        crowd["complainant"]["persons"] = json!(25);
        let registered = register(&world, &crowd).await;
        let held = case(&world, &registered).await;
        assert_eq!(held.line.severity.as_deref(), Some("major"));
        assert_eq!((held.persons, held.group), (25, None), "one batch of 25 persons");
        let kinds = recorded(&world, &registered).await;
        assert!(kinds.contains(&"complaint.alerted.v1".to_owned()), "R4.11: {kinds:?}");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r3_10_a_group_that_grows_to_25_becomes_major_and_head_office_hears_of_it_then() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let mut some = complaint();
    some["complainant"]["persons"] = json!(12);
    let first = register(&world, &some).await;
    some["complainant"]["persons"] = json!(13);
    let second = register(&world, &some).await;
    case(&world, &second).await;
    assert!(
        !recorded(&world, &first)
            .await
            .contains(&"complaint.alerted.v1".to_owned())
    );
    let path = format!("/intake/v1/complaints/{}/links", second.id);
    let link = json!({ "kind": "cluster", "to": first.number, "reason": "the same queue" });
    let linked = world.post(&path, &link).await;
    assert_eq!(linked.status, 201, "{linked:?}");
    let held = case(&world, &first).await;
    let group = held.group.unwrap();
    assert_eq!((group.complaints, group.persons, held.persons), (2, 25, 12));
    for of in [&first, &second] {
        let kinds = recorded(&world, of).await;
        let told = kinds.iter().filter(|kind| *kind == "complaint.alerted.v1").count();
        assert_eq!(told, 1, "head office holds both duties, and is told once: {kinds:?}");
    }
    world.end().await;
}
