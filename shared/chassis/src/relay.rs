//! Publishes the outbox: the database is the record, the stream is transport.

use std::time::{Duration, Instant};

use huiyin_bus::Bus;
use huiyin_store::Store;
use tokio_util::sync::CancellationToken;

/// What one publication takes at the most: an atomic batch's limit.
const MOST: u64 = 1_000;
/// How long a lease holds, in seconds, and how often it is renewed.
const LEASE: i64 = 5;
const RENEW: Duration = Duration::from_secs(1);
/// How often the outbox is looked at without a bell. On PostgreSQL another process may have written to it, and what is committed
/// need not be below the commit horizon yet; SQLite's file has one process, which rings.
const LOOK: Duration = Duration::from_millis(250);
const LOOK_SQLITE: Duration = Duration::from_secs(5);
/// How long the next publication waits after one: what is said meanwhile goes with it.
const PACE: Duration = Duration::from_millis(3);
/// How often the position is kept. Lost, it costs a second publication of half a second's events, which is recognised.
const KEEP: Duration = Duration::from_millis(500);
const WORST_DELAY: Duration = Duration::from_secs(5);

/// Publishes what a service's changes said, in the order of its feed, until it is told to stop.
pub(crate) async fn relay(store: Store, bus: Bus, stopping: CancellationToken) -> anyhow::Result<()> {
    let holder = store.ids().uuid();
    let mut delay = Duration::from_millis(50);
    while !stopping.is_cancelled() {
        let turn = async {
            let mut relay = Relay::begin(&store, &bus, holder).await?;
            relay.run(&stopping).await
        };
        if let Err(error) = turn.await {
            tracing::warn!(
                service = store.service(),
                error = format!("{error:#}"),
                "the relay waits and tries again"
            );
            wait(&stopping, delay).await;
            delay = (delay * 2).min(WORST_DELAY);
        } else {
            delay = Duration::from_millis(50);
        }
    }
    store.release(holder).await.ok();
    Ok(())
}

struct Relay<'a> {
    store: &'a Store,
    bus: &'a Bus,
    holder: uuid::Uuid,
    leased: Option<Instant>,
    relayed: i64,
    kept: (i64, Instant),
}

impl<'a> Relay<'a> {
    async fn begin(store: &'a Store, bus: &'a Bus, holder: uuid::Uuid) -> anyhow::Result<Self> {
        let relayed = store.feed_head().await?.relayed;
        Ok(Self {
            store,
            bus,
            holder,
            leased: None,
            relayed,
            kept: (relayed, Instant::now()),
        })
    }

    async fn run(&mut self, stopping: &CancellationToken) -> anyhow::Result<()> {
        let look = if self.store.is_sqlite() { LOOK_SQLITE } else { LOOK };
        loop {
            if !self.has_lease().await? {
                wait(stopping, RENEW).await;
                return Ok(());
            }
            let published = self.publish().await?;
            self.keep(stopping.is_cancelled()).await?;
            if stopping.is_cancelled() && !published {
                return Ok(());
            }
            if published {
                tokio::time::sleep(PACE).await;
                continue;
            }
            tokio::select! {
                () = self.store.written() => {}
                () = tokio::time::sleep(look) => {}
                () = stopping.cancelled() => {}
            }
        }
    }

    /// One relay per database. SQLite's file has one process anyway.
    async fn has_lease(&mut self) -> anyhow::Result<bool> {
        if self.store.is_sqlite() || self.leased.is_some_and(|at| at.elapsed() < RENEW) {
            return Ok(true);
        }
        let first = self.leased.is_none();
        let has = self.store.lease(self.holder, LEASE).await?;
        self.leased = has.then(Instant::now);
        if has && first {
            self.relayed = self.store.feed_head().await?.relayed;
        }
        Ok(has)
    }

    /// Publishes the next events; whether there were any.
    async fn publish(&mut self) -> anyhow::Result<bool> {
        self.store.number(1_000).await?;
        let events = self.store.feed_after(self.relayed, MOST).await?;
        let Some(last) = events.last().map(|event| event.sequence) else {
            return Ok(false);
        };
        self.bus.publish(&events).await?;
        self.relayed = last;
        Ok(true)
    }

    async fn keep(&mut self, now: bool) -> anyhow::Result<()> {
        let (kept, at) = self.kept;
        if kept != self.relayed && (now || at.elapsed() >= KEEP) {
            self.store.relayed(self.relayed).await?;
            self.kept = (self.relayed, Instant::now());
        }
        Ok(())
    }
}

pub(crate) async fn wait(stopping: &CancellationToken, duration: Duration) {
    tokio::select! {
        () = tokio::time::sleep(duration) => {}
        () = stopping.cancelled() => {}
    }
}
