//! Every act on an order or a clock is that of the unit which holds it, or of one above: to others it does not exist (P22).

use huiyin_testkit::{Databases, World};
use serde_json::{Value, json};

use crate::world::{clocks, complaint, orders, register, start};

fn reason() -> Value {
    json!({ "reason": "x" })
}

fn acts(order: &str, clock: &str, line: &str) -> Vec<(String, Value)> {
    let extension = json!({ "limit": { "basis": "working_days", "amount": 1 }, "reason": "x" });
    let to_b2 = json!({ "unit": "b2", "reason": "x" });
    let order = |what: &str, body: Value| (format!("/routing/v1/orders/{order}/{what}"), body);
    let clock = |what: &str, body: Value| (format!("/routing/v1/clocks/{clock}/{what}"), body);
    let line = |what: &str| (format!("/routing/v1/delays/{line}/{what}"), json!({}));
    vec![
        order("hand_over", to_b2.clone()),
        order("return", reason()),
        order("dispute", reason()),
        order("decide", to_b2),
        order("co_handlers", json!({ "unit": "b2", "asks": "x" })),
        order("supply", json!({ "supplied": "x" })),
        order("acknowledge", json!({})),
        order("confirm", json!({})),
        order("supervise", json!({ "asks": "x", "due": "2026-10-12" })),
        order("answer", json!({ "answer": "x" })),
        clock("extensions", extension),
        clock("pauses", json!({ "ground": "outside_appraisal", "reason": "x" })),
        line("approve"),
        line("refuse"),
        line("resume"),
    ]
}

async fn all_are_404(world: &World, unit: &str, acts: &[(String, Value)]) {
    for (path, body) in acts {
        let answer = world.post_by("s9", unit, path, body).await;
        assert_eq!(answer.status, 404, "{path} as {unit}: {}", answer.body);
    }
}

#[tokio::test]
async fn to_another_unit_no_order_no_clock_and_no_ledger_exists() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    let order = orders(&world, 1).await.remove(0).id.to_string();
    let reply = clocks(&world, 1).await.into_iter().find(|clock| clock.kind == "reply");
    let clock = reply.unwrap().id.to_string();
    let path = format!("/routing/v1/clocks/{clock}/pauses");
    let pause = json!({ "ground": "outside_appraisal", "reason": "x" });
    let asked = world.post_by("s1", "ho.b1.o1", &path, &pause).await;
    assert_eq!(asked.status, 201, "{}", asked.body);
    let line = asked.body["id"].as_str().unwrap().to_owned();
    all_are_404(&world, "ho.b2", &acts(&order, &clock, &line)).await;
    let none = complaint(9).to_string();
    all_are_404(&world, "ho", &acts(&none, &none, &none)).await;
    let held = format!("/routing/v1/complaints/{}/holdings", complaint(1));
    assert_eq!(world.get(&held).await.status, 200);
    world.end().await;
}
