//! R6.2: what one case teaches reaches all, and what was improved is measured.

use huiyin_testkit::{Answer, Databases, World};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::bank::{MONDAY, bank, case, complaint, done, finding, register, statement};

async fn by(world: &World, unit: &str, staff: &str, path: &str, body: Value) -> Answer {
    world
        .post_by(staff, unit, &format!("/investigation/v1{path}"), &body)
        .await
}

/// A complaint of this cause, found so.
async fn caused(world: &World, cause: &str) {
    let registered = register(world, &complaint()).await;
    let held = case(world, &registered).await;
    let mut found = finding();
    found["root_cause"] = json!(cause);
    done(world, &held, "o1", "accept", json!({})).await;
    done(world, &held, "o1", "statements", statement(world)).await;
    done(world, &held, "o1", "finding", found).await;
    done(world, &held, "o1", "lessons", json!({ "words": "Canary lesson." })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r6_2_a_circular_is_acknowledged_by_each_unit_and_an_improvement_is_followed_and_measured() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        caused(&world, "service_channel").await;
        caused(&world, "service_channel").await;
        caused(&world, "work_error").await;
        let circular = json!({ "title": "Queues at noon", "text": "Two counters stay open at noon.", "units": ["ho"],
            "due": "2026-12-11", "names_nobody": true });
        let forbidden = by(&world, "ho.b01.o0123", "o1", "/circulars", circular.clone()).await;
        assert_eq!(forbidden.status, 403, "{forbidden:?}");
        let issued = world.post("/investigation/v1/circulars", &circular).await;
        assert_eq!(issued.status, 201, "{issued:?}");
        let acknowledge = format!("/circulars/{}/acknowledge", issued.body["id"].as_str().unwrap());
        let outlet = by(&world, "ho.b01.o0123", "o2", &acknowledge, json!({})).await;
        assert_eq!(outlet.status, 200, "{outlet:?}");
        let path = format!("/investigation/v1/circulars/{}", issued.body["id"].as_str().unwrap());
        let seen = world.get(&path).await;
        assert_eq!(
            (&seen.body["to"][0]["unit"], &seen.body["to"][0]["at"]),
            (&json!("ho.b01"), &Value::Null),
            "the branch has not: {seen:?}"
        );
        assert_eq!(seen.body["to"][1]["by"]["code"], "o2");

        let improvement = json!({ "title": "A second counter", "what": "A second counter is open at noon.", "owner": "ho.b01",
            "reach": "ho.b01", "cause": "service_channel", "due": "2026-12-31", "names_nobody": true });
        let proposed = by(&world, "ho.b01.o0123", "o1", "/improvements", improvement).await;
        assert_eq!(proposed.status, 201, "{proposed:?}");
        world.wait(SignedDuration::from_hours(24 * 5));
        let finished = format!("/improvements/{}/done", proposed.body["id"].as_str().unwrap());
        let what = json!({ "what": "It is open.", "names_nobody": true });
        let done = by(&world, "ho.b01", "e1", &finished, what).await;
        assert_eq!((done.status, &done.body["state"]), (200, &json!("done")), "{done:?}");
        world.wait(SignedDuration::from_hours(24 * 7));
        caused(&world, "service_channel").await;
        world.quiet().await;
        let effects = world.get("/audit/v1/figures/effects?days=30").await;
        let row = &effects.body["rows"][0];
        assert_eq!(row["improvement"], proposed.body["id"]);
        assert_eq!(
            (row["days"].as_i64(), row["before"].as_u64(), row["after"].as_u64()),
            (Some(7), Some(2), Some(1)),
            "{effects:?}"
        );
        world.end().await;
    }
}
