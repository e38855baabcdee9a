//! The other services, as anybody sees them: their HTTP APIs, with the caller's own headers.

use std::time::Duration;

use anyhow::{Context, ensure};
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use huiyin_web::{IDEMPOTENCY_KEY, Problem};
use opentelemetry::propagation::Injector;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use crate::config::Addresses;
use crate::passed::Passed;

/// How long a file may be on its way. The services end what stands still.
const UPLOAD: Duration = Duration::from_secs(3600);

/// A service that the desk asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Intake,
    Routing,
    Investigation,
    Notification,
    Audit,
}

impl Of {
    /// All of them.
    pub(crate) const ALL: [Self; 5] = [
        Self::Intake,
        Self::Routing,
        Self::Investigation,
        Self::Notification,
        Self::Audit,
    ];

    /// Its name, which caller tokens are for.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Routing => "routing",
            Self::Investigation => "investigation",
            Self::Notification => "notification",
            Self::Audit => "audit",
        }
    }
}

/// What a service said, as far as a page cares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer<T> {
    /// The thing asked for.
    Here(T),
    /// It does not exist, or not for this caller.
    Nothing,
    /// What was asked makes no sense to it.
    Refused,
    /// It cannot be reached, takes too long, or fails.
    Away,
}

impl<T> Answer<T> {
    pub(crate) fn map<U>(self, turn: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Here(value) => Answer::Here(turn(value)),
            Self::Nothing => Answer::Nothing,
            Self::Refused => Answer::Refused,
            Self::Away => Answer::Away,
        }
    }
}

/// What became of something that was asked to be done or shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Done<T> {
    /// It was done; this is the answer.
    Yes(T),
    /// A rule refuses it, with its sentence.
    Refused(Box<Problem>),
    /// Nobody knows: the service cannot be reached, takes too long, or fails.
    Away,
}

/// The client of all services.
#[derive(Clone, Debug)]
pub(crate) struct Services {
    client: Client,
    intake: Url,
    routing: Url,
    investigation: Url,
    notification: Url,
    audit: Url,
}

impl Services {
    /// A client that waits at most `patience` for each answer.
    ///
    /// # Errors
    /// Where an address is none.
    pub(crate) fn new(addresses: &Addresses, patience: Duration) -> anyhow::Result<Self> {
        let intake = address("intake", &addresses.intake)?;
        let routing = address("routing", &addresses.routing)?;
        let investigation = address("investigation", &addresses.investigation)?;
        let notification = address("notification", &addresses.notification)?;
        let audit = address("audit", &addresses.audit)?;
        let mut client = Client::builder().timeout(patience).redirect(Policy::none()).no_proxy();
        let all = [&intake, &routing, &investigation, &notification, &audit];
        if all.iter().all(|url| url.scheme() == "http") {
            // A machine without certificates would refuse the client, and loading them costs time and memory.
            client = client.tls_certs_only([]);
        }
        Ok(Self {
            client: client.build()?,
            intake,
            routing,
            investigation,
            notification,
            audit,
        })
    }

    fn base(&self, of: Of) -> &Url {
        match of {
            Of::Intake => &self.intake,
            Of::Routing => &self.routing,
            Of::Investigation => &self.investigation,
            Of::Notification => &self.notification,
            Of::Audit => &self.audit,
        }
    }

    /// Asks `of` for `path`, which begins with `/`, in the name of the caller who is passed on.
    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        of: Of,
        path: &str,
        query: &impl Serialize,
        passed: &Passed,
    ) -> Answer<T> {
        let request = self.client.get(self.url(of, path)).query(query);
        match sent(of, request.headers(with_trace(passed.headers(of)))).await {
            Some((status, body)) => understood(of, status, &body),
            None => Answer::Away,
        }
    }

    /// Asks as [`Services::get`] does, and keeps the sentence of a refusal: for looks, which are recorded.
    pub(crate) async fn look<T: DeserializeOwned>(
        &self,
        of: Of,
        path: &str,
        query: &impl Serialize,
        passed: &Passed,
    ) -> Done<T> {
        let request = self.client.get(self.url(of, path)).query(query);
        match sent(of, request.headers(with_trace(passed.headers(of)))).await {
            Some((status, body)) => done(of, status, &body),
            None => Done::Away,
        }
    }

    /// Asks `of` to do something. `key` makes the same request sent again the same act.
    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        of: Of,
        path: &str,
        body: &impl Serialize,
        key: &str,
        passed: &Passed,
    ) -> Done<T> {
        let request = self.client.post(self.url(of, path)).json(body);
        let request = request
            .headers(with_trace(passed.headers(of)))
            .header(IDEMPOTENCY_KEY, key);
        match sent(of, request).await {
            Some((status, body)) => done(of, status, &body),
            None => Done::Away,
        }
    }

    /// Sends `of` a file as it comes, for as long as it takes: with headers that say what it is, and a key as [`Services::post`].
    pub(crate) async fn upload<T: DeserializeOwned>(
        &self,
        of: Of,
        path: &str,
        (query, headers): (&impl Serialize, HeaderMap),
        body: reqwest::Body,
        passed: &Passed,
    ) -> Done<T> {
        let request = self.client.post(self.url(of, path)).query(query).timeout(UPLOAD);
        let request = request.headers(with_trace(passed.headers(of))).headers(headers);
        match sent(of, request.body(body)).await {
            Some((status, body)) => done(of, status, &body),
            None => Done::Away,
        }
    }

    /// Asks for a file as it comes, in the name of the caller who is passed on.
    pub(crate) async fn download(
        &self,
        of: Of,
        path: &str,
        query: &impl Serialize,
        passed: &Passed,
    ) -> Done<reqwest::Response> {
        fetched(of, self.client.get(self.url(of, path)).query(query), passed).await
    }

    /// Asks for a file as [`Services::download`] does, where the look itself is posted.
    pub(crate) async fn download_posted(
        &self,
        of: Of,
        path: &str,
        body: &impl Serialize,
        passed: &Passed,
    ) -> Done<reqwest::Response> {
        fetched(of, self.client.post(self.url(of, path)).json(body), passed).await
    }

    fn url(&self, of: Of, path: &str) -> Url {
        let mut url = self.base(of).clone();
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        url
    }
}

/// A file as it comes, or why not.
async fn fetched(of: Of, request: RequestBuilder, passed: &Passed) -> Done<reqwest::Response> {
    let request = request.timeout(UPLOAD).headers(with_trace(passed.headers(of)));
    let Ok(response) = request.send().await else {
        return Done::Away;
    };
    let status = response.status();
    if status.is_success() {
        return Done::Yes(response);
    }
    let body = response.bytes().await.unwrap_or_default();
    match done::<serde::de::IgnoredAny>(of, status, &body) {
        Done::Refused(refused) => Done::Refused(refused),
        _ => Done::Away,
    }
}

async fn sent(of: Of, request: RequestBuilder) -> Option<(StatusCode, Bytes)> {
    let read = async {
        let response = request.send().await?;
        let status = response.status();
        Ok::<_, reqwest::Error>((status, response.bytes().await?))
    };
    read.await
        .inspect_err(|error| {
            // The address of an error can name a complaint: its kind is enough.
            let (connect, timeout) = (error.is_connect(), error.is_timeout());
            tracing::warn!(service = ?of, connect, timeout, "a service does not answer");
        })
        .ok()
}

/// Failures after which it is known that nothing was done: the service's own sentence says more than that it is away.
const NOTHING_DONE: [&str; 2] = ["files-away", "no-room"];

fn done<T: DeserializeOwned>(of: Of, status: StatusCode, body: &[u8]) -> Done<T> {
    if let Ok(problem) = serde_json::from_slice::<Problem>(body)
        && (status.is_client_error() || NOTHING_DONE.contains(&problem.code()))
    {
        return Done::Refused(Box::new(problem));
    }
    let status = if status.is_success() { StatusCode::OK } else { status };
    match understood(of, status, body) {
        Answer::Here(value) => Done::Yes(value),
        _ => Done::Away,
    }
}

fn address(name: &str, text: &str) -> anyhow::Result<Url> {
    let sentence = || format!("services.{name} {text:?} is no address, as http://127.0.0.1:8080 is");
    let url = Url::parse(text).with_context(sentence)?;
    ensure!(matches!(url.scheme(), "http" | "https") && url.has_host(), sentence());
    Ok(url)
}

fn understood<T: DeserializeOwned>(of: Of, status: StatusCode, body: &[u8]) -> Answer<T> {
    match status {
        StatusCode::OK => serde_json::from_slice(body).map_or_else(
            |error| {
                // The words of the error may quote the answer: its place is enough.
                tracing::error!(service = ?of, line = error.line(), column = error.column(), "an answer cannot be read");
                Answer::Away
            },
            Answer::Here,
        ),
        StatusCode::NOT_FOUND | StatusCode::FORBIDDEN => Answer::Nothing,
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Answer::Refused,
        _ => {
            tracing::warn!(service = ?of, status = status.as_u16(), "a service fails");
            Answer::Away
        }
    }
}

struct Carrier(HeaderMap);

impl Injector for Carrier {
    fn set(&mut self, key: &str, value: String) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(key), HeaderValue::try_from(value)) {
            self.0.insert(name, value);
        }
    }
}

/// The headers with those of the present trace.
fn with_trace(headers: HeaderMap) -> HeaderMap {
    let mut carrier = Carrier(headers);
    let context = Span::current().context();
    opentelemetry::global::get_text_map_propagator(|known| known.inject_context(&context, &mut carrier));
    carrier.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_by_its_status() {
        let read = |status: u16, body: &str| {
            understood::<Vec<u8>>(Of::Audit, StatusCode::from_u16(status).unwrap(), body.as_bytes())
        };
        assert_eq!(read(200, "[1]"), Answer::Here(vec![1]));
        assert_eq!(
            read(200, "{}"),
            Answer::Away,
            "what cannot be read is as good as nothing"
        );
        assert_eq!(read(404, "[1]"), Answer::Nothing);
        assert_eq!(read(403, "[1]"), Answer::Nothing);
        assert_eq!(read(422, "[1]"), Answer::Refused);
        assert_eq!(read(503, "[1]"), Answer::Away);
        assert_eq!(read(302, "[1]"), Answer::Away, "a redirect is not followed");
    }

    #[test]
    fn a_refusal_keeps_its_sentence_and_a_failure_says_nothing_about_what_was_done() {
        let problem = serde_json::to_vec(&Problem::conflict("order-not-open", "the order is no longer open")).unwrap();
        let read = |status: u16, body: &[u8]| done::<Vec<u8>>(Of::Routing, StatusCode::from_u16(status).unwrap(), body);
        assert_eq!(read(201, b"[1]"), Done::Yes(vec![1]));
        let Done::Refused(refused) = read(409, &problem) else {
            panic!("a refusal is told")
        };
        assert_eq!(refused.detail, "the order is no longer open");
        assert_eq!(read(409, b"<html>"), Done::Away);
        assert_eq!(read(503, &problem), Done::Away);
        let away = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "files_away", "nothing was taken");
        let away = read(503, &serde_json::to_vec(&away).unwrap());
        assert!(matches!(away, Done::Refused(refused) if refused.detail == "nothing was taken"));
        assert_eq!(read(200, b"{}"), Done::Away);
    }

    #[test]
    fn an_address_that_is_none_is_refused_with_its_name() {
        let error = address("audit", "audit:8080").unwrap_err();
        assert_eq!(
            error.to_string(),
            "services.audit \"audit:8080\" is no address, as http://127.0.0.1:8080 is"
        );
        assert!(address("audit", "").is_err());
    }
}
