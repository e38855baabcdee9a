//! R4: routing and time limits.

use huiyin_testkit::{Databases, SUPERVISION, World, eventually};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::bank::{MONDAY, bank, case, complaint, done, recorded, register};

async fn kinds_with(
    world: &World,
    registered: &huiyin_contracts::views::intake::Registered,
    kind: &str,
    count: usize,
) -> Vec<String> {
    eventually(kind, async || {
        let kinds = recorded(world, registered).await;
        let found = kinds
            .iter()
            .filter(|found| **found == format!("complaint.{kind}.v1"))
            .count();
        if found >= count {
            Ok(kinds)
        } else {
            Err(format!("{kinds:?}"))
        }
    })
    .await
}

async fn clocks(world: &World, registered: &huiyin_contracts::views::intake::Registered) -> Vec<Value> {
    let answer = world
        .get(&format!("/routing/v1/complaints/{}/clocks", registered.id))
        .await;
    answer.body["items"]
        .as_array()
        .or(answer.body.as_array())
        .cloned()
        .unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn r4_7_reminder_breach_and_escalation_follow_each_other_without_a_hand() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let registered = register(&world, &complaint()).await;
        case(&world, &registered).await;
        world.wait(SignedDuration::from_mins(119));
        kinds_with(&world, &registered, "reminded", 1).await;
        world.wait(SignedDuration::from_mins(2));
        let kinds = kinds_with(&world, &registered, "escalated", 1).await;
        assert_eq!(
            kinds
                .iter()
                .filter(|kind| *kind == "complaint.clock_breached.v1")
                .count(),
            1,
            "{kinds:?}"
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r4_4_an_outlet_has_one_working_day_and_the_clock_shows_its_arithmetic() {
    // Friday, 27 November 2026, 16:00 in Shanghai: the next working day is Monday.
    let world = bank(Databases::Sqlite, "2026-11-27T08:00:00Z").await;
    let registered = register(&world, &complaint()).await;
    case(&world, &registered).await;
    let clocks = clocks(&world, &registered).await;
    let reply = clocks.iter().find(|clock| clock["kind"] == "reply").unwrap();
    assert!(reply["due"].as_str().unwrap().starts_with("2026-11-30T"), "{reply}");
    let text = reply["arithmetic"].to_string();
    assert!(
        text.contains("2026-11-28") && text.contains("2026-11-29"),
        "the weekend is shown as skipped: {text}"
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r4_12_information_and_looks_move_no_clock() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    case(&world, &registered).await;
    let due = |clocks: &[Value]| clocks.iter().map(|clock| clock["due"].clone()).collect::<Vec<_>>();
    let before = due(&clocks(&world, &registered).await);
    world.wait(SignedDuration::from_mins(20));
    let base = format!("/intake/v1/complaints/{}", registered.id);
    let told = world
        .post(
            &format!("{base}/information"),
            &json!({ "words": "Another fact.", "new_facts": false }),
        )
        .await;
    assert_eq!(told.status, 200, "{told:?}");
    let looked = world
        .post_as(
            &format!("{base}/look"),
            &json!({ "purpose": "preparing the reply" }),
            &SUPERVISION,
        )
        .await;
    assert_eq!(looked.status, 200, "{looked:?}");
    recorded(&world, &registered).await;
    assert_eq!(due(&clocks(&world, &registered).await), before);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r4_10_a_member_of_staff_who_is_complained_about_never_handles_it() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let mut body = complaint();
    body["staff_concerned"] = json!(["o1"]);
    let registered = register(&world, &body).await;
    let case = case(&world, &registered).await;
    world.quiet().await;
    let refused = crate::bank::step(&world, &case, "o1", "accept", json!({})).await;
    assert!((400..500).contains(&refused.status), "{refused:?}");
    let colleague = if case.line.unit.as_str().ends_with("o0123") {
        "o2"
    } else {
        "e1"
    };
    done(&world, &case, colleague, "accept", json!({})).await;
    world.end().await;
}
