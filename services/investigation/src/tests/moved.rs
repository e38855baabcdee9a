//! What routing says of a case later on: another time to reply, and who must not handle it (R4.5, R4.10).

use huiyin_chassis::Outcome;
use huiyin_contracts::Event;
use huiyin_contracts::events::ledger::ClockExtendedV1;
use huiyin_contracts::events::routing::ClockStartedV1;
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
    let heard = room.hears(event.clone(), bus::extended::hear).await;
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

#[tokio::test]
async fn r3_11_a_reply_that_new_facts_restarted_is_due_when_its_new_clock_is() {
    for room in Room::both().await {
        room.opens(1).await;
        let before = case(&room).await;
        let event = ClockStartedV1 {
            complaint: complaint(1),
            kind: "reply".to_owned(),
            due: crate::domain::sample::at(500),
            ..ClockStartedV1::example()
        };
        let hear = async |app: &crate::app::App,
                          change: &mut huiyin_store::Change,
                          heard: huiyin_chassis::Heard<ClockStartedV1>| {
            let event = heard.event;
            bus::promised::hear(app, change, event.complaint, &event.kind, event.due).await
        };
        let accept = ClockStartedV1 {
            kind: "accept".to_owned(),
            ..event.clone()
        };
        assert_eq!(room.hears(accept, hear).await, Outcome::Done);
        assert_eq!(
            case(&room).await["version"],
            before["version"],
            "another clock moves nothing"
        );
        assert_eq!(room.hears(event.clone(), hear).await, Outcome::Done);
        let after = case(&room).await;
        assert_eq!(after["reply_due"], json!(event.due));
        room.hears(event, hear).await;
        assert_eq!(
            case(&room).await["version"],
            after["version"],
            "said again, it changes nothing"
        );
    }
}
