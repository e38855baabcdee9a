use std::time::{Duration, Instant};

use huiyin_bus::ack_all;

use crate::world::{World, event, events, hear, sequences, silence};

#[tokio::test]
async fn a_batch_is_heard_whole_and_in_order() {
    let world = World::new().await;
    let sent = events(1..=1000);
    world.bus.publish(&sent).await.unwrap();
    let mut consumption = world.consume("routing").await;
    let heard = hear(&mut consumption, 1000).await;
    let envelopes: Vec<_> = heard.iter().map(|message| message.envelope().unwrap()).collect();
    assert_eq!(envelopes, sent);
    ack_all(heard).await.unwrap();
    world.stop().await;
}

#[tokio::test]
async fn more_than_a_thousand_go_as_several_batches() {
    let world = World::new().await;
    world.bus.publish(&events(1..=2001)).await.unwrap();
    world.bus.publish(&[]).await.unwrap();
    let mut consumption = world.consume("routing").await;
    let mut numbers = Vec::new();
    for count in [1000, 1000, 1] {
        let heard = hear(&mut consumption, count).await;
        numbers.extend(sequences(&heard));
        ack_all(heard).await.unwrap();
    }
    assert_eq!(numbers, (1..=2001).collect::<Vec<_>>());
    world.stop().await;
}

#[tokio::test]
async fn a_double_inside_a_batch_makes_it_go_singly_and_nothing_doubles() {
    let world = World::new().await;
    world.bus.publish(&[event(2)]).await.unwrap();
    world.bus.publish(&[event(2)]).await.unwrap();
    world.bus.publish(&events(1..=4)).await.unwrap();
    world.bus.publish(&events(1..=4)).await.unwrap();
    let mut consumption = world.consume("routing").await;
    let heard = hear(&mut consumption, 4).await;
    assert_eq!(sequences(&heard), [2, 1, 3, 4]);
    silence(&mut consumption, Duration::from_millis(300)).await;
    world.stop().await;
}

#[tokio::test]
async fn one_event_that_cannot_travel_is_named_and_nothing_is_sent() {
    let world = World::new().await;
    let mut sent = events(1..=3);
    sent[1].policy_version = Some("第三版".to_owned());
    let refusal = world.bus.publish(&sent).await.unwrap_err();
    let sentence = format!(
        "the event {} cannot travel: the header ce-policyversion is not 1 to 1024 visible ASCII characters",
        sent[1].id
    );
    assert_eq!(refusal.to_string(), sentence);
    assert!(!refusal.is_transient());
    sent[1] = event(2);
    sent[1].body = format!("\"{}\"", "x".repeat(1 << 20));
    let refusal = world.bus.publish(&sent).await.unwrap_err();
    assert!(
        refusal
            .to_string()
            .starts_with(&format!("the event {} takes 1049", sent[1].id))
    );
    assert!(!refusal.is_transient());
    silence(&mut world.consume("routing").await, Duration::from_millis(300)).await;
    world.stop().await;
}

#[tokio::test]
async fn a_stream_that_is_lost_is_made_again_by_the_next_publish() {
    let world = World::new().await;
    world.bus.publish(&[event(1)]).await.unwrap();
    let mut consumption = world.consume("routing").await;
    ack_all(hear(&mut consumption, 1).await).await.unwrap();
    world.foreign().await.delete_stream("EVENTS").await.unwrap();
    let lost = world.bus.publish(&[event(2)]).await.unwrap_err();
    assert!(lost.is_transient(), "{lost}");
    world.bus.publish(&events(2..=3)).await.unwrap();
    let gone = consumption.batch(1, Duration::ZERO).await;
    assert!(gone.is_err_and(|error| error.is_transient()));
    assert_eq!(sequences(&hear(&mut consumption, 2).await), [2, 3]);
    world.stop().await;
}

/// Prints figures; measures nothing by itself: `cargo nextest run -p huiyin-bus --run-ignored only --no-capture`.
#[tokio::test]
#[ignore = "a benchmark"]
async fn measure_durable_publishing() {
    let world = World::new().await;
    let singles = events(1..=1000);
    let start = Instant::now();
    for one in &singles {
        world.bus.publish(std::slice::from_ref(one)).await.unwrap();
    }
    println!(
        "single durable publishes: {:.0}/s",
        1000.0 / start.elapsed().as_secs_f64()
    );
    for size in [10_u16, 100, 1000] {
        let first = i64::from(size) * 1_000_000;
        let all = events(first..first + i64::from(size) * 20);
        let start = Instant::now();
        for batch in all.chunks(usize::from(size)) {
            world.bus.publish(batch).await.unwrap();
        }
        println!(
            "batches of {size}: {:.0} rows/s",
            all.len() as f64 / start.elapsed().as_secs_f64()
        );
    }
    let mut consumption = world.consume("routing").await;
    let start = Instant::now();
    for _ in 0..20 {
        ack_all(hear(&mut consumption, 1000).await).await.unwrap();
    }
    println!(
        "consumed and doubly acknowledged: {:.0}/s",
        20_000.0 / start.elapsed().as_secs_f64()
    );
    world.stop().await;
}
