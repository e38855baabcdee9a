//! The record holds every event, in one chain, and shows each complaint's own.

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::WithdrawnV1;
use huiyin_contracts::events::investigation::{ClosedV1, OrderAcceptedV1};
use huiyin_contracts::events::organisation::UnitsChangedV1;
use huiyin_contracts::views::audit::{ChainHead, Timeline, Verified};
use huiyin_kernel::Actor;
use huiyin_testkit::Databases;

use crate::world::{assign, complaint, get_as, register, say, start};

#[tokio::test(flavor = "multi_thread")]
async fn every_event_of_every_producer_stands_in_the_record() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |_| ()).await;
        assign(&world, 1, |_| ()).await;
        say(
            &world,
            complaint(1),
            &ClosedV1 {
                complaint: complaint(1),
                ..ClosedV1::example()
            },
        )
        .await;
        say(&world, complaint(99), &UnitsChangedV1::example()).await;
        register(&world, 2, |_| ()).await;
        world.quiet().await;
        let verified: Verified = world.get("/audit/v1/chain/verify").await.read();
        assert!(
            verified.intact && verified.entries == 5 && !verified.more,
            "{verified:?}"
        );
        let head: ChainHead = world.get("/audit/v1/chain/head").await.read();
        assert_eq!(head, verified.head);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_shows_who_did_what_when_and_where_it_stands_in_the_record() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |_| ()).await;
        world.quiet().await;
        register(&world, 2, |_| ()).await;
        world.quiet().await;
        assign(&world, 1, |_| ()).await;
        world.quiet().await;
        let accepted = OrderAcceptedV1 {
            complaint: complaint(1),
            ..OrderAcceptedV1::example()
        };
        say(&world, complaint(1), &accepted).await;
        world.quiet().await;
        let path = format!("/audit/v1/complaints/{}/timeline", complaint(1));
        let answer = world.get(&path).await;
        let timeline: Timeline = serde_json::from_str(&answer.body.to_string()).unwrap();
        let entries: Vec<_> = timeline
            .entries
            .iter()
            .map(|entry| (entry.position, entry.kind.as_str()))
            .collect();
        assert_eq!(
            entries,
            [
                (1, "complaint.registered.v1"),
                (3, "complaint.assigned.v1"),
                (4, "complaint.order_accepted.v1")
            ]
        );
        let last = &timeline.entries[2];
        assert_eq!(last.by, Some(accepted.by.clone()));
        assert!(matches!(last.by, Some(Actor::Staff { .. })));
        assert_eq!(last.unit, Some(accepted.unit.clone()));
        assert_eq!(last.occurred, world.clock.clock().now());
        assert_eq!(
            serde_json::from_str::<OrderAcceptedV1>(last.payload.get()).unwrap(),
            accepted
        );
        let part: Timeline =
            serde_json::from_str(&world.get(&format!("{path}?limit=1&after=1")).await.body.to_string()).unwrap();
        assert_eq!(
            (part.entries[0].position, part.entries.len(), part.next),
            (3, 1, Some(3))
        );
        assert_eq!(world.get(&format!("{path}?limit=0")).await.status, 422);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_in_the_middle_leaves_one_whole_chain_with_each_event_once() {
    for databases in Databases::both() {
        let mut world = start(databases).await;
        for n in 1..=60 {
            register(&world, n, |_| ()).await;
            if n % 20 == 0 {
                world.crash_and_restart().await;
            }
        }
        world.quiet().await;
        let verified: Verified = world.get("/audit/v1/chain/verify").await.read();
        assert!(verified.intact && verified.entries == 60, "{verified:?}");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_was_kept_proves_what_stood_before_it() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    world.quiet().await;
    let kept: ChainHead = world.get("/audit/v1/chain/head").await.read();
    register(&world, 2, |_| ()).await;
    world.quiet().await;
    let ask = async |position: i64, hash: &str| -> Verified {
        world
            .get(&format!("/audit/v1/chain/verify?position={position}&hash={hash}"))
            .await
            .read()
    };
    assert!(ask(kept.position, &kept.hash).await.intact);
    let forged = ask(1, &"0".repeat(64)).await;
    assert_eq!(
        (forged.broken_at, forged.why.as_deref()),
        (Some(1), Some("not_the_kept_head"))
    );
    let cut_off = ask(3, &kept.hash).await;
    assert_eq!((cut_off.broken_at, cut_off.why.as_deref()), (Some(3), Some("missing")));
    let in_parts: Verified = world.get("/audit/v1/chain/verify?limit=1").await.read();
    assert!(in_parts.intact && in_parts.more && in_parts.head == kept);
    let rest: Verified = world.get("/audit/v1/chain/verify?after=1").await.read();
    assert!(rest.intact && rest.entries == 1);
    for wrong in ["position=1", "hash=00", "position=0&hash=00", "nonsense=1"] {
        assert_eq!(
            world.get(&format!("/audit/v1/chain/verify?{wrong}")).await.status,
            422,
            "{wrong}"
        );
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_is_shown_to_those_it_concerns_only() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |event| event.unit = "ho.b01.o1".parse().unwrap()).await;
    register(&world, 2, |event| event.confidential = true).await;
    register(&world, 3, |event| {
        event.staff_concerned = vec![huiyin_kernel::StaffCode::new("s9").unwrap()]
    })
    .await;
    say(
        &world,
        complaint(4),
        &WithdrawnV1 {
            complaint: complaint(4),
            ..WithdrawnV1::example()
        },
    )
    .await;
    world.quiet().await;
    let status = async |n: u128, headers: &[(&str, &str)]| {
        get_as(
            &world,
            headers,
            &format!("/audit/v1/complaints/{}/timeline", complaint(n)),
        )
        .await
        .0
    };
    let of = |unit: &'static str| [("huiyin-staff", "s9"), ("huiyin-unit", unit)];
    assert_eq!(status(1, &of("ho.b01")).await, 200, "the unit above");
    assert_eq!(status(1, &of("ho.b02")).await, 404, "another unit");
    assert_eq!(status(2, &of("ho")).await, 404, "restricted");
    let inspector = [
        ("huiyin-staff", "s1"),
        ("huiyin-unit", "ho"),
        ("huiyin-duties", "discipline_inspection"),
    ];
    assert_eq!(status(2, &inspector).await, 200, "discipline inspection");
    assert_eq!(status(3, &of("ho")).await, 404, "whom it is about");
    assert_eq!(status(4, &of("ho")).await, 404, "of which nothing is known but its end");
    assert_eq!(status(5, &[]).await, 404, "no such complaint");
    assert_eq!(get_as(&world, &of("ho"), "/audit/v1/chain/verify").await.0, 403);
    assert_eq!(get_as(&world, &of("ho"), "/audit/v1/chain/head").await.0, 403);
    world.end().await;
}
