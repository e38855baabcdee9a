//! Complaints of the past: routed like others, but nobody is told and no clock runs from their dates.

use huiyin_contracts::Scope;
use huiyin_contracts::events::intake::PastV1;
use huiyin_store::Said;
use huiyin_testkit::{Databases, World};
use jiff::SignedDuration;

use crate::world::{clocks, complaint, now, orders, register, registered, start};

fn past(world: &World, closed: bool) -> PastV1 {
    let closed = closed.then(|| now(world) - SignedDuration::from_hours(24 * 300));
    let ending = closed.map(|_| "Closed with explanation".to_owned());
    PastV1 {
        source: "cfpb".to_owned(),
        closed,
        ending,
        finding: None,
        in_time: Some(true),
    }
}

#[tokio::test]
async fn what_had_ended_gets_a_finished_order_and_what_is_open_gets_clocks_from_now() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let long_ago = now(&world) - SignedDuration::from_hours(24 * 400);
        register(&world, 1, |event| {
            event.past = Some(past(&world, true));
            event.registered = long_ago;
        })
        .await;
        register(&world, 2, |event| {
            event.past = Some(past(&world, false));
            event.registered = long_ago;
        })
        .await;
        assert_eq!(orders(&world, 1).await[0].stage, "done");
        assert!(clocks(&world, 1).await.is_empty());
        let open = clocks(&world, 2).await;
        assert_eq!(open.len(), 2);
        assert!(
            open.iter()
                .all(|clock| clock.stage == "running" && clock.started >= now(&world))
        );
        world.end().await;
    }
}

#[tokio::test]
async fn many_at_once_are_all_routed() {
    const MANY: u128 = 300;
    for databases in Databases::both() {
        let world = start(databases).await;
        let scope = Scope::Unit("ho.b1.o1".parse().unwrap());
        let mut change = world.store("intake").change().await.unwrap();
        for n in 1..=MANY {
            let event = registered(&world, n, |event| event.past = Some(past(&world, true)));
            change
                .say(&event, complaint(n).uuid(), &scope, Said::default())
                .unwrap();
        }
        change.commit().await.unwrap();
        world.quiet().await;
        for n in 1..=MANY {
            assert_eq!(orders(&world, n).await[0].stage, "done");
        }
        world.end().await;
    }
}
