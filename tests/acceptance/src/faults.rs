//! P1, P5: crashes between any two steps.

use huiyin_testkit::Databases;
use serde_json::json;

use crate::bank::{MONDAY, bank, case, complaint, done, finding, recorded, register, standing, statement};

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_any_two_steps_of_the_walk_loses_nothing() {
    for databases in Databases::both() {
        let mut world = bank(databases, MONDAY).await;
        let registered = register(&world, &complaint()).await;
        world.crash_and_restart().await;
        let case = case(&world, &registered).await;
        let steps = [
            ("o1", "accept", json!({})),
            ("o1", "statements", statement(&world)),
            ("o1", "finding", finding()),
            (
                "o1",
                "reply",
                json!({ "channel": "phone", "words": "We apologise.", "apology": true }),
            ),
            ("o2", "follow_up", json!({ "satisfaction": "satisfied" })),
            ("o1", "close", json!({})),
            ("o1", "archive", json!({})),
        ];
        let count = steps.len();
        for (staff, act, body) in steps {
            done(&world, &case, staff, act, body).await;
            world.crash_and_restart().await;
        }
        let kinds = recorded(&world, &registered).await;
        let investigated = [
            "order_accepted",
            "statement_taken",
            "found",
            "replied",
            "followed_up",
            "closed",
            "archived",
        ];
        assert_eq!(count, investigated.len());
        for kind in investigated {
            let found = kinds
                .iter()
                .filter(|found| **found == format!("complaint.{kind}.v1"))
                .count();
            assert_eq!(found, 1, "{kind} in {kinds:?}");
        }
        assert_eq!(standing(&world, &registered).await["stage"], "archived");
        world.end().await;
    }
}
