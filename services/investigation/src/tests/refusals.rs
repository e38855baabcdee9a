//! What the API refuses, and in which words.

use serde_json::{Value, json};

use super::room::{Room, finding, reply, statement};

async fn refused(room: &Room, path: &str, who: &str, body: Value) -> (u16, String) {
    let answer = room.post(path, who, body).await;
    (answer.status, answer.sentence().to_owned())
}

fn no(status: u16, sentence: &str) -> (u16, String) {
    (status, sentence.to_owned())
}

#[tokio::test]
async fn a_step_out_of_order_is_refused_with_its_sentence() {
    for room in Room::both().await {
        let case = room.opens(1).await;
        let at = |what: &str| format!("{case}/{what}");
        let early = refused(&room, &at("statements"), "handler", statement()).await;
        assert_eq!(early, no(409, "a statement is taken after the order is accepted"));
        room.post(&at("accept"), "handler", json!({})).await;
        assert_eq!(
            refused(&room, &at("finding"), "handler", finding()).await,
            no(409, "a finding needs at least one statement")
        );
        room.post(&at("statements"), "handler", statement()).await;
        assert_eq!(
            refused(&room, &at("finding"), "other", finding()).await,
            no(409, "only the handler finds")
        );
        assert_eq!(
            refused(&room, &at("reply"), "handler", reply()).await,
            no(409, "a reply comes after the finding")
        );
        room.post(&at("finding"), "handler", finding()).await;
        let curt = json!({"channel": "phone", "words": "no"});
        let curt = refused(&room, &at("reply"), "handler", curt).await;
        assert_eq!(curt, no(422, "an upheld complaint is answered with an apology"));
        room.post(&at("reply"), "handler", reply()).await;
        assert_eq!(
            refused(&room, &at("follow_up"), "handler", json!({"satisfaction": "satisfied"})).await,
            no(409, "a follow-up visit is made by someone other than the handler")
        );
        assert_eq!(
            refused(&room, &at("archive"), "clerk", json!({})).await,
            no(409, "a file is archived after the case is closed")
        );
        assert_eq!(
            room.names_said(1).await,
            ["order_accepted", "statement_taken", "found", "replied"]
        );
    }
}

#[tokio::test]
async fn what_was_read_long_ago_is_not_acted_on() {
    for room in Room::both().await {
        let case = room.opens(1).await;
        let tag = room.get(&case, None).await.headers["etag"].to_str().unwrap().to_owned();
        let headers = |key: &'static str| [("if-match", tag.clone()), ("idempotency-key", key.to_owned())];
        let post = async |what: &str, body: Value, key: &'static str| {
            let headers = headers(key);
            let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            room.post_with(&format!("{case}/{what}"), "handler", body, &headers)
                .await
        };
        assert_eq!(post("accept", json!({}), "k1").await.status, 200);
        let stale = post("statements", statement(), "k2").await;
        assert_eq!(
            (stale.status, stale.sentence()),
            (
                412,
                "it was changed since you read it: order_accepted (version 2); read it again"
            )
        );
        assert_eq!(
            post("accept", json!({}), "k1").await.status,
            200,
            "the same request again has the same answer"
        );
    }
}

#[tokio::test]
async fn a_request_sent_again_happens_once_and_its_key_serves_no_other() {
    for room in Room::both().await {
        let case = room.opens(1).await;
        room.post(&format!("{case}/accept"), "handler", json!({})).await;
        let path = format!("{case}/statements");
        let key = [("idempotency-key", "k1")];
        let first = room.post_with(&path, "handler", statement(), &key).await;
        let again = room.post_with(&path, "handler", statement(), &key).await;
        assert_eq!((first.status, &first.body), (again.status, &again.body));
        assert_eq!(first.headers["etag"], again.headers["etag"]);
        assert_eq!(again.body["statements"], 1);
        let mut other = statement();
        other["words"] = json!("something else");
        assert_eq!(room.post_with(&path, "handler", other, &key).await.status, 422);
        assert_eq!(room.post_with(&path, "handler", statement(), &[]).await.status, 400);
    }
}

#[tokio::test]
async fn bad_input_is_a_clear_problem_and_stores_nothing() {
    for room in Room::both().await {
        let case = room.opens(1).await;
        room.post(&format!("{case}/accept"), "handler", json!({})).await;
        let path = format!("{case}/statements");
        let with = |field: &str, value: Value| {
            let mut body = statement();
            body[field] = value;
            body
        };
        for (body, status) in [
            (with("words", json!("")), 422),
            (with("words", json!("x".repeat(20_001))), 422),
            (with("words", json!("bell \u{7}")), 422),
            (with("given_by", json!("Mr Wang")), 422),
            (with("taken", json!("2999-01-01T00:00:00Z")), 422),
            (with("taken", json!("yesterday")), 422),
            (with("supersedes", json!("0193a1f0-0000-7000-8000-000000000000")), 422),
            (with("name", json!("unknown field")), 422),
            (json!([]), 422),
        ] {
            let answer = room.post(&path, "handler", body).await;
            assert_eq!(answer.status, status, "{}", answer.text);
            assert_eq!(answer.headers["content-type"], "application/problem+json");
        }
        assert_eq!(room.get(&case, None).await.body["statements"], 0);
        let nowhere = "/cases/0193a1f0-0000-7000-8000-000000000000";
        assert_eq!(
            room.post(&format!("{nowhere}/accept"), "handler", json!({}))
                .await
                .status,
            404
        );
        assert_eq!(room.get("/cases/none", None).await.status, 404);
    }
}
