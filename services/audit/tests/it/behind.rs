//! The complaints behind a figure (R7.3).

use huiyin_contracts::Event;
use huiyin_contracts::events::investigation::{ClosedV1, FollowedUpV1, RepliedV1};
use huiyin_contracts::events::routing::ClockBreachedV1;
use huiyin_contracts::views::audit::{BehindRow, Figures};
use huiyin_kernel::StaffCode;
use huiyin_testkit::{Databases, World};
use huiyin_web::Page;

use crate::world::{complaint, get_as, register, say, start};

/// Three complaints of a branch, of which all are late, one is answered and one closed; two of other branches.
async fn lived(world: &World) {
    for n in 1..=3 {
        register(world, n, |event| event.unit = "ho.b01.o1".parse().unwrap()).await;
    }
    register(world, 4, |event| event.unit = "ho.b02".parse().unwrap()).await;
    register(world, 5, |event| event.unit = "ho.b012".parse().unwrap()).await;
    let visit = |satisfaction: &str, n| FollowedUpV1 {
        complaint: complaint(n),
        satisfaction: satisfaction.to_owned(),
        ..FollowedUpV1::example()
    };
    say(world, complaint(1), &visit("dissatisfied", 1)).await;
    say(world, complaint(1), &visit("satisfied", 1)).await;
    say(world, complaint(2), &visit("unreachable", 2)).await;
    say(world, complaint(4), &visit("dissatisfied", 4)).await;
    let breached = |n| ClockBreachedV1 {
        complaint: complaint(n),
        kind: "reply".to_owned(),
        ..ClockBreachedV1::example()
    };
    for n in [1, 2, 3] {
        say(world, complaint(n), &breached(n)).await;
    }
    let replied = RepliedV1 {
        complaint: complaint(2),
        ..RepliedV1::example()
    };
    say(world, complaint(2), &replied).await;
    let closed = ClosedV1 {
        complaint: complaint(3),
        ..ClosedV1::example()
    };
    say(world, complaint(3), &closed).await;
    world.quiet().await;
}

/// Which of the five are behind it.
async fn behind_it(world: &World, query: &str) -> Vec<u128> {
    let page = world.get(&format!("/audit/v1/figures/complaints?{query}")).await;
    assert_eq!(page.status, 200, "{query}: {}", page.body);
    let page: Page<BehindRow> = page.read();
    let found: Vec<_> = page.items.iter().map(|row| row.complaint).collect();
    (1..=5).filter(|n| found.contains(&complaint(*n))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn r7_3_a_figure_is_followed_down_to_the_complaints_behind_it() {
    for databases in Databases::both() {
        let world = start(databases).await;
        lived(&world).await;
        let branch: Figures = world.get("/audit/v1/figures?by=unit&under=ho.b01").await.read();
        let sum = branch.total;
        assert_eq!(
            (sum.received, sum.late, sum.overdue),
            (3, 3, 1),
            "neither what has its reply nor what has ended"
        );
        assert_eq!((sum.satisfied, sum.dissatisfied), (1, 0), "the last word counts");
        for (query, expected) in [
            ("", vec![1, 2, 3, 4, 5]),
            ("under=ho.b01", vec![1, 2, 3]),
            ("under=ho.b01&part=overdue", vec![1]),
            ("part=satisfied", vec![1]),
            ("part=dissatisfied", vec![4]),
            ("part=closed", vec![3]),
            ("part=open&under=ho.b01", vec![1, 2]),
            ("by=unit&key=ho.b012", vec![5]),
            ("by=finding", vec![1, 2, 4, 5]),
            ("by=in_time&key=false", vec![1, 2, 3]),
            ("from=2000-01-01&to=2000-01-31", vec![]),
        ] {
            assert_eq!(behind_it(&world, query).await, expected, "{query}");
        }
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_behind_a_figure_comes_page_by_page_each_once() {
    for databases in Databases::both() {
        let world = start(databases).await;
        lived(&world).await;
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let page: Page<BehindRow> = world
                .get(&format!("/audit/v1/figures/complaints?limit=2{after}"))
                .await
                .read();
            assert!(page.items.len() <= 2);
            seen.extend(page.items.into_iter().map(|row| row.complaint));
            let Some(next) = page.next else { break };
            after = format!("&after={next}");
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 5, "each once, page by page");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_behind_a_figure_is_shown_to_whom_it_is_counted_for() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |event| event.unit = "ho.b01.o1".parse().unwrap()).await;
    register(&world, 2, |event| event.unit = "ho.b02".parse().unwrap()).await;
    register(&world, 3, |event| {
        event.unit = "ho.b01.o1".parse().unwrap();
        event.confidential = true;
    })
    .await;
    register(&world, 4, |event| {
        event.unit = "ho.b01.o1".parse().unwrap();
        event.staff_concerned = vec![StaffCode::new("e1").unwrap()];
    })
    .await;
    world.quiet().await;
    let shown = async |path: &str| {
        let headers = [("huiyin-staff", "e1"), ("huiyin-unit", "ho.b01")];
        let (status, body) = get_as(&world, &headers, &format!("/audit/v1/figures/complaints{path}")).await;
        let rows = body["items"].as_array().cloned().unwrap_or_default();
        (
            status,
            rows.iter().map(|row| row["complaint"].clone()).collect::<Vec<_>>(),
        )
    };
    let own = serde_json::json!(complaint(1));
    assert_eq!(
        shown("").await,
        (200, vec![own]),
        "their subtree, nothing restricted, nothing about themselves"
    );
    assert_eq!(shown("?under=ho.b02").await, (200, vec![]));
    assert_eq!(shown("?by=handler&key=e9").await.0, 403, "R6.4");
    let unknown = world.get("/audit/v1/figures/complaints?part=some").await;
    assert_eq!(
        (unknown.status, unknown.sentence()),
        (
            422,
            "\"some\" is no part of a figure; known are received, closed, open, in_time, late, overdue, satisfied, dissatisfied"
        )
    );
    let limit = world.get("/audit/v1/figures/complaints?limit=201").await;
    assert_eq!((limit.status, limit.sentence()), (422, "the limit is 1 to 200"));
    world.end().await;
}
