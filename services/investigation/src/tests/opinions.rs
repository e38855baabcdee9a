//! Co-handlers' opinions, which the lead's reply waits for (R4.8).

use huiyin_chassis::Outcome;
use huiyin_contracts::Event;
use huiyin_contracts::events::orders::{CoHandlingAskedV1, CoHandlingSuppliedV1};
use huiyin_kernel::OrderId;
use serde_json::json;
use uuid::Uuid;

use super::room::{Room, complaint, finding, reply};
use crate::bus;

fn order(n: u128) -> OrderId {
    OrderId::from_uuid(Uuid::from_u128(900 + n))
}

async fn asks(room: &Room, n: u128) -> Outcome {
    let event = CoHandlingAskedV1 {
        complaint: complaint(1),
        order: order(n),
        ..CoHandlingAskedV1::example()
    };
    room.hears(event, bus::opinions::asked).await
}

async fn gives(room: &Room, n: u128) -> Outcome {
    let event = CoHandlingSuppliedV1 {
        complaint: complaint(1),
        order: order(n),
        ..CoHandlingSuppliedV1::example()
    };
    room.hears(event, bus::opinions::given).await
}

#[tokio::test]
async fn r4_8_the_reply_does_not_wait_for_a_task_that_is_not_required() {
    for room in Room::both().await {
        let case = room.finds(1, finding()).await;
        let event = CoHandlingAskedV1 {
            complaint: complaint(1),
            order: order(1),
            task: Some("on_site_check".to_owned()),
            required: Some(false),
            ..CoHandlingAskedV1::example()
        };
        assert_eq!(room.hears(event, bus::opinions::asked).await, Outcome::Done);
        let replied = room.does(&format!("{case}/reply"), "handler", reply()).await;
        let one = &replied.body["opinions"][0];
        assert_eq!(
            (&one["task"], &one["required"], &one["state"]),
            (&json!("on_site_check"), &json!(false), &json!("awaited"))
        );
        assert_eq!(gives(&room, 1).await, Outcome::Done);
        let after = room.get(&case, None).await.body;
        assert_eq!(after["opinions"][0]["state"], "given", "it is taken when it comes");
    }
}

#[tokio::test]
async fn r4_8_the_reply_waits_for_opinions_or_goes_on_without_one_by_name_and_with_a_reason() {
    for room in Room::both().await {
        let case = room.finds(1, finding()).await;
        for n in [1, 2, 1] {
            assert_eq!(asks(&room, n).await, Outcome::Done);
        }
        let waits = room.post(&format!("{case}/reply"), "handler", reply()).await;
        assert_eq!(
            (waits.status, waits.sentence()),
            (
                409,
                "a co-handler's opinion is awaited: wait for it, or go on without it by name and with a reason"
            )
        );
        assert_eq!(gives(&room, 1).await, Outcome::Done);
        assert_eq!(gives(&room, 1).await, Outcome::Done);
        let path = format!("{case}/opinions/{}/overrule", order(2));
        let other = room.post(&path, "colleague", json!({"reason": "no time"})).await;
        assert_eq!(
            (other.status, other.sentence()),
            (409, "only the handler goes on without an opinion")
        );
        let on = room
            .does(&path, "handler", json!({"reason": "the canary records tell it"}))
            .await;
        let states: Vec<_> = on.body["opinions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["state"])
            .collect();
        assert_eq!(states, ["given", "overruled"]);
        assert_eq!(on.body["opinions"][1]["by"]["code"], "handler");
        let twice = room.post(&path, "handler", json!({"reason": "again"})).await;
        assert_eq!(
            (twice.status, twice.sentence()),
            (409, "the co-handler's opinion is not awaited any more")
        );
        room.does(&format!("{case}/reply"), "handler", reply()).await;
        let said = room.said(1).await;
        assert!(!format!("{said:?}").contains("canary"));
    }
}

#[tokio::test]
async fn an_opinion_of_a_case_that_is_not_there_yet_waits_for_its_order() {
    let room = Room::sqlite().await;
    assert!(matches!(asks(&room, 1).await, Outcome::Retry(_)));
}
