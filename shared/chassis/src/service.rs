//! What a service is.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use futures::future::BoxFuture;
use huiyin_access::Access;
use huiyin_bus::Bus;
use huiyin_kernel::{Clock, Ids};
use huiyin_store::{DataKeys, Store};
use huiyin_web::{Callers, Signer};
use sea_orm_migration::MigrationTrait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use utoipa_axum::router::OpenApiRouter;

use crate::Hears;
use crate::metrics::Measure;

/// One service: what it is called, what it can be told, its schema, and how it is put together.
pub trait Service: Sized + Send + Sync + 'static {
    /// Its name: of its database, its routes, its feed.
    const NAME: &'static str;
    /// Its configuration with every key, its default and its meaning.
    const DEFAULTS: &'static str;
    /// Its configuration.
    type Config: DeserializeOwned + Send;

    /// Its schema's migrations, in their order.
    fn migrations() -> Vec<Box<dyn MigrationTrait>>;

    /// Puts it together. Spawns nothing and binds nothing.
    ///
    /// # Errors
    /// Where the configuration makes no sense; the sentence says what to do.
    fn build(config: Self::Config, parts: Parts) -> anyhow::Result<Built>;
}

/// What a service is given.
#[derive(Clone)]
pub struct Parts {
    /// Its own database.
    pub store: Store,
    /// The bus.
    pub bus: Bus,
    /// Who may do what.
    pub access: Arc<Access>,
    /// The present instant.
    pub clock: Clock,
    /// New ids.
    pub ids: Ids,
    /// How who asks is known.
    pub callers: Callers,
    /// Signs caller tokens, where this process has the key.
    pub signer: Option<Signer>,
}

pub(crate) type Tick = Arc<dyn Fn() -> BoxFuture<'static, anyhow::Result<bool>> + Send + Sync>;
/// A task of a service's own: it is given what resolves at the soft stop.
pub(crate) type Task = Box<dyn FnOnce(BoxFuture<'static, ()>) -> BoxFuture<'static, anyhow::Result<()>> + Send + Sync>;
pub(crate) type Answering = Arc<dyn Fn(Vec<u8>) -> BoxFuture<'static, anyhow::Result<Box<RawValue>>> + Send + Sync>;
/// A named condition of readiness: `Err` holds the sentence.
pub(crate) type Check = Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// A service that is put together and does not run yet.
#[derive(Default)]
pub struct Built {
    pub(crate) routes: OpenApiRouter,
    pub(crate) pages: Router,
    pub(crate) hears: Hears,
    pub(crate) keys: Option<DataKeys>,
    pub(crate) answers: Vec<(&'static str, Answering)>,
    pub(crate) ticks: Vec<(&'static str, Duration, Tick)>,
    pub(crate) tasks: Vec<(&'static str, Task)>,
    pub(crate) checks: Vec<(&'static str, Check)>,
    pub(crate) warnings: Vec<(&'static str, Check)>,
    pub(crate) measures: Vec<(&'static str, &'static str, Measure)>,
}

impl Built {
    /// A service that does nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Its HTTP routes, below `/<service>/v1`.
    #[must_use]
    pub fn routes(mut self, routes: OpenApiRouter) -> Self {
        self.routes = routes;
        self
    }

    /// Its pages for people, at the root.
    #[must_use]
    pub fn pages(mut self, pages: Router) -> Self {
        self.pages = pages;
        self
    }

    /// The keys of what it seals: they are wrapped anew where another key-encryption key is in use.
    #[must_use]
    pub fn seals(mut self, keys: DataKeys) -> Self {
        self.keys = Some(keys);
        self
    }

    /// The events that it hears.
    #[must_use]
    pub fn hears(mut self, hears: Hears) -> Self {
        self.hears = hears;
        self
    }

    /// A typed request that it answers: `svc.<service>.<request>`.
    #[must_use]
    pub fn answers<Q, A, F>(mut self, request: &'static str, answer: F) -> Self
    where
        Q: DeserializeOwned + Send + 'static,
        A: Serialize + Send + 'static,
        F: Fn(Q) -> BoxFuture<'static, anyhow::Result<A>> + Send + Sync + 'static,
    {
        let answer = Arc::new(answer);
        let answering: Answering = Arc::new(move |payload| {
            let answer = Arc::clone(&answer);
            Box::pin(async move {
                let question = serde_json::from_slice(&payload)?;
                Ok(serde_json::value::to_raw_value(&answer(question).await?)?)
            })
        });
        self.answers.push((request, answering));
        self
    }

    /// Something that it does again and again; `true` means that there is more to do at once.
    #[must_use]
    pub fn ticks<F>(mut self, name: &'static str, every: Duration, tick: F) -> Self
    where
        F: Fn() -> BoxFuture<'static, anyhow::Result<bool>> + Send + Sync + 'static,
    {
        self.ticks.push((name, every, Arc::new(tick)));
        self
    }

    /// A task of its own, from the start until the future that it is given resolves. One that fails ends the process.
    #[must_use]
    pub fn runs<F>(mut self, name: &'static str, task: F) -> Self
    where
        F: FnOnce(BoxFuture<'static, ()>) -> BoxFuture<'static, anyhow::Result<()>> + Send + Sync + 'static,
    {
        self.tasks.push((name, Box::new(task)));
        self
    }

    /// A condition without which it is not ready.
    #[must_use]
    pub fn ready<F>(mut self, name: &'static str, check: F) -> Self
    where
        F: Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync + 'static,
    {
        self.checks.push((name, Arc::new(check)));
        self
    }

    /// A number for `/metrics`: `huiyin_<service>_<name>`, with a sentence that says what it counts.
    #[must_use]
    pub fn measures<F>(mut self, name: &'static str, help: &'static str, measure: F) -> Self
    where
        F: Fn() -> BoxFuture<'static, Result<i64, String>> + Send + Sync + 'static,
    {
        self.measures.push((name, help, Arc::new(measure)));
        self
    }

    /// A condition that somebody should mend while the work goes on: told beside readiness.
    #[must_use]
    pub fn warns<F>(mut self, name: &'static str, check: F) -> Self
    where
        F: Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync + 'static,
    {
        self.warnings.push((name, Arc::new(check)));
        self
    }
}
