//! Events become deliveries, in the same transaction. Nothing is sent here.

use huiyin_chassis::Outcome;
use huiyin_contracts::Envelope;
use huiyin_contracts::events::intake::RepresentedV1;
use huiyin_store::{Change, StoreError};

use super::App;
use crate::domain::delivery::{Delivery, State};
use crate::domain::matter::{Heard, Matter};
use crate::domain::notice::{Notice, Tells};
use crate::store;

impl App {
    /// Notes what an event tells of its complaint, and whom to tell of it.
    pub(crate) async fn hear_of(
        &self,
        change: &Change,
        heard: Heard<'_>,
        event: &impl Tells,
        envelope: &Envelope,
    ) -> Outcome {
        let matter = match store::hear(change, heard).await {
            Ok(matter) => matter,
            Err(error) => return error.into(),
        };
        self.deliver_all(change, &matter, event, envelope).await.into()
    }

    /// Notes whom to tell of an event.
    pub(crate) async fn tell(&self, change: &Change, event: &impl Tells, envelope: &Envelope) -> Outcome {
        match store::matter(change.conn(), envelope.complaint()).await {
            Ok(matter) => self.deliver_all(change, &matter, event, envelope).await.into(),
            Err(error) => error.into(),
        }
    }

    /// R3.10: somebody receives from now on what is for the complainant, an heir perhaps: they are told what reached nobody before.
    pub(crate) async fn represented(&self, change: &Change, event: &RepresentedV1) -> Outcome {
        if !event.receives {
            return Outcome::Done;
        }
        let told = store::try_unreached(change, event.complaint, self.clock.now()).await;
        told.into()
    }

    async fn deliver_all(
        &self,
        change: &Change,
        matter: &Matter,
        event: &impl Tells,
        envelope: &Envelope,
    ) -> Result<(), StoreError> {
        for notice in event.notices(envelope.occurred) {
            self.deliver(change, matter, notice, envelope).await?;
        }
        Ok(())
    }

    /// A complaint of the past leaves no delivery behind: an import would leave thousands. Other reasons not to tell are visible.
    async fn deliver(
        &self,
        change: &Change,
        matter: &Matter,
        notice: Notice,
        envelope: &Envelope,
    ) -> Result<(), StoreError> {
        if matter.imported {
            return Ok(());
        }
        let now = self.clock.now();
        let state = match matter.suppresses(&notice.audience) {
            Some(reason) => State::Suppressed { reason },
            None => State::Waiting { attempt: 0, next: now },
        };
        let delivery = Delivery {
            id: self.ids.uuid(),
            complaint: envelope.complaint(),
            event: envelope.id,
            template: notice.template.to_owned(),
            audience: notice.audience,
            details: notice.details,
            created: now,
            traceparent: envelope.traceparent.clone(),
            state,
        };
        store::add(change, &delivery).await
    }
}
