//! Rows from before an upgrade (R5.10, R5.11, P33).

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::room::{Room, reply, unfounded};

/// Puts the rows as the release before wrote them.
async fn before_the_upgrade(room: &Room) {
    room.rewrites("cases", "state", |state| {
        let mut state: Value = serde_json::from_str(state).unwrap();
        state["finding"].as_object_mut().unwrap().remove("review");
        state.to_string()
    })
    .await;
    let change = room.store.change().await.unwrap();
    let old = "UPDATE cases SET answered = NULL, mended = FALSE";
    change.conn().execute_unprepared(old).await.unwrap();
    change.commit().await.unwrap();
}

async fn answered(room: &Room, n: u128) -> String {
    let case = room.finds(n, unfounded()).await;
    room.does(&format!("{case}/reply"), "handler", reply()).await;
    case
}

#[tokio::test]
async fn cases_from_before_an_upgrade_get_their_reviewer_and_their_last_day_once() {
    for room in Room::both().await {
        let case = answered(&room, 1).await;
        before_the_upgrade(&room).await;
        let lacks = room.get(&case, None).await;
        assert_eq!(
            (&lacks.body["review"], &lacks.body["verify_by"]),
            (&json!("not_needed"), &json!(null))
        );
        room.clock.wait(jiff::SignedDuration::from_hours(72));
        assert!(!room.app.mend().await.unwrap(), "all in one look");
        let whole = room.get(&case, None).await;
        assert_eq!(
            (&whole.body["review"], &whole.body["awaits"], &whole.body["verify_by"]),
            (&json!("asked"), &json!("parent"), &json!("2026-12-23")),
            "counted from the answer, not from the upgrade"
        );
        let said = room.names_said(1).await;
        assert_eq!(said.last().unwrap(), "review_asked", "the reviewer is told");
        let version = whole.body["version"].clone();
        assert!(!room.app.mend().await.unwrap());
        assert_eq!(room.get(&case, None).await.body["version"], version, "once");
    }
}

#[tokio::test]
async fn a_command_that_comes_before_the_look_meets_the_case_as_it_should_be() {
    for room in Room::both().await {
        let case = answered(&room, 1).await;
        room.does(
            &format!("{case}/follow_up"),
            "visitor",
            json!({"satisfaction": "satisfied"}),
        )
        .await;
        before_the_upgrade(&room).await;
        let close = room.post(&format!("{case}/close"), "handler", json!({})).await;
        assert_eq!(
            (close.status, close.sentence()),
            (
                409,
                "what is not fully upheld is closed after a reviewer outside of the unit has looked at it"
            )
        );
        let again = json!({"way": "verification", "reasons": "no"});
        let up = room.does(&format!("{case}/ask_again"), "clerk", again).await;
        assert_eq!(up.body["stage"], "reopened");
    }
}
