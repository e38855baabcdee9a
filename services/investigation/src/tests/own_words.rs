//! What complainants say of the answer themselves, with their receipt (R5.8, R5.11).

use huiyin_chassis::Outcome;
use huiyin_contracts::Event;
use huiyin_contracts::events::intake::{DisagreedV1, RatedV1};
use huiyin_kernel::Actor;
use serde_json::json;

use super::room::{Room, complaint};
use crate::bus::own_words;

async fn rated(room: &Room, n: u128, satisfaction: &str) -> Outcome {
    let event = RatedV1 {
        complaint: complaint(n),
        satisfaction: satisfaction.to_owned(),
        ..RatedV1::example()
    };
    room.hears(event, own_words::rated).await
}

async fn disagreed(room: &Room, n: u128, way: &str, day: &str) -> Outcome {
    let event = DisagreedV1 {
        complaint: complaint(n),
        way: way.to_owned(),
        day: day.to_owned(),
        by: Actor::Complainant,
    };
    room.hears(event, own_words::disagreed).await
}

#[tokio::test]
async fn r5_8_a_complainants_own_rating_is_the_follow_up() {
    for room in Room::both().await {
        room.knows_units().await;
        let case = room.replies(1).await;
        assert_eq!(rated(&room, 1, "satisfied").await, Outcome::Done);
        assert_eq!(room.names_said(1).await.last().unwrap(), "followed_up");
        let visit = room
            .post(
                &format!("{case}/follow_up"),
                "visitor",
                json!({ "satisfaction": "satisfied" }),
            )
            .await;
        assert_eq!((visit.status, visit.sentence()), (409, "the follow-up is over"));
        room.does(&format!("{case}/close"), "handler", json!({})).await;
        let form = room.get(&format!("{case}/form?purpose=file"), None).await;
        assert_eq!(
            form.body["follow_up"]["by"],
            json!({ "kind": "complainant" }),
            "{}",
            form.text
        );
    }
}

#[tokio::test]
async fn who_is_dissatisfied_is_heard_at_a_higher_level() {
    for room in Room::both().await {
        room.knows_units().await;
        let case = room.replies(1).await;
        assert_eq!(rated(&room, 1, "dissatisfied").await, Outcome::Done);
        let said = room.said(1).await;
        let (name, event) = said.last().unwrap();
        assert_eq!((name.as_str(), &event["why"]), ("reopened", &json!("dissatisfied")));
        assert_eq!(room.get(&case, None).await.body["stage"], "reopened");
    }
}

#[tokio::test]
async fn r5_11_a_complainants_own_wish_sends_the_case_up_by_the_day_on_which_they_said_it() {
    for room in Room::both().await {
        room.knows_units().await;
        let late = room.replies(1).await;
        room.clock.wait(jiff::SignedDuration::from_hours(24 * 40));
        assert_eq!(disagreed(&room, 1, "verification", "2026-12-24").await, Outcome::Done);
        assert_eq!(
            room.get(&late, None).await.body["stage"],
            "replied",
            "that day was too late"
        );
        assert_eq!(disagreed(&room, 1, "verification", "2026-12-23").await, Outcome::Done);
        let said = room.said(1).await;
        let names: Vec<_> = said.iter().rev().take(2).map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["reopened", "asked_again"], "however late it is heard");
        let asked = &said[said.len() - 2].1;
        assert_eq!(
            (&asked["way"], &asked["by"]),
            (&json!("verification"), &json!({ "kind": "complainant" }))
        );
        let before = room.said(1).await.len();
        assert_eq!(disagreed(&room, 1, "appeal", "2026-12-01").await, Outcome::Done);
        assert_eq!(room.said(1).await.len(), before, "it is handled again already");
    }
}

#[tokio::test]
async fn what_comes_before_its_case_waits_and_what_says_nothing_known_is_parked() {
    let room = Room::sqlite().await;
    assert_eq!(
        rated(&room, 1, "satisfied").await,
        Outcome::Retry("the order that opens the case has not been heard".to_owned())
    );
    let parked = [
        (rated(&room, 1, "unreachable").await, "`unreachable` is no rating"),
        (
            disagreed(&room, 1, "prayer", "2026-12-01").await,
            "`prayer` is no way to disagree",
        ),
        (disagreed(&room, 1, "appeal", "soon").await, "the day is no date"),
    ];
    for (outcome, why) in parked {
        assert_eq!(outcome, Outcome::Poison(why.to_owned()));
    }
}
