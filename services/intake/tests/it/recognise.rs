//! Somebody who is about to complain is recognised by those who register, and what is shown is recorded (R3.6, R8.1).

use huiyin_contracts::events::intake::LookedV1;
use huiyin_contracts::views::intake::Recognised;
use huiyin_testkit::{Answer, Databases, World};
use serde_json::{Value, json};

use crate::world::{last, post_as, register, start, told};

/// Asks for the earlier complaints of somebody, as a member of staff.
async fn recognise(world: &World, staff: &str, unit: &str, body: Value) -> Answer {
    world.post_by(staff, unit, "/intake/v1/lookups", &body).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_registers_sees_what_the_complainant_complained_of_before_and_it_is_recorded() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let first = register(&world, &told()).await;
        let body = json!({ "phone": "0086 10 5550-0199", "unit": first.unit.code().as_str() });
        let answer = recognise(&world, "s1", "ho", body.clone()).await;
        let found: Vec<Recognised> = answer.read();
        assert_eq!(
            (found.len(), found[0].known.id, found[0].alike),
            (1, first.id, true),
            "{found:?}"
        );
        assert_eq!(found[0].known.same, ["phone"]);
        assert!(!answer.body.to_string().contains("anary") && !answer.body.to_string().contains("5550"));
        let looked: LookedV1 = last(&world).await;
        assert_eq!((looked.complaint, looked.what.as_str()), (first.id, "recognised"));
        assert_eq!(looked.by.to_string(), "staff:s1");

        let elsewhere = recognise(&world, "s2", "ho.b02", body).await;
        assert_eq!(
            (elsewhere.status, &elsewhere.body),
            (200, &json!([])),
            "another unit's are not shown"
        );
        let nobody = recognise(&world, "s1", "ho", json!({ "email": "nobody@example.org" })).await;
        assert_eq!(nobody.body, json!([]));
        let kinds = crate::world::kinds(&world).await;
        let looks = kinds.iter().filter(|kind| *kind == "complaint.looked.v1");
        assert_eq!(looks.count(), 1, "who was shown nothing did not look");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_for_nobody_or_too_often_is_refused() {
    let world = start(Databases::Sqlite).await;
    let nothing = recognise(&world, "s1", "ho", json!({ "phone": "95588" })).await;
    assert_eq!(nothing.status, 422);
    assert_eq!(
        nothing.sentence(),
        "tell a telephone number of 7 digits or more, an e-mail address, or the number of a document"
    );
    let unknown = recognise(&world, "s1", "ho", json!({ "name": "Canary Name" })).await;
    assert_eq!(unknown.status, 422, "a name tells nobody from another");
    for nth in 0..5 {
        let asked = recognise(&world, "s1", "ho", json!({ "phone": format!("010 5550 02{nth:02}") })).await;
        assert_eq!(asked.status, 200);
    }
    let often = recognise(&world, "s1", "ho", json!({ "phone": "010 5550 0300" })).await;
    assert_eq!(often.status, 429);
    assert!(often.headers.contains_key("retry-after"));
    let other = recognise(&world, "s2", "ho", json!({ "phone": "010 5550 0300" })).await;
    assert_eq!(other.status, 200, "others are not slowed");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_no_unit_asks_for_nobody() {
    let world = start(Databases::Sqlite).await;
    let headers = [("huiyin-staff", "s1")];
    let body = json!({ "phone": "010 5550 0199" });
    let denied = post_as(&world, &headers, "/intake/v1/lookups", &body).await;
    assert_eq!(denied, 404, "as whatever is not for the caller");
    world.end().await;
}
