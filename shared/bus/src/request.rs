//! Requests between services, and words that need no answer.

use std::time::Duration;

use async_nats::{Client, HeaderMap, Message, Subscriber};
use bytes::Bytes;
use futures::StreamExt;
use opentelemetry::Context;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tracing::Instrument;

use crate::{Bus, BusError, trace};

/// How long a request waits for a connection: someone may be waiting for its answer.
const PATIENCE: Duration = Duration::from_millis(500);
const REQUEST: &str = "carry a request";
const REPLY: &str = "carry a reply";
const TELL: &str = "carry a word";

impl Bus {
    /// Asks a service, and waits for its answer at most the request timeout. The present span travels along.
    ///
    /// # Errors
    /// [`BusError::NobodyAnswers`], [`BusError::TimedOut`], [`BusError::Disconnected`]: ask later. [`BusError::Unreadable`],
    /// [`BusError::Unwritable`], [`BusError::TooLarge`], [`BusError::Name`].
    pub async fn request<Q: Serialize, A: DeserializeOwned>(&self, subject: &str, question: &Q) -> Result<A, BusError> {
        let payload = written(subject, question)?;
        async {
            self.ready(PATIENCE).await?;
            let mut headers = HeaderMap::new();
            trace::inject(&mut headers);
            fits(&self.client, subject, &payload)?;
            let answer = self
                .client
                .request_with_headers(subject.to_owned(), headers, payload)
                .await;
            let answer = answer.map_err(|error| BusError::of_request(REQUEST, subject, &error))?;
            read(subject, &answer.payload)
        }
        .instrument(trace::request_span(subject))
        .await
    }

    /// Answers the requests to a subject, sharing them with all others of the same queue.
    ///
    /// # Errors
    /// [`BusError::Name`], [`BusError::Closed`]
    pub async fn answer(&self, subject: &str, queue: &str) -> Result<Questions, BusError> {
        let subscriber = self.client.queue_subscribe(subject.to_owned(), queue.to_owned()).await;
        let subscriber = subscriber.map_err(|error| BusError::of_subscribe(subject, &error))?;
        Ok(Questions {
            client: self.client.clone(),
            subscriber,
        })
    }

    /// Says a word to whoever listens; nobody may, and nobody keeps it.
    ///
    /// # Errors
    /// [`BusError::Disconnected`], [`BusError::Closed`], [`BusError::Unwritable`], [`BusError::TooLarge`], [`BusError::Name`]
    pub async fn tell<T: Serialize>(&self, subject: &str, word: &T) -> Result<(), BusError> {
        let payload = written(subject, word)?;
        fits(&self.client, subject, &payload)?;
        self.ready(Duration::ZERO).await?;
        let told = self.client.publish(subject.to_owned(), payload).await;
        told.map_err(|error| BusError::of_publish(TELL, subject, &error))
    }

    /// Listens to the words on a subject, which may hold wildcards.
    ///
    /// # Errors
    /// [`BusError::Name`], [`BusError::Closed`]
    pub async fn listen(&self, subject: &str) -> Result<Words, BusError> {
        let subscriber = self.client.subscribe(subject.to_owned()).await;
        let subscriber = subscriber.map_err(|error| BusError::of_subscribe(subject, &error))?;
        Ok(Words { subscriber })
    }
}

/// The requests that come.
pub struct Questions {
    client: Client,
    subscriber: Subscriber,
}

impl Questions {
    /// The next one; none when the connection is closed for good. May be cancelled.
    pub async fn next(&mut self) -> Option<Question> {
        let message = self.subscriber.next().await?;
        Some(Question {
            client: self.client.clone(),
            message,
        })
    }
}

/// One request. Dropped without a reply, it lets the one who asked wait for its timeout.
pub struct Question {
    client: Client,
    message: Message,
}

impl Question {
    /// The subject that it came by.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.message.subject
    }

    /// The request's bytes.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.message.payload
    }

    /// The trace context of the one who asks.
    #[must_use]
    pub fn parent(&self) -> Context {
        trace::extract(self.message.headers.as_ref())
    }

    /// Reads the request.
    ///
    /// # Errors
    /// [`BusError::Unreadable`]
    pub fn decode<Q: DeserializeOwned>(&self) -> Result<Q, BusError> {
        read(self.subject(), &self.message.payload)
    }

    /// Answers it. Does nothing where no answer is wanted.
    ///
    /// # Errors
    /// [`BusError::Unwritable`], [`BusError::TooLarge`], [`BusError::Closed`]
    pub async fn reply<A: Serialize>(self, answer: &A) -> Result<(), BusError> {
        let Some(to) = self.message.reply.clone() else {
            return Ok(());
        };
        let payload = written(self.subject(), answer)?;
        fits(&self.client, self.subject(), &payload)?;
        let replied = self.client.publish(to, payload).await;
        replied.map_err(|error| BusError::of_publish(REPLY, self.subject(), &error))
    }
}

/// The words that are told on a subject.
pub struct Words {
    subscriber: Subscriber,
}

impl Words {
    /// The next word's subject and payload; none when the connection is closed for good. May be cancelled.
    pub async fn next(&mut self) -> Option<(String, Bytes)> {
        let message = self.subscriber.next().await?;
        Some((message.subject.to_string(), message.payload))
    }
}

fn written<T: Serialize>(subject: &str, word: &T) -> Result<Bytes, BusError> {
    let written = serde_json::to_vec(word).map(Bytes::from);
    written.map_err(|error| BusError::Unwritable {
        subject: subject.to_owned(),
        error,
    })
}

fn read<T: DeserializeOwned>(subject: &str, payload: &[u8]) -> Result<T, BusError> {
    serde_json::from_slice(payload).map_err(|error| BusError::Unreadable {
        subject: subject.to_owned(),
        error,
    })
}

/// The trace's headers take under 1 024 bytes.
fn fits(client: &Client, subject: &str, payload: &Bytes) -> Result<(), BusError> {
    let (size, limit) = (payload.len() + 1024, client.max_payload());
    if size <= limit {
        return Ok(());
    }
    let what = format!("a message of {subject}");
    Err(BusError::TooLarge { what, size, limit })
}
