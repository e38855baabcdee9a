//! Services put together in one process: one, or all of them.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use futures::future::BoxFuture;
use huiyin_access::Access;
use huiyin_bus::Bus;
use huiyin_contracts::subjects;
use huiyin_kernel::{Clock, Ids};
use huiyin_store::{Store, StoreConfig, held};
use huiyin_web::{Gate, Health};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::feed::{self, Feed};
use crate::metrics::Metrics;
use crate::parked::{self, Parked};
use crate::sealing::{self, Sealing};
use crate::service::{Answering, Tick};
use crate::settings::Delivery;
use crate::{Believed, Built, Lifecycle, Parts, Service, catch_up, consumer, relay, telemetry};

/// Between two looks at whether the connection to the bus can come back.
const LOOK_AT_CONNECTION: Duration = Duration::from_secs(1);

/// What the services of a process have in common.
#[derive(Clone)]
pub struct Shared {
    /// The bus.
    pub bus: Bus,
    /// Who may do what.
    pub access: Arc<Access>,
    /// The present instant.
    pub clock: Clock,
    /// New ids.
    pub ids: Ids,
    /// Whom the services believe, and the key to sign with.
    pub believed: Believed,
    /// The event feed's settings.
    pub delivery: Delivery,
}

/// Services that are put together and do not run yet.
pub struct Assembly {
    shared: Shared,
    members: Vec<Member>,
    router: Router,
    health: Health,
    metrics: Metrics,
}

struct Member {
    name: &'static str,
    store: Store,
    built: Built,
}

impl Assembly {
    /// No service yet.
    #[must_use]
    pub fn new(shared: Shared) -> Self {
        let health = shared.believed.told(Health::default());
        Self {
            shared,
            members: Vec::new(),
            router: Router::new(),
            health,
            metrics: Metrics::default(),
        }
    }

    /// Adds a service: connects to its database, prepares the schema, puts it together.
    ///
    /// # Errors
    /// Where the database or the configuration refuses; the sentence says what to do.
    pub async fn add<S: Service>(&mut self, config: S::Config, database: &StoreConfig) -> anyhow::Result<Store> {
        let Shared {
            bus,
            access,
            clock,
            ids,
            believed,
            ..
        } = self.shared.clone();
        let store = Store::connect(database, S::NAME, clock.clone(), ids.clone()).await?;
        store.prepare(S::migrations, database.migrate).await?;
        let built = S::build(
            config,
            Parts {
                store: store.clone(),
                bus,
                access,
                clock,
                ids,
                callers: believed.callers,
                signer: believed.signer,
            },
        )?;
        if let Some(keys) = &built.keys {
            keys.check(store.read()).await?;
        }
        self.mount(S::NAME, built, store.clone());
        Ok(store)
    }

    fn mount(&mut self, name: &'static str, mut built: Built, store: Store) {
        let gate = Gate::new(Arc::clone(&self.shared.access), self.shared.clock.clone());
        let feed = feed::router(Feed {
            store: store.clone(),
            gate,
        });
        let parked = parked::router(Parked {
            store: store.clone(),
            gate: Gate::new(Arc::clone(&self.shared.access), self.shared.clock.clone()),
        });
        let mut routes = std::mem::take(&mut built.routes).merge(feed).merge(parked);
        if let Some(keys) = built.keys.take() {
            let sealing = Sealing {
                store: store.clone(),
                keys: keys.clone(),
                gate: Gate::new(Arc::clone(&self.shared.access), self.shared.clock.clone()),
            };
            routes = routes.merge(sealing::router(sealing));
            built = sealing::with(built, &keys, &store);
        }
        let description = routes.get_openapi_mut();
        description.info.title = format!("Huiyin {name}");
        description.info.version = "1".to_owned();
        let routes = self.shared.believed.callers.guard(name, huiyin_web::documented(routes));
        let routes = Router::new().nest(&format!("/{name}/v1"), routes);
        let measures = std::mem::take(&mut built.measures);
        let routes = self.metrics.add(name, store.clone(), measures, routes);
        self.router = std::mem::take(&mut self.router)
            .merge(routes)
            .merge(std::mem::take(&mut built.pages));
        for (check, condition) in std::mem::take(&mut built.checks) {
            self.check(format!("{name}.{check}"), move || condition());
        }
        for (warning, condition) in std::mem::take(&mut built.warnings) {
            let health = std::mem::take(&mut self.health);
            self.health = health.warning(&format!("{name}.{warning}"), move || condition());
        }
        let pinged = store.clone();
        self.check(format!("{name}.database"), move || {
            let store = pinged.clone();
            Box::pin(async move { store.ping().await.map_err(|error| error.to_string()) })
        });
        let counted = store.clone();
        self.check(format!("{name}.parked"), move || {
            let store = counted.clone();
            Box::pin(async move { nothing_parked(&store).await })
        });
        self.members.push(Member { name, store, built });
    }

    fn check(
        &mut self,
        name: String,
        check: impl Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync + 'static,
    ) {
        self.health = std::mem::take(&mut self.health).check(&name, check);
    }

    /// Every service's routes and the health pages, without the layers around them.
    pub fn router(&self) -> Router {
        let bus = self.shared.bus.clone();
        let health = self.health.clone().check("bus", move || {
            let connected = bus.is_connected();
            async move {
                if connected {
                    Ok(())
                } else {
                    Err("the bus is away: events wait in the outboxes".to_owned())
                }
            }
        });
        self.router.clone().merge(health.router()).merge(self.metrics.router())
    }

    /// Runs every service's relay, consumers, answers and ticks.
    pub fn run(self, lifecycle: &Lifecycle) {
        let bus = self.shared.bus;
        let heartbeat = Duration::from_secs(self.shared.delivery.heartbeat_seconds.max(1));
        lifecycle.run("bus", keep_connection(bus.clone(), lifecycle.stopping()));
        for Member { name, store, built } in self.members {
            let stopping = || lifecycle.stopping();
            lifecycle.run("relay", relay::relay(store.clone(), bus.clone(), stopping()));
            lifecycle.run(
                "heartbeat",
                catch_up::beat(store.clone(), bus.clone(), heartbeat, stopping()),
            );
            lifecycle.run(
                "replays",
                catch_up::answer_replays(store.clone(), bus.clone(), stopping()),
            );
            lifecycle.run(
                "positions",
                catch_up::note_consumers(store.clone(), bus.clone(), stopping()),
            );
            if !built.hears.is_empty() {
                let hears = built.hears;
                lifecycle.run(
                    "consumer",
                    consumer::consume(store.clone(), bus.clone(), hears.clone(), stopping()),
                );
                lifecycle.run("retry", consumer::retry(store.clone(), hears.clone(), stopping()));
                lifecycle.run(
                    "catching up",
                    catch_up::catch_up(store.clone(), bus.clone(), hears, stopping()),
                );
            }
            for (request, answering) in built.answers {
                let subject = subjects::request(name, request);
                lifecycle.run(
                    "answers",
                    answer(bus.clone(), subject, name, answering, lifecycle.clone()),
                );
            }
            for (what, task) in built.tasks {
                lifecycle.run(what, task(Box::pin(stopping().cancelled_owned())));
            }
            for (what, every, tick) in built.ticks {
                lifecycle.run(what, repeat(what, every, tick, lifecycle.clone()));
            }
        }
    }
}

/// Fails when the connection is gone for good: it reconnects by itself, but not after its own task died, as it does of a message that
/// is none. Nothing in this process would be sent or heard again, so the process ends, and whoever runs it starts it anew.
async fn keep_connection(bus: Bus, stopping: CancellationToken) -> anyhow::Result<()> {
    while !bus.is_closed() {
        tokio::select! {
            () = stopping.cancelled() => return Ok(()),
            () = tokio::time::sleep(LOOK_AT_CONNECTION) => {}
        }
    }
    if stopping.is_cancelled() {
        return Ok(());
    }
    anyhow::bail!("the connection to the bus is gone for good: the process ends, start it again")
}

/// A parked event blocks its complaint: that is for a human, and no reason to take the service away from everyone else.
async fn nothing_parked(store: &Store) -> Result<(), String> {
    match store.count_held(held::State::Parked).await {
        Ok(0) => Ok(()),
        Ok(count) => Err(format!(
            "{count} events are parked: each blocks its complaint until it is tried again or dropped"
        )),
        Err(error) => Err(error.to_string()),
    }
}

/// Answers one kind of request until the process stops.
async fn answer(
    bus: Bus,
    subject: String,
    queue: &str,
    answering: Answering,
    lifecycle: Lifecycle,
) -> anyhow::Result<()> {
    let stopping = lifecycle.stopping();
    let mut questions = bus.answer(&subject, queue).await?;
    loop {
        let question = tokio::select! {
            question = questions.next() => question,
            () = stopping.cancelled() => return Ok(()),
        };
        let Some(question) = question else { return Ok(()) };
        let span = telemetry::answering(queue, &subject, question.parent());
        match answering(question.payload().to_vec()).instrument(span).await {
            Ok(answer) => question.reply(&answer).await?,
            Err(error) => tracing::warn!(subject, error = format!("{error:#}"), "a request was not answered"),
        }
    }
}

/// Does something again and again. A failure is logged and tried again at the next tick: it is the database or the bus.
async fn repeat(what: &'static str, every: Duration, tick: Tick, lifecycle: Lifecycle) -> anyhow::Result<()> {
    let stopping = lifecycle.stopping();
    while !stopping.is_cancelled() {
        match tick().await {
            Ok(true) => {}
            Ok(false) => relay::wait(&stopping, every).await,
            Err(error) => {
                tracing::warn!(what, error = format!("{error:#}"), "it is tried again");
                relay::wait(&stopping, every.max(Duration::from_millis(200))).await;
            }
        }
    }
    Ok(())
}
