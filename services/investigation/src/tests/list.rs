//! Lists: filters, pages, and what a caller may see.

use huiyin_chassis::Outcome;
use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::events::routing::AssignedV1;
use jiff::SignedDuration;

use super::room::{Room, assigned, complaint, registered, up_to_the_reply};

async fn complaints(room: &Room, query: &str, staff: Option<(&str, &str)>) -> Vec<u128> {
    let answer = room.get(&format!("/cases{query}"), staff).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let items = answer.body["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| {
            item["complaint"]
                .as_str()
                .unwrap()
                .parse::<uuid::Uuid>()
                .unwrap()
                .as_u128()
        })
        .collect()
}

/// Four complaints: of a branch, of a branch whose code is longer, of an outlet of the first, restricted.
async fn filled() -> Vec<Room> {
    let rooms = Room::both().await;
    for room in &rooms {
        for (n, lead) in [
            (1, "ho.b_1"),
            (2, "ho.b_10"),
            (3, "ho.b_1.o1"),
            (4, "ho.b_1"),
            (5, "ho.bx1"),
        ] {
            room.clock.wait(SignedDuration::from_mins(1));
            let event = RegisteredV1 {
                unit: lead.parse().unwrap(),
                ..registered(n)
            };
            assert_eq!(room.registered(event).await, Outcome::Done);
            room.assigned(AssignedV1 {
                restricted: n == 4,
                ..assigned(n, 1, lead)
            })
            .await;
        }
    }
    rooms
}

#[tokio::test]
async fn a_list_holds_a_units_subtree_and_a_stage_by_the_time_of_opening() {
    for room in filled().await {
        assert_eq!(complaints(&room, "", None).await, [1, 2, 3, 4, 5]);
        assert_eq!(complaints(&room, "?unit=ho.b_1", None).await, [1, 3, 4]);
        assert_eq!(
            complaints(&room, "?unit=ho.b_1&stage=investigating", None).await,
            [0; 0]
        );
        room.withdrawn(complaint(3)).await;
        assert_eq!(complaints(&room, "?stage=closed", None).await, [3]);
        assert_eq!(room.get("/cases?unit=HO", None).await.status, 422);
        assert_eq!(room.get("/cases?stage=lost", None).await.status, 422);
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap() {
    for room in filled().await {
        let first = room.get("/cases?limit=2", None).await;
        let next = first.body["next"].as_str().unwrap();
        assert_eq!(complaints(&room, &format!("?limit=2&after={next}"), None).await, [3, 4]);
        assert_eq!(room.get("/cases?after=e30", None).await.status, 400);
    }
}

#[tokio::test]
async fn follow_up_visits_are_listed_by_their_last_day_in_pages_without_a_gap() {
    for room in Room::both().await {
        let first = room.opens(1).await;
        for n in [2, 3] {
            room.clock.wait(SignedDuration::from_mins(1));
            room.replies(n).await;
        }
        room.clock.wait(SignedDuration::from_mins(1));
        for (what, body) in up_to_the_reply() {
            room.does(&format!("{first}/{what}"), "handler", body).await;
        }
        room.opens(4).await;
        assert_eq!(complaints(&room, "", None).await, [1, 2, 3, 4], "by opening");
        assert_eq!(
            complaints(&room, "?by=lapse", None).await,
            [2, 3, 1],
            "whoever waits for no visit is not in it"
        );
        let page = room.get("/cases?by=lapse&limit=1", None).await;
        let next = page.body["next"].as_str().unwrap();
        assert_eq!(
            complaints(&room, &format!("?by=lapse&limit=5&after={next}"), None).await,
            [3, 1]
        );
        assert_eq!(room.get("/cases?by=age", None).await.status, 422);
    }
}

#[tokio::test]
async fn staff_list_what_their_unit_has_but_not_what_is_restricted_or_about_themselves() {
    for room in filled().await {
        assert_eq!(complaints(&room, "", Some(("clerk", "ho.b_1"))).await, [1, 3]);
        assert_eq!(complaints(&room, "", Some(("teller", "ho.b_1"))).await, [0; 0]);
        assert_eq!(complaints(&room, "", Some(("clerk", "ho.b_1.o1"))).await, [3]);
        assert_eq!(
            complaints(&room, "?unit=ho.b_10", Some(("clerk", "ho.b_1"))).await,
            [0; 0]
        );
        room.assigned(AssignedV1 {
            complaint: complaint(9),
            ..assigned(9, 1, "ho.b_1")
        })
        .await;
        assert_eq!(
            complaints(&room, "", Some(("clerk", "ho.b_1"))).await,
            [1, 3],
            "nobody knows yet whom it concerns"
        );
    }
}

#[tokio::test]
async fn a_count_is_of_what_the_list_would_show() {
    for room in filled().await {
        let count = async |query: &str, staff: Option<(&str, &str)>| {
            let answer = room.get(&format!("/cases/count{query}"), staff).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            (
                answer.body["rows"].as_u64().unwrap(),
                answer.body["more"].as_bool().unwrap(),
            )
        };
        assert_eq!(count("", None).await, (5, false));
        assert_eq!(count("?unit=ho.b_1", None).await, (3, false));
        assert_eq!(count("?stage=replied", None).await, (0, false));
        assert_eq!(
            count("", Some(("clerk", "ho.b_1"))).await,
            (2, false),
            "the restricted one is not told of"
        );
        assert_eq!(count("", Some(("teller", "ho.b_1"))).await, (0, false));
        assert_eq!(room.get("/cases/count?after=e30", None).await.status, 422);
    }
}
