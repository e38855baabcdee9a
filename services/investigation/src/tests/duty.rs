//! Who approves and reviews by duty, wherever they work (R5.3, R5.10), and who does not (R4.10, P16).

use huiyin_chassis::Outcome;
use huiyin_contracts::Event;
use huiyin_contracts::events::organisation::{UnitV1, UnitsChangedV1};
use serde_json::{Value, json};

use super::room::{Answer, Room, finding};
use crate::bus;

const DUTY: &str = "legal";

/// A case that waits for the approval of redress by a duty: its row of the policy is put into the database as it would stand there.
async fn waits(room: &Room) -> (String, String) {
    let case = room.finds(1, finding()).await;
    let body = json!({"kind": "money", "amount": {"minor": 800_000, "currency": "CNY"}, "what": "the loss"});
    let proposed = room.does(&format!("{case}/redress"), "handler", body).await;
    assert_eq!(proposed.body["redress"][0]["approver"], "supervision_desk");
    room.rewrites("paper", "body", |body| body.replace("supervision_desk", DUTY))
        .await;
    let id = proposed.body["redress"][0]["id"].as_str().unwrap().to_owned();
    (case.clone(), format!("{case}/redress/{id}/decision"))
}

async fn decides(room: &Room, (unit, duties): (&str, &str), path: &str, who: &str) -> Answer {
    let yes: Value = json!({"approved": true});
    room.post_by((unit, duties), path, who, yes).await
}

#[tokio::test]
async fn r5_3_who_holds_the_duty_sees_the_case_and_approves_from_another_line() {
    for room in Room::both().await {
        let (case, path) = waits(&room).await;
        let stranger = decides(&room, ("ho.d07", "press_office"), &path, "lawyer").await;
        assert_eq!(stranger.status, 404, "{}", stranger.text);
        let statement = room
            .post_by(("ho.d07", DUTY), &format!("{case}/close"), "lawyer", json!({}))
            .await;
        assert_eq!(statement.status, 404, "the duty decides and does nothing else");
        let approved = decides(&room, ("ho.d07", DUTY), &path, "lawyer").await;
        assert_eq!(approved.status, 200, "{}", approved.text);
        assert_eq!(approved.body["redress"][0]["decided_by"]["code"], "lawyer");
        let after = decides(&room, ("ho.d07", DUTY), &path, "lawyer").await;
        assert_eq!(after.status, 404, "nothing waits for them any more");
    }
}

#[tokio::test]
async fn r2_2_the_duty_may_be_the_units() {
    for room in Room::both().await {
        let (_, path) = waits(&room).await;
        let unit = UnitV1 {
            path: "ho.d07".parse().unwrap(),
            name: "Legal".to_owned(),
            level: "department".to_owned(),
            duties: vec![DUTY.to_owned()],
            ..UnitsChangedV1::example().units[0].clone()
        };
        let event = UnitsChangedV1 {
            units: vec![unit],
            closed: vec![],
        };
        assert_eq!(room.hears(event, bus::units::hear).await, Outcome::Done);
        let approved = room
            .post_from("ho.d07", &path, "lawyer", json!({"approved": true}))
            .await;
        assert_eq!(approved.status, 200, "{}", approved.text);
    }
}

#[tokio::test]
async fn r4_10_the_unit_complained_about_and_the_author_do_not_decide_by_duty() {
    for room in Room::both().await {
        let (_, path) = waits(&room).await;
        let inside = decides(&room, ("ho.b01.o0123", DUTY), &path, "lawyer").await;
        assert_eq!(inside.status, 403, "{}", inside.text);
        let author = decides(&room, ("ho.d07", DUTY), &path, "handler").await;
        assert_eq!(author.status, 404, "{}", author.text);
        let concerned = decides(&room, ("ho.d07", DUTY), &path, "teller").await;
        assert_eq!(concerned.status, 404, "{}", concerned.text);
    }
}
