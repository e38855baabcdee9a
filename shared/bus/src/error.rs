//! What can go wrong on the bus.

use async_nats::jetstream::ErrorCode;
use async_nats::{PublishErrorKind, RequestErrorKind, SubscribeErrorKind};
use huiyin_contracts::subjects::STREAM;
use huiyin_kernel::EventId;

use crate::headers::Malformed;
use crate::version::OLDEST;

/// What can go wrong on the bus. [`BusError::is_transient`] says whether to try again.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    /// The configured address cannot be read. It is not repeated here: it may hold a password.
    #[error("the configured bus address is not a list of nats:// or tls:// URLs with ',' between them")]
    Url,
    /// No server is connected now; the connection is tried again for ever.
    #[error("the bus is not connected")]
    Disconnected,
    /// This connection was drained, or its task is gone.
    #[error("the connection to the bus is closed")]
    Closed,
    /// No answer within the request timeout.
    #[error("the bus did not answer in time when asked to {0}")]
    TimedOut(&'static str),
    /// No service listens for this request now.
    #[error("nobody answers {0} now")]
    NobodyAnswers(String),
    /// The server lacks what durable publishing needs.
    #[error("the NATS server has version {0}; install {OLDEST} or later, or set accept_weak_stream")]
    OldServer(String),
    /// The server has no JetStream, or not for this account.
    #[error("the NATS server has JetStream off for this account; give its configuration a `jetstream` block")]
    NoJetStream,
    /// The stream is not there.
    #[error(
        "the stream {} is not there; it is made when a service starts",
        huiyin_contracts::subjects::STREAM
    )]
    NoStream,
    /// The stream is there with a configuration that may lose events. It is never made anew: that would lose them all.
    #[error("the stream {STREAM} has {differences}; set that right with `nats stream edit`, or set accept_weak_stream")]
    StreamDiffers {
        /// What it has and what is needed.
        differences: String,
    },
    /// A consumer of this name is there, for something else.
    #[error(
        "the consumer {name} has {differences}; delete it with `nats consumer rm`, and it is made anew at the next start"
    )]
    ConsumerDiffers {
        /// The durable name.
        name: String,
        /// What it has and what is needed.
        differences: String,
    },
    /// The server said no.
    #[error("the bus refused to {what}: {reason}")]
    Refused {
        /// What was asked.
        what: &'static str,
        /// The server's reason.
        reason: String,
        /// Whether it may say yes later: it is short of space or has no leader.
        transient: bool,
    },
    /// Over the server's `max_payload`; it will never fit.
    #[error("{what} takes {size} bytes with its headers, and the bus takes {limit}")]
    TooLarge {
        /// What was to be sent.
        what: String,
        /// Its size in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// An envelope cannot be written as headers; it will never be.
    #[error("the event {event} cannot travel: {reason}")]
    Envelope {
        /// The event.
        event: EventId,
        /// What is wrong with it.
        reason: Malformed,
    },
    /// The subject, the queue's or the consumer's name is not one.
    #[error("{0} is no subject or name that the bus knows")]
    Name(String),
    /// A word, question or answer cannot be written as JSON.
    #[error("what was to be sent to {subject} cannot be written as JSON: {error}")]
    Unwritable {
        /// Where it was to go.
        subject: String,
        /// Why not.
        error: serde_json::Error,
    },
    /// What came is not what was expected.
    #[error("what came from {subject} is not what was expected: {error}")]
    Unreadable {
        /// Where it came from.
        subject: String,
        /// Why not.
        error: serde_json::Error,
    },
    /// The connection failed in the middle of something.
    #[error("the bus failed to {what}: {reason}")]
    Failed {
        /// What was asked.
        what: &'static str,
        /// What the client library says.
        reason: String,
    },
}

impl BusError {
    /// Whether the same call may succeed later without anyone changing anything.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Disconnected
            | Self::Closed
            | Self::TimedOut(_)
            | Self::NobodyAnswers(_)
            | Self::NoStream
            | Self::Failed { .. } => true,
            Self::Refused { transient, .. } => *transient,
            Self::Url
            | Self::OldServer(_)
            | Self::NoJetStream
            | Self::StreamDiffers { .. }
            | Self::ConsumerDiffers { .. }
            | Self::TooLarge { .. }
            | Self::Envelope { .. }
            | Self::Name(_)
            | Self::Unwritable { .. }
            | Self::Unreadable { .. } => false,
        }
    }

    pub(crate) fn failed(what: &'static str, reason: impl ToString) -> Self {
        Self::Failed {
            what,
            reason: reason.to_string(),
        }
    }

    /// What JetStream answered, in our words.
    pub(crate) fn refused(what: &'static str, error: &async_nats::jetstream::Error) -> Self {
        match error.error_code() {
            ErrorCode::STREAM_NOT_FOUND => Self::NoStream,
            ErrorCode::JETSTREAM_NOT_ENABLED | ErrorCode::JETSTREAM_NOT_ENABLED_FOR_ACCOUNT => Self::NoJetStream,
            // 503: no leader, no space, shutting down. 500: the server's own failure. 4xx: the request is wrong.
            _ => Self::Refused {
                what,
                reason: error.to_string(),
                transient: error.code() >= 500,
            },
        }
    }

    pub(crate) fn of_publish(what: &'static str, subject: &str, error: &async_nats::PublishError) -> Self {
        match error.kind() {
            PublishErrorKind::Send => Self::Closed,
            PublishErrorKind::InvalidSubject => Self::Name(subject.to_owned()),
            PublishErrorKind::MaxPayloadExceeded => Self::failed(what, error),
        }
    }

    pub(crate) fn of_request(what: &'static str, subject: &str, error: &async_nats::RequestError) -> Self {
        match error.kind() {
            RequestErrorKind::TimedOut => Self::TimedOut(what),
            RequestErrorKind::NoResponders => Self::NobodyAnswers(subject.to_owned()),
            RequestErrorKind::InvalidSubject => Self::Name(subject.to_owned()),
            RequestErrorKind::MaxPayloadExceeded | RequestErrorKind::Other => Self::failed(what, error),
        }
    }

    pub(crate) fn of_subscribe(subject: &str, error: &async_nats::SubscribeError) -> Self {
        match error.kind() {
            SubscribeErrorKind::InvalidSubject | SubscribeErrorKind::InvalidQueueName => Self::Name(subject.to_owned()),
            SubscribeErrorKind::Other => Self::Closed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refusals_name_their_cure() {
        let old = BusError::OldServer("2.9.10".to_owned());
        assert_eq!(
            old.to_string(),
            "the NATS server has version 2.9.10; install 2.14.6 or later, or set accept_weak_stream"
        );
        assert!(!old.is_transient());
        assert!(BusError::NoJetStream.to_string().contains("`jetstream` block"));
        assert!(BusError::Disconnected.is_transient());
    }
}
