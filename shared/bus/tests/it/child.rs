use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use huiyin_bus::child::{Child, ChildError};
use huiyin_bus::{Bus, ack_all};

use crate::world::{World, child_config, event, events, hear, kill, sequences};

/// Publishes until it is acknowledged, as the relay does.
async fn publish_at_last(bus: &Bus, numbers: std::ops::RangeInclusive<i64>) {
    let start = Instant::now();
    while let Err(error) = bus.publish(&events(numbers.clone())).await {
        assert!(error.is_transient(), "{error}");
        assert!(start.elapsed() < Duration::from_secs(20), "{error}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_killed_server_comes_back_and_nothing_acknowledged_is_lost() {
    let world = World::new().await;
    let mut consumption = world
        .bus
        .consume("routing", Duration::from_secs(2), 1000)
        .await
        .unwrap();
    world.bus.publish(&events(1..=100)).await.unwrap();
    ack_all(hear(&mut consumption, 50).await).await.unwrap();
    let killed = Instant::now();
    for round in 1..=3 {
        let process = world.server_process().unwrap();
        kill(process);
        publish_at_last(&world.bus, round * 1000..=round * 1000 + 9).await;
        assert_ne!(world.server_process(), Some(process));
    }
    // A killed server may forget acknowledgements, and what was out may come twice: each consumer's inbox knows it.
    let mut numbers = BTreeSet::new();
    let all: BTreeSet<_> = (51..=100)
        .chain(1000..=1009)
        .chain(2000..=2009)
        .chain(3000..=3009)
        .collect();
    while !all.is_subset(&numbers) {
        match consumption.batch(100, Duration::ZERO).await {
            Ok(batch) => {
                numbers.extend(sequences(&batch));
                // A restarted server may not know a delivery of its former self: it then comes again.
                if let Err(error) = ack_all(batch).await {
                    assert!(error.is_transient(), "{error}");
                }
            }
            Err(error) => assert!(error.is_transient(), "{error}"),
        }
    }
    assert!(killed.elapsed() < Duration::from_secs(9), "took {:?}", killed.elapsed());
    let mut stream = world.foreign().await.get_stream("EVENTS").await.unwrap();
    assert_eq!(stream.info().await.unwrap().state.messages, 130);
    world.stop().await;
}

#[tokio::test]
async fn a_stopped_server_keeps_its_port_and_its_events_for_the_next_start() {
    let world = World::new().await;
    world.bus.publish(&[event(1)]).await.unwrap();
    let bus = world.bus.clone();
    let data = tempfile::tempdir().unwrap();
    let mut child = Child::start(child_config(data.path().join("bus"))).await.unwrap();
    let (port, own) = (child.port(), Bus::connect(&child.bus_config(), "own").await.unwrap());
    own.ensure_stream().await.unwrap();
    own.publish(&[event(1)]).await.unwrap();
    child.stop().await.unwrap();
    child = Child::start(child_config(data.path().join("bus"))).await.unwrap();
    assert_eq!(child.port(), port);
    let mut consumption = own.consume("routing", Duration::from_secs(30), 10).await.unwrap();
    assert_eq!(sequences(&hear(&mut consumption, 1).await), [1]);
    child.stop().await.unwrap();
    assert!(bus.is_connected(), "another folder's server is another's");
    world.stop().await;
}

#[tokio::test]
async fn two_processes_never_share_a_store() {
    let world = World::empty().await;
    let refusal = Child::start(child_config(world.data.clone())).await.err().unwrap();
    assert!(matches!(refusal, ChildError::InUse(_)));
    assert!(
        refusal
            .to_string()
            .ends_with("stop that one first, or choose another data folder")
    );
    assert_eq!(world.server_process(), Some(world.process));
    world.stop().await;
}

#[tokio::test]
async fn an_orphan_of_a_killed_start_is_ended_first() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("bus");
    let first = Child::start(child_config(folder.clone())).await.unwrap();
    let port = first.port();
    first.stop().await.unwrap();
    // What a `kill -9` of the product leaves: a server on our configuration, and its number in the file.
    let config = folder.canonicalize().unwrap().join("nats.conf");
    let mut orphan = tokio::process::Command::new(child_config(folder.clone()).program);
    let orphan = orphan.arg("--config").arg(&config).kill_on_drop(true);
    let mut orphan = orphan.stderr(std::process::Stdio::null()).spawn().unwrap();
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // Init takes an orphan's exit status at once; here it is for us to take.
    let (second, ended) = tokio::join!(Child::start(child_config(folder)), orphan.wait());
    ended.unwrap();
    let second = second.unwrap();
    assert_eq!(second.port(), port);
    second.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_that_does_not_start_points_at_its_log() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("bus");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("store"), "in the way").unwrap();
    let refusal = Child::start(child_config(folder)).await.err().unwrap();
    assert!(matches!(refusal, ChildError::Ended { .. }), "{refusal}");
    assert!(refusal.to_string().ends_with("nats.log says why"), "{refusal}");
}
