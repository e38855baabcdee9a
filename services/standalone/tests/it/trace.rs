//! One trace from the request through every service that hears of it, as a collector sees it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use serde_json::json;
use tempfile::TempDir;

use crate::product::Product;

const FIRST: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const SECOND: &str = "0af7651916cd43dd8448eb211c80319c";
const UNSAMPLED: &str = "11111111111111111111111111111111";
const CALLER: &str = "00f067aa0ba902b7";

/// An OTLP collector over HTTP that keeps every span.
#[derive(Clone, Default)]
pub(crate) struct Collector(Arc<Mutex<Vec<Span>>>);

impl Collector {
    /// A collector in a thread with a runtime of its own, and its address. It ends with the tests.
    pub(crate) fn start() -> (Self, String) {
        let collector = Self::default();
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("a bound address");
        let router = Router::new()
            .route("/v1/traces", post(take))
            .with_state(collector.clone());
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                listener.set_nonblocking(true).expect("a listener");
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                axum::serve(listener, router).await.expect("it serves");
            });
        });
        (collector, format!("http://{address}"))
    }

    /// All spans that came.
    pub(crate) fn all(&self) -> Vec<Span> {
        self.0.lock().expect("no thread panicked").clone()
    }

    /// The spans of a trace.
    fn of(&self, trace: &str) -> Vec<Span> {
        let all = self.0.lock().expect("no thread panicked");
        all.iter()
            .filter(|span| hex(&span.trace_id) == trace)
            .cloned()
            .collect()
    }

    /// Waits until a trace has a span like this.
    async fn wait_for(&self, trace: &str, name: &str, service: Option<&str>) -> Span {
        let began = Instant::now();
        loop {
            let spans = self.of(trace);
            let like = |span: &&Span| {
                span.name == name && (service.is_none() || attribute(span, "huiyin.service").as_deref() == service)
            };
            if let Some(span) = spans.iter().find(like) {
                return span.clone();
            }
            let names: BTreeSet<_> = spans
                .iter()
                .map(|span| (&span.name, attribute(span, "huiyin.service")))
                .collect();
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "no '{name}' of {service:?} in the trace {trace}; it has {names:#?}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn take(State(collector): State<Collector>, body: Bytes) -> Bytes {
    let request = ExportTraceServiceRequest::decode(body).expect("OTLP");
    let scopes = request
        .resource_spans
        .into_iter()
        .flat_map(|resource| resource.scope_spans);
    collector
        .0
        .lock()
        .expect("no thread panicked")
        .extend(scopes.flat_map(|scope| scope.spans));
    Bytes::new()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn attribute(span: &Span, key: &str) -> Option<String> {
    let found = span.attributes.iter().find(|attribute| attribute.key == key)?;
    match found.value.as_ref()?.value.as_ref()? {
        Any::StringValue(text) => Some(text.clone()),
        _ => None,
    }
}

/// A product that sends its spans to a collector.
async fn product() -> (Collector, Product, TempDir) {
    let (collector, address) = Collector::start();
    let data = tempfile::tempdir().expect("a folder");
    let variables = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", address.as_str()),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ("HUIYIN__LOG__LEVEL", "info"),
    ];
    let product = Product::start_with(
        data.path(),
        variables.map(|(name, value)| (name, value.to_owned())).into(),
    );
    product.organise().await;
    (collector, product, data)
}

/// Registers a complaint as a caller that has a trace; answers its id.
async fn register(product: &Product, trace: &str, flags: &str) -> String {
    let request = reqwest::Client::new().post(product.url("/intake/v1/complaints"));
    let request = request
        .header("idempotency-key", trace)
        .header("traceparent", format!("00-{trace}-{CALLER}-{flags}"));
    let body = json!({
        "channel": "help_line", "unit": "o011", "class": "service_attitude",
        "complainant": { "name": "Canaria Vogel", "email": "canary@birds.invalid" }, "narrative": "sang at the counter",
    });
    let answer = request.json(&body).send().await.expect("it answers");
    assert!(answer.status().is_success(), "{}", answer.status());
    let registered: serde_json::Value = answer.json().await.expect("JSON");
    registered["id"].as_str().expect("an id").to_owned()
}

/// Whether one goes up from a span to the other, parent by parent.
fn descends(spans: &[Span], from: &Span, to: &Span) -> bool {
    let mut at = from.clone();
    loop {
        if at.span_id == to.span_id {
            return true;
        }
        match spans.iter().find(|span| span.span_id == at.parent_span_id) {
            Some(parent) => at = parent.clone(),
            None => return false,
        }
    }
}

#[tokio::test]
async fn one_trace_holds_the_request_and_the_work_of_every_service_that_hears_of_it() {
    let (collector, product, _data) = product().await;
    let complaint = register(&product, FIRST, "01").await;
    let request = collector.wait_for(FIRST, "POST /intake/v1/complaints", None).await;
    assert_eq!(hex(&request.parent_span_id), CALLER);
    let registered = "process complaint.registered.v1";
    let routing = collector.wait_for(FIRST, registered, Some("routing")).await;
    // Routing says `assigned` while it handles `registered`: who hears that is two hops from the request.
    let assigned = "process complaint.assigned.v1";
    let investigation = collector.wait_for(FIRST, assigned, Some("investigation")).await;
    let notification = collector.wait_for(FIRST, assigned, Some("notification")).await;
    let notice = collector.wait_for(FIRST, "send notice", None).await;
    let spans = collector.of(FIRST);
    for (what, from, to) in [
        ("routing's work below the request", &routing, &request),
        ("investigation's work below routing's", &investigation, &routing),
        ("notification's work below routing's", &notification, &routing),
        ("a notice's sending below the request", &notice, &request),
    ] {
        assert!(descends(&spans, from, to), "{what}: {from:?}");
    }
    assert_eq!(
        attribute(&routing, "messaging.message.conversation_id").as_deref(),
        Some(complaint.as_str())
    );
    let text = format!("{spans:?}");
    for canary in ["Canaria", "birds.invalid", "counter"] {
        assert!(!text.contains(canary), "'{canary}' stands in a span");
    }
}

#[tokio::test]
async fn a_trace_holds_its_own_complaint_only_and_none_where_the_caller_samples_none() {
    let (collector, product, _data) = product().await;
    // The decision travels in the stored traceparent: with none stored, the services would begin traces of their own.
    let unsampled = register(&product, UNSAMPLED, "00").await;
    let (first, second) = (
        register(&product, FIRST, "01").await,
        register(&product, SECOND, "01").await,
    );
    for trace in [FIRST, SECOND] {
        for service in ["investigation", "notification"] {
            collector
                .wait_for(trace, "process complaint.assigned.v1", Some(service))
                .await;
        }
    }
    product.quiet().await;
    let about = |trace: &str| -> BTreeSet<String> {
        let spans = collector.of(trace);
        spans
            .iter()
            .filter_map(|span| attribute(span, "messaging.message.conversation_id"))
            .collect()
    };
    assert_eq!(about(FIRST), BTreeSet::from([first]));
    assert_eq!(about(SECOND), BTreeSet::from([second]));
    assert!(collector.of(UNSAMPLED).is_empty());
    let all = collector.0.lock().expect("no thread panicked");
    let strays = all
        .iter()
        .filter(|span| attribute(span, "messaging.message.conversation_id").as_ref() == Some(&unsampled));
    let strays: Vec<_> = strays.map(|span| (&span.name, hex(&span.trace_id))).collect();
    assert!(strays.is_empty(), "the trace broke: {strays:?}");
}
