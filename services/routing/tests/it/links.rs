//! What links between complaints lead to (R3.6, R3.10, R3.11).

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::{LinkedV1, UnlinkedV1};
use huiyin_contracts::events::routing::RegradedV1;
use huiyin_kernel::ClusterId;
use huiyin_testkit::{Databases, World, eventually};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::world::{clocks, complaint, now, orders, pairs, register, say, stages, start};

fn cluster() -> Option<ClusterId> {
    Some(ClusterId::from_uuid(Uuid::from_u128(77)))
}

async fn link(world: &World, n: u128, change: impl FnOnce(&mut LinkedV1)) {
    let mut event = LinkedV1 {
        complaint: complaint(n),
        to: None,
        received: now(world),
        ..LinkedV1::example()
    };
    change(&mut event);
    say(world, complaint(n), &event).await;
    world.quiet().await;
}

async fn unlink(world: &World, n: u128, change: impl FnOnce(&mut UnlinkedV1)) {
    let mut event = UnlinkedV1 {
        complaint: complaint(n),
        to: None,
        ..UnlinkedV1::example()
    };
    change(&mut event);
    say(world, complaint(n), &event).await;
    world.quiet().await;
}

/// Who leads by an open order, one after the other.
async fn leads(world: &World, n: u128) -> Vec<String> {
    let open = orders(world, n)
        .await
        .into_iter()
        .filter(|order| order.stage == "served");
    open.map(|order| order.lead.to_string()).collect()
}

/// Waits until routing has said these severities of a complaint, and no others. On PostgreSQL an event has its place in the feed only a
/// moment after its commit.
async fn regraded(world: &World, n: u128, expected: &[&str]) {
    eventually("the severities are said", async || {
        let said = world.store("routing").feed_after(0, 1_000).await.unwrap();
        let of = said.iter().filter(|envelope| envelope.about == complaint(n).uuid());
        let regraded = of.filter(|envelope| envelope.kind == RegradedV1::kind());
        let severities: Vec<String> = regraded
            .map(|envelope| huiyin_contracts::decode::<RegradedV1>(envelope).unwrap().severity)
            .collect();
        if severities == expected {
            Ok(())
        } else {
            Err(format!("of {n}: {severities:?}"))
        }
    })
    .await;
}

#[tokio::test]
async fn a_repeat_goes_above_the_one_that_had_the_earlier_one_and_back_when_it_is_undone() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |_| ()).await;
        register(&world, 2, |_| ()).await;
        assert_eq!(leads(&world, 2).await, ["ho.b1.o1"]);
        link(&world, 2, |event| event.to = Some(complaint(1))).await;
        assert_eq!(leads(&world, 2).await, ["ho.b1"]);
        regraded(&world, 2, &["complex"]).await;
        register(&world, 3, |event| event.repeats = Some(complaint(2))).await;
        assert_eq!(
            leads(&world, 3).await,
            ["ho"],
            "named at registration, above the branch"
        );
        unlink(&world, 2, |event| event.to = Some(complaint(1))).await;
        assert_eq!(leads(&world, 2).await, ["ho.b1.o1"]);
        regraded(&world, 2, &["complex", "general"]).await;
        world.end().await;
    }
}

#[tokio::test]
async fn twenty_persons_of_one_cause_make_each_complaint_of_the_cluster_major() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |event| event.persons = 19).await;
        register(&world, 2, |_| ()).await;
        let member = |persons| {
            move |event: &mut LinkedV1| {
                event.kind = "cluster".to_owned();
                (event.cluster, event.persons) = (cluster(), persons);
            }
        };
        link(&world, 1, member(19)).await;
        let before = clocks(&world, 1).await;
        link(&world, 2, member(20)).await;
        for n in [1, 2] {
            regraded(&world, n, &["major"]).await;
        }
        let due = |clocks: &[huiyin_contracts::views::routing::ClockView]| {
            clocks.iter().map(|clock| clock.due).collect::<Vec<_>>()
        };
        assert_eq!(due(&before), due(&clocks(&world, 1).await), "no clock moves");
        unlink(&world, 2, |event| {
            event.kind = "cluster".to_owned();
            (event.cluster, event.persons) = (cluster(), 19);
        })
        .await;
        for n in [1, 2] {
            regraded(&world, n, &["major", "general"]).await;
        }
        world.end().await;
    }
}

#[tokio::test]
async fn of_two_counts_that_arrive_in_another_order_the_later_one_holds() {
    for databases in Databases::both() {
        let world = start(databases).await;
        for n in [1, 2, 3] {
            register(&world, n, |_| ()).await;
        }
        let member = |persons, revision| {
            move |event: &mut LinkedV1| {
                event.kind = "cluster".to_owned();
                (event.cluster, event.persons, event.revision) = (cluster(), persons, Some(revision));
            }
        };
        link(&world, 1, member(10, 1)).await;
        link(&world, 3, member(20, 3)).await;
        for n in [1, 3] {
            regraded(&world, n, &["major"]).await;
        }
        link(&world, 2, member(19, 2)).await;
        for n in [1, 2, 3] {
            regraded(&world, n, &["major"]).await;
        }
        unlink(&world, 2, |event| {
            event.kind = "cluster".to_owned();
            (event.cluster, event.persons, event.revision) = (cluster(), 11, Some(4));
        })
        .await;
        for n in [1, 2, 3] {
            regraded(&world, n, &["major", "general"]).await;
        }
        world.end().await;
    }
}

#[tokio::test]
async fn what_is_joined_stops_new_facts_restart_the_first_and_parting_starts_afresh() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |_| ()).await;
        world.wait(SignedDuration::from_mins(30));
        register(&world, 2, |_| ()).await;
        let received = now(&world);
        world.wait(SignedDuration::from_mins(5));
        link(&world, 2, |event| {
            event.kind = "join".to_owned();
            (event.to, event.new_facts, event.received) = (Some(complaint(1)), true, received);
        })
        .await;
        assert_eq!(
            stages(&world, 2).await,
            pairs(&[("accept", "stopped"), ("reply", "stopped")])
        );
        assert_eq!(leads(&world, 2).await, Vec::<String>::new());
        let expected = pairs(&[("accept", "running"), ("reply", "stopped"), ("reply", "running")]);
        assert_eq!(stages(&world, 1).await, expected);
        assert_eq!(clocks(&world, 1).await[2].started, received);
        let before = clocks(&world, 1).await;
        unlink(&world, 2, |event| {
            event.kind = "join".to_owned();
            event.to = Some(complaint(1));
        })
        .await;
        assert_eq!(leads(&world, 2).await, ["ho.b1.o1"]);
        // The facts were none of the first one's: its reply runs as before them, and the ledger says why.
        let back = pairs(&[("accept", "running"), ("reply", "running"), ("reply", "stopped")]);
        assert_eq!(stages(&world, 1).await, back);
        let after = clocks(&world, 1).await;
        assert!(
            after[1].due <= before[2].due && after[1].started < before[2].started,
            "{after:?}"
        );
        assert_eq!(after[1].delays[0].ground, "unlinked");
        world.end().await;
    }
}
