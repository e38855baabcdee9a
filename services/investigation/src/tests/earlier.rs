//! Earlier files and groups at the case (R3.6, R3.10), and earlier answers for the next one (R5.4).

use huiyin_chassis::Outcome;
use huiyin_contracts::Event;
use huiyin_contracts::events::intake::{ClusterCountedV1, LinkedV1, RegisteredV1, UnlinkedV1};
use huiyin_kernel::ClusterId;
use serde_json::json;
use uuid::Uuid;

use super::room::{Room, complaint, registered};
use crate::bus;

fn cluster() -> Option<ClusterId> {
    Some(ClusterId::from_uuid(Uuid::from_u128(9001)))
}

async fn linked(room: &Room, event: LinkedV1) {
    assert_eq!(room.hears(event, bus::linked::linked).await, Outcome::Done);
}

fn link(n: u128, kind: &str) -> LinkedV1 {
    LinkedV1 {
        complaint: complaint(n),
        kind: kind.to_owned(),
        to: None,
        ..LinkedV1::example()
    }
}

#[tokio::test]
async fn r3_6_a_repeat_shows_the_earlier_files_that_the_caller_may_see() {
    for room in Room::both().await {
        room.knows_units().await;
        room.replies(1).await;
        let repeat = RegisteredV1 {
            repeats: Some(complaint(1)),
            ..registered(2)
        };
        assert_eq!(room.registered(repeat).await, Outcome::Done);
        let second = room.opens(2).await;
        let third = room.opens(3).await;
        linked(
            &room,
            LinkedV1 {
                to: Some(complaint(2)),
                ..link(3, "repeat")
            },
        )
        .await;
        let shown = room.get(&third, Some(("colleague", "ho.b01"))).await;
        assert_eq!(shown.body["repeats"], true);
        let earlier: Vec<_> = shown.body["earlier"].as_array().unwrap().iter().collect();
        assert_eq!(earlier.len(), 2, "the one that it repeats, and the one before");
        assert_eq!(earlier[1]["finding"], "upheld");
        assert!(earlier[1]["replied"].is_string());
        let answers = format!("{third}/answers?purpose=reply");
        let told = room.get(&answers, Some(("colleague", "ho.b01"))).await;
        assert_eq!(
            told.body[0]["answers"][0]["reply"]["words"],
            "we are sorry and have spoken with him"
        );
        assert_eq!(told.body.as_array().unwrap().len(), 1, "nobody has answered the second");
        assert!(room.names_said(1).await.contains(&"words_seen".to_owned()), "R8.1");
        let concerned = room.get(&answers, Some(("teller", "ho.b01"))).await;
        assert_eq!(concerned.status, 404, "R4.10");
        let outside = room.get(&answers, Some(("stranger", "ho.b02"))).await;
        assert_eq!(outside.status, 404);
        let own = room.get(&second, None).await;
        assert_eq!(own.body["earlier"].as_array().unwrap().len(), 1);
        let undone = UnlinkedV1 {
            complaint: complaint(3),
            kind: "repeat".to_owned(),
            ..UnlinkedV1::example()
        };
        assert_eq!(room.hears(undone, bus::linked::unlinked).await, Outcome::Done);
        let alone = room.get(&third, None).await;
        assert_eq!(
            (&alone.body["repeats"], &alone.body["earlier"]),
            (&json!(false), &json!([]))
        );
    }
}

#[tokio::test]
async fn r8_2_an_earlier_file_that_the_caller_may_not_see_is_not_hinted_at() {
    for room in Room::both().await {
        room.knows_units().await;
        let elsewhere = RegisteredV1 {
            unit: "ho.b02".parse().unwrap(),
            ..registered(1)
        };
        assert_eq!(room.registered(elsewhere).await, Outcome::Done);
        assert_eq!(
            room.assigned(super::room::assigned(1, 1, "ho.b02")).await,
            Outcome::Done
        );
        let second = room.opens(2).await;
        linked(
            &room,
            LinkedV1 {
                to: Some(complaint(1)),
                ..link(2, "repeat")
            },
        )
        .await;
        let branch = room.get(&second, Some(("colleague", "ho.b01"))).await;
        assert_eq!(branch.body["earlier"], json!([]), "another branch's file");
        let above = room.get(&second, Some(("boss", "ho"))).await;
        assert_eq!(above.body["earlier"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn complaints_that_repeat_each_other_in_a_ring_come_to_an_end() {
    for room in Room::both().await {
        let first = room.opens(1).await;
        room.opens(2).await;
        for (n, to) in [(1, 2), (2, 1)] {
            let ring = LinkedV1 {
                to: Some(complaint(to)),
                ..link(n, "repeat")
            };
            linked(&room, ring).await;
        }
        let shown = room.get(&first, None).await;
        assert_eq!(shown.body["earlier"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn r3_10_the_group_is_shown_with_its_batches_and_persons_and_the_last_count_holds() {
    for room in Room::both().await {
        let crowd = RegisteredV1 {
            persons: 12,
            ..registered(1)
        };
        assert_eq!(room.registered(crowd).await, Outcome::Done);
        let case = room.opens(1).await;
        let alone = room.get(&case, None).await;
        assert_eq!(
            (&alone.body["persons"], &alone.body["group"]),
            (&json!(12), &json!(null))
        );
        let joined = LinkedV1 {
            cluster: cluster(),
            complaints: 3,
            persons: 25,
            revision: Some(4),
            ..link(1, "cluster")
        };
        linked(&room, joined).await;
        let older = ClusterCountedV1 {
            complaint: complaint(1),
            cluster: cluster().unwrap(),
            complaints: 2,
            persons: 13,
            revision: Some(3),
        };
        assert_eq!(room.hears(older, bus::linked::counted).await, Outcome::Done);
        let grouped = room.get(&case, None).await;
        assert_eq!(grouped.body["group"], json!({"complaints": 3, "persons": 25}));
        assert_eq!(grouped.body["persons"], 12, "of its own");
        let left = UnlinkedV1 {
            complaint: complaint(1),
            kind: "cluster".to_owned(),
            cluster: cluster(),
            revision: Some(5),
            ..UnlinkedV1::example()
        };
        assert_eq!(room.hears(left, bus::linked::unlinked).await, Outcome::Done);
        assert_eq!(room.get(&case, None).await.body["group"], json!(null));
    }
}
