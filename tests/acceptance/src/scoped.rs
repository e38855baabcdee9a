//! Tokens that are kept to a unit or to acts, and why somebody may do what (R8.1).

use huiyin_contracts::views::desk::IssuedToken;
use huiyin_testkit::{Databases, World};
use huiyin_web::Explained;
use serde_json::{Value, json};

use crate::bank::{MONDAY, bank, complaint, register};

async fn issue(world: &World, staff: &str, kept: Value) -> (u16, Value) {
    let mut asked = json!({ "staff": staff, "name": "the test", "days": 30, "reads_only": false });
    asked.as_object_mut().unwrap().extend(kept.as_object().unwrap().clone());
    let issued = world.post("/desk/v1/tokens", &asked).await;
    (issued.status, issued.body)
}

async fn token(world: &World, staff: &str, kept: Value) -> String {
    let (status, body) = issue(world, staff, kept).await;
    assert_eq!(status, 201, "{body}");
    serde_json::from_value::<IssuedToken>(body).unwrap().token
}

async fn get(world: &World, path: &str, token: &str) -> (u16, String) {
    let answer = reqwest::Client::new().get(world.url(path)).bearer_auth(token).send();
    let answer = answer.await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_1_a_token_of_a_unit_sees_that_unit_and_one_for_an_act_does_that_act() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    world.quiet().await;
    let path = format!("/intake/v1/complaints/{}", registered.id);
    // h1 is of the supervision desk, which sees the organisation.
    let whole = token(&world, "h1", json!({})).await;
    let here = token(&world, "h1", json!({ "unit": "ho.b01" })).await;
    let elsewhere = token(&world, "h1", json!({ "unit": "ho.b02" })).await;
    let registers = token(&world, "h1", json!({ "acts": ["register"] })).await;
    for (token, status, listed) in [(&whole, 200, true), (&here, 200, true), (&elsewhere, 404, false)] {
        assert_eq!(get(&world, &path, token).await.0, status);
        let (_, list) = get(&world, "/intake/v1/complaints", token).await;
        assert_eq!(list.contains(&registered.number.to_string()), listed, "{list}");
    }
    assert_eq!(get(&world, "/intake/v1/complaints", &registers).await.0, 403);
    let taken = reqwest::Client::new()
        .post(world.url("/intake/v1/complaints"))
        .bearer_auth(&registers)
        .header("idempotency-key", "of-the-program")
        .json(&complaint());
    assert_eq!(taken.send().await.unwrap().status(), 201);
    let listed: Value = world.get("/desk/v1/tokens").await.body;
    let kept: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|token| (&token["unit"], &token["acts"]))
        .collect();
    assert!(kept.contains(&(&json!("ho.b01"), &Value::Null)), "{kept:?}");
    assert!(kept.contains(&(&Value::Null, &json!(["register"]))), "{kept:?}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_for_no_act_or_an_unknown_one_is_not_issued() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let (status, body) = issue(&world, "h1", json!({ "acts": [] })).await;
    assert_eq!(
        (status, &body["detail"]),
        (422, &json!("a token that is kept to acts has at least one"))
    );
    let (status, body) = issue(&world, "h1", json!({ "acts": ["read", "fly"] })).await;
    assert_eq!(status, 422);
    let sentence = body["detail"].as_str().unwrap();
    assert!(
        sentence.starts_with("there is no act \"fly\": the acts are register, recognise, list, read, "),
        "{sentence}"
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_1_each_service_says_which_policy_decides() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let about = json!({ "staff_concerned": ["o2"] });
    let mut body = complaint();
    body.as_object_mut().unwrap().extend(about.as_object().unwrap().clone());
    let registered = register(&world, &body).await;
    world.quiet().await;
    let asked = |service: &str, staff: &str, unit: &str, duties: &str| {
        format!(
            "/{service}/v1/access?complaint={}&staff={staff}&unit={unit}&duties={duties}",
            registered.id
        )
    };
    for service in ["intake", "routing", "investigation", "audit"] {
        let act = async |staff: &str, unit: &str, duties: &str, act: &str| {
            let explained: Explained = world.get(&asked(service, staff, unit, duties)).await.read();
            let found = explained
                .acts
                .into_iter()
                .find(|explained| explained.act == act)
                .unwrap();
            (found.allowed, found.policies.join(" "), explained.complaint.concerned)
        };
        let allowed = "staff-handle-within-their-subtree";
        assert_eq!(
            act("e1", "ho.b01", "", "read").await,
            (true, allowed.to_owned(), false),
            "{service}"
        );
        let kept_out = "concerned-staff-are-kept-out";
        assert_eq!(
            act("o2", "ho.b01.o0123", "", "read").await,
            (false, kept_out.to_owned(), true),
            "{service}"
        );
        assert_eq!(
            act("w1", "ho.b02", "", "read").await,
            (false, String::new(), false),
            "{service}"
        );
        let desk = act("h1", "ho", "supervision_desk", "read").await;
        assert!(
            desk.0 && desk.1.contains("supervision-desk-sees-the-organisation"),
            "{service}: {desk:?}"
        );
        let denied = world.get_by("h3", "ho", &asked(service, "e1", "ho.b01", "")).await;
        assert_eq!(
            denied.status, 403,
            "{service}: who keeps the policies asks, and nobody else"
        );
        let unknown =
            asked(service, "e1", "ho.b01", "").replace(&registered.id.to_string(), &uuid::Uuid::nil().to_string());
        assert_eq!(world.get(&unknown).await.status, 404, "{service}");
    }
    world.end().await;
}
