//! Programs of an organisation on the deployed accounts: they hear what they were given (P22).

use futures::StreamExt;
use huiyin_bus::{Bus, BusConfig};
use huiyin_contracts::permissions::{Integration, inbox};

use crate::permissions::{Server, integrations};

/// A client of an integration, as its program would write it.
async fn program(server: &Server, user: &str) -> async_nats::Client {
    let options = async_nats::ConnectOptions::with_user_and_password(user.to_owned(), user.to_owned());
    let options = options.custom_inbox_prefix(inbox(user));
    options.connect(format!("127.0.0.1:{}", server.port)).await.unwrap()
}

/// What the consumers of an integration are given.
async fn heard(server: &Server, integration: &Integration) -> Vec<String> {
    let context = async_nats::jetstream::new(program(server, &integration.user()).await);
    let mut heard = Vec::new();
    for (consumer, filter) in integration.consumers() {
        let config = async_nats::jetstream::consumer::pull::Config {
            durable_name: Some(consumer),
            filter_subject: filter,
            ..Default::default()
        };
        let consumer = context.create_consumer_on_stream(config, "EVENTS").await.unwrap();
        let mut batch = consumer.fetch().max_messages(10).messages().await.unwrap();
        while let Some(message) = batch.next().await {
            let message = message.unwrap();
            heard.push(message.subject.to_string());
            message.ack().await.unwrap();
        }
    }
    heard.sort();
    heard
}

#[tokio::test(flavor = "multi_thread")]
async fn p22_an_integration_hears_its_unit_and_its_events_and_nothing_restricted() {
    let server = Server::start();
    let config: BusConfig = serde_json::from_value(serde_json::json!({
        "url": format!("nats://127.0.0.1:{}", server.port), "user": "investigation", "password": "investigation",
        "replicas": 1, "accept_weak_stream": false, "request_timeout_ms": 3000
    }))
    .unwrap();
    let bus = Bus::connect(&config, "investigation").await.unwrap();
    bus.ensure_stream().await.unwrap();
    let says = async_nats::jetstream::new(program(&server, "investigation").await);
    for subject in [
        "complaint.v1.closed.ho.b01",
        "complaint.v1.replied.ho.b01.o1",
        "complaint.v1.found.ho.b01.o1",
        "complaint.v1.closed.ho.b02.o1",
        "complaint.v1.closed.ho",
        "restricted.v1.closed",
    ] {
        says.publish(subject, "{}".into()).await.unwrap().await.unwrap();
    }
    let [crm, dwh] = integrations();
    assert_eq!(
        heard(&server, &crm).await,
        ["complaint.v1.closed.ho.b01", "complaint.v1.replied.ho.b01.o1"]
    );
    let all = heard(&server, &dwh).await;
    assert_eq!(all.len(), 5, "{all:?}");
    assert!(!all.iter().any(|subject| subject.starts_with("restricted")), "{all:?}");
    // The server holds the filter in the body against the one that the subject names.
    let client = program(&server, &crm.user()).await;
    let (consumer, filter) = crm.consumers().remove(0);
    let create = format!("$JS.API.CONSUMER.CREATE.EVENTS.{consumer}.{filter}");
    for filters in [
        serde_json::json!({ "filter_subject": "restricted.v1.>" }),
        serde_json::json!({ "filter_subjects": ["complaint.v1.closed.ho.b01", "restricted.v1.>"] }),
        serde_json::json!({}),
    ] {
        let mut config = serde_json::json!({ "durable_name": consumer, "ack_policy": "explicit" });
        config
            .as_object_mut()
            .unwrap()
            .extend(filters.as_object().unwrap().clone());
        let body = serde_json::json!({ "stream_name": "EVENTS", "config": config, "action": "" });
        let answer = client.request(create.clone(), body.to_string().into()).await.unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&answer.payload).unwrap();
        assert!(answer["error"].is_object(), "{filters}: {answer}");
    }
    bus.drain().await.unwrap();
}
