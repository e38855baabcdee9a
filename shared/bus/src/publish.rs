//! Durable publishing.

use async_nats::HeaderMap;
use async_nats::jetstream::context::PublishErrorKind;
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::publish::PublishAck;
use async_nats::jetstream::response::Response;
use bytes::Bytes;
use huiyin_contracts::Envelope;
use huiyin_contracts::subjects::STREAM;

use crate::{Bus, BusError, headers};

/// The server takes no larger atomic batch.
const LARGEST_BATCH: usize = 1000;
const PUBLISH: &str = "take an event";
const PUBLISH_BATCH: &str = "take a batch of events";

/// One event, ready to be sent.
struct Ready {
    subject: String,
    headers: HeaderMap,
    payload: Bytes,
}

/// How an atomic batch ended where no error stops everything.
enum Batch {
    Durable,
    /// The server kept none of it.
    Rejected(String),
}

impl Bus {
    /// Publishes events in order, and answers `Ok` when the server has every one of them durably.
    ///
    /// Each carries its id for the server's removal of doubles, so a call that failed is repeated as it was. More than one
    /// event goes as an atomic batch, which costs one disk sync; where the server rejects the batch (one event in it was
    /// published before), they go one by one.
    ///
    /// # Errors
    /// Permanent ones ([`BusError::Envelope`], [`BusError::TooLarge`]) name the event, and nothing of its thousand was sent.
    /// After a transient one any part may be in the stream: repeat the call.
    pub async fn publish(&self, envelopes: &[Envelope]) -> Result<(), BusError> {
        for chunk in envelopes.chunks(LARGEST_BATCH) {
            self.ready(self.config.request_timeout()).await?;
            let ready: Result<Vec<_>, _> = chunk.iter().map(|envelope| self.prepare(envelope)).collect();
            let ready = ready?;
            if ready.len() > 1 {
                match self.publish_batch(&ready).await? {
                    Batch::Durable => continue,
                    Batch::Rejected(reason) => tracing::debug!("batch rejected, publishing one by one: {reason}"),
                }
            }
            self.publish_singly(ready).await?;
        }
        Ok(())
    }

    fn prepare(&self, envelope: &Envelope) -> Result<Ready, BusError> {
        let malformed = |reason| BusError::Envelope {
            event: envelope.id,
            reason,
        };
        let pairs = headers::write(envelope).map_err(malformed)?;
        let headers = headers::to_map(&pairs).map_err(malformed)?;
        // As the server counts: "NATS/1.0", each "name: value", an empty line. What a batch adds is under 200 bytes.
        let lines: usize = pairs.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
        let size = 12 + lines + 200 + envelope.body.len();
        let limit = self.max_payload();
        if size > limit {
            let what = format!("the event {}", envelope.id);
            return Err(BusError::TooLarge { what, size, limit });
        }
        Ok(Ready {
            subject: envelope.subject.clone(),
            headers,
            payload: Bytes::from(envelope.body.clone()),
        })
    }

    async fn publish_singly(&self, events: Vec<Ready>) -> Result<(), BusError> {
        for event in events {
            let message = PublishMessage::build().headers(event.headers).payload(event.payload);
            let acknowledged = async { self.jetstream.send_publish(event.subject.clone(), message).await?.await };
            match self.on_this_connection(PUBLISH, acknowledged).await? {
                Ok(ack) => is_ours(&ack)?,
                Err(error) => return Err(self.explain(&event.subject, &error).await),
            }
        }
        Ok(())
    }

    async fn explain(&self, subject: &str, error: &async_nats::jetstream::context::PublishError) -> BusError {
        match error.kind() {
            PublishErrorKind::StreamNotFound => self.heal_stream().await,
            PublishErrorKind::TimedOut => BusError::TimedOut(PUBLISH),
            PublishErrorKind::BrokenPipe => BusError::failed(PUBLISH, "the connection broke"),
            _ => {
                let source = std::error::Error::source(error);
                if let Some(reason) = source.and_then(|source| source.downcast_ref()) {
                    return BusError::refused(PUBLISH, reason);
                }
                tracing::debug!("publishing to {subject} failed: {error}");
                BusError::failed(PUBLISH, error)
            }
        }
    }

    /// The first event and the commit are requests, those between are published: the server answers only these two.
    async fn publish_batch(&self, events: &[Ready]) -> Result<Batch, BusError> {
        let inbox = self.client.new_inbox();
        let batch = inbox.rsplit('.').next().unwrap_or(&inbox);
        for (index, event) in events.iter().enumerate() {
            let (first, last) = (index == 0, index + 1 == events.len());
            let mut headers = event.headers.clone();
            headers.insert("Nats-Batch-Id", batch);
            headers.insert("Nats-Batch-Sequence", (index + 1).to_string());
            if last {
                headers.insert("Nats-Batch-Commit", "1");
            }
            let (subject, payload) = (event.subject.clone(), event.payload.clone());
            if !first && !last {
                let sent = self.client.publish_with_headers(subject, headers, payload).await;
                sent.map_err(|error| BusError::of_publish(PUBLISH_BATCH, &event.subject, &error))?;
                continue;
            }
            let answer = self.client.request_with_headers(subject, headers, payload);
            let answer = match self.on_this_connection(PUBLISH_BATCH, answer).await? {
                Ok(answer) => answer.payload,
                Err(error) => {
                    let error = BusError::of_request(PUBLISH_BATCH, &event.subject, &error);
                    let nobody = matches!(error, BusError::NobodyAnswers(_));
                    return Err(if nobody { self.heal_stream().await } else { error });
                }
            };
            if let Some(rejected) = rejection(&answer, last, events.len())? {
                return Ok(rejected);
            }
        }
        Ok(Batch::Durable)
    }

    /// No stream takes the subject: it is gone with the server's disk, or the server is only starting. Makes it where it is
    /// absent, so that a lost stream heals by itself; the caller tries again.
    async fn heal_stream(&self) -> BusError {
        tracing::warn!("the stream is not there");
        self.ensure_stream().await.err().unwrap_or(BusError::NoStream)
    }
}

/// What the server says to the first event of a batch (nothing, where all is well) or to its commit (an acknowledgement).
fn rejection(answer: &[u8], commit: bool, size: usize) -> Result<Option<Batch>, BusError> {
    if answer.is_empty() && !commit {
        return Ok(None);
    }
    let answer: Response<PublishAck> =
        serde_json::from_slice(answer).map_err(|error| BusError::failed(PUBLISH_BATCH, error))?;
    match answer {
        Response::Ok(ack) if commit && ack.batch_size == u64::try_from(size).ok() => is_ours(&ack).map(|()| None),
        // A server that knows no batches takes each event singly; with the ids, singles again do no harm.
        Response::Ok(_) => Ok(Some(Batch::Rejected(
            "the server does not know atomic batches".to_owned(),
        ))),
        Response::Err { error } => match BusError::refused(PUBLISH_BATCH, &error) {
            transient if transient.is_transient() => Err(transient),
            permanent => Ok(Some(Batch::Rejected(permanent.to_string()))),
        },
    }
}

/// A stream of another name that takes our subjects would swallow events.
fn is_ours(ack: &PublishAck) -> Result<(), BusError> {
    if ack.stream == STREAM {
        return Ok(());
    }
    Err(BusError::Refused {
        what: PUBLISH,
        reason: format!("the stream {} took it, and not {STREAM}", ack.stream),
        transient: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSAL: &str =
        r#"{"error":{"code":CODE,"err_code":10201,"description":"atomic publish batch contains duplicate"}}"#;

    #[test]
    fn a_batch_with_a_double_is_rejected_and_a_server_without_a_leader_is_asked_again() {
        let double = REFUSAL.replace("CODE", "400");
        assert!(matches!(
            rejection(double.as_bytes(), true, 2),
            Ok(Some(Batch::Rejected(_)))
        ));
        let leaderless = REFUSAL.replace("CODE", "503");
        assert!(rejection(leaderless.as_bytes(), true, 2).is_err_and(|error| error.is_transient()));
    }

    #[test]
    fn a_commit_counts_only_when_it_names_the_whole_batch() {
        let ack = |batch: &str| format!(r#"{{"stream":"EVENTS","seq":2{batch}}}"#);
        assert!(matches!(
            rejection(ack(r#","batch":"b","count":2"#).as_bytes(), true, 2),
            Ok(None)
        ));
        assert!(matches!(
            rejection(ack("").as_bytes(), true, 2),
            Ok(Some(Batch::Rejected(_)))
        ));
        assert!(matches!(rejection(b"", false, 2), Ok(None)));
        assert!(rejection(b"", true, 2).is_err());
        let foreign = ack(r#","batch":"b","count":2"#).replace("EVENTS", "OTHER");
        assert!(rejection(foreign.as_bytes(), true, 2).is_err_and(|error| !error.is_transient()));
    }
}
