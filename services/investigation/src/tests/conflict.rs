//! A conflict of interest is looked for in every command (R4.10).

use huiyin_chassis::Outcome;
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_kernel::StaffCode;
use serde_json::json;

use super::room::{Room, assigned, finding, registered, reply, statement};

#[tokio::test]
async fn r4_10_who_reports_to_the_person_complained_about_does_nothing_in_the_case() {
    for room in Room::both().await {
        assert_eq!(room.registered(registered(1)).await, Outcome::Done);
        let order = AssignedV1 {
            excluded: vec![StaffCode::new("junior").unwrap()],
            ..assigned(1, 1, "ho.b01")
        };
        assert_eq!(room.assigned(order).await, Outcome::Done);
        let found = room.get("/cases", None).await;
        let case = format!("/cases/{}", found.body["items"][0]["id"].as_str().unwrap());
        for (what, body) in [
            ("accept", json!({})),
            ("statements", statement()),
            ("finding", finding()),
            ("reply", reply()),
            ("follow_up", json!({"satisfaction": "satisfied"})),
            ("close", json!({})),
            ("archive", json!({})),
        ] {
            let path = format!("{case}/{what}");
            let refused = room.post(&path, "junior", body.clone()).await;
            assert_eq!(
                (refused.status, refused.sentence()),
                (
                    409,
                    "who reports to a person complained about does not handle the complaint"
                ),
                "{what}"
            );
            let who = if what == "follow_up" { "visitor" } else { "handler" };
            room.does(&path, who, body).await;
        }
    }
}
