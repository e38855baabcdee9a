//! Who decides finds what waits for them (R5.3, R5.10, P16).

use serde_json::{Value, json};

use super::room::{Room, finding, unfounded};

async fn waits(room: &Room, who: &str, unit: &str) -> Vec<Value> {
    let list = room.get("/cases/waiting", Some((who, unit))).await;
    assert_eq!(list.status, 200, "{}", list.text);
    let count = room.get("/cases/waiting/count", Some((who, unit))).await;
    let items = list.body["items"].as_array().unwrap().clone();
    assert_eq!(count.body["rows"], items.len());
    items
}

#[tokio::test]
async fn r5_10_a_reviewer_above_finds_the_case_and_nobody_else_does() {
    for room in Room::both().await {
        room.finds(1, unfounded()).await;
        assert_eq!(waits(&room, "boss", "ho").await.len(), 1, "a level above the branch");
        assert_eq!(waits(&room, "handler", "ho").await.len(), 0, "P16: their own");
        assert_eq!(
            waits(&room, "colleague", "ho.b01").await.len(),
            0,
            "not in the unit itself"
        );
        assert_eq!(waits(&room, "stranger", "ho.b02").await.len(), 0);
        assert_eq!(waits(&room, "teller", "ho").await.len(), 0, "R4.10");
    }
}

#[tokio::test]
async fn r5_3_who_holds_the_duty_finds_it_until_it_is_decided() {
    for room in Room::both().await {
        let case = room.finds(1, finding()).await;
        let body = json!({"kind": "money", "amount": {"minor": 800_000, "currency": "CNY"}, "what": "the loss"});
        let proposed = room.does(&format!("{case}/redress"), "handler", body).await;
        let id = proposed.body["redress"][0]["id"].as_str().unwrap();
        assert_eq!(proposed.body["redress"][0]["approver"], "supervision_desk");
        assert_eq!(
            waits(&room, "boss", "ho").await.len(),
            1,
            "head office holds it by its level"
        );
        assert_eq!(waits(&room, "colleague", "ho.b01").await.len(), 0);
        let decision = format!("{case}/redress/{id}/decision");
        room.does(&decision, "boss", json!({"approved": true})).await;
        assert_eq!(waits(&room, "boss", "ho").await.len(), 0);
    }
}
