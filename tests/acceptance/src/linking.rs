//! R3.6, R3.10, R3.11: repeats, clusters, joins.

use huiyin_contracts::views::intake::{LinkView, Registered};
use huiyin_testkit::{Databases, World};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::bank::{MONDAY, bank, case, complaint, done, finding, recorded, register, standing, statement};

async fn link(world: &World, of: &Registered, kind: &str, to: &Registered, new_facts: bool) -> LinkView {
    let path = format!("/intake/v1/complaints/{}/links", of.id);
    let body = json!({ "kind": kind, "to": to.number, "new_facts": new_facts, "reason": "the same queue" });
    let answer = world.post(&path, &body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.read()
}

async fn undo(world: &World, link: &LinkView) {
    let path = format!("/intake/v1/complaints/{}/links/{}/undo", link.complaint, link.id);
    let answer = world.post(&path, &json!({ "reason": "another matter" })).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

async fn clocks(world: &World, of: &Registered) -> Vec<Value> {
    world.quiet().await;
    let path = format!("/routing/v1/complaints/{}/clocks", of.id);
    let body = world.get(&path).await.body;
    body["items"].as_array().or(body.as_array()).cloned().unwrap()
}

/// Rows of the figures by one key.
async fn figures(world: &World, by: &str) -> Value {
    world.get(&format!("/audit/v1/figures?by={by}")).await.body["rows"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn r3_6_a_repeat_goes_to_a_level_above_the_one_that_answered_it() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let first = register(&world, &complaint()).await;
        let answered = case(&world, &first).await;
        assert_eq!(answered.line.unit.as_str(), "ho.b01.o0123");
        done(&world, &answered, "o1", "accept", json!({})).await;
        done(&world, &answered, "o1", "statements", statement(&world)).await;
        done(&world, &answered, "o1", "finding", finding()).await;
        let reply = json!({ "channel": "phone", "words": "We apologise.", "apology": true });
        done(&world, &answered, "o1", "reply", reply).await;
        let second = register(&world, &complaint()).await;
        assert_eq!(case(&world, &second).await.line.unit.as_str(), "ho.b01.o0123");
        let repeat = link(&world, &second, "repeat", &first, false).await;
        assert_eq!(case(&world, &second).await.line.unit.as_str(), "ho.b01");
        let kinds = recorded(&world, &second).await;
        assert!(kinds.contains(&"complaint.regraded.v1".to_owned()), "{kinds:?}");
        assert_eq!(figures(&world, "repeats").await[0]["key"], json!(["false"]));
        assert_eq!(figures(&world, "repeats").await.as_array().unwrap().len(), 2);
        undo(&world, &repeat).await;
        recorded(&world, &second).await;
        assert_eq!(figures(&world, "repeats").await.as_array().unwrap().len(), 1);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r3_10_twenty_complainants_on_one_matter_make_it_major_by_itself() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let mut crowd = complaint();
    crowd["complainant"]["persons"] = json!(19);
    let first = register(&world, &crowd).await;
    let second = register(&world, &complaint()).await;
    case(&world, &second).await;
    let member = link(&world, &second, "cluster", &first, false).await;
    for of in [&first, &second] {
        let kinds = recorded(&world, of).await;
        assert!(kinds.contains(&"complaint.regraded.v1".to_owned()), "{kinds:?}");
    }
    assert_eq!(figures(&world, "severity").await[0]["key"], json!(["major"]));
    undo(&world, &member).await;
    recorded(&world, &second).await;
    assert_eq!(figures(&world, "severity").await[0]["key"], json!(["general"]));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r3_11_the_same_again_is_joined_and_new_facts_restart_the_period_from_their_receipt() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let first = register(&world, &complaint()).await;
        case(&world, &first).await;
        world.wait(SignedDuration::from_mins(60));
        let second = register(&world, &complaint()).await;
        case(&world, &second).await;
        let joined = link(&world, &second, "join", &first, true).await;
        recorded(&world, &second).await;
        assert_eq!(standing(&world, &second).await["stage"], "joined");
        assert!(
            clocks(&world, &second)
                .await
                .iter()
                .all(|clock| clock["stage"] != "running")
        );
        let running = clocks(&world, &first).await;
        let reply = running
            .iter()
            .find(|clock| clock["kind"] == "reply" && clock["stage"] == "running");
        assert_eq!(reply.unwrap()["started"], json!(second.received));
        assert_eq!(figures(&world, "ending").await.as_array().unwrap().len(), 2);
        undo(&world, &joined).await;
        let again = case(&world, &second).await;
        assert_eq!(again.line.unit.as_str(), "ho.b01.o0123");
        assert_eq!(standing(&world, &second).await["stage"], "assigned");
        done(&world, &again, "o1", "accept", json!({})).await;
        world.end().await;
    }
}
