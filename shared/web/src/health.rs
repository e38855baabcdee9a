//! Whether the process lives, and whether it can work.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use futures::future::{BoxFuture, join_all};
use serde::{Deserialize, Serialize};

use crate::Problem;

/// A check that takes longer has failed: whoever asks has a time limit too.
const LONGEST_CHECK: Duration = Duration::from_secs(2);
const RETRY_SECONDS: u32 = 5;

type Check = Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// Named checks behind `/readyz`.
#[derive(Clone, Default)]
pub struct Health(Vec<Named>);

#[derive(Clone)]
struct Named {
    name: String,
    check: Check,
    /// Whether it is not ready while this check fails; else somebody should act, and the work goes on.
    needed: bool,
}

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckState {
    /// What was checked.
    pub name: String,
    /// Whether the work can go on.
    pub ok: bool,
    /// What is wrong, or will be unless somebody acts, in a sentence without personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Health {
    /// The same with one check more. It answers with nothing, or with a sentence that says what is wrong.
    #[must_use]
    pub fn check<F, R>(self, name: &str, check: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.add(name, true, check)
    }

    /// The same with one warning more: it is told, and the answer stays "ready".
    #[must_use]
    pub fn warning<F, R>(self, name: &str, check: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.add(name, false, check)
    }

    fn add<F, R>(mut self, name: &str, needed: bool, check: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.0.push(Named {
            name: name.to_owned(),
            check: Arc::new(move || Box::pin(check())),
            needed,
        });
        self
    }

    /// The same with another's checks, under names with `prefix` before them: several services in one process.
    #[must_use]
    pub fn and(mut self, prefix: &str, other: Self) -> Self {
        self.0.extend(other.0.into_iter().map(|named| Named {
            name: format!("{prefix}.{}", named.name),
            ..named
        }));
        self
    }

    /// Runs all checks at once; each fails after 2 s.
    pub async fn run(&self) -> Vec<CheckState> {
        let one = async |named: &Named| {
            let found = tokio::time::timeout(LONGEST_CHECK, (named.check)()).await;
            let detail = found.unwrap_or_else(|_| Err("it does not answer".to_owned())).err();
            CheckState {
                name: named.name.clone(),
                ok: detail.is_none() || !named.needed,
                detail,
            }
        };
        join_all(self.0.iter().map(one)).await
    }

    /// `/healthz` answers while the process lives; `/readyz` 200 while all checks pass, else 503; `/readyz?verbose` lists them.
    pub fn router(self) -> Router {
        Router::new()
            .route("/healthz", get(async || "alive\n"))
            .route("/readyz", get(ready))
            .with_state(self)
    }
}

async fn ready(State(health): State<Health>, RawQuery(query): RawQuery) -> Response {
    let states = health.run().await;
    let ok = states.iter().all(|state| state.ok);
    if query.is_some_and(|query| {
        query
            .split('&')
            .any(|part| part == "verbose" || part.starts_with("verbose="))
    }) {
        let status = if ok {
            StatusCode::OK
        } else {
            StatusCode::SERVICE_UNAVAILABLE
        };
        return (status, Json(states)).into_response();
    }
    if ok {
        "ready\n".into_response()
    } else {
        Problem::unavailable(RETRY_SECONDS).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{get, problem_of, text_of};

    fn health() -> Health {
        Health::default().check("database", async || Ok(()))
    }

    fn ill() -> Health {
        health().and(
            "intake",
            Health::default().check("bus", async || Err("the bus is away".to_owned())),
        )
    }

    #[tokio::test]
    async fn it_lives_though_it_is_not_ready() {
        let router = ill().router();
        assert_eq!(get(&router, "/healthz").await.status(), 200);
        let response = get(&router, "/readyz").await;
        assert!(response.headers().contains_key("retry-after"));
        let problem = problem_of(response).await;
        assert_eq!(problem.status, 503);
        assert!(
            !problem.detail.contains("bus"),
            "which part is ill is for who asks for it"
        );
    }

    #[tokio::test]
    async fn it_is_ready_when_all_checks_pass() {
        let response = get(&health().router(), "/readyz").await;
        assert_eq!(
            (response.status().as_u16(), &*text_of(response).await),
            (200, "ready\n")
        );
        assert_eq!(get(&Health::default().router(), "/readyz").await.status(), 200);
    }

    #[tokio::test]
    async fn verbose_lists_each_check() {
        let response = get(&ill().router(), "/readyz?verbose").await;
        assert_eq!(response.status(), 503);
        let states: Vec<CheckState> = serde_json::from_str(&text_of(response).await).unwrap();
        let well = CheckState {
            name: "database".to_owned(),
            ok: true,
            detail: None,
        };
        let away = Some("the bus is away".to_owned());
        assert_eq!(
            states,
            [
                well,
                CheckState {
                    name: "intake.bus".to_owned(),
                    ok: false,
                    detail: away
                }
            ]
        );
    }

    #[tokio::test]
    async fn a_warning_is_told_and_it_stays_ready() {
        let warned = health().warning("calendar", async || Err("it ends soon".to_owned()));
        let states = warned.run().await;
        assert_eq!(
            (states[1].ok, states[1].detail.as_deref()),
            (true, Some("it ends soon"))
        );
        assert_eq!(get(&warned.router(), "/readyz").await.status(), 200);
    }

    #[tokio::test]
    async fn a_check_that_hangs_has_failed() {
        let stuck = Health::default().check("database", std::future::pending);
        let states = stuck.run().await;
        assert_eq!(states[0].detail.as_deref(), Some("it does not answer"));
    }
}
