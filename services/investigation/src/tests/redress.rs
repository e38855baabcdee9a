//! Redress from the proposal to the delivery (R5.3, R5.7, P16).

use serde_json::{Value, json};

use super::room::{Room, finding, reply};

fn yuan(amount: i64) -> Value {
    json!({"kind": "money", "amount": {"minor": amount * 100, "currency": "CNY"}, "what": "the loss of the canary"})
}

#[tokio::test]
async fn r5_3_beyond_the_units_authority_redress_is_approved_above_and_the_reply_waits() {
    for room in Room::both().await {
        let case = room.finds(1, finding()).await;
        let proposed = room.does(&format!("{case}/redress"), "handler", yuan(8_000)).await;
        let redress = proposed.body["redress"][0].clone();
        assert_eq!(
            (&redress["state"], &redress["approver"]),
            (&json!("proposed"), &json!("supervision_desk"))
        );
        let early = room.post(&format!("{case}/reply"), "handler", reply()).await;
        assert_eq!(
            (early.status, early.sentence()),
            (409, "redress waits for approval: the reply comes after it")
        );
        let path = format!("{case}/redress/{}/decision", redress["id"].as_str().unwrap());
        let yes = json!({"approved": true});
        let own = room.post(&path, "handler", yes.clone()).await;
        assert_eq!(
            (own.status, own.sentence()),
            (409, "nobody approves what they proposed themself")
        );
        let beside = room.post_from("ho.b01", &path, "colleague", yes.clone()).await;
        assert_eq!(
            (beside.status, beside.sentence()),
            (
                403,
                "this redress is approved by whom the policy names: a level above, or a duty"
            )
        );
        let outside = room.post_from("ho.b02", &path, "stranger", yes.clone()).await;
        assert_eq!(outside.status, 404, "another branch does not even see the case");
        let wordless = room.post(&path, "boss", json!({"approved": false})).await;
        assert_eq!(
            (wordless.status, wordless.sentence()),
            (422, "redress is refused with a reason")
        );
        let approved = room.does(&path, "boss", yes).await;
        assert_eq!(approved.body["redress"][0]["decided_by"]["code"], "boss");
        room.does(&format!("{case}/reply"), "handler", reply()).await;
    }
}

#[tokio::test]
async fn r5_7_a_case_is_closed_after_what_was_promised_is_delivered_with_proof() {
    for room in Room::both().await {
        let case = room.finds(1, finding()).await;
        let settled = room.does(&format!("{case}/redress"), "handler", yuan(300)).await;
        let redress = &settled.body["redress"][0];
        assert_eq!(
            (&redress["state"], &redress["rule"]),
            (&json!("approved"), &json!("branch"))
        );
        let delivery = format!("{case}/redress/{}/delivery", redress["id"].as_str().unwrap());
        room.does(&format!("{case}/reply"), "handler", reply()).await;
        room.does(
            &format!("{case}/follow_up"),
            "visitor",
            json!({"satisfaction": "satisfied"}),
        )
        .await;
        let early = room.post(&format!("{case}/close"), "handler", json!({})).await;
        assert_eq!(
            (early.status, early.sentence()),
            (
                409,
                "redress is owed or waits for approval: the case is closed after it"
            )
        );
        room.does(&delivery, "handler", json!({"proof": "canary transfer 4711"}))
            .await;
        let twice = room.post(&delivery, "handler", json!({"proof": "again"})).await;
        assert_eq!(
            (twice.status, twice.sentence()),
            (409, "the redress is delivered already")
        );
        room.does(&format!("{case}/close"), "handler", json!({})).await;
        let form = room.get(&format!("{case}/form?purpose=file"), None).await;
        assert_eq!(form.body["redress"][0]["proof"], "canary transfer 4711");
        assert_eq!(form.body["redress"][0]["amount"]["minor"], 30_000);
        let said = room.said(1).await;
        assert!(!format!("{said:?}").contains("canary"), "no event carries words");
        let paid = said.iter().find(|(name, _)| name == "redress_delivered").unwrap();
        assert_eq!(paid.1["amount"], json!({"minor": 30_000, "currency": "CNY"}));
    }
}

#[tokio::test]
async fn amounts_that_are_none_and_pieces_that_get_around_the_authority_are_refused() {
    for room in Room::both().await {
        let case = room.finds(1, finding()).await;
        let path = format!("{case}/redress");
        for amount in [0, -5, 20_000_000_000] {
            let refused = room.post(&path, "handler", yuan(amount)).await;
            assert_eq!(refused.status, 422, "{}", refused.text);
        }
        let huge = json!({"kind": "money", "amount": {"minor": 1e30, "currency": "CNY"}, "what": "x"});
        let odd = json!({"kind": "money", "amount": {"minor": 1, "currency": "yuan"}, "what": "x"});
        for body in [
            huge,
            odd,
            json!({"kind": "money", "what": "x"}),
            json!({"kind": "money"}),
        ] {
            assert_eq!(room.post(&path, "handler", body.clone()).await.status, 422, "{body}");
        }
        room.does(&path, "handler", yuan(4_000)).await;
        let second = room.does(&path, "handler", yuan(1_001)).await;
        let states: Vec<_> = second.body["redress"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["state"])
            .collect();
        assert_eq!(states, ["approved", "proposed"]);
        let nowhere = format!("{path}/0193a1f0-0000-7000-8000-000000000000/decision");
        let unknown = room.post(&nowhere, "boss", json!({"approved": true})).await;
        assert_eq!(
            (unknown.status, unknown.sentence()),
            (409, "the case has no such redress")
        );
    }
}
