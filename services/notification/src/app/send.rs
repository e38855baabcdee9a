//! Sends what is due: at least once, each time under the same Message-ID.

use std::collections::HashMap;

use futures::StreamExt;
use huiyin_contracts::Scope;
use huiyin_contracts::events::notification::{NoticeFailedV1, NoticeSentV1};
use huiyin_store::{Change, Said, StoreError};
use jiff::SignedDuration;
use tracing::{Instrument, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt;

use super::App;
use super::addresses::Recipient;
use crate::domain::delivery::{Delivery, Failure, State, Tried};
use crate::domain::matter::Matter;
use crate::domain::notice::Audience;
use crate::domain::template::Place;
use crate::mail::SendError;
use crate::store;

/// Deliveries that are claimed at once.
const BATCH: u64 = 32;
/// How long a claim holds: far longer than any attempt takes.
const LEASE: SignedDuration = SignedDuration::from_mins(10);

impl App {
    /// Sends a batch of what is due; `true` where there may be more.
    pub(crate) async fn send_due(&self) -> anyhow::Result<bool> {
        let now = self.clock.now();
        if !store::is_due(self.store.read(), now).await? {
            return Ok(false);
        }
        let change = self.store.change().await?;
        let claimed = store::claim(&change, now, LEASE, BATCH).await?;
        change.commit().await?;
        let more = claimed.len() as u64 == BATCH;
        let tries = claimed.into_iter().map(|delivery| self.try_in_its_trace(delivery));
        let tried: Vec<_> = futures::stream::iter(tries)
            .buffer_unordered(self.at_once.max(1))
            .collect()
            .await;
        let mut change = self.store.change().await?;
        for (delivery, matter, tried, span) in tried {
            self.conclude(&mut change, &delivery, &matter, tried)
                .instrument(span)
                .await?;
        }
        change.commit().await?;
        Ok(more)
    }

    async fn try_in_its_trace(&self, delivery: Delivery) -> (Delivery, Matter, Tried, Span) {
        let span = tracing::info_span!("send notice", delivery = %delivery.id, template = delivery.template);
        if span
            .set_parent(huiyin_bus::trace::parent(delivery.traceparent.as_deref()))
            .is_err()
        {
            tracing::debug!("the notice's span has no parent");
        }
        let tried = self.try_to_send(&delivery).instrument(span.clone()).await;
        let (matter, tried) = tried.unwrap_or_else(|error| {
            tracing::warn!(%error, "the complaint of a notice cannot be read now");
            (Matter::default(), Tried::TooEarly)
        });
        (delivery, matter, tried, span)
    }

    /// What is known of the complaint is read at the moment of sending: it may have become restricted since the claim (R8.2).
    async fn try_to_send(&self, delivery: &Delivery) -> Result<(Matter, Tried), StoreError> {
        let matter = store::matter(self.store.read(), delivery.complaint).await?;
        let number = match &matter.number {
            Some(number) => number.clone(),
            None if delivery.details.is_about_no_complaint() => String::new(),
            None => return Ok((matter, Tried::TooEarly)),
        };
        let Some(audience) = self.audience(delivery).await? else {
            return Ok((matter, Tried::Later));
        };
        let audience = matter.instead_of(audience, &delivery.template);
        let tried = match matter.suppresses(&audience) {
            Some(reason) => Tried::Suppressed(reason),
            None => match self.recipient(delivery, &audience, &matter).await {
                Ok(recipient) => self.hand_over(delivery, number, recipient).await,
                Err(instead) => instead,
            },
        };
        Ok((matter, tried))
    }

    /// Who is told, by name of the unit: nothing where nobody leads that complaint yet.
    async fn audience(&self, delivery: &Delivery) -> Result<Option<Audience>, StoreError> {
        let Audience::Lead { of } = delivery.audience else {
            return Ok(Some(delivery.audience.clone()));
        };
        let lead = store::matter(self.store.read(), of).await?.lead;
        Ok(lead.map(|unit| Audience::Staff { unit }))
    }

    async fn hand_over(&self, delivery: &Delivery, number: String, recipient: Recipient) -> Tried {
        let Some(template) = self.texts.template(&delivery.template) else {
            tracing::error!(template = delivery.template, "a notice has no text");
            return Tried::Failed(Failure::Refused);
        };
        let values = self.values(delivery, number, &recipient);
        let written = template.write(recipient.language, &values);
        let mail = self
            .sender
            .mail(delivery.id, recipient.to, recipient.language, written, self.clock.now());
        let Ok(mail) = mail else {
            return Tried::Failed(Failure::NoAddress);
        };
        match self.mailer.send(&mail).await {
            Ok(channel) => Tried::Sent(channel),
            Err(error @ SendError::Refused(_)) => {
                tracing::info!(%error, "a notice was refused");
                Tried::Failed(Failure::Refused)
            }
            Err(error @ SendError::Later(_)) => {
                tracing::info!(%error, "a notice waits");
                Tried::Later
            }
        }
    }

    fn values(&self, delivery: &Delivery, number: String, recipient: &Recipient) -> HashMap<Place, String> {
        let (details, language, words) = (&delivery.details, recipient.language, &self.texts.words);
        let mut values = recipient.values.clone();
        values.insert(Place::Number, number);
        values.insert(Place::Happened, language.instant(details.happened, &self.zone));
        let due = details.due.map(|due| language.instant(due, &self.zone));
        if let Some(book) = &details.book {
            values.insert(Place::Book, book.code.clone());
            values.insert(Place::Day, book.day.to_string());
        }
        if let Some(circular) = &details.circular {
            values.insert(Place::Day, circular.due.to_string());
        }
        values.insert(Place::Due, due.unwrap_or_else(|| words.of("due", "none", language)));
        for (place, what, code) in [
            (Place::Kind, "kind", &details.kind),
            (Place::Channel, "channel", &details.channel),
            (Place::Ending, "ending", &details.ending),
        ] {
            values.extend(code.as_ref().map(|code| (place, words.of(what, code, language))));
        }
        values
    }

    /// Writes down what came of a try, and says it where it is an end.
    async fn conclude(
        &self,
        change: &mut Change,
        delivery: &Delivery,
        matter: &Matter,
        tried: Tried,
    ) -> Result<(), StoreError> {
        let State::Waiting { attempt, .. } = delivery.state else {
            return Ok(());
        };
        let state = State::after(attempt, tried, self.clock.now(), &self.patience);
        if !store::save(change, delivery.id, "waiting", &state).await? {
            return Ok(());
        }
        if delivery.details.is_about_no_complaint() {
            // It is about no complaint: the record has the event that led to it, and the list of deliveries what came of it.
            return Ok(());
        }
        let about = delivery.complaint.uuid();
        let audience = delivery.audience.name().to_owned();
        change.because_of(delivery.event);
        match state {
            State::Sent { channel, .. } => {
                let event = NoticeSentV1 {
                    complaint: delivery.complaint,
                    notice: delivery.id,
                    template: delivery.template.clone(),
                    audience,
                    channel: channel.code().to_owned(),
                };
                change.say(&event, about, &scope(delivery, matter), Said::default())?;
            }
            State::Failed { reason } => {
                let event = NoticeFailedV1 {
                    complaint: delivery.complaint,
                    notice: delivery.id,
                    template: delivery.template.clone(),
                    audience,
                    reason: reason.code().to_owned(),
                };
                change.say(&event, about, &scope(delivery, matter), Said::default())?;
            }
            State::Waiting { .. } | State::Suppressed { .. } => {}
        }
        Ok(())
    }
}

/// Who may hear of it: the unit that leads, else the one that was told, else the one complained about.
fn scope(delivery: &Delivery, matter: &Matter) -> Scope {
    let unit = matter
        .lead
        .as_ref()
        .or(delivery.audience.unit())
        .or(matter.unit.as_ref());
    match unit {
        Some(unit) if !matter.restricted => Scope::Unit(unit.clone()),
        _ => Scope::Restricted,
    }
}
