//! What routing says of a case later on: another time to reply, and who must not handle it (R4.5, R4.10).

use huiyin_chassis::Outcome;
use huiyin_contracts::Event;
use huiyin_contracts::events::ledger::ClockExtendedV1;
use huiyin_kernel::StaffCode;
use serde_json::{Value, json};

use super::room::{Room, assigned, complaint, registered};
use crate::bus;

async fn case(room: &Room) -> Value {
    room.get(&format!("/complaints/{}/case", complaint(1)), None).await.body
}

async fn extended(room: &Room, kind: &str) -> ClockExtendedV1 {
    let event = ClockExtendedV1 {
        complaint: complaint(1),
        kind: kind.to_owned(),
        ..ClockExtendedV1::example()
    };
    let heard = room
        .hears(
            event.clone(),
            async |app, change, heard: huiyin_chassis::Heard<ClockExtendedV1>| {
                let event = heard.event;
                bus::promised::hear(app, change, event.complaint, &event.kind, event.due).await
            },
        )
        .await;
    assert_eq!(heard, Outcome::Done);
    event
}

#[tokio::test]
async fn a_new_date_of_the_reply_is_the_cases_date_and_that_of_another_clock_is_not() {
    for room in Room::both().await {
        room.opens(1).await;
        let before = case(&room).await["reply_due"].clone();
        extended(&room, "supply").await;
        assert_eq!(case(&room).await["reply_due"], before);
        let event = extended(&room, "reply").await;
        assert_eq!(case(&room).await["reply_due"], json!(event.due));
        room.withdrawn(complaint(1)).await;
        let closed = case(&room).await["reply_due"].clone();
        extended(&room, "reply").await;
        assert_eq!(case(&room).await["reply_due"], closed, "a closed case keeps its date");
    }
}

#[tokio::test]
async fn who_reports_to_the_person_complained_about_does_not_accept_the_order() {
    for room in Room::both().await {
        room.registered(registered(1)).await;
        let mut order = assigned(1, 1, "ho.b01");
        order.excluded = vec![StaffCode::new("apprentice").unwrap()];
        room.assigned(order).await;
        let path = format!("/cases/{}/accept", case(&room).await["id"].as_str().unwrap());
        let refused = room.post(&path, "apprentice", json!({})).await;
        assert_eq!(
            refused.sentence(),
            "who reports to a person complained about does not handle the complaint"
        );
        assert_eq!(refused.status / 100, 4);
        assert_eq!(room.post(&path, "handler", json!({})).await.status, 200);
    }
}
