//! Complaints of the past.

use huiyin_contracts::events::intake::{PastV1, RegisteredV1};
use huiyin_contracts::events::routing::AssignedV1;
use serde_json::json;

use super::room::{Room, assigned, complaint, registered};
use crate::bus;
use crate::domain::sample;

fn past(n: u128, closed: bool) -> RegisteredV1 {
    let past = PastV1 {
        source: "cfpb".to_owned(),
        closed: closed.then(|| sample::at(-1000)),
        ending: Some("Closed with explanation".to_owned()).filter(|_| closed),
        finding: Some("not_upheld".to_owned()).filter(|_| closed),
        in_time: Some(true),
    };
    RegisteredV1 {
        past: Some(past),
        ..registered(n)
    }
}

#[tokio::test]
async fn a_closed_complaint_of_the_past_has_a_closed_case_whatever_is_heard_first() {
    for room in Room::both().await {
        room.registered(past(1, true)).await;
        room.assigned(AssignedV1 {
            imported: true,
            ..assigned(1, 1, "ho.b01")
        })
        .await;
        room.assigned(AssignedV1 {
            imported: true,
            ..assigned(2, 1, "ho.b01")
        })
        .await;
        room.registered(past(2, true)).await;
        room.registered(past(2, true)).await;
        for n in [1, 2] {
            let said = room.said(n).await;
            assert_eq!(said.len(), 1, "{said:?}");
            assert_eq!(said[0].1["ending"], "Closed with explanation");
            assert_eq!(said[0].1["closed"], sample::at(-1000).to_string());
            let case = room.get(&format!("/complaints/{}/case", complaint(n)), None).await;
            assert_eq!(
                (&case.body["stage"], &case.body["imported"]),
                (&json!("closed"), &json!(true))
            );
            assert_eq!(case.body["unit"], "ho.b01.o0123");
        }
    }
}

#[tokio::test]
async fn an_end_on_a_day_that_nobody_wrote_down_has_no_day() {
    let room = Room::sqlite().await;
    let mut event = past(1, true);
    event.past.as_mut().unwrap().closed = None;
    room.registered(event).await;
    assert_eq!(room.said(1).await[0].1["closed"], json!(null));
}

#[tokio::test]
async fn an_open_complaint_of_the_past_is_a_case_like_any_other() {
    let room = Room::sqlite().await;
    room.registered(past(1, false)).await;
    room.assigned(AssignedV1 {
        imported: true,
        ..assigned(1, 1, "ho.b01")
    })
    .await;
    let case = room.get(&format!("/complaints/{}/case", complaint(1)), None).await;
    assert_eq!(
        (&case.body["stage"], &case.body["imported"]),
        (&json!("assigned"), &json!(true))
    );
    let accept = format!("/cases/{}/accept", case.body["id"].as_str().unwrap());
    assert_eq!(room.post(&accept, "handler", json!({})).await.status, 200);
}

#[tokio::test]
#[ignore = "prints how long three thousand imported complaints take; run it with --run-ignored all --no-capture"]
async fn how_long_an_import_takes() {
    for room in Room::both().await {
        let began = std::time::Instant::now();
        let mut change = room.store.change().await.unwrap();
        for n in 0..3000 {
            let part = room.heard(RegisteredV1 {
                staff_concerned: vec![],
                ..past(n, true)
            });
            bus::registered::hear(&room.app, &mut change, part).await;
        }
        change.commit().await.unwrap();
        println!(
            "{:?}: 3000 past complaints in {:?}",
            room.store.backend(),
            began.elapsed()
        );
        assert_eq!(room.said(2999).await.len(), 1);
    }
}
