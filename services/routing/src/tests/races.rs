//! What is heard of a complaint and a tick that fires its clocks come at the same instant: neither overwrites the other (P13).

use huiyin_kernel::Timestamp;

use super::room::{Room, complaint};
use crate::domain::clock::{Clock, ClockStage, End};

const FRIDAY: &str = "2026-10-09T16:00:00+08:00";
const MANY: u128 = 60;

fn accept(clocks: Vec<Clock>) -> Clock {
    clocks.into_iter().find(|clock| clock.kind == "accept").unwrap()
}

/// A unit starts work on a complaint's order.
async fn accepted(room: &Room, n: u128, at: Timestamp) {
    let order = room
        .orders(n)
        .await
        .into_iter()
        .find(|order| order.kind.is_lead())
        .unwrap();
    loop {
        let mut change = room.change().await;
        let heard = room.app.accepted(&mut change, complaint(n), order.id, at).await;
        let done = match heard {
            Ok(_) => change.commit().await,
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => return,
            Err(error) => assert!(error.is_transient(), "{error}"),
        }
    }
}

async fn ticks(room: &Room) {
    for _ in 0..20 {
        if let Err(error) = room.app.fire().await {
            assert!(error.is_transient(), "{error}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_acceptance_and_a_tick_of_the_same_instant_both_count() {
    for room in Room::both(FRIDAY).await {
        room.register(0..MANY, "ho.b1.o1").await;
        room.wait(120);
        let at = room.now();
        let all = async {
            for n in 0..MANY {
                accepted(&room, n, at).await;
            }
        };
        tokio::join!(all, ticks(&room), ticks(&room));
        room.tick().await;
        for n in 0..MANY {
            let clock = accept(room.clocks(n).await);
            let ended = matches!(
                clock.stage,
                ClockStage::Met { .. }
                    | ClockStage::Breached {
                        end: Some(End::Met { .. }),
                        ..
                    }
            );
            assert!(ended, "complaint {n}: what was accepted still waits: {:?}", clock.stage);
        }
        room.wait(3 * 24 * 60);
        let pressed = "SELECT count(*) FROM deadline d JOIN clock c ON c.id = d.clock \
                       WHERE c.kind = 'accept' AND d.fired_at IS NULL";
        assert_eq!(room.count(pressed).await, 0, "nothing more is to fire");
        room.tick().await;
        assert_eq!(room.app.check_missed().await, Ok(()));
    }
}

#[tokio::test]
async fn a_tick_passes_over_a_complaint_that_someone_holds_and_finds_it_as_they_left_it() {
    for room in Room::both(FRIDAY).await {
        if room.is_sqlite() {
            // One writer: there a tick waits for its turn.
            continue;
        }
        room.register(0..1, "ho.b1.o1").await;
        let order = room.orders(0).await.remove(0).id;
        room.wait(120);
        let mut change = room.change().await;
        room.app
            .accepted(&mut change, complaint(0), order, room.now())
            .await
            .unwrap();
        room.tick().await;
        assert_eq!(
            accept(room.clocks(0).await).stage.word(),
            "running",
            "the tick waits for nobody"
        );
        change.commit().await.unwrap();
        room.tick().await;
        assert_eq!(accept(room.clocks(0).await).stage.word(), "met");
    }
}
