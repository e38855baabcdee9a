//! Which events a service hears, and what comes of them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use huiyin_contracts::{Envelope, Event, decode};
use huiyin_store::{Change, StoreError};

/// An event with its payload.
#[derive(Clone, Debug)]
pub struct Heard<E> {
    /// The event as it travelled.
    pub envelope: Envelope,
    /// Its payload.
    pub event: E,
}

/// What came of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It took effect, or needs none.
    Done,
    /// It cannot take effect now: try again later.
    Retry(String),
    /// It never can: park it for an operator.
    Poison(String),
}

impl From<StoreError> for Outcome {
    /// A database that is away is worth another try; a statement that it refuses is not. What is said of a complaint whose content is
    /// destroyed (R8.3) comes too late to mean anything.
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Destroyed) {
            return Self::Done;
        }
        let sentence = chain(&error);
        if error.is_transient() {
            Self::Retry(sentence)
        } else {
            Self::Poison(sentence)
        }
    }
}

impl<E: Into<Outcome>> From<Result<(), E>> for Outcome {
    fn from(result: Result<(), E>) -> Self {
        match result {
            Ok(()) => Self::Done,
            Err(error) => error.into(),
        }
    }
}

/// An error with its causes, in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

type Handler = Arc<dyn for<'a> Fn(&'a mut Change, Envelope) -> BoxFuture<'a, Outcome> + Send + Sync>;
type AllHandler = Arc<dyn for<'a> Fn(&'a mut Change, &'a [&'a Envelope]) -> BoxFuture<'a, Outcome> + Send + Sync>;

/// The events that a service hears. Handlers work on the database alone: many events share a transaction, and one that is undone
/// is handled again.
#[derive(Clone, Default)]
pub struct Hears {
    handlers: HashMap<String, Handler>,
    all: Option<AllHandler>,
    pace: Duration,
}

impl Hears {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Hears one kind of event.
    #[must_use]
    pub fn on<E, F>(mut self, handle: F) -> Self
    where
        E: Event,
        F: for<'a> Fn(&'a mut Change, Heard<E>) -> BoxFuture<'a, Outcome> + Send + Sync + 'static,
    {
        let handler: Handler = Arc::new(move |change, envelope| match decode::<E>(&envelope) {
            Ok(event) => handle(change, Heard { envelope, event }),
            Err(error) => {
                let reason = format!("{} cannot be read: {error}", E::kind());
                Box::pin(async move { Outcome::Poison(reason) })
            }
        });
        self.handlers.insert(E::kind(), handler);
        self
    }

    /// Hears every event, of whatever kind: as many at once as a transaction takes, in their order. Where they do not all take
    /// effect it is called again with each alone, so that the one that fails shows.
    #[must_use]
    pub fn all<F>(mut self, handle: F) -> Self
    where
        F: for<'a> Fn(&'a mut Change, &'a [&'a Envelope]) -> BoxFuture<'a, Outcome> + Send + Sync + 'static,
    {
        self.all = Some(Arc::new(handle));
        self
    }

    /// Begins a batch at most this often: events that come in quick succession then share a transaction, one that comes alone is
    /// heard at once. For what nobody waits for.
    #[must_use]
    pub fn pace(mut self, pace: Duration) -> Self {
        self.pace = pace;
        self
    }

    /// How often a batch begins at most.
    pub(crate) fn batches_every(&self) -> Duration {
        self.pace
    }

    /// Whether it hears anything at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.handlers.is_empty() && self.all.is_none()
    }

    /// Handles an event by its kind; one that nobody hears is done.
    pub(crate) async fn handle(&self, change: &mut Change, envelope: &Envelope) -> Outcome {
        let Some(handler) = self.handlers.get(&envelope.kind) else {
            return Outcome::Done;
        };
        change.because_of(envelope.id);
        handler(change, envelope.clone()).await
    }

    /// Hands events to the handler of all.
    pub(crate) async fn handle_all(&self, change: &mut Change, envelopes: &[&Envelope]) -> Outcome {
        match &self.all {
            Some(handler) if !envelopes.is_empty() => handler(change, envelopes).await,
            _ => Outcome::Done,
        }
    }

    /// Whether there is a handler of all.
    pub(crate) fn hears_all(&self) -> bool {
        self.all.is_some()
    }

    /// Whether events of this kind have a handler of their own.
    pub(crate) fn has_handler(&self, kind: &str) -> bool {
        self.handlers.contains_key(kind)
    }

    /// Whether any handler would be called for this kind.
    pub(crate) fn wants(&self, kind: &str) -> bool {
        self.all.is_some() || self.has_handler(kind)
    }
}
