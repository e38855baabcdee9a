//! The letter with its clauses, and the approval of a sensitive reply (R5.4, R5.11).

use huiyin_chassis::Outcome;
use huiyin_contracts::Event;
use huiyin_contracts::events::routing::{AssignedV1, RegradedV1};
use serde_json::json;

use super::room::{Room, assigned, complaint, finding, registered, reply, statement};
use crate::bus;

#[tokio::test]
async fn r5_11_the_letter_names_the_last_day_and_the_form_keeps_it() {
    for room in Room::both().await {
        let case = room.finds(1, finding()).await;
        let replied = room.does(&format!("{case}/reply"), "handler", reply()).await;
        assert_eq!(
            (&replied.body["verify_by"], &replied.body["appeal_by"]),
            (&json!("2026-12-23"), &json!("2026-12-23"))
        );
        let form = room.get(&format!("{case}/form?purpose=read"), None).await;
        let letter = form.body["reply"]["letter"].as_str().unwrap();
        for clause in [
            "East branch",
            "有效投诉",
            "we are sorry and have spoken with him",
            "2026-12-23",
            "调解",
        ] {
            assert!(letter.contains(clause), "{clause} in {letter}");
        }
        let said = room.said(1).await;
        assert_eq!(
            said.last().unwrap().1["verify_by"],
            json!(null),
            "the look at the form came last"
        );
        let event = said.iter().find(|(name, _)| name == "replied").unwrap();
        assert_eq!(event.1["verify_by"], "2026-12-23");
    }
}

#[tokio::test]
async fn r5_4_a_reply_about_a_major_complaint_goes_out_after_another_has_approved_it() {
    for room in Room::both().await {
        room.knows_units().await;
        assert_eq!(room.registered(registered(1)).await, Outcome::Done);
        let major = AssignedV1 {
            severity: "major".to_owned(),
            ..assigned(1, 1, "ho.b01")
        };
        assert_eq!(room.assigned(major).await, Outcome::Done);
        let found = room.get("/cases", None).await;
        let case = format!("/cases/{}", found.body["items"][0]["id"].as_str().unwrap());
        for (what, body) in [
            ("accept", json!({})),
            ("statements", statement()),
            ("finding", finding()),
        ] {
            room.does(&format!("{case}/{what}"), "handler", body).await;
        }
        let drafted = room.does(&format!("{case}/reply"), "handler", reply()).await;
        assert_eq!(
            (
                &drafted.body["stage"],
                &drafted.body["awaits"],
                &drafted.body["verify_by"]
            ),
            (&json!("found"), &json!("parent"), &json!(null))
        );
        let path = format!("{case}/reply/decision");
        let own = room.post(&path, "handler", json!({"approved": true})).await;
        assert_eq!(
            (own.status, own.sentence()),
            (409, "nobody approves the reply that they wrote themself")
        );
        let back = room
            .does(&path, "boss", json!({"approved": false, "reason": "too curt"}))
            .await;
        assert_eq!(
            (&back.body["stage"], &back.body["awaits"]),
            (&json!("found"), &json!(null))
        );
        let form = room.get(&format!("{case}/form?purpose=read"), None).await;
        assert_eq!(form.body["given_back"], "too curt", "who writes the next one reads why");
        room.does(&format!("{case}/reply"), "handler", reply()).await;
        room.clock.wait(jiff::SignedDuration::from_hours(24));
        let sent = room.does(&path, "boss", json!({"approved": true})).await;
        assert_eq!(
            (&sent.body["stage"], &sent.body["verify_by"]),
            (&json!("replied"), &json!("2026-12-24")),
            "the days are counted from when it goes out"
        );
        let names = room.names_said(1).await;
        let replies: Vec<_> = names.iter().filter(|name| name.starts_with("repl")).collect();
        assert_eq!(replies, ["reply_drafted", "reply_refused", "reply_drafted", "replied"]);
    }
}

#[tokio::test]
async fn r5_4_a_reply_goes_out_when_everybody_whom_the_decision_table_names_has_approved_it() {
    for room in Room::both().await {
        room.knows_units().await;
        assert_eq!(room.registered(registered(1)).await, Outcome::Done);
        let sensitive = AssignedV1 {
            severity: "major".to_owned(),
            approve: vec!["press_office".to_owned()],
            ..assigned(1, 1, "ho.b01")
        };
        assert_eq!(room.assigned(sensitive).await, Outcome::Done);
        // A group that grew: the lawyers see it too.
        let regraded = RegradedV1 {
            complaint: complaint(1),
            severity: "major".to_owned(),
            before: "major".to_owned(),
            approve: Some(vec!["legal".to_owned(), "press_office".to_owned()]),
            ..RegradedV1::example()
        };
        assert_eq!(room.hears(regraded, bus::regraded::hear).await, Outcome::Done);
        let found = room.get("/cases", None).await;
        let case = format!("/cases/{}", found.body["items"][0]["id"].as_str().unwrap());
        for (what, body) in [
            ("accept", json!({})),
            ("statements", statement()),
            ("finding", finding()),
        ] {
            room.does(&format!("{case}/{what}"), "handler", body).await;
        }
        let drafted = room.does(&format!("{case}/reply"), "handler", reply()).await;
        assert_eq!(
            (&drafted.body["awaits"], &drafted.body["awaits_besides"]),
            (&json!("parent"), &json!(["legal", "press_office"]))
        );
        let path = format!("{case}/reply/decision");
        let approves = json!({"approved": true});
        let lawyer = ("ho.law", "legal");
        let once = room.post_by(lawyer, &path, "lawyer", approves.clone()).await;
        assert_eq!(
            (&once.body["stage"], &once.body["awaits"], &once.body["awaits_besides"]),
            (&json!("found"), &json!("parent"), &json!(["press_office"])),
            "{}",
            once.body
        );
        let twice = room.post_by(lawyer, &path, "lawyer", approves.clone()).await;
        assert_eq!(twice.status, 404, "nothing waits for them any more: {}", twice.body);
        // Head office stands above, and holds the duty that no unit was given.
        let last = room.post_from("ho", &path, "boss", approves).await;
        assert_eq!(last.body["stage"], "replied", "{}", last.body);
        let names = room.names_said(1).await;
        let replies: Vec<_> = names.iter().filter(|name| name.starts_with("repl")).collect();
        assert_eq!(replies, ["reply_drafted", "reply_approved", "replied"]);
    }
}

#[tokio::test]
async fn a_regraded_complaint_that_nobody_knows_yet_waits_for_its_order() {
    let room = Room::sqlite().await;
    let heard = room.hears(RegradedV1::example(), bus::regraded::hear).await;
    assert!(matches!(heard, Outcome::Retry(_)));
}

#[tokio::test]
async fn a_communication_complaint_has_its_short_way() {
    for room in Room::both().await {
        let case = room.opens(1).await;
        room.does(&format!("{case}/accept"), "handler", json!({})).await;
        let odd = json!({"kind": "work_error", "channel": "phone", "words": "x"});
        let refused = room.post(&format!("{case}/communication"), "handler", odd).await;
        assert_eq!(refused.status, 422);
        let answer = json!({"kind": "asks_advice", "channel": "phone", "words": "the fee is waived for pensioners"});
        let answered = room.does(&format!("{case}/communication"), "handler", answer).await;
        assert_eq!(
            (&answered.body["stage"], &answered.body["finding"]),
            (&json!("replied"), &json!("communication"))
        );
        assert_eq!(room.names_said(1).await, ["order_accepted", "found", "replied"]);
        let bad = json!({"satisfaction": "dissatisfied", "remarks": "he laughed at me"});
        let up = room.does(&format!("{case}/follow_up"), "visitor", bad).await;
        assert_eq!(
            up.body["stage"], "reopened",
            "handled badly, it is a complaint like any other"
        );
    }
}

#[tokio::test]
async fn bad_findings_are_refused_with_their_sentence() {
    for room in Room::both().await {
        let case = room.opens(1).await;
        room.does(&format!("{case}/accept"), "handler", json!({})).await;
        room.does(&format!("{case}/statements"), "handler", statement()).await;
        let path = format!("{case}/finding");
        let with = |field: &str, value: serde_json::Value| {
            let mut body = finding();
            body[field] = value;
            body
        };
        for (body, sentence) in [
            (
                with("root_cause", json!("the_moon")),
                "the policy pack has no such root cause",
            ),
            (
                with("finding", json!("not_upheld")),
                "a complaint that is not upheld has nobody responsible",
            ),
            (
                with("responsible", json!(["handler"])),
                "who is responsible does not find, so the handler is not responsible",
            ),
        ] {
            let refused = room.post(&path, "handler", body).await;
            assert_eq!((refused.status, refused.sentence()), (422, sentence));
        }
        let found = room
            .does(&path, "handler", with("cause_detail", json!("the till drifts")))
            .await;
        assert_eq!(found.body["review"], "not_needed");
        let said = room.said(1).await;
        assert_eq!(said.last().unwrap().1["responsible_unit"], "ho.b01.o0123");
        let form = room.get(&format!("{case}/form?purpose=read"), None).await;
        assert_eq!(form.body["finding"]["cause_detail"], "the till drifts");
    }
}
