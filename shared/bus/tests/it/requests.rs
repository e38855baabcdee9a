use std::time::Duration;

use huiyin_bus::{Bus, BusConfig, BusError};
use opentelemetry::trace::{TraceContextExt, TracerProvider};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Instrument;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use crate::world::World;

#[tokio::test]
async fn a_question_is_answered() {
    let world = World::new().await;
    let mut questions = world
        .another()
        .await
        .answer("svc.intake.double", "intake")
        .await
        .unwrap();
    let answering = async {
        let question = questions.next().await.unwrap();
        let number: u32 = question.decode().unwrap();
        question.reply(&(number * 2)).await.unwrap();
    };
    // The subscription of the other connection may reach the server after the question.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (answer, ()) = tokio::join!(world.bus.request::<_, u32>("svc.intake.double", &21), answering);
    assert_eq!(answer.unwrap(), 42);
    world.stop().await;
}

#[tokio::test]
async fn a_question_that_nobody_hears_fails_at_once_and_may_be_asked_again() {
    let world = World::new().await;
    let refusal = world.bus.request::<_, u32>("svc.nobody.there", &1).await.unwrap_err();
    assert_eq!(refusal.to_string(), "nobody answers svc.nobody.there now");
    assert!(refusal.is_transient());
    world.stop().await;
}

#[tokio::test]
async fn an_answer_of_another_kind_is_refused() {
    let world = World::new().await;
    let mut questions = world.bus.answer("svc.intake.word", "intake").await.unwrap();
    let answering = async {
        let question = questions.next().await.unwrap();
        assert!(matches!(question.decode::<u32>(), Err(BusError::Unreadable { .. })));
        question.reply(&"a word").await.unwrap();
    };
    let (answer, ()) = tokio::join!(world.bus.request::<_, u32>("svc.intake.word", &"what"), answering);
    let refusal = answer.unwrap_err();
    assert!(
        refusal
            .to_string()
            .starts_with("what came from svc.intake.word is not what was expected")
    );
    assert!(!refusal.is_transient());
    world.stop().await;
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_refused_where_it_is_made() {
    let world = World::new().await;
    let mut questions = world.bus.answer("svc.intake.all", "intake").await.unwrap();
    let answering = async {
        let question = questions.next().await.unwrap();
        question.reply(&"x".repeat(world.bus.max_payload())).await.unwrap_err()
    };
    let (answer, refusal) = tokio::join!(world.bus.request::<_, String>("svc.intake.all", &()), answering);
    assert!(matches!(refusal, BusError::TooLarge { .. }));
    assert!(matches!(answer, Err(BusError::TimedOut(_))));
    world.stop().await;
}

#[tokio::test]
async fn a_word_reaches_every_listener() {
    let world = World::new().await;
    let mut first = world.bus.listen("feed.*.heartbeat").await.unwrap();
    let mut second = world.bus.listen("feed.intake.heartbeat").await.unwrap();
    world.bus.tell("feed.intake.heartbeat", &7).await.unwrap();
    for words in [&mut first, &mut second] {
        let (subject, payload) = words.next().await.unwrap();
        assert_eq!((subject.as_str(), &payload[..]), ("feed.intake.heartbeat", &b"7"[..]));
    }
    world.bus.drain().await.unwrap();
    assert!(first.next().await.is_none());
    assert!(world.bus.is_closed() && !world.bus.is_connected());
    assert!(matches!(
        world.bus.tell("feed.intake.heartbeat", &7).await,
        Err(BusError::Closed)
    ));
    world.stop().await;
}

#[tokio::test]
async fn the_span_of_the_one_who_asks_is_the_parent_of_the_one_who_answers() {
    use tracing_subscriber::layer::SubscriberExt;
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    let provider = SdkTracerProvider::builder().build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
    let world = World::new().await;
    let mut questions = world.bus.answer("svc.intake.trace", "intake").await.unwrap();
    let answering = async {
        let question = questions.next().await.unwrap();
        let parent = question.parent();
        question.reply(&()).await.unwrap();
        parent.span().span_context().trace_id()
    };
    let span = tracing::info_span!("asking");
    let asked = span.context().span().span_context().trace_id();
    let asking = world.bus.request::<_, ()>("svc.intake.trace", &()).instrument(span);
    let (answer, heard) = tokio::join!(asking, answering);
    answer.unwrap();
    assert_ne!(asked, opentelemetry::trace::TraceId::INVALID);
    assert_eq!(heard, asked);
    world.stop().await;
}

#[tokio::test]
async fn without_a_server_connecting_succeeds_and_asking_fails_soon() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    drop(taken);
    let config = BusConfig {
        url: format!("nats://127.0.0.1:{port}"),
        user: None,
        password: None,
        replicas: 1,
        accept_weak_stream: false,
        request_timeout_ms: 300,
    };
    let bus = Bus::connect(&config, "test").await.unwrap();
    assert!(!bus.is_connected());
    for refusal in [
        bus.check().await.unwrap_err(),
        bus.ensure_stream().await.unwrap_err(),
        bus.publish(&[crate::world::event(1)]).await.unwrap_err(),
        bus.request::<_, u32>("svc.intake.double", &1).await.unwrap_err(),
        bus.tell("feed.intake.heartbeat", &1).await.unwrap_err(),
        bus.drain().await.unwrap_err(),
    ] {
        assert_eq!(refusal.to_string(), "the bus is not connected");
        assert!(refusal.is_transient());
    }
}
