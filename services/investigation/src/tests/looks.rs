//! Statements are kept as they were taken, and each look at them is recorded (R5.1, R8.1).

use huiyin_contracts::views::investigation::StatementView;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::room::{Room, statement};
use crate::domain::statement::hex;

#[tokio::test]
async fn each_look_at_statements_or_form_is_recorded_with_who_what_and_what_for() {
    for room in Room::both().await {
        let case = room.replies(1).await;
        let head_office = Some(("clerk", "ho"));
        assert_eq!(
            room.get(&format!("{case}/statements?purpose=to%20reply"), head_office)
                .await
                .status,
            200
        );
        assert_eq!(
            room.get(&format!("{case}/form?purpose=print"), head_office)
                .await
                .status,
            200
        );
        let said = room.said(1).await;
        let looks: Vec<_> = said
            .iter()
            .filter(|(name, _)| name == "words_seen")
            .map(|(_, look)| look)
            .collect();
        assert_eq!(looks.len(), 2);
        assert_eq!(
            (&looks[0]["what"], &looks[0]["purpose"]),
            (&json!("statements"), &json!("to reply"))
        );
        assert_eq!(looks[0]["by"]["code"], "clerk");
        assert_eq!(looks[1]["what"], "form");

        for query in ["", "?purpose=", &format!("?purpose={}", "x".repeat(201))] {
            assert_eq!(
                room.get(&format!("{case}/statements{query}"), head_office).await.status,
                422,
                "{query}"
            );
        }
        assert_eq!(
            room.get(&format!("{case}/statements?purpose=x"), Some(("teller", "ho")))
                .await
                .status,
            404
        );
        assert_eq!(
            room.get(&format!("{case}/statements?purpose=x"), Some(("clerk", "ho.b02")))
                .await
                .status,
            404
        );
        assert_eq!(room.said(1).await.len(), said.len(), "who sees nothing has not looked");
    }
}

#[tokio::test]
async fn a_statement_can_be_shown_to_be_unaltered_and_is_superseded_only() {
    for room in Room::both().await {
        let case = room.opens(1).await;
        room.post(&format!("{case}/accept"), "handler", json!({})).await;
        room.post(&format!("{case}/statements"), "handler", statement()).await;
        let path = format!("{case}/statements?purpose=check");
        let first: Vec<StatementView> = serde_json::from_str(&room.get(&path, None).await.text).unwrap();
        let mut second = statement();
        second["words"] = json!("the teller raised his voice");
        second["supersedes"] = json!(first[0].id);
        let taken = room
            .post(&format!("{case}/statements"), "handler", second.clone())
            .await;
        assert_eq!(
            (taken.status, &taken.body["statements"]),
            (200, &json!(1)),
            "{}",
            taken.text
        );
        let twice = room.post(&format!("{case}/statements"), "handler", second).await;
        assert_eq!(
            (twice.status, twice.sentence()),
            (409, "the statement is superseded already")
        );

        let both: Vec<StatementView> = serde_json::from_str(&room.get(&path, None).await.text).unwrap();
        assert_eq!(
            (both[0].words.as_str(), both[0].superseded_by),
            ("the teller shouted at me", Some(both[1].id))
        );
        let said = room.said(1).await;
        let taken: Vec<_> = said.iter().filter(|(name, _)| name == "statement_taken").collect();
        for (view, (_, event)) in both.iter().zip(taken) {
            let text = format!("{}\n{}\n{}\n{}", view.id, view.given_by, view.taken, view.words);
            assert_eq!(view.sha256, hex(&Sha256::digest(text)));
            assert_eq!(event["sha256"], view.sha256);
        }
        for method in ["PUT", "PATCH", "DELETE"] {
            assert_eq!(
                room.send_as(method, &format!("{case}/statements")).await,
                405,
                "{method}"
            );
        }
    }
}
