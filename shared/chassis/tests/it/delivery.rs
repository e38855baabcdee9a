use std::collections::HashMap;
use std::sync::atomic::Ordering;

use huiyin_store::Store;
use huiyin_store::held::State;
use huiyin_testkit::{Databases, World, eventually};
use uuid::Uuid;

use crate::pair::{BUSY, POISONED, both, notes, say};

async fn world(databases: Databases) -> World {
    World::start(databases, "2026-11-23T01:00:00Z".parse().unwrap(), both).await
}

fn complaints(count: u128) -> Vec<Uuid> {
    (1..=count).map(Uuid::from_u128).collect()
}

/// Each complaint's versions are 1, 2, 3 … without a gap, a double or a swap.
fn assert_whole(notes: &[(String, i64)], each: i64) {
    let mut versions: HashMap<&str, Vec<i64>> = HashMap::new();
    for (about, version) in notes {
        versions.entry(about).or_default().push(*version);
    }
    let wanted: Vec<i64> = (1..=each).collect();
    assert!(versions.values().all(|found| *found == wanted), "{versions:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_committed_event_takes_effect_once_and_in_order() {
    for databases in Databases::both() {
        let world = world(databases).await;
        let all = complaints(20);
        for _ in 0..25 {
            say(world.store("intake"), &all).await;
        }
        world.quiet().await;
        let heard = notes(world.store("audit")).await;
        assert_eq!(heard.len(), 500);
        assert_whole(&heard, 25);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_at_once_leave_no_gap_in_the_feed() {
    for databases in Databases::both() {
        let world = world(databases).await;
        let teller = world.store("intake").clone();
        let writers = (0..8_u128).map(|writer| {
            let teller = teller.clone();
            async move {
                for turn in 0..20 {
                    // Everyone also writes about the first complaint.
                    say(
                        &teller,
                        &[Uuid::from_u128(1_000 + writer * 100 + turn), Uuid::from_u128(1)],
                    )
                    .await;
                }
            }
        });
        futures::future::join_all(writers).await;
        world.quiet().await;
        let heard = notes(world.store("audit")).await;
        assert_eq!(heard.len(), 320);
        let first: Vec<_> = heard
            .iter()
            .filter(|(about, _)| *about == Uuid::from_u128(1).to_string())
            .collect();
        assert!(
            first.iter().zip(1..).all(|((_, version), wanted)| *version == wanted),
            "{first:?}"
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loss_in_the_stream_is_noticed_and_healed_by_replay() {
    for databases in Databases::both() {
        let mut world = world(databases).await;
        let all = complaints(3);
        say(world.store("intake"), &all).await;
        world.quiet().await;
        world.crash().await;
        let teller = world.store("intake");
        say(teller, &all).await;
        teller.number(100).await.unwrap();
        let last = teller.feed_head().await.unwrap().last;
        teller.relayed(last).await.unwrap();
        world.restart().await;
        say(world.store("intake"), &all).await;
        world.quiet().await;
        assert_whole(&notes(world.store("audit")).await, 3);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poison_event_harms_one_complaint_and_is_taken_up_again_in_order() {
    for databases in Databases::both() {
        let world = world(databases).await;
        let all = complaints(10);
        let bad = all[4];
        *POISONED.lock().unwrap() = Some(bad);
        for _ in 0..3 {
            say(world.store("intake"), &all).await;
        }
        let listener = world.store("audit");
        let parked = eventually("the poison is parked", async || {
            let parked = listener.held(State::Parked, 10).await.unwrap();
            let others = notes(listener).await.len();
            if parked.len() == 1 && others == 27 {
                Ok(parked)
            } else {
                Err(format!("{parked:?}, {others} others"))
            }
        })
        .await;
        assert_eq!(
            (parked[0].about, parked[0].version, parked[0].reason.as_str()),
            (bad, 1, "this complaint is poisoned")
        );
        assert_eq!(
            listener.count_held(State::Waiting).await.unwrap(),
            2,
            "those behind it wait"
        );
        *POISONED.lock().unwrap() = None;
        let shown = world.get("/audit/v1/parked").await;
        assert_eq!(shown.body[0]["reason"], "this complaint is poisoned", "{}", shown.body);
        let retry = format!("/audit/v1/parked/{}/retry", parked[0].event);
        let denied = world.post_by("s1", "ho", &retry, &serde_json::json!({})).await;
        assert_eq!(denied.status, 403, "{}", denied.body);
        assert_eq!(world.get_by("s1", "ho", "/audit/v1/parked").await.status, 403);
        let done = world.post(&retry, &serde_json::json!({})).await;
        assert_eq!(done.status, 200, "{}", done.body);
        eventually("nothing is held", async || {
            let held =
                listener.count_held(State::Waiting).await.unwrap() + listener.count_held(State::Parked).await.unwrap();
            if held == 0 { Ok(()) } else { Err(format!("{held} held")) }
        })
        .await;
        let heard = notes(listener).await;
        assert_eq!(heard.len(), 30);
        assert_whole(&heard, 3);
        let gone = world.post(&retry, &serde_json::json!({})).await;
        assert_eq!(gone.status, 404, "what is not parked is not tried again: {}", gone.body);
        world.end().await;
    }
}

/// The event that is parked, once two wait behind it.
async fn parked_before_two(listener: &Store) -> Uuid {
    eventually("one is parked and two wait", async || {
        let parked = listener.held(State::Parked, 10).await.unwrap();
        let waiting = listener.count_held(State::Waiting).await.unwrap();
        match (parked.first(), waiting) {
            (Some(parked), 2) => Ok(parked.event.uuid()),
            _ => Err(format!("{parked:?}, {waiting} wait")),
        }
    })
    .await
}

/// Nothing is held any more, and so many events were heard.
async fn applied(listener: &Store, many: usize) {
    eventually("those behind it are applied", async || {
        let held =
            listener.count_held(State::Waiting).await.unwrap() + listener.count_held(State::Parked).await.unwrap();
        let heard = notes(listener).await.len();
        if (held, heard) == (0, many) {
            Ok(())
        } else {
            Err(format!("{held} held, {heard} heard"))
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parked_event_that_is_dropped_lets_those_behind_it_through_and_the_record_says_who_dropped_it() {
    for databases in Databases::both() {
        let world = world(databases).await;
        let bad = complaints(1)[0];
        *POISONED.lock().unwrap() = Some(bad);
        for _ in 0..3 {
            say(world.store("intake"), &[bad]).await;
        }
        let listener = world.store("audit");
        let parked = parked_before_two(listener).await;
        *POISONED.lock().unwrap() = None;
        let path = format!("/audit/v1/parked/{parked}/drop");
        let asked = |ground: &str, reference: &str| serde_json::json!({ "ground": ground, "reference": reference });
        let denied = world.post_by("s1", "ho", &path, &asked("never_so", "IT-1")).await;
        assert_eq!(denied.status, 403, "{}", denied.body);
        for (ground, reference, sentence) in [
            (
                "because",
                "IT-1",
                "a parked event is dropped because of done_by_hand, said_again, never_so or unreadable",
            ),
            (
                "never_so",
                "he said so",
                "the reference is the number of a ticket or a file: 1 to 64 letters, digits, '-', '_', '.' or '/'",
            ),
        ] {
            let refused = world.post(&path, &asked(ground, reference)).await;
            assert_eq!((refused.status, refused.sentence()), (422, sentence));
        }
        let before = world.get("/audit/v1/feed").await.body["last"].as_i64().unwrap();
        let done = world.post(&path, &asked("never_so", "IT-1")).await;
        assert_eq!(done.status, 200, "{}", done.body);
        applied(listener, 2).await;
        eventually("the drop is said", async || {
            let last = world.get("/audit/v1/feed").await.body["last"].as_i64().unwrap();
            if last == before + 1 {
                Ok(())
            } else {
                Err(format!("{last} after {before}"))
            }
        })
        .await;
        assert_eq!(
            world.post(&path, &asked("never_so", "IT-1")).await.status,
            404,
            "it is gone"
        );
        // The drop itself is heard by nobody here.
        world.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_now_is_done_later_once() {
    let world = world(Databases::Sqlite).await;
    BUSY.store(true, Ordering::Relaxed);
    say(world.store("intake"), &complaints(5)).await;
    say(world.store("intake"), &complaints(5)).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(notes(world.store("audit")).await.is_empty());
    BUSY.store(false, Ordering::Relaxed);
    world.quiet().await;
    let heard = notes(world.store("audit")).await;
    assert_eq!(heard.len(), 10);
    assert_whole(&heard, 2);
    world.end().await;
}

#[tokio::test]
async fn a_connection_that_is_gone_for_good_ends_the_process() {
    let world = world(Databases::Sqlite).await;
    world.bus.drain().await.unwrap();
    let why = world.failure().await;
    assert!(why.contains("the connection to the bus is gone for good"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn crashes_lose_nothing_and_double_nothing() {
    for databases in Databases::both() {
        let mut world = world(databases).await;
        let all = complaints(7);
        for turn in 0..10_u64 {
            for _ in 0..3 {
                say(world.store("intake"), &all).await;
            }
            tokio::time::sleep(std::time::Duration::from_millis(turn * 3)).await;
            world.crash_and_restart().await;
        }
        world.quiet().await;
        let heard = notes(world.store("audit")).await;
        assert_eq!(heard.len(), 210);
        assert_whole(&heard, 30);
        world.end().await;
    }
}
