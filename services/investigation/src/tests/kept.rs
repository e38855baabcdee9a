//! What is over is kept: drafts that were given back, opinions that were overruled, rounds and their reasons (R5.1, R5.4, R5.8, R8.4).

use huiyin_chassis::Outcome;
use huiyin_contracts::Event;
use huiyin_contracts::events::orders::{CoHandlingAskedV1, CoHandlingSuppliedV1};
use huiyin_contracts::events::routing::AssignedV1;
use serde_json::json;

use super::room::{Room, assigned, complaint, finding, registered, reply, statement, unfounded};
use crate::bus;

async fn major(room: &Room) -> String {
    room.knows_units().await;
    assert_eq!(room.registered(registered(1)).await, Outcome::Done);
    let order = AssignedV1 {
        severity: "major".to_owned(),
        ..assigned(1, 1, "ho.b01")
    };
    assert_eq!(room.assigned(order).await, Outcome::Done);
    let found = room.get("/cases", None).await;
    format!("/cases/{}", found.body["items"][0]["id"].as_str().unwrap())
}

#[tokio::test]
async fn r5_4_a_draft_that_was_given_back_is_kept_with_why_when_another_goes_out() {
    for room in Room::both().await {
        let case = major(&room).await;
        for (what, body) in [
            ("accept", json!({})),
            ("statements", statement()),
            ("finding", finding()),
        ] {
            room.does(&format!("{case}/{what}"), "handler", body).await;
        }
        let curt = json!({"channel": "phone", "words": "so what", "apology": true});
        room.does(&format!("{case}/reply"), "handler", curt).await;
        let decision = format!("{case}/reply/decision");
        room.does(&decision, "boss", json!({"approved": false, "reason": "too curt"}))
            .await;
        room.does(&format!("{case}/reply"), "handler", reply()).await;
        room.does(&decision, "boss", json!({"approved": true})).await;
        let form = room.get(&format!("{case}/form?purpose=read"), None).await;
        let drafts = form.body["drafts"].as_array().unwrap();
        assert_eq!(drafts.len(), 1);
        assert_eq!(
            (
                &drafts[0]["words"],
                &drafts[0]["reason"],
                &drafts[0]["given_back_by"]["code"]
            ),
            (&json!("so what"), &json!("too curt"), &json!("boss"))
        );
    }
}

#[tokio::test]
async fn r4_8_that_the_handler_went_on_without_an_opinion_stays_when_it_comes_after_all() {
    for room in Room::both().await {
        let case = room.finds(1, finding()).await;
        let asked = CoHandlingAskedV1 {
            complaint: complaint(1),
            ..CoHandlingAskedV1::example()
        };
        let order = asked.order;
        assert_eq!(room.hears(asked, bus::opinions::asked).await, Outcome::Done);
        let path = format!("{case}/opinions/{order}/overrule");
        room.does(&path, "handler", json!({"reason": "the records tell it"}))
            .await;
        let given = CoHandlingSuppliedV1 {
            complaint: complaint(1),
            order,
            ..CoHandlingSuppliedV1::example()
        };
        assert_eq!(room.hears(given, bus::opinions::given).await, Outcome::Done);
        let view = room.get(&case, None).await;
        let opinion = &view.body["opinions"][0];
        assert_eq!(
            (&opinion["state"], &opinion["overruled_by"]["code"]),
            (&json!("given"), &json!("handler"))
        );
        let form = room.get(&format!("{case}/form?purpose=read"), None).await;
        assert_eq!(form.body["opinions"][0]["overruled_because"], "the records tell it");
    }
}

#[tokio::test]
async fn r5_8_the_view_tells_each_time_that_a_case_was_opened_again_and_the_form_why() {
    for room in Room::both().await {
        let case = room.finds(1, finding()).await;
        room.does(&format!("{case}/reply"), "handler", reply()).await;
        let bad = json!({"satisfaction": "dissatisfied", "remarks": "the canary laughed"});
        let up = room.does(&format!("{case}/follow_up"), "visitor", bad).await;
        assert_eq!(up.body["reopened"][0]["why"], "dissatisfied");
        assert!(!up.text.contains("canary"), "words stand in the form alone");
        assert_eq!(room.assigned(assigned(1, 2, "ho")).await, Outcome::Done);
        let later = room.get(&case, None).await;
        assert_eq!(
            later.body["reopened"].as_array().unwrap().len(),
            1,
            "also when it is worked on again"
        );
        let form = room.get(&format!("{case}/form?purpose=read"), None).await;
        assert_eq!(form.body["reopenings"][0]["remarks"], "the canary laughed");
        let round = &form.body["rounds"][0];
        assert_eq!(
            (
                &round["handler"]["code"],
                &round["finding"]["finding"],
                &round["reply"]["channel"]
            ),
            (&json!("handler"), &json!("upheld"), &json!("phone"))
        );
    }
}

#[tokio::test]
async fn r5_10_a_reviewer_who_finds_otherwise_names_cause_and_people_and_what_the_unit_found_is_kept() {
    for room in Room::both().await {
        let case = room.finds(1, unfounded()).await;
        let path = format!("{case}/review");
        let bare = json!({"instead": "upheld", "reasons": "the recording says otherwise"});
        let refused = room.post(&path, "reviewer", bare).await;
        assert_eq!(
            (refused.status, refused.sentence()),
            (422, "a reviewer who finds otherwise names the root cause")
        );
        let whole = json!({"instead": "upheld", "root_cause": "work_error", "responsible": ["teller"], "reasons": "it says otherwise"});
        room.does(&path, "reviewer", whole).await;
        let form = room.get(&format!("{case}/form?purpose=read"), None).await;
        let found = &form.body["finding"];
        assert_eq!(
            (
                &found["root_cause"],
                &found["responsible"],
                &found["unit_found"]["root_cause"]
            ),
            (&json!("work_error"), &json!(["teller"]), &json!("unfounded"))
        );
    }
}

#[tokio::test]
async fn r5_7_redress_is_dropped_and_what_is_owed_after_a_withdrawal_is_delivered_before_the_archive() {
    for room in Room::both().await {
        let case = room.finds(1, finding()).await;
        let money = json!({"kind": "money", "amount": {"minor": 30_000, "currency": "CNY"}, "what": "the loss"});
        let (first, second) = (
            room.does(&format!("{case}/redress"), "handler", money.clone()).await,
            room.does(&format!("{case}/redress"), "handler", money).await,
        );
        let id =
            |answer: &super::room::Answer, nth: usize| answer.body["redress"][nth]["id"].as_str().unwrap().to_owned();
        let (dropped, owed) = (id(&first, 0), id(&second, 1));
        let drop = json!({"reason": "the canary does not want it"});
        let drops = |redress: &str| format!("{case}/redress/{redress}/drop");
        let path = drops(&dropped);
        let other = room.post(&path, "colleague", drop.clone()).await;
        assert_eq!(
            (other.status, other.sentence()),
            (409, "only the handler drops redress that nobody was promised")
        );
        let view = room.does(&path, "handler", drop).await;
        assert_eq!(view.body["redress"][0]["state"], "dropped");
        assert_eq!(room.withdrawn(complaint(1)).await, Outcome::Done);
        let early = room.post(&format!("{case}/archive"), "clerk", json!({})).await;
        assert_eq!(
            (early.status, early.sentence()),
            (
                409,
                "redress is owed or waits for approval: the file is archived after it is delivered or dropped"
            )
        );
        let own = room.post(&drops(&owed), "handler", json!({"reason": "over"})).await;
        assert_eq!(own.status, 403, "{}", own.text);
        let paid = format!("{case}/redress/{owed}/delivery");
        room.does(&paid, "handler", json!({"proof": "transfer 17"})).await;
        room.does(&format!("{case}/archive"), "clerk", json!({})).await;
        let late = room.post(&paid, "handler", json!({"proof": "again"})).await;
        assert_eq!(
            (late.status, late.sentence()),
            (409, "the file is in the archive, so nothing more is delivered")
        );
        let said = room.said(1).await;
        assert!(
            said.iter()
                .any(|(name, body)| name == "redress_dropped" && body["was_owed"] == true)
        );
        assert!(!format!("{said:?}").contains("canary"));
        let denied = room
            .post_from("ho.b02", &drops(&owed), "stranger", json!({"reason": "x"}))
            .await;
        assert_eq!(denied.status, 404, "another branch does not even see the case");
    }
}
