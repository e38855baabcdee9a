//! One case from its order to the archive.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::room::{Room, assigned};
use crate::domain::sample;
use crate::domain::statement::hex;

#[tokio::test]
async fn a_case_goes_from_its_order_to_the_archive() {
    for room in Room::both().await {
        let case = room.replies(1).await;
        let visit = room
            .post(
                &format!("{case}/follow_up"),
                "visitor",
                json!({"satisfaction": "satisfied"}),
            )
            .await;
        assert_eq!(
            (visit.status, &visit.body["stage"]),
            (200, &json!("followed_up")),
            "{}",
            visit.text
        );
        let closed = room
            .post(&format!("{case}/close"), "handler", json!({"summary": "speak softly"}))
            .await;
        assert_eq!(
            (&closed.body["stage"], &closed.body["ending"]),
            (&json!("closed"), &json!("replied"))
        );
        let archived = room.post(&format!("{case}/archive"), "clerk", json!({})).await;
        assert_eq!(archived.body["stage"], "archived");
        assert_eq!(archived.body["version"], 8);

        let whats = [
            "order_accepted",
            "statement_taken",
            "found",
            "replied",
            "followed_up",
            "closed",
            "archived",
        ];
        assert_eq!(room.names_said(1).await, whats);
        let history: Vec<_> = archived.body["history"]
            .as_array()
            .unwrap()
            .iter()
            .map(|step| step["what"].as_str().unwrap())
            .collect();
        assert_eq!(history, [&["assigned"][..], &whats].concat());
        let said = room.said(1).await;
        assert_eq!(said[0].1["by"], json!({"kind": "staff", "code": "handler"}));
        assert_eq!(said[5].1["form_sha256"], closed.body["form_sha256"]);
        assert_eq!(said[5].1["root_cause"], "work_error");
        let spoken = format!("{said:?}");
        for words in ["shouted", "recording", "sorry", "softly"] {
            assert!(!spoken.contains(words), "no event carries {words:?}");
        }
    }
}

#[tokio::test]
async fn the_handling_form_holds_everything_and_bears_out_its_fingerprint() {
    for room in Room::both().await {
        let case = room.replies(1).await;
        let draft = room.get(&format!("{case}/form?purpose=preview"), None).await;
        assert_eq!((draft.status, &draft.body["closed"]), (200, &json!(null)));
        room.post(
            &format!("{case}/follow_up"),
            "visitor",
            json!({"satisfaction": "satisfied"}),
        )
        .await;
        let closed = room
            .post(&format!("{case}/close"), "handler", json!({"summary": "speak softly"}))
            .await;
        let form = room.get(&format!("{case}/form?purpose=file"), None).await;
        assert_eq!(closed.body["form_sha256"], hex(&Sha256::digest(&form.text)));
        assert_eq!(
            form.headers["huiyin-form-sha256"],
            closed.body["form_sha256"].as_str().unwrap()
        );
        assert_eq!(form.body["form"], 5);
        assert_eq!(form.body["number"], sample::subject().number.as_str());
        assert_eq!(form.body["finding"]["facts"], "the recording bears it out");
        assert_eq!(form.body["reply"]["apology"], true);
        assert_eq!(form.body["follow_up"]["by"]["code"], "visitor");
        assert_eq!(form.body["summary"], "speak softly");
        assert_eq!(form.body["statements"][0]["given_by"], "complainant");
        assert_eq!(
            form.body["history"].as_array().unwrap().last().unwrap()["what"],
            "closed"
        );
        room.post(&format!("{case}/archive"), "clerk", json!({})).await;
        assert_eq!(
            room.get(&format!("{case}/form?purpose=file"), None).await.text,
            form.text,
            "made once"
        );
    }
}

#[tokio::test]
async fn a_dissatisfied_complainants_case_begins_anew_at_the_level_above() {
    for room in Room::both().await {
        let case = room.replies(1).await;
        let visit = json!({"satisfaction": "dissatisfied", "remarks": "nothing changed"});
        let reopened = room.post(&format!("{case}/follow_up"), "visitor", visit).await;
        assert_eq!(reopened.body["stage"], "reopened");
        let said = room.said(1).await;
        assert_eq!(said[4].1["satisfaction"], "dissatisfied");
        assert_eq!((said[5].0.as_str(), &said[5].1["unit"]), ("reopened", &json!("ho.b01")));

        room.assigned(assigned(1, 2, "ho")).await;
        let moved = room.get(&case, None).await;
        assert_eq!(
            (&moved.body["unit"], &moved.body["stage"]),
            (&json!("ho"), &json!("assigned"))
        );
        assert_eq!(moved.body["handler"], json!(null));
        for (what, body) in super::room::up_to_the_reply() {
            assert_eq!(
                room.post(&format!("{case}/{what}"), "director", body).await.status,
                200,
                "{what}"
            );
        }
        let again = room.get(&case, None).await;
        assert_eq!(again.body["handler"]["code"], "director");
        assert_eq!(again.body["statements"], 2, "the first handler's statement stands");
        assert_eq!(again.body["history"].as_array().unwrap().len(), 11);
    }
}

#[tokio::test]
async fn a_case_that_is_handed_over_keeps_its_history_and_its_statements() {
    for room in Room::both().await {
        let case = room.opens(1).await;
        room.post(&format!("{case}/accept"), "handler", json!({})).await;
        room.post(&format!("{case}/statements"), "handler", super::room::statement())
            .await;
        room.assigned(assigned(1, 2, "ho.b02")).await;
        room.assigned(assigned(1, 2, "ho.b02")).await;
        let moved = room.get(&case, None).await;
        assert_eq!(
            (&moved.body["unit"], &moved.body["statements"]),
            (&json!("ho.b02"), &json!(1))
        );
        let units: Vec<_> = moved.body["history"]
            .as_array()
            .unwrap()
            .iter()
            .map(|step| step["unit"].as_str().unwrap())
            .collect();
        assert_eq!(
            units,
            ["ho.b01", "ho.b01", "ho.b01", "ho.b02"],
            "the same order twice moves it once"
        );
        assert_eq!(
            room.post(&format!("{case}/accept"), "other", json!({})).await.status,
            200
        );
    }
}
