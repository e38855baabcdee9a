//! Trace context through headers, and the names of the attributes that spans of the bus carry (the messaging semantic
//! conventions are not stable: they stand here alone).

use async_nats::HeaderMap;
use async_nats::header::{HeaderName, HeaderValue};
use opentelemetry::Context;
use opentelemetry::propagation::{Extractor, Injector};
use tracing::{Span, field};
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// The W3C header that names the parent span.
pub const TRACEPARENT: &str = "traceparent";

/// The present span's `traceparent`; none where no trace is recorded.
#[must_use]
pub fn current() -> Option<String> {
    let mut headers = HeaderMap::new();
    inject(&mut headers);
    headers.get(TRACEPARENT).map(|value| value.as_str().to_owned())
}

/// The context that a `traceparent` names; an empty one where it names none.
///
/// Take it as the parent of an immediate hop; link to it from a timer, a replay and anything over 15 minutes.
#[must_use]
pub fn parent(traceparent: Option<&str>) -> Context {
    let Some(value) = traceparent.and_then(|text| text.parse::<HeaderValue>().ok()) else {
        return Context::new();
    };
    let mut headers = HeaderMap::new();
    headers.insert(TRACEPARENT, value);
    extract(Some(&headers))
}

/// Whether the text looks like `00-<32 hex>-<16 hex>-<2 hex>`.
pub(crate) fn is_traceparent(text: &str) -> bool {
    let lengths = [2, 32, 16, 2];
    let hex = |part: &str| part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let parts: Vec<_> = text.split('-').collect();
    parts.len() == lengths.len()
        && parts
            .iter()
            .zip(lengths)
            .all(|(part, length)| part.len() == length && hex(part))
}

/// Puts the present span's context into headers.
pub(crate) fn inject(headers: &mut HeaderMap) {
    let context = Span::current().context();
    opentelemetry::global::get_text_map_propagator(|propagator| {
        propagator.inject_context(&context, &mut Inject(headers));
    });
}

/// The context that came in headers.
pub(crate) fn extract(headers: Option<&HeaderMap>) -> Context {
    opentelemetry::global::get_text_map_propagator(|propagator| {
        propagator.extract_with_context(&Context::new(), &Extract(headers))
    })
}

/// The span around a request that is sent.
pub(crate) fn request_span(subject: &str) -> Span {
    tracing::info_span!(
        "request",
        otel.name = field::display(format_args!("request {subject}")),
        otel.kind = "client",
        messaging.system = "nats",
        messaging.operation.name = "request",
        messaging.operation.r#type = "send",
        messaging.destination.name = subject,
    )
}

struct Inject<'a>(&'a mut HeaderMap);

impl Injector for Inject<'_> {
    fn set(&mut self, key: &str, value: String) {
        if let (Ok(name), Ok(value)) = (key.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
            self.0.insert(name, value);
        }
    }
}

struct Extract<'a>(Option<&'a HeaderMap>);

impl Extractor for Extract<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        let name: HeaderName = key.parse().ok()?;
        self.0?.get(name).map(HeaderValue::as_str)
    }

    fn keys(&self) -> Vec<&str> {
        let headers = self.0.into_iter().flat_map(HeaderMap::iter);
        headers.map(|(name, _)| name.as_ref()).collect()
    }
}

#[cfg(test)]
mod tests {
    use opentelemetry::trace::TraceContextExt;
    use opentelemetry_sdk::propagation::TraceContextPropagator;

    use super::*;

    const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_traceparent_names_its_span() {
        opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
        let context = parent(Some(PARENT));
        assert_eq!(context.span().span_context().span_id().to_string(), "b7ad6b7169203331");
        assert!(context.span().span_context().is_remote());
        assert!(!parent(None).span().span_context().is_valid());
        assert!(!parent(Some("00-\r\n")).span().span_context().is_valid());
    }

    #[test]
    fn what_is_no_traceparent_is_told_apart() {
        assert!(is_traceparent(PARENT));
        for text in [
            "",
            "00",
            &PARENT.to_uppercase(),
            &PARENT[1..],
            &format!("{PARENT}-00"),
            "é",
        ] {
            assert!(!is_traceparent(text), "{text}");
        }
    }
}
