//! One span per request, below the caller's.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use opentelemetry::propagation::Extractor;
use tracing::field::Empty;
use tracing::{Instrument, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// Answers within a span that continues the trace of the header `traceparent`. It names the route, never the address itself nor
/// its query: those can hold a receipt, a number, a name.
pub(crate) async fn within_span(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let span = span_of(&request);
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    span.record("http.response.status_code", status);
    if response.status().is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
    let latency_ms = started.elapsed().as_secs_f64() * 1_000.0;
    span.in_scope(|| tracing::info!(status, latency_ms, "answered"));
    response
}

fn span_of(request: &Request) -> Span {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(none)", MatchedPath::as_str);
    let method = known(request.method());
    let span = tracing::info_span!(
        "request",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
    );
    let parent = opentelemetry::global::get_text_map_propagator(|known| known.extract(&Headers(request.headers())));
    // Without an OpenTelemetry layer there is no parent to set, and no trace to lose.
    let _ = span.set_parent(parent);
    span
}

/// A made-up method is free text from outside.
fn known(method: &Method) -> &str {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::OPTIONS => {
            method.as_str()
        }
        _ => "_OTHER",
    }
}

struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(axum::http::HeaderName::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::send;
    use axum::Router;
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use opentelemetry::trace::{SpanKind, TracerProvider};
    use opentelemetry_sdk::propagation::TraceContextPropagator;
    use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
    use tracing_subscriber::layer::SubscriberExt;

    const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

    /// The spans of one request, and the trace that the handler was in.
    async fn spans(uri: &str, traceparent: Option<&str>) -> Vec<SpanData> {
        opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
        let exporter = InMemorySpanExporter::default();
        let provider = SdkTracerProvider::builder()
            .with_simple_exporter(exporter.clone())
            .build();
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
        let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
        let router = crate::layers(Router::new().route(
            "/cases/{number}",
            get(async || tracing::info_span!("inside").in_scope(|| "x")),
        ));
        let request = traceparent.iter().fold(Request::get(uri), |request, parent| {
            request.header("traceparent", *parent)
        });
        send(&router, request.body(Body::empty()).unwrap()).await;
        provider.force_flush().unwrap();
        exporter.get_finished_spans().unwrap()
    }

    fn request_span(spans: &[SpanData]) -> &SpanData {
        spans.iter().find(|span| span.span_kind == SpanKind::Server).unwrap()
    }

    #[tokio::test]
    async fn a_request_goes_on_in_its_callers_trace() {
        let spans = spans("/cases/7", Some(&format!("00-{TRACE}-00f067aa0ba902b7-01"))).await;
        assert_eq!(spans.len(), 2);
        assert!(
            spans
                .iter()
                .all(|span| span.span_context.trace_id().to_string() == TRACE)
        );
        assert_eq!(request_span(&spans).parent_span_id.to_string(), "00f067aa0ba902b7");
    }

    #[tokio::test]
    async fn without_the_header_it_begins_a_trace_of_its_own() {
        for parent in [None, Some("rubbish")] {
            let spans = spans("/cases/7", parent).await;
            assert_ne!(request_span(&spans).span_context.trace_id().to_string(), TRACE);
        }
    }

    #[tokio::test]
    async fn a_span_names_the_route_and_never_the_address() {
        let spans = spans("/cases/secret7?receipt=secret8", None).await;
        assert_eq!(request_span(&spans).name, "GET /cases/{number}");
        assert!(!format!("{spans:?}").contains("secret"));
        assert!(format!("{spans:?}").contains("http.response.status_code"));
    }
}
