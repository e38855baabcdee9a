//! A subscriber that hears what the product says.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::bail;
use huiyin_bus::{Bus, Consumption, ack_all};
use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_contracts::{Envelope, Event};
use huiyin_kernel::{Clock, ComplaintId, Timestamp};
use tokio::task::JoinSet;

use crate::timing::Timings;

/// Hears `registered` and `assigned`, and when.
pub(crate) struct Ear {
    consumption: Consumption,
    clock: Clock,
    registered: HashMap<ComplaintId, Timestamp>,
    assigned: HashMap<ComplaintId, Timestamp>,
    acknowledging: JoinSet<Result<(), huiyin_bus::BusError>>,
}

const SILENCE: Duration = Duration::from_secs(30);

impl Ear {
    pub(crate) async fn new(bus: &Bus) -> anyhow::Result<Self> {
        let consumption = bus.consume("load", Duration::from_secs(30), 10_000).await?;
        Ok(Self {
            consumption,
            clock: Clock::system(),
            registered: HashMap::new(),
            assigned: HashMap::new(),
            acknowledging: JoinSet::new(),
        })
    }

    /// Listens until so many complaints were assigned; when the last was, or an error after 30 s of silence.
    pub(crate) async fn hear_assigned(&mut self, complaints: usize) -> anyhow::Result<Instant> {
        while self.assigned.len() < complaints {
            let heard = tokio::time::timeout(SILENCE, self.consumption.batch(500, Duration::ZERO)).await;
            let Ok(messages) = heard else {
                bail!(
                    "{} of {complaints} complaints were assigned, then the bus was silent",
                    self.assigned.len()
                );
            };
            let (messages, now) = (messages?, self.clock.now());
            for message in &messages {
                self.note(&message.envelope()?, now);
            }
            // In the background: the next event is heard without waiting for the server's confirmation.
            self.acknowledging.spawn(ack_all(messages));
            while let Some(acknowledged) = self.acknowledging.try_join_next() {
                acknowledged??;
            }
        }
        Ok(Instant::now())
    }

    /// Forgets what was heard so far.
    pub(crate) fn forget(&mut self) {
        self.registered.clear();
        self.assigned.clear();
    }

    fn note(&mut self, envelope: &Envelope, now: Timestamp) {
        if envelope.kind == RegisteredV1::kind() {
            self.registered.insert(envelope.complaint(), envelope.recorded);
        } else if envelope.kind == AssignedV1::kind() {
            self.assigned.entry(envelope.complaint()).or_insert(now);
        }
    }

    /// From the instant that intake wrote down, before its commit, until `assigned` was heard here.
    pub(crate) fn delays(&self) -> Timings {
        let delay = |(complaint, registered): (&ComplaintId, &Timestamp)| {
            let assigned = self.assigned.get(complaint)?;
            Duration::try_from(assigned.duration_since(*registered)).ok()
        };
        self.registered.iter().filter_map(delay).collect()
    }
}
