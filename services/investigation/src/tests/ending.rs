//! Ending outside of the organisation's own procedure (R5.7).

use serde_json::json;

use super::room::{Room, finding};

#[tokio::test]
async fn r5_7_a_dispute_ends_by_mediation_with_its_agreement_and_its_redress() {
    for room in Room::both().await {
        let case = room.finds(1, finding()).await;
        let money = json!({"kind": "money", "amount": {"minor": 800_000, "currency": "CNY"}, "what": "by agreement"});
        let proposed = room.does(&format!("{case}/redress"), "handler", money).await;
        let redress = format!("{case}/redress/{}", proposed.body["redress"][0]["id"].as_str().unwrap());
        let end = json!({"way": "mediation", "agreement": "canary agreement no. 7", "summary": "explain risks"});
        let path = format!("{case}/end_outside");
        let waits = room.post(&path, "clerk", end.clone()).await;
        assert_eq!(
            (waits.status, waits.sentence()),
            (409, "redress waits for approval: the case ends after it")
        );
        room.does(&format!("{redress}/decision"), "boss", json!({"approved": true}))
            .await;
        let owed = room.post(&path, "clerk", end.clone()).await;
        assert_eq!(
            (owed.status, owed.sentence()),
            (409, "redress is owed: the case ends after it is delivered")
        );
        room.does(
            &format!("{redress}/delivery"),
            "handler",
            json!({"proof": "transfer 4711"}),
        )
        .await;
        let odd = json!({"way": "duel", "agreement": "x"});
        assert_eq!(room.post(&path, "clerk", odd).await.status, 422);
        let closed = room.does(&path, "clerk", end).await;
        assert_eq!(
            (&closed.body["stage"], &closed.body["ending"]),
            (&json!("closed"), &json!("mediation"))
        );
        let form = room.get(&format!("{case}/form?purpose=file"), None).await;
        assert_eq!(form.body["agreement"], "canary agreement no. 7");
        let said = room.said(1).await;
        assert!(!format!("{said:?}").contains("canary"));
        let again = room
            .post(
                &format!("{case}/ask_again"),
                "clerk",
                json!({"way": "appeal", "reasons": "x"}),
            )
            .await;
        assert_eq!(again.status, 409, "{}", again.text);
    }
}
