//! The independent end: review, verification by the level above, appeal (R5.8, R5.10, R5.11).

use huiyin_chassis::Outcome;
use jiff::SignedDuration;
use serde_json::json;

use super::room::{Room, assigned, reply, unfounded, up_to_the_reply};

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

#[tokio::test]
async fn r5_10_what_is_not_upheld_goes_by_itself_to_a_reviewer_and_is_closed_after_it() {
    for room in Room::both().await {
        let case = room.finds(1, unfounded()).await;
        let names = room.names_said(1).await;
        assert_eq!(names.last().unwrap(), "review_asked");
        room.does(&format!("{case}/reply"), "handler", reply()).await;
        room.does(
            &format!("{case}/follow_up"),
            "visitor",
            json!({"satisfaction": "satisfied"}),
        )
        .await;
        let early = room.post(&format!("{case}/close"), "handler", json!({})).await;
        assert_eq!(
            (early.status, early.sentence()),
            (
                409,
                "what is not fully upheld is closed after a reviewer outside of the unit has looked at it"
            )
        );
        let path = format!("{case}/review");
        let fine = json!({"reasons": "I heard the recording"});
        let own = room.post(&path, "handler", fine.clone()).await;
        assert_eq!(
            (own.status, own.sentence()),
            (409, "nobody reviews what they found themself")
        );
        let inside = room.post_from("ho.b01", &path, "colleague", fine.clone()).await;
        assert_eq!(inside.status, 403, "{}", inside.text);
        let concerned = room.post(&path, "teller", fine.clone()).await;
        assert_eq!(concerned.status, 404);
        let reviewed = room.does(&path, "reviewer", fine).await;
        assert_eq!(
            (&reviewed.body["review"], &reviewed.body["awaits"]),
            (&json!("confirmed"), &json!(null))
        );
        room.does(&format!("{case}/close"), "handler", json!({})).await;
        let form = room.get(&format!("{case}/form?purpose=file"), None).await;
        assert_eq!(form.body["finding"]["review_reasons"], "I heard the recording");
    }
}

#[tokio::test]
async fn a_reviewer_who_finds_otherwise_corrects_the_finding_before_the_reply_and_sends_the_case_up_after_it() {
    for room in Room::both().await {
        let upheld =
            json!({"instead": "upheld", "root_cause": "work_error", "reasons": "the recording says otherwise"});
        let before = room.finds(1, unfounded()).await;
        let corrected = room.does(&format!("{before}/review"), "reviewer", upheld.clone()).await;
        assert_eq!(
            (&corrected.body["stage"], &corrected.body["finding"]),
            (&json!("found"), &json!("upheld"))
        );
        let names = room.names_said(1).await;
        assert_eq!(names[names.len() - 2..], ["reviewed", "found"]);
        let after = room.finds(2, unfounded()).await;
        room.does(&format!("{after}/reply"), "handler", reply()).await;
        let up = room.does(&format!("{after}/review"), "reviewer", upheld).await;
        assert_eq!(up.body["stage"], "reopened");
        let said = room.said(2).await;
        assert_eq!(
            (said.last().unwrap().0.as_str(), &said.last().unwrap().1["why"]),
            ("reopened", &json!("overruled"))
        );
    }
}

#[tokio::test]
async fn r5_11_the_level_above_verifies_once_within_the_time_and_then_there_is_the_appeal() {
    for room in Room::both().await {
        let case = closed(&room, 1).await;
        room.does(&format!("{case}/archive"), "clerk", json!({})).await;
        room.clock.wait(days(20));
        let ask = json!({"way": "verification", "reasons": "nobody called me"});
        let up = room.does(&format!("{case}/ask_again"), "clerk", ask.clone()).await;
        assert_eq!(up.body["stage"], "reopened");
        let twice = room.post(&format!("{case}/ask_again"), "clerk", ask.clone()).await;
        assert_eq!(
            (twice.status, twice.sentence()),
            (409, "the case is being handled again already")
        );
        assert_eq!(room.assigned(assigned(1, 2, "ho")).await, Outcome::Done);
        for (what, body) in up_to_the_reply() {
            room.does(&format!("{case}/{what}"), "director", body).await;
        }
        let again = room.post(&format!("{case}/ask_again"), "clerk", ask).await;
        assert_eq!(
            (again.status, again.sentence()),
            (
                409,
                "the level above has verified the answer already: an appeal is what is left"
            )
        );
        let appeal = json!({"way": "appeal", "reasons": "still nobody called me"});
        room.does(&format!("{case}/ask_again"), "clerk", appeal).await;
        let said = room.said(1).await;
        let ways: Vec<_> = said
            .iter()
            .filter(|(name, _)| name == "reopened")
            .map(|(_, event)| &event["why"])
            .collect();
        assert_eq!(ways, ["verification", "appeal"]);
    }
}

#[tokio::test]
async fn the_time_to_ask_is_counted_from_the_answer_and_nothing_restarts_it() {
    for room in Room::both().await {
        let case = closed(&room, 1).await;
        room.clock.wait(days(29));
        room.does(&format!("{case}/archive"), "clerk", json!({})).await;
        room.clock.wait(days(2));
        let ask = json!({"way": "verification", "reasons": "too late"});
        let late = room.post(&format!("{case}/ask_again"), "clerk", ask).await;
        assert_eq!(
            (late.status, late.sentence()),
            (409, "the last day to ask for this was 2026-12-23")
        );
    }
}

async fn closed(room: &Room, n: u128) -> String {
    room.knows_units().await;
    let case = room.replies(n).await;
    room.does(
        &format!("{case}/follow_up"),
        "visitor",
        json!({"satisfaction": "satisfied"}),
    )
    .await;
    room.does(&format!("{case}/close"), "handler", json!({})).await;
    case
}
