use std::time::{Duration, Instant};

use async_nats::HeaderMap;
use huiyin_bus::ack_all;

use crate::world::{World, event, events, hear, sequences, silence};

#[tokio::test]
async fn what_is_acknowledged_never_comes_again() {
    let world = World::new().await;
    world.bus.publish(&events(1..=3)).await.unwrap();
    let mut consumption = world
        .bus
        .consume("routing", Duration::from_millis(300), 10)
        .await
        .unwrap();
    ack_all(hear(&mut consumption, 3).await).await.unwrap();
    drop(consumption);
    silence(&mut world.consume("routing").await, Duration::from_millis(800)).await;
    world.stop().await;
}

#[tokio::test]
async fn what_was_dropped_without_an_acknowledgement_comes_back_soon() {
    let world = World::new().await;
    world.bus.publish(&[event(1)]).await.unwrap();
    let mut consumption = world.consume("routing").await;
    let first = hear(&mut consumption, 1).await;
    assert_eq!(first[0].deliveries(), 1);
    drop(first);
    let start = Instant::now();
    let again = hear(&mut consumption, 1).await;
    assert_eq!((again[0].deliveries(), again[0].stream_sequence()), (2, 1));
    // Long before the 30 seconds of `ack_wait`, and not in a busy loop.
    assert!((Duration::from_millis(900)..Duration::from_secs(9)).contains(&start.elapsed()));
    world.stop().await;
}

#[tokio::test]
async fn what_a_lost_process_held_comes_back_after_ack_wait() {
    let world = World::new().await;
    world.bus.publish(&[event(1)]).await.unwrap();
    let mut lost = world
        .bus
        .consume("routing", Duration::from_millis(500), 10)
        .await
        .unwrap();
    std::mem::forget(hear(&mut lost, 1).await);
    let again = hear(&mut lost, 1).await;
    assert_eq!(sequences(&again), [1]);
    world.stop().await;
}

#[tokio::test]
async fn what_a_stopped_consumer_never_looked_at_goes_to_another() {
    let world = World::new().await;
    world.bus.publish(&events(1..=5)).await.unwrap();
    let mut consumption = world.consume("routing").await;
    let first = hear(&mut consumption, 1).await;
    ack_all(first).await.unwrap();
    drop(consumption);
    let another = world.another().await;
    let mut another = another.consume("routing", Duration::from_secs(30), 1000).await.unwrap();
    let mut rest = sequences(&hear(&mut another, 4).await);
    rest.sort_unstable();
    assert_eq!(rest, [2, 3, 4, 5]);
    world.stop().await;
}

#[tokio::test]
async fn a_retry_waits_as_long_as_it_was_told() {
    let world = World::new().await;
    world.bus.publish(&[event(1)]).await.unwrap();
    let mut consumption = world.consume("routing").await;
    for message in hear(&mut consumption, 1).await {
        message.retry(Duration::from_millis(700)).await.unwrap();
    }
    silence(&mut consumption, Duration::from_millis(600)).await;
    assert_eq!(sequences(&hear(&mut consumption, 1).await), [1]);
    world.stop().await;
}

#[tokio::test]
async fn a_cancelled_batch_loses_nothing() {
    let world = World::new().await;
    let mut consumption = world.consume("routing").await;
    world.bus.publish(&events(1..=3)).await.unwrap();
    let cancelled = consumption.batch(10, Duration::from_secs(60));
    assert!(
        tokio::time::timeout(Duration::from_millis(500), cancelled)
            .await
            .is_err()
    );
    let heard = consumption.batch(10, Duration::ZERO).await.unwrap();
    assert_eq!(sequences(&heard), [1, 2, 3]);
    assert!(heard.iter().all(|message| message.deliveries() == 1));
    world.stop().await;
}

#[tokio::test]
async fn lingering_gathers_what_comes_a_little_later() {
    let world = World::new().await;
    let mut consumption = world.consume("routing").await;
    let later = async {
        for n in 1..=3 {
            world.bus.publish(&[event(n)]).await.unwrap();
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let (heard, ()) = tokio::join!(consumption.batch(3, Duration::from_secs(5)), later);
    assert_eq!(sequences(&heard.unwrap()), [1, 2, 3]);
    world.stop().await;
}

#[tokio::test]
async fn no_more_than_max_ack_pending_are_out() {
    let world = World::new().await;
    world.bus.publish(&events(1..=5)).await.unwrap();
    let mut consumption = world.bus.consume("routing", Duration::from_secs(30), 2).await.unwrap();
    let held = hear(&mut consumption, 2).await;
    silence(&mut consumption, Duration::from_millis(300)).await;
    ack_all(held).await.unwrap();
    assert_eq!(sequences(&hear(&mut consumption, 2).await), [3, 4]);
    world.stop().await;
}

#[tokio::test]
async fn poison_is_told_apart_and_kept_as_it_came() {
    let world = World::new().await;
    let mut headers = HeaderMap::new();
    headers.insert("ce-id", "not-a-uuid");
    let sent = world.foreign().await;
    let sent = sent.publish_with_headers("complaint.v1.registered.ho", headers, "\u{fffd}\n{".into());
    sent.await.unwrap().await.unwrap();
    let mut consumption = world.consume("routing").await;
    for message in hear(&mut consumption, 1).await {
        let reason = message.envelope().unwrap_err();
        assert_eq!(reason.to_string(), "the header ce-specversion is missing");
        let raw = message.raw();
        assert_eq!(raw.subject, "complaint.v1.registered.ho");
        assert_eq!(raw.headers, [("ce-id".to_owned(), "not-a-uuid".to_owned())]);
        assert_eq!(raw.payload_sha256.len(), 64);
        assert_eq!(raw.envelope().unwrap_err(), reason);
        message.ack().await.unwrap();
    }
    world.stop().await;
}

#[tokio::test]
async fn a_parked_event_reads_as_it_did_on_the_bus() {
    let world = World::new().await;
    world.bus.publish(&[event(1)]).await.unwrap();
    let heard = hear(&mut world.consume("routing").await, 1).await;
    assert_eq!(heard[0].raw().envelope().unwrap(), event(1));
    world.stop().await;
}

#[tokio::test]
async fn a_consumer_that_is_there_takes_new_timing_and_nothing_else() {
    let world = World::new().await;
    drop(world.bus.consume("routing", Duration::from_secs(5), 7).await.unwrap());
    drop(world.bus.consume("routing", Duration::from_secs(6), 8).await.unwrap());
    let foreign = world.foreign().await;
    let stream = foreign.get_stream("EVENTS").await.unwrap();
    let config = stream.consumer_info("routing").await.unwrap().config;
    assert_eq!((config.ack_wait, config.max_ack_pending), (Duration::from_secs(6), 8));
    let narrow = async_nats::jetstream::consumer::pull::Config {
        durable_name: Some("audit".to_owned()),
        filter_subject: "complaint.v1.registered.>".to_owned(),
        max_deliver: 5,
        ..Default::default()
    };
    stream.create_consumer(narrow).await.unwrap();
    let refusal = world
        .bus
        .consume("audit", Duration::from_secs(5), 7)
        .await
        .err()
        .unwrap();
    assert_eq!(
        refusal.to_string(),
        "the consumer audit has max_deliver 5 (needed: -1), filter complaint.v1.registered.> (needed: none); delete it with \
         `nats consumer rm`, and it is made anew at the next start"
    );
    world.stop().await;
}
