//! The lapse of the follow-up visit (R5.8).

use jiff::SignedDuration;
use serde_json::json;

use super::room::{Room, complaint};

#[tokio::test]
async fn a_follow_up_that_nobody_makes_lapses_seven_days_after_the_reply_and_attempts_restart_nothing() {
    for room in Room::both().await {
        let case = room.replies(1).await;
        room.opens(2).await;
        room.clock.wait(SignedDuration::from_hours(6 * 24));
        let attempt = room
            .post(
                &format!("{case}/follow_up"),
                "visitor",
                json!({"satisfaction": "unreachable"}),
            )
            .await;
        assert_eq!(attempt.body["stage"], "replied");
        room.clock
            .wait(SignedDuration::from_hours(24) - SignedDuration::from_micros(1));
        assert!(!room.app.lapse().await.unwrap());
        assert_eq!(
            room.get(&case, None).await.body["stage"],
            "replied",
            "there is a microsecond left"
        );
        let early = room.post(&format!("{case}/close"), "handler", json!({})).await;
        assert_eq!(
            early.sentence(),
            "a case is closed after the follow-up visit, or when the time for it is over"
        );

        room.clock.wait(SignedDuration::from_micros(1));
        room.app.lapse().await.unwrap();
        room.app.lapse().await.unwrap();
        assert_eq!(room.get(&case, None).await.body["stage"], "followed_up");
        let names = room.names_said(1).await;
        assert_eq!(
            names.iter().filter(|name| *name == "follow_up_lapsed").count(),
            1,
            "it lapses once"
        );
        let closed = room.post(&format!("{case}/close"), "handler", json!({})).await;
        assert_eq!((closed.status, &closed.body["stage"]), (200, &json!("closed")));
        let other = room.get(&format!("/complaints/{}/case", complaint(2)), None).await;
        assert_eq!(other.body["stage"], "assigned");
    }
}
