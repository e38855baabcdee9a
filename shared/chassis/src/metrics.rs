//! `/metrics`: what operators watch, in the text format that Prometheus reads.
//!
//! Feeds and what is held are read from the databases when they are asked for: they are the truth, and a counter in memory would begin
//! anew with each process. Requests are counted here. No label holds an id, a path as typed, or anything of a person.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures::future::BoxFuture;
use huiyin_store::{Store, StoreError, held};

/// A number that a service measures itself.
pub(crate) type Measure = Arc<dyn Fn() -> BoxFuture<'static, Result<i64, String>> + Send + Sync>;

/// Everything that is measured in this process.
#[derive(Clone, Default)]
pub(crate) struct Metrics(Vec<Measured>);

#[derive(Clone)]
struct Measured {
    service: &'static str,
    store: Store,
    requests: Arc<Requests>,
    own: Vec<(&'static str, &'static str, Measure)>,
}

/// Requests by the first digit of their answer's status, and how long they took together.
#[derive(Default)]
struct Requests {
    classes: [AtomicU64; 5],
    micros: AtomicU64,
}

/// One metric with its samples.
struct Family {
    help: &'static str,
    kind: &'static str,
    samples: Vec<(String, String)>,
}

/// Metrics by their names.
#[derive(Default)]
struct Page(BTreeMap<String, Family>);

impl Metrics {
    /// Adds a service; answers its routes, counted from here on.
    pub(crate) fn add(
        &mut self,
        service: &'static str,
        store: Store,
        own: Vec<(&'static str, &'static str, Measure)>,
        routes: Router,
    ) -> Router {
        let requests = Arc::new(Requests::default());
        self.0.push(Measured {
            service,
            store,
            requests: Arc::clone(&requests),
            own,
        });
        routes.layer(middleware::from_fn_with_state(requests, count))
    }

    /// The page.
    pub(crate) fn router(&self) -> Router {
        Router::new().route("/metrics", get(page)).with_state(self.clone())
    }
}

async fn count(State(requests): State<Arc<Requests>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let answer = next.run(request).await;
    let class = usize::from(answer.status().as_u16() / 100).saturating_sub(1);
    if let Some(counter) = requests.classes.get(class) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    requests.micros.fetch_add(micros, Ordering::Relaxed);
    answer
}

async fn page(State(metrics): State<Metrics>) -> impl IntoResponse {
    let mut page = Page::default();
    for measured in &metrics.0 {
        measured.requests(&mut page);
        let read = measured.feed(&mut page).await;
        if let Err(error) = &read {
            tracing::warn!(service = measured.service, %error, "what is measured cannot be read");
        }
        let up = i64::from(read.is_ok());
        page.gauge(
            "huiyin_database_up",
            "Whether the service's database answers.",
            measured.label(),
            up,
        );
        measured.own(&mut page).await;
    }
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        page.text(),
    )
}

impl Measured {
    fn label(&self) -> String {
        format!("service=\"{}\"", self.service)
    }

    fn requests(&self, page: &mut Page) {
        for (class, counter) in (1..).zip(&self.requests.classes) {
            let label = format!("{},status=\"{class}xx\"", self.label());
            let count = counter.load(Ordering::Relaxed).to_string();
            page.add(
                "huiyin_http_requests_total",
                "counter",
                "Requests by status.",
                label,
                count,
            );
        }
        let micros = self.requests.micros.load(Ordering::Relaxed);
        let seconds = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
        let help = "How long requests took together.";
        page.add(
            "huiyin_http_request_seconds_total",
            "counter",
            help,
            self.label(),
            seconds,
        );
    }

    async fn feed(&self, page: &mut Page) -> Result<(), StoreError> {
        let head = self.store.feed_head().await?;
        let label = || self.label();
        let said = "Events that the service has said, in this epoch of its database.";
        page.add(
            "huiyin_events_said_total",
            "counter",
            said,
            label(),
            head.last.to_string(),
        );
        let published = "Events of its feed that the bus has acknowledged.";
        page.add(
            "huiyin_events_published_total",
            "counter",
            published,
            label(),
            head.relayed.to_string(),
        );
        let waiting = "Events in the outbox that the bus has not acknowledged.";
        page.gauge(
            "huiyin_outbox_waiting",
            waiting,
            label(),
            head.last.saturating_sub(head.relayed),
        );
        for consumer in self.store.consumers().await? {
            let label = format!("{},consumer=\"{}\"", self.label(), consumer.name);
            let behind = "Events of the feed that a consumer has not reported as heard.";
            page.gauge(
                "huiyin_consumer_behind",
                behind,
                label,
                head.last.saturating_sub(consumer.through),
            );
        }
        for position in self.store.positions().await? {
            let label = format!("{},producer=\"{}\"", self.label(), position.producer);
            let heard = "Events of a producer's feed that the service has heard without a gap.";
            page.add(
                "huiyin_events_heard_total",
                "counter",
                heard,
                label,
                position.through.to_string(),
            );
        }
        let parked = self.store.count_held(held::State::Parked).await?;
        let help = "Events that cannot be applied: each blocks its complaint.";
        page.gauge(
            "huiyin_events_parked",
            help,
            label(),
            i64::try_from(parked).unwrap_or(i64::MAX),
        );
        Ok(())
    }

    async fn own(&self, page: &mut Page) {
        for (name, help, measure) in &self.own {
            match measure().await {
                Ok(value) => page.gauge(&format!("huiyin_{}_{name}", self.service), help, String::new(), value),
                Err(error) => tracing::warn!(service = self.service, name, error, "it cannot be measured now"),
            }
        }
    }
}

impl Page {
    fn gauge(&mut self, name: &str, help: &'static str, labels: String, value: i64) {
        self.add(name, "gauge", help, labels, value.to_string());
    }

    fn add(&mut self, name: &str, kind: &'static str, help: &'static str, labels: String, value: String) {
        let family = self.0.entry(name.to_owned()).or_insert_with(|| Family {
            help,
            kind,
            samples: Vec::new(),
        });
        family.samples.push((labels, value));
    }

    /// Every family with its help and kind before its samples, as the format asks.
    fn text(&self) -> String {
        let mut text = String::new();
        for (name, family) in &self.0 {
            let head = writeln!(text, "# HELP {name} {}\n# TYPE {name} {}", family.help, family.kind);
            let lines = family
                .samples
                .iter()
                .try_for_each(|(labels, value)| match labels.as_str() {
                    "" => writeln!(text, "{name} {value}"),
                    labels => writeln!(text, "{name}{{{labels}}} {value}"),
                });
            // Writing into a text does not fail.
            debug_assert!(head.is_ok() && lines.is_ok(), "a text takes what is written");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_metric_has_its_help_and_kind_once_before_its_samples() {
        let mut page = Page::default();
        page.gauge("huiyin_b", "B.", String::new(), -1);
        page.gauge("huiyin_a", "A.", "service=\"intake\"".to_owned(), 3);
        page.gauge("huiyin_a", "A.", "service=\"audit\"".to_owned(), 4);
        let expected = "# HELP huiyin_a A.\n# TYPE huiyin_a gauge\nhuiyin_a{service=\"intake\"} 3\n\
                        huiyin_a{service=\"audit\"} 4\n# HELP huiyin_b B.\n# TYPE huiyin_b gauge\nhuiyin_b -1\n";
        assert_eq!(page.text(), expected);
    }
}
