//! What is refused, each with its sentence, and that nothing of it is kept.

use huiyin_testkit::{Answer, Databases, World};
use serde_json::{Value, json};

use crate::world::{register, said, start, told, told_with};

const COMPLAINTS: &str = "/intake/v1/complaints";

/// The problem's sentences: of the whole, and of its fields.
fn sentences(answer: &Answer) -> String {
    let fields = answer.body["errors"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let fields = fields
        .iter()
        .map(|field| format!("{} {}", text(&field["pointer"]), text(&field["detail"])));
    [answer.sentence().to_owned()]
        .into_iter()
        .chain(fields)
        .collect::<Vec<_>>()
        .join(" | ")
}

async fn refused(world: &World, body: &Value, status: u16, part: &str) {
    let answer = world.post(COMPLAINTS, body).await;
    assert_eq!(answer.status, status, "{part}: {}", answer.body);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    let found = sentences(&answer);
    assert!(found.contains(part), "{part:?} is not in {found:?}");
}

/// Wrong shapes: what cannot be a registration at all.
fn misshapen() -> Vec<(Value, &'static str)> {
    let with = told_with;
    vec![
        (with("nick_name", json!("x")), "unknown field `nick_name`"),
        (
            with("media", json!("yes")),
            "invalid type: string \"yes\", expected a boolean",
        ),
        (with("received", json!("yesterday")), "/received"),
        (
            with("unit", json!("Not A Code")),
            "a unit code is 1 to 40 lower-case letters",
        ),
        (with("complainant", json!({ "persons": -1 })), "/complainant/persons"),
        (
            with("staff_concerned", json!(["a b"])),
            "a staff code is 1 to 64 letters",
        ),
    ]
}

/// Wrong contents: what the register refuses.
fn refusals() -> Vec<(Value, &'static str)> {
    let with = told_with;
    let long = "x".repeat(20_001);
    vec![
        (
            with("narrative", json!(long)),
            "`narrative` is longer than 20000 characters",
        ),
        (with("narrative", json!("")), "`narrative` is empty"),
        (
            with("narrative", json!("bell \u{7}")),
            "`narrative` holds a control character",
        ),
        (
            with("channel", json!("two\nlines")),
            "`channel` holds a control character",
        ),
        (
            with("received", json!("2026-11-23T04:05:01Z")),
            "`received` lies in the future",
        ),
        (
            with("occurred_from", json!("2027-01-01T00:00:00Z")),
            "`occurred_from` lies in the future",
        ),
        (with("unit", json!("b99")), "there is no unit b99 in the directory"),
        (with("registered_by_unit", json!("gone")), "unit gone is closed"),
        (with("language", json!("fr")), "letters are written in `zh` or `en`"),
        (with("complainant", json!({})), "say who complains"),
        (
            with("complainant", json!({ "name": "A", "email": "x" })),
            "`email` is no e-mail address",
        ),
        (
            with("complainant", json!({ "name": "A", "persons": 0 })),
            "1 to 1000000 persons",
        ),
        (
            with("repeats", json!("B01-20261123-00009-1")),
            "the complaint that it repeats is not in this register",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_field_is_refused_with_its_sentence_and_nothing_is_kept() {
    let world = start(Databases::Sqlite).await;
    for (body, part) in misshapen().into_iter().chain(refusals()) {
        refused(&world, &body, 422, part).await;
    }
    assert_eq!(said(&world).await.len(), 0);
    let first = register(&world, &told()).await;
    let number = first.number.as_str();
    assert!(
        number.starts_with("B01-20261123-00001-"),
        "no refusal took a number: {number}"
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_cannot_be_read_is_refused() {
    let world = start(Databases::Sqlite).await;
    let long = serde_json::to_vec(&told_with("narrative", json!("x".repeat(300_000)))).unwrap();
    let deep = [vec![b'['; 10_000], vec![b']'; 10_000]].concat();
    let in_field = format!(r#"{{"channel":{}1{}}}"#, "[".repeat(10_000), "]".repeat(10_000)).into_bytes();
    let nul = told_with("narrative", json!("a\0b")).to_string().into_bytes();
    for (body, status, code) in [
        (long, 413, "too-large"),
        (deep, 422, "invalid"),
        (in_field, 422, "invalid"),
        (b"{\"channel\":\"\xff\"}".to_vec(), 400, "not-utf8"),
        (b"{\"channel\":".to_vec(), 400, "broken-json"),
        (nul, 400, "nul"),
    ] {
        let answer = world
            .post_raw(COMPLAINTS, "application/json", body, &[("idempotency-key", "k")])
            .await;
        assert_eq!(answer.status, status, "{code}: {}", answer.body);
        assert_eq!(answer.body["type"], format!("/problems/{code}"));
    }
    assert_eq!(said(&world).await.len(), 0);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registration_without_a_key_or_as_another_type_is_refused() {
    let world = start(Databases::Sqlite).await;
    let keyless = world.post_as(COMPLAINTS, &told(), &[]).await;
    assert_eq!(
        (keyless.status, keyless.body["type"].as_str()),
        (400, Some("/problems/key-missing"))
    );
    let body = told().to_string().into_bytes();
    let form = world
        .post_raw(COMPLAINTS, "text/plain", body, &[("idempotency-key", "k")])
        .await;
    assert_eq!(
        (form.status, form.sentence()),
        (415, "send the body as application/json")
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_directory_says_what_to_do() {
    let world = crate::world::start_without_units(Databases::Sqlite).await;
    refused(
        &world,
        &told(),
        422,
        "the directory holds no units yet: import it first",
    )
    .await;
    world.end().await;
}
