//! Lessons, circulars and improvements (R6.2).

use huiyin_chassis::Outcome;
use huiyin_contracts::Event;
use huiyin_contracts::events::learning::CircularToldV1;
use huiyin_contracts::events::organisation::UnitsChangedV1;
use serde_json::{Value, json};

use super::room::{Answer, Room, finding};
use crate::bus;

const MANAGES: (&str, &str) = ("ho", "service_management");

fn circular() -> Value {
    json!({"title": "Queues at noon", "text": "Two counters stay open at noon.", "units": ["ho"], "due": "2026-12-11",
        "names_nobody": true})
}

fn improvement() -> Value {
    json!({"title": "A second counter", "what": "A second counter is open at noon.", "owner": "ho.b02", "cause": "service_channel",
        "due": "2026-12-31", "names_nobody": true})
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

async fn issues(room: &Room, body: Value) -> Answer {
    room.post_by(MANAGES, "/circulars", "desk", body).await
}

fn units(answer: &Answer) -> Vec<(&str, Option<&str>)> {
    let to = answer.body["to"].as_array().unwrap();
    to.iter()
        .map(|one| (one["unit"].as_str().unwrap(), one["by"]["code"].as_str()))
        .collect()
}

#[tokio::test]
async fn r6_2_a_circular_is_acknowledged_by_each_unit_and_who_has_not_is_listed_first() {
    for room in Room::both().await {
        room.knows_units().await;
        let issued = issues(&room, circular()).await;
        assert_eq!(issued.status, 201, "{}", issued.text);
        assert_eq!(
            units(&issued),
            [("ho.b01", None), ("ho.b02", None)],
            "not who issued it"
        );
        let path = format!("/circulars/{}", issued.body["id"].as_str().unwrap());
        let waits = room.get("/circulars", Some(("clerk", "ho.b01"))).await;
        assert_eq!(waits.body["items"][0]["waits_for_you"], true);
        let acknowledge = format!("{path}/acknowledge");
        let done = room.post_from("ho.b01", &acknowledge, "clerk", json!({})).await;
        assert_eq!(done.status, 200, "{}", done.text);
        assert_eq!(units(&done), [("ho.b01", Some("clerk"))], "a branch sees its own");
        let twice = room.post_from("ho.b01", &acknowledge, "other", json!({})).await;
        assert_eq!(
            (twice.status, twice.sentence()),
            (409, "your unit has acknowledged the circular already")
        );
        let not_to = room.post_from("ho", &acknowledge, "clerk", json!({})).await;
        assert_eq!(
            (not_to.status, not_to.sentence()),
            (
                409,
                "the circular does not go to your unit: each unit acknowledges for itself"
            )
        );
        let outside = room.post_from("other", &acknowledge, "clerk", json!({})).await;
        assert_eq!(outside.status, 404, "who does not see it is not told that it is there");
        let seen = room.get(&path, Some(("desk", "ho"))).await;
        assert_eq!(units(&seen), [("ho.b02", None), ("ho.b01", Some("clerk"))]);
        assert_eq!(
            (&seen.body["units"], &seen.body["acknowledged"]),
            (&json!(2), &json!(1))
        );
    }
}

/// To whom it was told, and whether that was a reminder.
async fn told(room: &Room, circular: &str) -> Vec<(Vec<String>, bool)> {
    let said = room.said_about(circular.parse().unwrap()).await;
    let told = said
        .into_iter()
        .filter(|(kind, _)| kind == "organisation.circular_told");
    let events = told.map(|(_, body)| serde_json::from_value::<CircularToldV1>(body).unwrap());
    events
        .map(|event| (event.to.iter().map(ToString::to_string).collect(), event.reminder))
        .collect()
}

#[tokio::test]
async fn r6_2_units_are_told_of_a_circular_and_who_has_not_acknowledged_it_in_time_is_reminded_once() {
    for room in Room::both().await {
        room.knows_units().await;
        let issued = issues(&room, circular()).await;
        let id = issued.body["id"].as_str().unwrap();
        let both = vec!["ho.b01".to_owned(), "ho.b02".to_owned()];
        assert_eq!(told(&room, id).await, [(both.clone(), false)]);
        let acknowledge = format!("/circulars/{id}/acknowledge");
        let done = room.post_from("ho.b01", &acknowledge, "clerk", json!({})).await;
        assert_eq!(done.status, 200, "{}", done.text);
        assert!(!room.app.remind_of_circulars().await.unwrap());
        assert_eq!(told(&room, id).await.len(), 1, "there is time");
        room.clock.wait(jiff::SignedDuration::from_hours(30 * 24));
        for _ in 0..2 {
            room.app.remind_of_circulars().await.unwrap();
        }
        assert_eq!(
            told(&room, id).await,
            [(both, false), (vec!["ho.b02".to_owned()], true)],
            "once, and not who has acknowledged it"
        );
    }
}

#[tokio::test]
async fn r6_2_a_circular_that_nobody_may_issue_so_is_refused() {
    for room in Room::both().await {
        room.knows_units().await;
        let clerk = room.post_from("ho", "/circulars", "clerk", circular()).await;
        assert_eq!(clerk.status, 403, "without the duty nobody issues: {}", clerk.text);
        let beside = with(circular(), "units", json!(["ho.b02"]));
        let branch = room
            .post_by(("ho.b01", "service_management"), "/circulars", "desk", beside)
            .await;
        assert_eq!(
            branch.status, 403,
            "a branch tells itself and those below it: {}",
            branch.text
        );
        for (field, value, sentence) in [
            (
                "names_nobody",
                json!(false),
                "who writes it confirms that it names no person, neither complainant nor staff",
            ),
            (
                "text",
                json!("The customer of 13900000000 waited."),
                "the text holds what looks like a telephone number, an identity document, a complaint's number or an e-mail address: it names no person",
            ),
            (
                "units",
                json!(["ho.b09"]),
                "a circular goes to at least one other open unit",
            ),
            (
                "units",
                json!([]),
                "a circular names 1 to 200 units, each with all below it",
            ),
            (
                "due",
                json!("2026-11-20"),
                "the day by which it is acknowledged is over already",
            ),
        ] {
            let refused = issues(&room, with(circular(), field, value)).await;
            assert_eq!((refused.status, refused.sentence()), (422, sentence));
        }
        let gone = UnitsChangedV1 {
            units: vec![],
            closed: vec!["b01".to_owned().try_into().unwrap()],
        };
        assert_eq!(room.hears(gone, bus::units::hear).await, Outcome::Done);
        let issued = issues(&room, circular()).await;
        assert_eq!(units(&issued), [("ho.b02", None)], "a closed unit gets none");
    }
}

#[tokio::test]
async fn a_circular_sent_twice_is_issued_once() {
    for room in Room::both().await {
        room.knows_units().await;
        let key = [("idempotency-key", "k1"), ("huiyin-duties", "service_management")];
        let first = room.post_with("/circulars", "desk", circular(), &key).await;
        let again = room.post_with("/circulars", "desk", circular(), &key).await;
        assert_eq!((first.status, &first.body), (201, &again.body));
        let other = with(circular(), "title", json!("Another"));
        assert_eq!(room.post_with("/circulars", "desk", other, &key).await.status, 422);
        let all = room.get("/circulars", Some(("desk", "ho"))).await;
        assert_eq!(all.body["items"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn r6_2_an_improvement_is_followed_by_its_owner_until_it_is_done() {
    for room in Room::both().await {
        room.knows_units().await;
        let proposed = room.post_from("ho.b01", "/improvements", "clerk", improvement()).await;
        assert_eq!(proposed.status, 201, "{}", proposed.text);
        assert_eq!(
            (&proposed.body["state"], &proposed.body["reach"]),
            (&json!("open"), &json!("ho.b01"))
        );
        let path = format!("/improvements/{}", proposed.body["id"].as_str().unwrap());
        room.clock.wait(jiff::SignedDuration::from_hours(24 * 60));
        let late = room.get("/improvements?state=open", Some(("owner", "ho.b02"))).await;
        assert_eq!(late.body["items"][0]["overdue"], true);
        let done = json!({"what": "The counter is open.", "on": "2026-12-30", "names_nobody": true});
        let proposer = room
            .post_from("ho.b01", &format!("{path}/done"), "clerk", done.clone())
            .await;
        assert_eq!(proposer.status, 403, "its owner says so: {}", proposer.text);
        let stranger = room
            .post_from("ho.d07", &format!("{path}/done"), "clerk", done.clone())
            .await;
        assert_eq!(stranger.status, 404, "who does not see it is not told that it is there");
        let early = with(done.clone(), "on", json!("2027-06-01"));
        let early = room.post_from("ho.b02", &format!("{path}/done"), "owner", early).await;
        assert_eq!(
            (early.status, early.sentence()),
            (422, "the day on which it was done is still to come")
        );
        let ended = room
            .post_from("ho.b02", &format!("{path}/done"), "owner", done.clone())
            .await;
        assert_eq!((ended.status, &ended.body["state"]), (200, &json!("done")));
        assert_eq!(ended.body["done_on"], "2026-12-30");
        let again = room.post_from("ho.b02", &format!("{path}/done"), "owner", done).await;
        assert_eq!(
            (again.status, again.sentence()),
            (409, "the proposal is done or refused already")
        );
        let open = room.get("/improvements?state=open", Some(("owner", "ho.b02"))).await;
        assert_eq!(open.body["items"], json!([]));
    }
}

#[tokio::test]
async fn r6_2_an_improvement_is_refused_with_a_reason_and_a_wrong_one_is_not_taken() {
    for room in Room::both().await {
        room.knows_units().await;
        for (field, value, sentence) in [
            ("cause", json!("moon_phase"), "the policy pack has no such root cause"),
            ("owner", json!("ho.b09"), "the organisation has no open unit ho.b09"),
            (
                "due",
                json!("2026-11-20"),
                "the day by which it is done is over already",
            ),
            (
                "names_nobody",
                json!(false),
                "who writes it confirms that it names no person, neither complainant nor staff",
            ),
        ] {
            let refused = room
                .post_from("ho.b01", "/improvements", "clerk", with(improvement(), field, value))
                .await;
            assert_eq!((refused.status, refused.sentence()), (422, sentence));
        }
        let proposed = room.post_from("ho.b01", "/improvements", "clerk", improvement()).await;
        let path = format!("/improvements/{}/refuse", proposed.body["id"].as_str().unwrap());
        let no = json!({"reason": "The system is replaced in spring.", "names_nobody": true});
        let wordless = room
            .post_from("ho.b02", &path, "owner", json!({"names_nobody": true}))
            .await;
        assert_eq!(wordless.status, 422);
        let refused = room.post_from("ho.b02", &path, "owner", no.clone()).await;
        assert_eq!((refused.status, &refused.body["state"]), (200, &json!("refused")));
        let again = room.post_from("ho.b02", &path, "owner", no).await;
        assert_eq!(again.status, 409);
    }
}

#[tokio::test]
async fn r6_2_a_lesson_is_drawn_after_the_finding_and_its_words_are_the_cases() {
    for room in Room::both().await {
        let early = room.opens(2).await;
        let lesson = json!({"words": "the canary counter was closed at noon"});
        let refused = room.post(&format!("{early}/lessons"), "handler", lesson.clone()).await;
        assert_eq!(
            (refused.status, refused.sentence()),
            (409, "a lesson is drawn after the finding")
        );
        let case = room.finds(1, finding()).await;
        let drawn = room.does(&format!("{case}/lessons"), "handler", lesson.clone()).await;
        assert_eq!(drawn.body["lessons"][0]["cause"], "work_error");
        assert!(!drawn.text.contains("canary"), "the case is shown without words");
        let outside = room
            .post_from("ho.b02", &format!("{case}/lessons"), "stranger", lesson)
            .await;
        assert_eq!(outside.status, 404);
        let seen = room.get(&format!("{case}/lessons?purpose=circular"), None).await;
        assert_eq!(seen.body[0]["words"], "the canary counter was closed at noon");
        let said = room.said(1).await;
        assert_eq!(said[said.len() - 2].0, "lesson_drawn");
        assert!(!format!("{said:?}").contains("canary"));
    }
}

#[test]
fn the_events_of_what_is_learnt_are_the_organisations() {
    use huiyin_contracts::events::learning::{CircularIssuedV1, ImprovementDoneV1};
    assert_eq!(CircularIssuedV1::ABOUT, "organisation");
    assert_eq!(ImprovementDoneV1::kind(), "organisation.improvement_done.v1");
}
