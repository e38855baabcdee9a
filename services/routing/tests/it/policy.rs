//! Moving complaints to another version of the policy pack over HTTP: who may, and what is refused.

use huiyin_testkit::Databases;
use serde_json::{Value, json};

use crate::world::{complaint, register, start};

const PATH: &str = "/routing/v1/policy-migrations";

fn body(to: &str, complaints: &[String]) -> Value {
    json!({ "to": to, "why": "law_changed", "reason": "the measures of June", "complaints": complaints })
}

#[tokio::test]
async fn the_operator_alone_moves_complaints_and_each_refusal_has_its_sentence() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    let one = [complaint(1).to_string()];
    let denied = world.post_by("s1", "ho", PATH, &body("rural-bank@2026.2", &one)).await;
    assert_eq!(denied.status, 403, "{}", denied.body);
    for (to, sentence) in [
        ("rural-bank@2026.1", "the complaint is on this version already"),
        (
            "rural-bank@2031.1",
            "there is no version `rural-bank@2031.1` of the policy pack here",
        ),
        ("hospital@2026.1", "`hospital@2026.1` is a pack of another organisation"),
    ] {
        let refused = world.post(PATH, &body(to, &one)).await;
        assert_eq!(
            (refused.status, refused.body["detail"].as_str()),
            (422, Some(sentence)),
            "{}",
            refused.body
        );
        assert_eq!(
            refused.body["errors"][0]["pointer"], "/complaints/0",
            "{}",
            refused.body
        );
    }
    let nothing = world.post(PATH, &body("rural-bank@2026.2", &[])).await;
    assert_eq!(
        nothing.body["detail"],
        "name complaints, or the version whose open complaints are moved, and not both"
    );
    let many: Vec<String> = (0..201).map(|n| complaint(n).to_string()).collect();
    let many = world.post(PATH, &body("rural-bank@2026.2", &many)).await;
    assert_eq!(many.body["detail"], "one request moves at most 200 complaints");
    world.end().await;
}
