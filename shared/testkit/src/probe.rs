//! An ear on the bus, as an integrator has one.

use std::time::Duration;

use huiyin_bus::{Bus, Consumption};
use huiyin_contracts::Envelope;

/// Hears every event of the stream with a durable consumer of its own.
pub struct Probe {
    consumption: Consumption,
    heard: Vec<Envelope>,
}

impl Probe {
    /// Begins to listen, from the stream's first event on.
    ///
    /// # Panics
    /// Where the bus refuses.
    pub async fn new(bus: &Bus, name: &str) -> Self {
        let consumption = bus
            .consume(name, Duration::from_secs(30), 10_000)
            .await
            .expect("the bus gives a consumer");
        Self {
            consumption,
            heard: Vec::new(),
        }
    }

    /// Everything that was heard so far.
    #[must_use]
    pub fn heard(&self) -> &[Envelope] {
        &self.heard
    }

    /// Waits for an event that fits; fails the test after 20 s with the kinds that were heard.
    ///
    /// # Panics
    /// Where none comes.
    pub async fn hears(&mut self, what: &str, fits: impl Fn(&Envelope) -> bool) -> Envelope {
        if let Some(found) = self.heard.iter().find(|event| fits(event)) {
            return found.clone();
        }
        let wait = async {
            loop {
                for message in self
                    .consumption
                    .batch(500, Duration::ZERO)
                    .await
                    .expect("the bus delivers")
                {
                    let envelope = message.envelope().expect("an event can be read");
                    message.ack().await.expect("the bus takes an acknowledgement");
                    self.heard.push(envelope);
                }
                if let Some(found) = self.heard.iter().find(|event| fits(event)) {
                    return found.clone();
                }
            }
        };
        match tokio::time::timeout(Duration::from_secs(20), wait).await {
            Ok(found) => found,
            Err(_) => {
                let kinds: Vec<_> = self.heard.iter().map(|event| event.kind.as_str()).collect();
                panic!("{what} was not heard in 20 s; heard: {kinds:?}")
            }
        }
    }
}
