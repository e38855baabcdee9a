use huiyin_bus::{Bus, BusConfig};

use crate::world::{World, event};

#[tokio::test]
async fn services_that_start_at_once_make_one_stream() {
    let world = World::empty().await;
    let (first, second, third) = (world.another().await, world.another().await, world.another().await);
    let (a, b, c) = tokio::join!(first.ensure_stream(), second.ensure_stream(), third.ensure_stream());
    for made in [a, b, c, world.bus.ensure_stream().await] {
        made.unwrap();
    }
    let stream = world.foreign().await.get_stream("EVENTS").await.unwrap();
    let config = &stream.cached_info().config;
    assert!(config.deny_delete && config.deny_purge && config.allow_atomic_publish);
    assert_eq!(config.max_age, std::time::Duration::ZERO);
    world.stop().await;
}

#[tokio::test]
async fn a_stream_that_drops_old_events_is_refused_and_left_as_it_is() {
    let world = World::empty().await;
    let weak = async_nats::jetstream::stream::Config {
        name: "EVENTS".to_owned(),
        subjects: vec!["complaint.v1.>".to_owned()],
        max_messages: 1000,
        ..Default::default()
    };
    let foreign = world.foreign().await;
    foreign.create_stream(weak).await.unwrap();
    let refusal = world.bus.ensure_stream().await.unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "the stream EVENTS has subjects complaint.v1.> (needed: complaint.v1.> organisation.v1.> restricted.v1.>), discard \
         Old (needed: New), max_msgs 1000 (needed: none), deny_delete false (needed: true), deny_purge false (needed: true), \
         allow_atomic false (needed: true); set that right with `nats stream edit`, or set accept_weak_stream"
    );
    assert!(!refusal.is_transient());
    let stream = foreign.get_stream("EVENTS").await.unwrap();
    assert_eq!(stream.cached_info().config.max_messages, 1000);
    world.stop().await;
}

#[tokio::test]
async fn a_weak_stream_that_is_accepted_still_takes_events() {
    let world = World::empty().await;
    let weak = async_nats::jetstream::stream::Config {
        name: "EVENTS".to_owned(),
        subjects: vec!["complaint.v1.>".to_owned()],
        ..Default::default()
    };
    world.foreign().await.create_stream(weak).await.unwrap();
    let lenient = BusConfig {
        accept_weak_stream: true,
        ..world.config.clone()
    };
    let bus = Bus::connect(&lenient, "lenient").await.unwrap();
    bus.ensure_stream().await.unwrap();
    // Without atomic batches they go one by one.
    bus.publish(&[event(1), event(2)]).await.unwrap();
    let stream = world.foreign().await.get_stream("EVENTS").await.unwrap();
    assert_eq!(stream.cached_info().state.messages, 2);
    world.stop().await;
}

#[tokio::test]
async fn a_stream_of_another_name_that_swallows_events_is_told() {
    let world = World::empty().await;
    let other = async_nats::jetstream::stream::Config {
        name: "OTHER".to_owned(),
        subjects: vec!["complaint.v1.>".to_owned()],
        ..Default::default()
    };
    world.foreign().await.create_stream(other).await.unwrap();
    let refusal = world.bus.publish(&[event(1)]).await.unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "the bus refused to take an event: the stream OTHER took it, and not EVENTS"
    );
    assert!(!world.bus.ensure_stream().await.unwrap_err().is_transient());
    world.stop().await;
}

#[tokio::test]
async fn a_server_without_jetstream_is_refused() {
    let program = huiyin_bus::child::server_for_tests().unwrap_or_else(|cure| panic!("{cure}"));
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut server = tokio::process::Command::new(program);
    let server = server
        .args(["-a", "127.0.0.1", "-p", &port.to_string()])
        .kill_on_drop(true);
    let _server = server.stderr(std::process::Stdio::null()).spawn().unwrap();
    let config = BusConfig {
        url: format!("nats://127.0.0.1:{port}"),
        user: None,
        password: None,
        replicas: 1,
        accept_weak_stream: true,
        request_timeout_ms: 5000,
    };
    let bus = Bus::connect(&config, "test").await.unwrap();
    let refusal = bus.check().await.unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "the NATS server has JetStream off for this account; give its configuration a `jetstream` block"
    );
}
