//! R4.5: when the reply needs longer the complainant gets a letter with the reason, the new last day, and whom to ask.

use huiyin_chassis::Outcome;
use huiyin_contracts::Event;
use huiyin_contracts::events::ledger::ClockExtendedV1;
use serde_json::{Value, json};
use uuid::Uuid;

use super::room::{Room, complaint, finding, reply, statement};
use crate::bus;
use crate::domain::sample;

/// Routing gives the reply more time for the n-th time.
async fn extended(room: &Room, n: u128) -> Uuid {
    let event = ClockExtendedV1 {
        complaint: complaint(1),
        delay: Uuid::from_u128(9000 + n),
        due: sample::at(48 + 24 * i64::try_from(n).unwrap()),
        approved_by: sample::actor("boss"),
        ..ClockExtendedV1::example()
    };
    let delay = event.delay;
    assert_eq!(room.hears(event.clone(), bus::extended::hear).await, Outcome::Done);
    assert_eq!(
        room.hears(event, bus::extended::hear).await,
        Outcome::Done,
        "said again, it is known"
    );
    delay
}

async fn opened(room: &Room) -> String {
    room.knows_units().await;
    let case = room.opens(1).await;
    room.does(&format!("{case}/accept"), "handler", json!({})).await;
    case
}

fn why() -> Value {
    json!({"channel": "letter", "reason": "Canary: the expert's opinion comes late."})
}

fn missing(case: &Value) -> Vec<&str> {
    let parts = case["missing"].as_array().unwrap().iter();
    parts.map(|part| part["part"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn r4_5_what_was_extended_is_told_in_a_letter_that_is_kept_with_the_case() {
    for room in Room::both().await {
        let case = opened(&room).await;
        let delay = extended(&room, 1).await;
        let owed = room.get(&case, None).await.body;
        assert_eq!(
            (
                &owed["extensions"][0]["state"],
                &owed["extensions"][0]["approved_by"]["code"]
            ),
            (&json!("owed"), &json!("boss"))
        );
        assert!(missing(&owed).contains(&"extension_letter"), "{owed}");
        assert_eq!(owed["reply_due"], json!(sample::at(72)));
        let path = format!("{case}/extensions/{delay}/letter");
        let told = room.does(&path, "handler", why()).await;
        assert_eq!(
            (
                &told.body["extensions"][0]["state"],
                &told.body["extensions"][0]["last_day"]
            ),
            (&json!("told"), &json!("2026-11-26"))
        );
        assert!(!missing(&told.body).contains(&"extension_letter"));
        assert!(!told.text.contains("Canary"), "words are shown with a look only");
        let letters = room.get(&format!("{case}/letters?purpose=to+print+it"), None).await;
        let letter = letters.body[0]["words"].as_str().unwrap();
        for clause in ["Canary: the expert's opinion comes late.", "2026-11-26", "East branch"] {
            assert!(letter.contains(clause), "{clause} in {letter}");
        }
        assert_eq!(letters.body[0]["text"], "extended");
        let form = room.get(&format!("{case}/form?purpose=file"), None).await;
        assert_eq!(form.body["extensions"][0]["letter"], letter);
        let said = room.said(1).await;
        let (name, event) = said.iter().find(|(name, _)| name == "extension_told").unwrap();
        assert_eq!(
            (name.as_str(), &event["last_day"]),
            ("extension_told", &json!("2026-11-26"))
        );
        assert!(!format!("{said:?}").contains("Canary"));
    }
}

#[tokio::test]
async fn a_later_extension_or_the_answer_overtakes_the_letter_and_the_answer_stands_beside_it() {
    for room in Room::both().await {
        let case = opened(&room).await;
        let (first, second) = (extended(&room, 1).await, extended(&room, 2).await);
        let refused = room
            .post(&format!("{case}/extensions/{first}/letter"), "handler", why())
            .await;
        assert_eq!(
            (refused.status, refused.sentence()),
            (409, "a later extension stands: the complainant is told of that one")
        );
        let path = format!("{case}/extensions/{second}/letter");
        let stranger = room.post_from("ho.b02", &path, "stranger", why()).await;
        assert_eq!(stranger.status, 404, "who may not see the case writes no letter of it");
        let other = room.post(&path, "other", why()).await;
        assert_eq!(
            (other.status, other.sentence()),
            (409, "only the handler writes the letter about more time")
        );
        room.does(&path, "handler", why()).await;
        for (what, body) in [("statements", statement()), ("finding", finding()), ("reply", reply())] {
            room.does(&format!("{case}/{what}"), "handler", body).await;
        }
        let after = room.get(&case, None).await.body;
        let states: Vec<_> = after["extensions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["state"])
            .collect();
        assert_eq!(states, ["overtaken", "told"]);
        let letters = room.get(&format!("{case}/letters?purpose=to+print"), None).await;
        let texts: Vec<_> = letters
            .body
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["text"])
            .collect();
        assert_eq!(texts, ["extended", "reply_upheld"]);
        assert_eq!(
            room.get(&format!("{case}/letters"), None).await.status,
            422,
            "a look has a purpose"
        );
    }
}
