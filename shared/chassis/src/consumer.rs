//! Hears the stream: takes events, applies them, acknowledges them.

use std::time::Duration;

use huiyin_bus::{Bus, Consumption, Malformed, Message, ack_all};
use huiyin_contracts::Envelope;
use huiyin_kernel::EventId;
use huiyin_store::{Store, held};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::Hears;
use crate::apply::{apply, retry_held};
use crate::relay::wait;

/// What one transaction takes at the most.
const MOST: usize = 500;
/// How long a batch waits for more once it has something that this service acts upon: not at all, so that a lone event is quick.
const LINGER: Duration = Duration::ZERO;
/// How long a batch waits that is only to be noted as heard: whatever comes meanwhile goes into the same transaction.
const NOTING: Duration = Duration::from_millis(100);
const ACK_WAIT: Duration = Duration::from_secs(10);
const MAX_ACK_PENDING: usize = 5_000;
const RETRY: Duration = Duration::from_millis(500);
const WORST_DELAY: Duration = Duration::from_secs(5);

/// Hears every event of other services until it is told to stop.
pub(crate) async fn consume(store: Store, bus: Bus, hears: Hears, stopping: CancellationToken) -> anyhow::Result<()> {
    let mut delay = Duration::from_millis(50);
    while !stopping.is_cancelled() {
        match listen(&store, &bus, &hears, &stopping).await {
            Ok(()) => delay = Duration::from_millis(50),
            Err(error) => {
                tracing::warn!(
                    service = store.service(),
                    error = format!("{error:#}"),
                    "the consumer waits and tries again"
                );
                wait(&stopping, delay).await;
                delay = (delay * 2).min(WORST_DELAY);
            }
        }
    }
    Ok(())
}

async fn listen(store: &Store, bus: &Bus, hears: &Hears, stopping: &CancellationToken) -> anyhow::Result<()> {
    let mut consumption = bus.consume(store.service(), ACK_WAIT, MAX_ACK_PENDING).await?;
    let mut next = Instant::now();
    loop {
        let batch = tokio::select! {
            batch = async {
                tokio::time::sleep_until(next).await;
                gather(store, hears, &mut consumption).await
            } => batch?,
            () = stopping.cancelled() => return Ok(()),
        };
        next = Instant::now() + hears.batches_every();
        take(store, hears, batch).await?;
    }
}

/// A message and the event in it, or why there is none.
type Read = (Message, Result<Envelope, Malformed>);

/// The next batch: at once where this service acts upon anything in it. Dropped half-way, its messages come again.
async fn gather(store: &Store, hears: &Hears, consumption: &mut Consumption) -> anyhow::Result<Vec<Read>> {
    let is_urgent = |(_, read): &Read| match read {
        Ok(envelope) => envelope.producer != store.service() && hears.wants(&envelope.kind),
        Err(_) => true,
    };
    let mut batch: Vec<Read> = Vec::new();
    let mut end = None;
    loop {
        let more = consumption.batch(MOST - batch.len(), LINGER);
        let more = match end {
            None => more.await?,
            Some(end) => match timeout_at(end, more).await {
                Ok(more) => more?,
                Err(_) => return Ok(batch),
            },
        };
        batch.extend(more.into_iter().map(|message| {
            let read = message.envelope();
            (message, read)
        }));
        if batch.len() >= MOST || batch.iter().any(is_urgent) {
            return Ok(batch);
        }
        end.get_or_insert_with(|| Instant::now() + NOTING);
    }
}

/// Applies a batch of messages and acknowledges what was taken.
async fn take(store: &Store, hears: &Hears, batch: Vec<Read>) -> anyhow::Result<()> {
    let mut envelopes = Vec::with_capacity(batch.len());
    let mut taken = Vec::with_capacity(batch.len());
    for (message, read) in batch {
        match read {
            Ok(envelope) if envelope.producer == store.service() => taken.push((None, message)),
            Ok(envelope) => {
                taken.push((Some(envelope.id), message));
                envelopes.push(envelope);
            }
            Err(malformed) => {
                park(store, &message, &malformed.to_string()).await?;
                taken.push((None, message));
            }
        }
    }
    let applied = apply(store, hears, &envelopes).await?;
    let mut acknowledged = Vec::with_capacity(taken.len());
    for (event, message) in taken {
        if event.is_some_and(|event| applied.again.contains(&event)) {
            message.retry(jitter(event)).await?;
        } else {
            acknowledged.push(message);
        }
    }
    Ok(ack_all(acknowledged).await?)
}

/// Between one and two times [`RETRY`], spread by the event's id.
fn jitter(event: Option<EventId>) -> Duration {
    let spread = event.map_or(0, |event| event.uuid().as_u128() % 1_000);
    RETRY + RETRY.mul_f64(f64::from(u32::try_from(spread).unwrap_or_default()) / 1_000.0)
}

/// Parks what cannot be read as an event. Nothing of it can be trusted, so it blocks nothing.
async fn park(store: &Store, message: &Message, reason: &str) -> anyhow::Result<()> {
    tracing::error!(
        service = store.service(),
        sequence = message.stream_sequence(),
        reason,
        "a message is parked"
    );
    let change = store.change().await?;
    let now = store.clock().now();
    let stand_in = Envelope {
        id: EventId::from_uuid(Uuid::from_u128(u128::from(message.stream_sequence()))),
        kind: "unreadable".to_owned(),
        producer: "unknown".to_owned(),
        epoch: Uuid::nil(),
        sequence: 0,
        about: Uuid::nil(),
        version: 0,
        subject: String::new(),
        occurred: now,
        recorded: now,
        causation: None,
        policy_version: None,
        traceparent: None,
        body: String::new(),
    };
    held::park_unreadable(&change, &stand_in, reason, format!("{:?}", message.raw())).await?;
    Ok(change.commit().await?)
}

/// Tries held events again when their time comes.
pub(crate) async fn retry(store: Store, hears: Hears, stopping: CancellationToken) -> anyhow::Result<()> {
    while !stopping.is_cancelled() {
        if let Err(error) = retry_held(&store, &hears).await {
            tracing::warn!(service = store.service(), %error, "held events wait");
        }
        wait(&stopping, Duration::from_secs(1)).await;
    }
    Ok(())
}
