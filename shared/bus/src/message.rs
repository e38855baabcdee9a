//! A message that owns its acknowledgement.

use std::sync::atomic::Ordering;
use std::time::Duration;

use async_nats::jetstream::{self, AckKind};
use async_nats::{Request, RequestErrorKind, Subject};
use bytes::Bytes;
use futures::FutureExt;
use huiyin_contracts::Envelope;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::headers::{self, Malformed};
use crate::{BusError, trace};

/// After this, a message that was dropped without an acknowledgement comes again.
const DROPPED: Duration = Duration::from_secs(1);
/// How long to wait for the confirmation of what came by an earlier connection: a server that was restarted since then says
/// nothing about the deliveries of its former self.
const STALE: Duration = Duration::from_millis(500);
const ACKED: Bytes = Bytes::from_static(b"+ACK");
const ACK: &str = "take an acknowledgement";

/// One delivery of an event.
///
/// It is settled by [`Message::ack`] or [`Message::retry`]. Dropped without either (an error, a cancelled task, a panic) it
/// asks the server for another delivery after one second; where even that cannot be said (the connection is down or its queue
/// full), the server delivers it again after the consumer's `ack_wait`.
#[must_use = "a message that is dropped comes again"]
pub struct Message {
    inner: jetstream::Message,
    sequence: u64,
    deliveries: u64,
    /// The connection that it came by.
    connection: u64,
    settled: bool,
}

/// A message as it came, for the parking table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawMessage {
    /// The subject.
    pub subject: String,
    /// The headers, sorted by name.
    pub headers: Vec<(String, String)>,
    /// The payload; what is not UTF-8 in it is replaced by U+FFFD.
    pub payload: String,
    /// The SHA-256 of the payload's bytes, in hexadecimal.
    pub payload_sha256: String,
}

impl RawMessage {
    /// Reads the event in it: when it is queued again, perhaps by hand.
    ///
    /// # Errors
    /// As [`headers::read`].
    pub fn envelope(&self) -> Result<Envelope, Malformed> {
        headers::read(&self.subject, &self.headers, self.payload.as_bytes())
    }
}

impl Message {
    /// None for a message that no stream delivered.
    pub(crate) fn new(inner: jetstream::Message, connection: u64) -> Option<Self> {
        let info = inner.info().ok()?;
        let (sequence, deliveries) = (info.stream_sequence, info.delivered);
        Some(Self {
            inner,
            sequence,
            deliveries: u64::try_from(deliveries).unwrap_or(1),
            connection,
            settled: false,
        })
    }

    /// The event in it.
    ///
    /// # Errors
    /// Where it is none: park it.
    pub fn envelope(&self) -> Result<Envelope, Malformed> {
        let headers = headers::from_map(self.inner.headers.as_ref());
        headers::read(&self.inner.subject, &headers, &self.inner.payload)
    }

    /// The message as it came.
    #[must_use]
    pub fn raw(&self) -> RawMessage {
        let payload = &self.inner.payload;
        let digest = Sha256::digest(payload);
        RawMessage {
            subject: self.inner.subject.to_string(),
            headers: headers::from_map(self.inner.headers.as_ref()),
            payload: String::from_utf8_lossy(payload).into_owned(),
            payload_sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    /// The trace context in its headers, whether or not it holds an event.
    #[must_use]
    pub fn parent(&self) -> opentelemetry::Context {
        trace::extract(self.inner.headers.as_ref())
    }

    /// Its place in the stream. Never a key: a damaged or restored stream uses places again.
    #[must_use]
    pub fn stream_sequence(&self) -> u64 {
        self.sequence
    }

    /// How many times it was delivered, this one counted.
    #[must_use]
    pub fn deliveries(&self) -> u64 {
        self.deliveries
    }

    /// Acknowledges it, and waits until the server has noted that.
    ///
    /// # Errors
    /// Transient ones; the message may then come again, and the inbox knows it.
    pub async fn ack(mut self) -> Result<(), BusError> {
        self.settled = true;
        let reply = self.reply()?;
        let client = self.inner.context.client();
        let mut request = Request::new().payload(ACKED);
        if client.statistics().connects.load(Ordering::Relaxed) != self.connection {
            request = request.timeout(Some(STALE));
        }
        match client.send_request(reply, request).await {
            Ok(_) => Ok(()),
            Err(error) => Err(match error.kind() {
                RequestErrorKind::TimedOut => BusError::TimedOut(ACK),
                RequestErrorKind::NoResponders => BusError::failed(ACK, "the consumer is gone"),
                _ => BusError::failed(ACK, error),
            }),
        }
    }

    async fn ack_unanswered(mut self) -> Result<(), BusError> {
        self.settled = true;
        let reply = self.reply()?;
        let sent = self.inner.context.client().publish(reply, ACKED).await;
        sent.map_err(|error| BusError::failed(ACK, error))
    }

    fn reply(&self) -> Result<Subject, BusError> {
        let reply = self.inner.reply.clone();
        reply.ok_or(BusError::failed(ACK, "it has no reply subject"))
    }

    /// Asks for it again after `delay`.
    ///
    /// # Errors
    /// Transient ones; it then comes after the consumer's `ack_wait`.
    pub async fn retry(mut self, delay: Duration) -> Result<(), BusError> {
        self.settled = true;
        let asked = self.inner.ack_with(AckKind::Nak(Some(delay))).await;
        asked.map_err(|error| BusError::failed("take a retry", error))
    }
}

impl Drop for Message {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        // One poll: the send completes at once where the connection's queue has room, and is given up where it has none.
        let asked = self.inner.ack_with(AckKind::Nak(Some(DROPPED))).now_or_never();
        if !matches!(asked, Some(Ok(()))) {
            tracing::debug!(sequence = self.sequence, "dropped; it comes again after ack_wait");
        }
    }
}

/// Acknowledges many of one consumer: the last as [`Message::ack`], those before it without asking for an answer. The server takes
/// what a connection sends in its order, so the answer to the last speaks for all.
///
/// # Errors
/// Transient ones; some of them may then come again, and the inbox knows them.
pub async fn ack_all(mut messages: Vec<Message>) -> Result<(), BusError> {
    let Some(last) = messages.pop() else { return Ok(()) };
    for message in messages {
        message.ack_unanswered().await?;
    }
    last.ack().await
}
