//! R3: reception.

use huiyin_testkit::{Databases, SUPERVISION};
use serde_json::{Value, json};

use crate::bank::{MONDAY, bank, case, complaint, recorded, register, standing};

fn with(key: &str, value: Value) -> Value {
    let mut body = complaint();
    body[key] = value;
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn r3_5_a_declined_complaint_stays_in_the_register_and_in_the_figures() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let registered = register(&world, &complaint()).await;
        let case = case(&world, &registered).await;
        let path = format!("/intake/v1/complaints/{}/decline", registered.id);
        let declined = world
            .post(
                &path,
                &json!({ "reason": "out_of_remit", "words": "Another body decides on this." }),
            )
            .await;
        assert_eq!(declined.status, 200, "{declined:?}");
        let kinds = recorded(&world, &registered).await;
        assert!(kinds.contains(&"complaint.clock_stopped.v1".to_owned()), "{kinds:?}");
        assert_eq!(standing(&world, &registered).await["stage"], "closed");
        let figures = world.get("/audit/v1/figures?by=ending").await;
        assert_eq!(figures.body["rows"][0]["key"][0], "declined", "{figures:?}");
        let late = world
            .post_by(
                "o1",
                case.line.unit.as_str(),
                &format!("/investigation/v1/cases/{}/accept", case.line.id),
                &json!({}),
            )
            .await;
        assert!(
            (400..500).contains(&late.status),
            "nobody works on a declined complaint: {late:?}"
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r3_9_what_is_settled_on_the_spot_is_registered_as_such() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    let path = format!("/intake/v1/complaints/{}/settle", registered.id);
    let settled = world
        .post(
            &path,
            &json!({ "finding": "upheld", "words": "The fee was returned at the counter." }),
        )
        .await;
    assert_eq!(settled.status, 200, "{settled:?}");
    recorded(&world, &registered).await;
    assert_eq!(standing(&world, &registered).await["stage"], "closed");
    let figures = world.get("/audit/v1/figures?by=ending,finding").await;
    assert_eq!(
        figures.body["rows"][0]["key"],
        json!(["settled", "upheld"]),
        "{figures:?}"
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r3_12_a_withdrawal_by_receipt_ends_the_procedure_that_day() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    case(&world, &registered).await;
    let receipt = json!({ "number": registered.number, "receipt_code": registered.receipt_code });
    let withdrawn = world.post("/intake/v1/progress/withdraw", &receipt).await;
    assert_eq!(withdrawn.status, 200, "{withdrawn:?}");
    recorded(&world, &registered).await;
    let clocks = world
        .get(&format!("/routing/v1/complaints/{}/clocks", registered.id))
        .await;
    let clocks = clocks.body["items"]
        .as_array()
        .or(clocks.body.as_array())
        .cloned()
        .unwrap();
    assert!(
        !clocks.is_empty() && clocks.iter().all(|clock| clock["stage"] != "running"),
        "{clocks:?}"
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn p3_a_retry_never_makes_a_second_complaint() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let key = [("idempotency-key", "counter-7")];
    let first = world.post_as("/intake/v1/complaints", &complaint(), &key).await;
    let again = world.post_as("/intake/v1/complaints", &complaint(), &key).await;
    assert_eq!((first.status, &first.body), (201, &again.body));
    let other = world
        .post_as("/intake/v1/complaints", &with("product", json!("cards")), &key)
        .await;
    assert_eq!(other.status, 422, "{other:?}");
    assert_eq!(
        world.get("/intake/v1/complaints").await.body["items"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_refused_with_a_sentence_and_nothing_is_stored() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let cases = [
        (with("unit", json!("nowhere")), 422),
        (with("surprise", json!(1)), 422),
        (with("channel", json!(7)), 422),
        (with("narrative", json!("x".repeat(20_001))), 422),
        (with("received", json!("2030-01-01T00:00:00Z")), 422),
        (with("narrative", json!("a\u{0000}b")), 400),
        (with("narrative", json!("a\u{0007}b")), 422),
        (with("narrative", json!("x".repeat(300_000))), 413),
    ];
    for (body, status) in cases {
        let answer = world.post("/intake/v1/complaints", &body).await;
        assert_eq!(answer.status, status, "{answer:?}");
        assert!(!answer.sentence().is_empty(), "{answer:?}");
    }
    let key = [("idempotency-key", "k")];
    let deep = [b"[".repeat(10_000), b"]".repeat(10_000)].concat();
    for body in [deep, b"{\"channel\":\"\xff\"}".to_vec(), b"{".to_vec()] {
        let answer = world
            .post_raw("/intake/v1/complaints", "application/json", body, &key)
            .await;
        assert!(matches!(answer.status, 400 | 422), "{answer:?}");
        assert!(!answer.sentence().is_empty(), "{answer:?}");
    }
    assert_eq!(world.get("/intake/v1/complaints").await.body["items"], json!([]));
    assert!(world.store("intake").feed_after(0, 10).await.unwrap().is_empty());
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r3_3_a_file_comes_with_a_complaint_and_is_seen_with_a_recorded_look_only() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    let path = format!("/intake/v1/complaints/{}/attachments", registered.id);
    let headers = [("idempotency-key", "photo"), ("huiyin-file-name", "Canary.jpg")];
    let photo = b"\xff\xd8\xff\xe0 a photograph".to_vec();
    let added = world.post_raw(&path, "text/html", photo, &headers).await;
    assert_eq!((added.status, &added.body["media_type"]), (201, &json!("image/jpeg")));
    let look = format!("{path}/{}/look", added.body["id"].as_str().unwrap());
    let seen = world
        .post_as(&look, &json!({ "purpose": "to judge it" }), &SUPERVISION)
        .await;
    assert_eq!(seen.status, 200, "{seen:?}");
    let kinds = recorded(&world, &registered).await;
    for kind in ["complaint.attachment_added.v1", "complaint.looked.v1"] {
        assert!(kinds.contains(&kind.to_owned()), "{kinds:?}");
    }
    world.end().await;
}
