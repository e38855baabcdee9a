//! Logs and traces. Standard `OTEL_*` variables decide where traces go; without an address they go nowhere.
//!
//! Logs and spans carry ids, codes and durations: never a name, an address, a narrative, a request's path or query as typed.

use huiyin_contracts::Envelope;
use huiyin_kernel::Timestamp;
use jiff::SignedDuration;
use opentelemetry::trace::{TraceContextExt, TracerProvider};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::{Level, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::settings::Log;

/// After this an event's trace is linked, not continued: a trace that lasts for days helps nobody.
const ONE_TRACE: SignedDuration = SignedDuration::from_mins(15);

/// Flushes what is left when the process ends.
#[derive(Default)]
pub struct Telemetry {
    provider: Option<SdkTracerProvider>,
}

/// Starts logs, and traces where the environment names an address for them. Once in a process.
///
/// # Errors
/// Where the log's directives or the exporter's address cannot be read, or telemetry runs already.
pub fn start(log: &Log) -> anyhow::Result<Telemetry> {
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    let filter = EnvFilter::try_new(format!("{},sqlx=warn,opentelemetry=warn,async_nats=warn", log.level))?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = if log.format == "json" {
        lines.json().with_filter(filter).boxed()
    } else {
        lines.with_filter(filter).boxed()
    };
    let has_address = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
    let wanted = crate::settings::environment().any(|(name, _)| has_address.contains(&name.as_str()));
    let provider = wanted.then(provider).transpose()?;
    let traces = provider
        .as_ref()
        .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("huiyin")))
        .map(|traces| {
            traces.with_filter(filter_fn(|of| {
                *of.level() <= Level::INFO && of.target().starts_with("huiyin")
            }))
        });
    tracing_subscriber::registry().with(lines).with(traces).try_init()?;
    Ok(Telemetry { provider })
}

fn provider() -> anyhow::Result<SdkTracerProvider> {
    let exporter = opentelemetry_otlp::SpanExporter::builder().with_http().build()?;
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).build())
}

impl Telemetry {
    /// Sends what is left.
    pub fn finish(self) {
        if let Some(provider) = self.provider
            && let Err(error) = provider.shutdown()
        {
            tracing::warn!(%error, "the last spans were not sent");
        }
    }
}

/// The span in which a service processes an event: a child of the span that said it, or linked to it after 15 minutes.
///
/// Messaging conventions are not stable: their attribute names stand here and in the bus's own spans only.
pub(crate) fn processing(service: &'static str, envelope: &Envelope, now: Timestamp) -> Span {
    let span = tracing::info_span!(
        "process",
        otel.name = format!("process {}", envelope.kind),
        otel.kind = "consumer",
        huiyin.service = service,
        messaging.system = "nats",
        messaging.operation.name = "process",
        messaging.operation.type = "process",
        messaging.destination.template = envelope.kind,
        messaging.consumer.group.name = service,
        messaging.message.id = %envelope.id,
        messaging.message.conversation_id = %envelope.about,
    );
    let Some(parent) = parent(envelope) else {
        return span;
    };
    if now.duration_since(envelope.recorded) <= ONE_TRACE {
        if let Err(error) = span.set_parent(parent) {
            tracing::debug!(?error, "a span has no parent");
        }
    } else {
        span.add_link(parent.span().span_context().clone());
    }
    span
}

/// The span in which a service processes many events at once: linked to those that said them.
pub(crate) fn processing_together(service: &'static str, envelopes: &[&Envelope]) -> Span {
    let span = tracing::info_span!(
        "process",
        otel.name = "process events",
        otel.kind = "consumer",
        huiyin.service = service,
        messaging.system = "nats",
        messaging.operation.name = "process",
        messaging.operation.type = "process",
        messaging.consumer.group.name = service,
        messaging.batch.message_count = envelopes.len(),
    );
    for parent in envelopes.iter().filter_map(|envelope| parent(envelope)) {
        span.add_link(parent.span().span_context().clone());
    }
    span
}

/// The span in which a service answers a request of another: a child of the asker's.
pub(crate) fn answering(service: &str, subject: &str, asker: opentelemetry::Context) -> Span {
    let span = tracing::info_span!(
        "answer",
        otel.name = format!("answer {subject}"),
        otel.kind = "server",
        huiyin.service = service,
        messaging.system = "nats",
        messaging.operation.name = "answer",
        messaging.operation.type = "process",
        messaging.destination.name = subject,
    );
    if let Err(error) = span.set_parent(asker) {
        tracing::debug!(?error, "a span has no parent");
    }
    span
}

fn parent(envelope: &Envelope) -> Option<opentelemetry::Context> {
    use opentelemetry::propagation::TextMapPropagator;
    let traceparent = envelope.traceparent.clone()?;
    let headers = std::collections::HashMap::from([("traceparent".to_owned(), traceparent)]);
    let context = TraceContextPropagator::new().extract(&headers);
    context.span().span_context().is_valid().then_some(context)
}
