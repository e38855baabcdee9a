//! One connection to the bus.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::context::{AccountErrorKind, ContextBuilder};
use async_nats::{Client, ConnectOptions, Event, ServerAddr, jetstream};
use huiyin_contracts::permissions;
use tokio::time::{Instant, sleep, timeout};

use crate::version::is_new_enough;
use crate::{BusConfig, BusError};

/// One connection to the bus; cheap to clone. It reconnects for ever.
#[derive(Clone)]
pub struct Bus {
    pub(crate) client: Client,
    pub(crate) jetstream: jetstream::Context,
    pub(crate) config: Arc<BusConfig>,
    closed: Arc<AtomicBool>,
}

/// Held by the library's own task for events, and dropped when the connection's task ended, in whatever way.
struct Closing(Arc<AtomicBool>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Between two looks at the connection's state.
const LOOK: Duration = Duration::from_millis(10);
const LONGEST_RECONNECT_DELAY: Duration = Duration::from_secs(2);

impl Bus {
    /// Prepares the connection and answers at once, also when no server is up yet.
    ///
    /// # Errors
    /// [`BusError::Url`]
    pub async fn connect(config: &BusConfig, name: &str) -> Result<Self, BusError> {
        let addresses = addresses(&config.url)?;
        let closed = Arc::new(AtomicBool::new(false));
        let closing = Closing(Arc::clone(&closed));
        let mut options = ConnectOptions::new()
            .name(name)
            .retry_on_initial_connect()
            .max_reconnects(None)
            .connection_timeout(config.request_timeout())
            .request_timeout(Some(config.request_timeout()))
            .ping_interval(Duration::from_secs(10))
            .reconnect_delay_callback(reconnect_delay)
            .event_callback(move |event| log(event, &closing));
        if let Some(user) = &config.user {
            let password = config.password.as_ref().map_or("", |password| password.reveal());
            options = options
                .user_and_password(user.clone(), password.to_owned())
                .custom_inbox_prefix(permissions::inbox(user));
        }
        let client = options.connect(addresses).await.map_err(|_| BusError::Url)?;
        let jetstream = ContextBuilder::new()
            .timeout(config.request_timeout())
            .build(client.clone());
        Ok(Self {
            client,
            jetstream,
            config: Arc::new(config.clone()),
            closed,
        })
    }

    /// Whether a server is connected now.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.client.connection_state() == State::Connected && !self.is_closed()
    }

    /// Whether this connection is gone for good: drained, or its task died. It never comes back; the process should end.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// How many bytes a message may have, with its headers.
    #[must_use]
    pub fn max_payload(&self) -> usize {
        self.client.max_payload()
    }

    /// Whether the running server is fit for durable events. `sync_interval` cannot be seen from here.
    ///
    /// # Errors
    /// [`BusError::OldServer`] (only logged where `accept_weak_stream` is set), [`BusError::NoJetStream`]; transient ones
    /// where no server answers.
    pub async fn check(&self) -> Result<(), BusError> {
        self.ready(self.config.request_timeout()).await?;
        let version = self.client.server_info().version;
        if !is_new_enough(&version) {
            self.refuse_or_warn(BusError::OldServer(version))?;
        }
        let account = self.jetstream.query_account().await;
        account.map(|_| ()).map_err(|error| match error.kind() {
            AccountErrorKind::JetStream(reason) => BusError::refused(LOOK_AT_ACCOUNT, &reason),
            AccountErrorKind::TimedOut => BusError::TimedOut(LOOK_AT_ACCOUNT),
            AccountErrorKind::JetStreamUnavailable => BusError::NoJetStream,
            AccountErrorKind::Other => BusError::failed(LOOK_AT_ACCOUNT, error),
        })
    }

    /// Sends what is under way, stops listening and closes the connection; waits at most the request timeout.
    ///
    /// # Errors
    /// [`BusError::Disconnected`], [`BusError::TimedOut`], [`BusError::Closed`]
    pub async fn drain(&self) -> Result<(), BusError> {
        if !self.is_connected() {
            return Err(BusError::Disconnected);
        }
        let drained = async {
            self.client.flush().await.map_err(|_| BusError::Closed)?;
            self.client.drain().await.map_err(|_| BusError::Closed)?;
            while !self.is_closed() {
                sleep(LOOK).await;
            }
            Ok(())
        };
        let drained = timeout(self.config.request_timeout(), drained).await;
        drained.unwrap_or(Err(BusError::TimedOut("close the connection")))
    }

    /// Waits for a connected server.
    ///
    /// Nothing is handed to a connection that is down: the library would keep it in memory and send it much later.
    pub(crate) async fn ready(&self, patience: Duration) -> Result<(), BusError> {
        let end = Instant::now() + patience;
        while !self.is_connected() {
            if self.is_closed() {
                return Err(BusError::Closed);
            }
            if Instant::now() >= end {
                return Err(BusError::Disconnected);
            }
            sleep(LOOK).await;
        }
        Ok(())
    }

    /// Which connection this is: the first, the second…
    pub(crate) fn connection(&self) -> u64 {
        self.client.statistics().connects.load(Ordering::Relaxed)
    }

    /// Waits until this connection is broken, or another one already.
    pub(crate) async fn breaks(&self, connection: u64) {
        while self.is_connected() && self.connection() == connection {
            sleep(LOOK).await;
        }
    }

    /// Gives up as soon as the connection breaks: the answer was to come on it, and the library would wait for the timeout.
    pub(crate) async fn on_this_connection<T>(
        &self,
        what: &'static str,
        answer: impl Future<Output = T>,
    ) -> Result<T, BusError> {
        let connection = self.connection();
        tokio::select! {
            biased;
            answer = answer => Ok(answer),
            () = self.breaks(connection) => Err(BusError::failed(what, "the connection broke")),
        }
    }

    /// Refuses, or says it in the log where the configuration accepts a weak bus.
    pub(crate) fn refuse_or_warn(&self, refusal: BusError) -> Result<(), BusError> {
        if !self.config.accept_weak_stream {
            return Err(refusal);
        }
        tracing::warn!("accepted by configuration: {refusal}");
        Ok(())
    }
}

const LOOK_AT_ACCOUNT: &str = "show its JetStream account";

fn addresses(url: &str) -> Result<Vec<ServerAddr>, BusError> {
    let addresses: Result<Vec<ServerAddr>, _> = url.split(',').map(|one| one.trim().parse()).collect();
    addresses.map_err(|_| BusError::Url)
}

/// At once, then doubling from 20 ms to 2 s, each between half and the whole of it, so that a fleet does not come back in step.
fn reconnect_delay(attempts: usize) -> Duration {
    if attempts <= 1 {
        return Duration::ZERO;
    }
    let doublings = u32::try_from(attempts.min(10)).unwrap_or(10) - 2;
    let whole = (Duration::from_millis(20) * 2_u32.pow(doublings)).min(LONGEST_RECONNECT_DELAY);
    // Each `RandomState` has other keys: random enough for jitter, and no secret.
    let permille = u32::try_from(RandomState::new().hash_one(attempts) % 500).unwrap_or(0);
    whole * (500 + permille) / 1000
}

/// Not `async`: the future must not hold on to `Closing`.
fn log(event: Event, _: &Closing) -> std::future::Ready<()> {
    match event {
        Event::Connected => tracing::info!("the bus is connected"),
        Event::Draining | Event::Closed | Event::LameDuckMode => tracing::info!("the bus says: {event}"),
        Event::Disconnected | Event::SlowConsumer(_) | Event::ServerError(_) | Event::ClientError(_) => {
            tracing::warn!("the bus says: {event}")
        }
    }
    std::future::ready(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_none_is_refused_without_repeating_it() {
        let refusal = addresses("http://user:s3cret@host").unwrap_err().to_string();
        assert_eq!(
            refusal,
            "the configured bus address is not a list of nats:// or tls:// URLs with ',' between them"
        );
        assert_eq!(addresses("nats://a:4222, nats://b:4222").unwrap().len(), 2);
    }

    #[test]
    fn reconnecting_waits_longer_and_longer_but_never_over_two_seconds() {
        assert_eq!(reconnect_delay(1), Duration::ZERO);
        for attempts in 2..10_000 {
            let delay = reconnect_delay(attempts);
            assert!(delay >= Duration::from_millis(10) && delay <= LONGEST_RECONNECT_DELAY);
        }
        assert!(reconnect_delay(500) >= Duration::from_secs(1));
    }
}
