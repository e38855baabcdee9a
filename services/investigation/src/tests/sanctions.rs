//! Accountability from the proposal to the appeals body's word (R6.3, P16).

use huiyin_chassis::Outcome;
use huiyin_contracts::events::intake::RegisteredV1;
use serde_json::{Value, json};

use super::room::{Answer, Room, finding, registered, statement};

const BODY: &str = "appeals_body";

/// A case that came through the media, about a teller's attitude.
async fn media_case(room: &Room) -> String {
    let event = RegisteredV1 {
        channel: "media".to_owned(),
        ..registered(1)
    };
    let mut found = finding();
    found["root_cause"] = json!("service_attitude");
    room.knows_units().await;
    assert_eq!(room.registered(event).await, Outcome::Done);
    let case = room.opens(1).await;
    for (what, body) in [("accept", json!({})), ("statements", statement()), ("finding", found)] {
        room.does(&format!("{case}/{what}"), "handler", body).await;
    }
    case
}

fn sanction(rule: &str, role: &str, person: &str, amount: i64) -> Value {
    json!({"rule": rule, "role": role, "person": person, "reasons": "the canary was not the first",
        "amount": {"minor": amount * 100, "currency": "CNY"}})
}

fn last(answer: &Answer) -> Value {
    let all = answer.body["sanctions"].as_array().unwrap();
    all.last().unwrap().clone()
}

fn path(case: &str, sanction: &Value, what: &str) -> String {
    format!("{case}/sanctions/{}/{what}", sanction["id"].as_str().unwrap())
}

/// Neither who proposed it, nor who is hit, nor who is not above them (P16).
async fn nobody_else_decides(room: &Room, case: &str, (one, two): (&Value, &Value)) {
    let yes = json!({"approved": true});
    let own = room.post(&path(case, one, "decision"), "handler", yes.clone()).await;
    assert_eq!(
        (own.status, own.sentence()),
        (409, "nobody decides on a sanction that they proposed themself")
    );
    let hit = room.post(&path(case, two, "decision"), "leader2", yes.clone()).await;
    assert_eq!(
        (hit.status, hit.sentence()),
        (409, "nobody decides on a sanction against themself")
    );
    let beside = room
        .post_from("ho.b01", &path(case, one, "decision"), "colleague", yes.clone())
        .await;
    assert_eq!(
        (beside.status, beside.sentence()),
        (403, "a sanction is decided by a level above whom it hits")
    );
    let inside = room
        .post_from("ho.b01.o0123", &path(case, one, "decision"), "colleague", yes.clone())
        .await;
    assert_eq!(
        inside.status, 403,
        "the unit complained about decides nothing: {}",
        inside.text
    );
}

#[tokio::test]
async fn r6_3_a_media_case_reaches_two_levels_of_leaders_each_decided_by_another_person() {
    for room in Room::both().await {
        let case = media_case(&room).await;
        let propose = format!("{case}/sanctions");
        let one = room
            .does(
                &propose,
                "handler",
                sanction("media_or_regulator", "leader_one", "leader1", 800),
            )
            .await;
        let two = room
            .does(
                &propose,
                "handler",
                sanction("media_or_regulator", "leader_two", "leader2", 500),
            )
            .await;
        let (one, two) = (last(&one), last(&two));
        assert_eq!((&one["unit"], &two["unit"]), (&json!("ho.b01"), &json!("ho")));
        let yes = json!({"approved": true});
        nobody_else_decides(&room, &case, (&one, &two)).await;
        let imposed = room.does(&path(&case, &one, "decision"), "boss", yes.clone()).await;
        assert_eq!(imposed.body["sanctions"][0]["state"], "imposed");
        assert!(imposed.body["sanctions"][0]["appeal_by"].is_string());
        let wordless = room
            .post(&path(&case, &two, "decision"), "boss", json!({"approved": false}))
            .await;
        assert_eq!(
            (wordless.status, wordless.sentence()),
            (422, "a sanction is refused with a reason")
        );
        let no = json!({"approved": false, "reason": "head office knew nothing of the canary"});
        let refused = room.does(&path(&case, &two, "decision"), "boss", no).await;
        assert_eq!(refused.body["sanctions"][1]["state"], "refused");
        let said = room.said(1).await;
        assert!(!format!("{said:?}").contains("canary"), "no event carries words");
        assert!(!format!("{said:?}").contains("leader1"), "nor whom it hits");
        let decided: Vec<_> = said.iter().filter(|(name, _)| name == "sanction_decided").collect();
        assert_eq!(decided[0].1["amount"], json!({"minor": 80_000, "currency": "CNY"}));
        assert_eq!(
            (&decided[0].1["imposed"], &decided[1].1["imposed"]),
            (&json!(true), &json!(false))
        );
    }
}

#[tokio::test]
async fn r6_3_what_the_table_does_not_say_is_refused() {
    for room in Room::both().await {
        let case = media_case(&room).await;
        let propose = format!("{case}/sanctions");
        let dollars = {
            let mut body = sanction("attitude", "person", "teller", 500);
            body["amount"]["currency"] = json!("USD");
            body
        };
        for (body, sentence) in [
            (
                sanction("attitude", "person", "teller", -5),
                "by the policy's table this sanction is 10000 to 100000 minor units of CNY",
            ),
            (
                sanction("attitude", "person", "teller", 1_001),
                "by the policy's table this sanction is 10000 to 100000 minor units of CNY",
            ),
            (dollars, "by the policy's table this sanction is in CNY"),
            (
                sanction("attitude", "head", "boss", 500),
                "by the policy's table this sanction does not hit that role",
            ),
            (
                sanction("attitude", "person", "somebody", 500),
                "the finding does not name this person as responsible",
            ),
            (
                sanction("non_compliance_with_loss", "person", "teller", 500),
                "the policy's table has no such sanction for this cause, channel and loss",
            ),
        ] {
            let refused = room.post(&propose, "handler", body).await;
            assert_eq!((refused.status, refused.sentence()), (422, sentence));
        }
        let odd = json!({"rule": "attitude", "role": "cousin", "person": "teller"});
        assert_eq!(room.post(&propose, "handler", odd).await.status, 422);
        let stranger = room
            .post_from(
                "ho.b02",
                &propose,
                "stranger",
                sanction("attitude", "person", "teller", 500),
            )
            .await;
        assert_eq!(stranger.status, 404, "another branch does not even see the case");
        let concerned = room
            .post(&propose, "teller", sanction("attitude", "person", "teller", 500))
            .await;
        assert_eq!(
            concerned.status, 404,
            "who is complained about does nothing in the case"
        );
    }
}

#[tokio::test]
async fn r6_3_an_appeal_in_time_goes_to_the_appeals_body_and_the_file_waits_for_it() {
    for room in Room::both().await {
        let case = media_case(&room).await;
        let body = sanction("attitude", "person", "teller", 500);
        let proposed = last(&room.does(&format!("{case}/sanctions"), "handler", body).await);
        let at = |what: &str| path(&case, &proposed, what);
        let grounds = json!({"grounds": "the camera saw the canary"});
        let early = room.post(&at("appeal"), "clerk", grounds.clone()).await;
        assert_eq!(
            (early.status, early.sentence()),
            (409, "an appeal is against a sanction that is imposed")
        );
        room.does(&at("decision"), "boss", json!({"approved": true})).await;
        room.does(&at("appeal"), "clerk", grounds.clone()).await;
        let twice = room.post(&at("appeal"), "clerk", grounds).await;
        assert_eq!(
            (twice.status, twice.sentence()),
            (409, "an appeal against this sanction was made already")
        );
        let lifts = json!({"stays": false, "reasons": "the camera shows it"});
        let outside = room
            .post_by(("ho.d07", "legal"), &at("settlement"), "judge", lifts.clone())
            .await;
        assert_eq!(outside.status, 404, "what waits for another duty is not seen");
        let unfit = room
            .post_from("ho.b01", &at("settlement"), "judge", lifts.clone())
            .await;
        assert_eq!(
            (unfit.status, unfit.sentence()),
            (403, "an appeal against a sanction is decided by the appeals body")
        );
        let involved = room
            .post_by(("ho", BODY), &at("settlement"), "boss", lifts.clone())
            .await;
        assert_eq!(
            (involved.status, involved.sentence()),
            (409, "who proposed or imposed a sanction does not decide on the appeal")
        );
        let settled = room
            .post_by(("ho.d07", BODY), &at("settlement"), "judge", lifts.clone())
            .await;
        assert_eq!(settled.status, 200, "{}", settled.text);
        assert_eq!(last(&settled)["state"], "lifted");
        let words = room.get(&format!("{case}/sanctions?purpose=file"), None).await;
        assert_eq!(words.body[0]["grounds"], "the camera saw the canary");
        assert_eq!(words.body[0]["settled"], "the camera shows it");
        let seen = room.names_said(1).await;
        assert_eq!(
            seen[seen.len() - 4..],
            [
                "sanction_decided",
                "sanction_appealed",
                "sanction_settled",
                "words_seen"
            ]
        );
    }
}

#[tokio::test]
async fn r6_1_a_file_is_archived_after_its_sanctions_are_settled() {
    for room in Room::both().await {
        let case = media_case(&room).await;
        room.does(&format!("{case}/reply"), "handler", super::room::reply())
            .await;
        let visit = json!({"satisfaction": "satisfied"});
        room.does(&format!("{case}/follow_up"), "visitor", visit).await;
        room.does(&format!("{case}/close"), "handler", json!({})).await;
        let body = sanction("attitude", "person", "teller", 500);
        let proposed = last(&room.does(&format!("{case}/sanctions"), "handler", body).await);
        let early = room.post(&format!("{case}/archive"), "clerk", json!({})).await;
        let sentence = "a sanction waits for a decision, or can still be appealed against: the file is archived after it is settled";
        assert_eq!((early.status, early.sentence()), (409, sentence));
        let decision = path(&case, &proposed, "decision");
        room.does(&decision, "boss", json!({"approved": true})).await;
        let open = room.post(&format!("{case}/archive"), "clerk", json!({})).await;
        assert_eq!((open.status, open.sentence()), (409, sentence));
        room.clock.wait(jiff::SignedDuration::from_hours(30 * 24));
        let late = room
            .post(&path(&case, &proposed, "appeal"), "clerk", json!({"grounds": "no"}))
            .await;
        assert!(
            late.sentence()
                .starts_with("the last day to appeal against this sanction was 20")
        );
        room.does(&format!("{case}/archive"), "clerk", json!({})).await;
    }
}
