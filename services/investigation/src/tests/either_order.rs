//! Intake and routing may be heard in either order.

use huiyin_chassis::Outcome;
use huiyin_contracts::Event;
use huiyin_contracts::events::intake::{DeclinedV1, SettledV1};
use serde_json::{Value, json};

use super::room::{Room, assigned, complaint, registered};
use crate::bus;

async fn case(room: &Room) -> Value {
    let mut case = room.get(&format!("/complaints/{}/case", complaint(1)), None).await.body;
    case["id"] = json!(null);
    case
}

#[tokio::test]
async fn an_order_before_the_register_and_after_it_come_to_the_same() {
    for (one, other) in Room::both().await.into_iter().zip(Room::both().await) {
        one.registered(registered(1)).await;
        one.assigned(assigned(1, 1, "ho.b01")).await;
        other.assigned(assigned(1, 1, "ho.b01")).await;
        let early = case(&other).await;
        assert_eq!(early["number"], json!(null));
        let address = other.get(&format!("/complaints/{}/case", complaint(1)), None).await;
        let path = format!("/cases/{}/accept", address.body["id"].as_str().unwrap());
        let unseen = other.post(&path, "handler", json!({})).await;
        assert_eq!(
            unseen.status, 404,
            "staff do not see a case before it is known whom it concerns"
        );
        other.registered(registered(1)).await;
        assert_eq!(case(&one).await, case(&other).await);
        assert_eq!(other.post(&path, "teller", json!({})).await.status, 404);
        assert_eq!(other.post(&path, "handler", json!({})).await.status, 200);
    }
}

#[tokio::test]
async fn a_withdrawal_before_the_order_and_after_it_come_to_the_same() {
    for (one, other) in Room::both().await.into_iter().zip(Room::both().await) {
        one.registered(registered(1)).await;
        one.assigned(assigned(1, 1, "ho.b01")).await;
        assert_eq!(one.withdrawn(complaint(1)).await, Outcome::Done);
        other.registered(registered(1)).await;
        assert_eq!(other.withdrawn(complaint(1)).await, Outcome::Done);
        assert_eq!(other.names_said(1).await, [""; 0], "there is no case yet");
        other.assigned(assigned(1, 1, "ho.b01")).await;
        assert_eq!(case(&one).await, case(&other).await);
        assert_eq!(case(&one).await["ending"], "withdrawn");
        assert_eq!(one.said(1).await, other.said(1).await);
        assert_eq!(one.names_said(1).await, ["closed"]);
    }
}

#[tokio::test]
async fn an_end_waits_for_the_registration_that_it_ends() {
    let room = Room::sqlite().await;
    let early = room.withdrawn(complaint(1)).await;
    assert_eq!(
        early,
        Outcome::Retry("the complaint's registration has not been heard".to_owned())
    );
}

#[tokio::test]
async fn what_intake_settles_or_declines_is_closed_without_a_reply_or_a_form() {
    for room in Room::both().await {
        room.opens(1).await;
        room.opens(2).await;
        let settled = SettledV1 {
            complaint: complaint(1),
            ..SettledV1::example()
        };
        room.hears(settled.clone(), bus::ended::settled).await;
        let declined = DeclinedV1 {
            complaint: complaint(2),
            ..DeclinedV1::example()
        };
        room.hears(declined, bus::ended::declined).await;
        let closed = room.said(1).await;
        assert_eq!(
            (&closed[0].1["ending"], &closed[0].1["finding"]),
            (&json!("settled"), &json!("upheld"))
        );
        assert_eq!(closed[0].1["form_sha256"], json!(null));
        assert_eq!(room.said(2).await[0].1["ending"], "declined");
        room.hears(settled, bus::ended::settled).await;
        assert_eq!(room.names_said(1).await, ["closed"], "it is closed once");
        room.assigned(assigned(1, 2, "ho.b02")).await;
        assert_eq!(
            case(&room).await["unit"],
            "ho.b01",
            "an order moves a closed case nowhere"
        );
    }
}
