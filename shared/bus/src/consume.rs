//! Hearing events.

use std::time::Duration;

use async_nats::jetstream::consumer::pull::{self, MessagesError, MessagesErrorKind};
use async_nats::jetstream::consumer::{AckPolicy, Consumer, DeliverPolicy};
use async_nats::jetstream::stream::{ConsumerCreateStrictErrorKind, ConsumerErrorKind, ConsumerUpdateErrorKind};
use futures::{FutureExt, StreamExt};
use huiyin_contracts::subjects::STREAM;
use tokio::time::{Instant, timeout_at};

use crate::{Bus, BusError, Message};

/// How long the server keeps a pull request open.
const PULL_EXPIRES: Duration = Duration::from_secs(30);
/// A server that is silent for two of these is taken for gone.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How many messages may wait in this process.
const LARGEST_PULL: usize = 500;
const CONSUME: &str = "deliver events";
const MAKE: &str = "make a consumer";
const LOOK: &str = "show a consumer";

/// An open delivery, and the connection that it was opened on: on another one the library takes long to go on with it.
struct Pull {
    stream: pull::Stream,
    connection: u64,
}

/// A durable consumer of the whole stream, from its first event on.
pub struct Consumption {
    bus: Bus,
    wanted: pull::Config,
    pull: Option<Pull>,
    /// A batch that was being put together when the call was cancelled.
    begun: Vec<Message>,
}

impl Bus {
    /// Opens the durable consumer `durable`, and makes it where it is absent.
    ///
    /// It hears every event of the stream, acknowledges each by itself, and gives up on none. A message that is not
    /// acknowledged within `ack_wait` comes again, and at most `max_ack_pending` are out at a time; these two are set on a
    /// consumer that is there already, all else is compared.
    ///
    /// # Errors
    /// [`BusError::ConsumerDiffers`], [`BusError::Name`]; transient ones where no server answers or the stream is not there.
    pub async fn consume(
        &self,
        durable: &str,
        ack_wait: Duration,
        max_ack_pending: usize,
    ) -> Result<Consumption, BusError> {
        let mut consumption = Consumption {
            bus: self.clone(),
            wanted: pull::Config {
                durable_name: Some(durable.to_owned()),
                deliver_policy: DeliverPolicy::All,
                ack_policy: AckPolicy::Explicit,
                ack_wait,
                max_ack_pending: i64::try_from(max_ack_pending).unwrap_or(i64::MAX),
                max_deliver: -1,
                ..pull::Config::default()
            },
            pull: None,
            begun: Vec::new(),
        };
        consumption.pull = Some(consumption.open().await?);
        Ok(consumption)
    }
}

impl Consumption {
    /// Waits for one message, then takes what else comes, up to `most` in all and for `linger` at the longest (zero: only
    /// what is here already). May be cancelled at any point: nothing is lost.
    ///
    /// # Errors
    /// Transient ones where the server or the consumer is gone; the next call opens it again, and makes stream and consumer
    /// anew where they are lost. Wait a little before it.
    pub async fn batch(&mut self, most: usize, linger: Duration) -> Result<Vec<Message>, BusError> {
        if self.begun.is_empty() {
            let first = self.next().await?;
            self.begun.push(first);
        }
        let end = Instant::now() + linger;
        while self.begun.len() < most {
            let more = if linger.is_zero() {
                self.next().now_or_never()
            } else {
                timeout_at(end, self.next()).await.ok()
            };
            match more {
                Some(Ok(message)) => self.begun.push(message),
                // The error will come again with the next call, if it is still true.
                Some(Err(error)) => {
                    tracing::debug!("a batch ends early: {error}");
                    break;
                }
                None => break,
            }
        }
        Ok(std::mem::take(&mut self.begun))
    }

    async fn next(&mut self) -> Result<Message, BusError> {
        loop {
            if self.pull.is_none() {
                self.pull = Some(self.open().await?);
            }
            let Some(pull) = &mut self.pull else { continue };
            let next = tokio::select! {
                biased;
                // What came before the connection broke is still worth handling: the inbox will know it.
                next = pull.stream.next() => next,
                () = self.bus.breaks(pull.connection) => {
                    self.pull = None;
                    continue;
                }
            };
            match next {
                Some(Ok(message)) => match Message::new(message, pull.connection) {
                    Some(message) => return Ok(message),
                    None => tracing::warn!("a message without a place in the stream came, and was left alone"),
                },
                Some(Err(error)) => {
                    self.pull = None;
                    return Err(explain(&error));
                }
                None => {
                    self.pull = None;
                    return Err(BusError::failed(CONSUME, "the delivery ended"));
                }
            }
        }
    }

    async fn open(&self) -> Result<Pull, BusError> {
        self.bus.ready(self.bus.config.request_timeout()).await?;
        let connection = self.bus.connection();
        let consumer = match self.make().await {
            // The stream is lost with the server's disk: with a new one the producers' replays heal it.
            Err(BusError::NoStream) => {
                self.bus.ensure_stream().await?;
                self.make().await?
            }
            other => other?,
        };
        let most = usize::try_from(self.wanted.max_ack_pending).unwrap_or(LARGEST_PULL);
        let stream = consumer.stream().expires(PULL_EXPIRES).heartbeat(HEARTBEAT);
        let stream = stream.max_messages_per_batch(most.clamp(1, LARGEST_PULL));
        let stream = stream
            .messages()
            .await
            .map_err(|error| BusError::failed(CONSUME, error))?;
        Ok(Pull { stream, connection })
    }

    /// The plain call would change a consumer that is there without a word: the strict one refuses, and then we compare.
    async fn make(&self) -> Result<Consumer<pull::Config>, BusError> {
        let strict = self
            .bus
            .jetstream
            .create_consumer_strict_on_stream(self.wanted.clone(), STREAM);
        match strict.await {
            Ok(made) => Ok(made),
            Err(error) => match error.kind() {
                ConsumerCreateStrictErrorKind::AlreadyExists => self.adjust().await,
                ConsumerCreateStrictErrorKind::JetStream(reason) => Err(BusError::refused(MAKE, &reason)),
                ConsumerCreateStrictErrorKind::TimedOut => Err(BusError::TimedOut(MAKE)),
                ConsumerCreateStrictErrorKind::InvalidName => Err(BusError::Name(self.name().to_owned())),
                _ => Err(BusError::failed(MAKE, error)),
            },
        }
    }

    /// Sets `ack_wait` and `max_ack_pending` on the consumer that is there, if nothing else differs.
    async fn adjust(&self) -> Result<Consumer<pull::Config>, BusError> {
        let found = self.bus.jetstream.get_consumer_from_stream(self.name(), STREAM).await;
        let found: Consumer<pull::Config> = found.map_err(|error| match error.kind() {
            ConsumerErrorKind::TimedOut => BusError::TimedOut(LOOK),
            ConsumerErrorKind::JetStream(reason) => BusError::refused(LOOK, &reason),
            _ => BusError::failed(LOOK, error),
        })?;
        let differences = differences(&found.cached_info().config);
        if !differences.is_empty() {
            return Err(BusError::ConsumerDiffers {
                name: self.name().to_owned(),
                differences: differences.join(", "),
            });
        }
        tracing::info!(
            consumer = self.name(),
            "setting the consumer's ack_wait and max_ack_pending"
        );
        let update = self
            .bus
            .jetstream
            .update_consumer_on_stream(self.wanted.clone(), STREAM);
        update.await.map_err(|error| match error.kind() {
            ConsumerUpdateErrorKind::TimedOut => BusError::TimedOut(MAKE),
            ConsumerUpdateErrorKind::JetStream(reason) => BusError::refused(MAKE, &reason),
            _ => BusError::failed(MAKE, error),
        })
    }

    fn name(&self) -> &str {
        self.wanted.durable_name.as_deref().unwrap_or_default()
    }
}

impl Drop for Pull {
    /// Gives back what was delivered to this process and not looked at, so that nobody need wait for `ack_wait`.
    fn drop(&mut self) {
        while let Some(Some(Ok(message))) = self.stream.next().now_or_never() {
            drop(Message::new(message, self.connection));
        }
    }
}

fn explain(error: &MessagesError) -> BusError {
    match error.kind() {
        MessagesErrorKind::MissingHeartbeat => BusError::TimedOut(CONSUME),
        _ => BusError::failed(CONSUME, error),
    }
}

/// What the consumer has that would lose events to its service.
fn differences(found: &async_nats::jetstream::consumer::Config) -> Vec<String> {
    let mut all = Vec::new();
    let mut need = |holds: bool, name: &str, found: String, needed: &str| {
        if !holds {
            all.push(format!("{name} {found} (needed: {needed})"));
        }
    };
    let filters: Vec<_> = std::iter::once(&found.filter_subject)
        .chain(&found.filter_subjects)
        .filter(|filter| !filter.is_empty())
        .cloned()
        .collect();
    need(
        found.deliver_policy == DeliverPolicy::All,
        "deliver_policy",
        format!("{:?}", found.deliver_policy),
        "All",
    );
    need(
        found.ack_policy == AckPolicy::Explicit,
        "ack_policy",
        format!("{:?}", found.ack_policy),
        "Explicit",
    );
    need(
        found.max_deliver <= 0,
        "max_deliver",
        found.max_deliver.to_string(),
        "-1",
    );
    need(filters.is_empty(), "filter", filters.join(" "), "none");
    need(
        found.backoff.is_empty(),
        "backoff",
        format!("{:?}", found.backoff),
        "none",
    );
    need(!found.headers_only, "headers_only", true.to_string(), "false");
    all
}
