//! Showing who complained and what they said, and recording it (R8.1).

use huiyin_contracts::requests::{Answer, Contact, ContactRequest};
use huiyin_contracts::views::intake::{Look, Revealed};
use huiyin_kernel::{Actor, ComplaintId};
use huiyin_store::{Change, DataKeys, StoreError};

use super::{App, AppError, saying};
use crate::domain::complaint::Complaint;
use crate::domain::text::TextError;
use crate::domain::{look, represent};
use crate::store;

impl App {
    /// All that is sealed of a complaint. It is shown only when the look is committed.
    pub(crate) async fn look(&self, id: ComplaintId, request: &Look, by: Actor) -> Result<Revealed, AppError> {
        let event = look::decide(id, "whole", &request.purpose, by)?;
        let mut change = self.store.change().await?;
        let complaint = store::lock(&change, id).await?.ok_or(AppError::NotFound)?;
        if self.keys.is_destroyed(change.conn(), id).await? {
            return Err(StoreError::Destroyed.into());
        }
        let sealed = store::unseal(change.conn(), &self.keys, id).await?;
        let notes = store::notes(change.conn(), &self.keys, id).await?;
        let attachments = store::named_attachments(change.conn(), &self.keys, id).await?;
        saying::say(&mut change, &event, &complaint)?;
        change.commit().await?;
        Ok(Revealed {
            id,
            complainant: sealed.complainant,
            staff_concerned: complaint.staff_concerned,
            narrative: sealed.narrative,
            asked_for: sealed.asked_for,
            notes,
            attachments: attachments.into_iter().map(super::attach::named).collect(),
        })
    }

    /// How another service reaches the complainant. Asked again for the same event, the look is recorded once.
    pub(crate) async fn contact(&self, request: ContactRequest) -> Answer<Contact> {
        match self.tell_contact(&request).await {
            Ok(answer) => answer,
            Err(error) => {
                tracing::error!(%error, complaint = %request.complaint, "a contact could not be told");
                Answer::Unavailable
            }
        }
    }

    async fn tell_contact(&self, request: &ContactRequest) -> Result<Answer<Contact>, ContactError> {
        let mut change = self.store.change().await?;
        let Some(complaint) = store::lock(&change, request.complaint).await? else {
            return Ok(Answer::NotFound);
        };
        if store::first_look(&change, complaint.id, request.causation).await? {
            let by = Actor::system(&request.service);
            let event = look::decide(complaint.id, "contact", &request.purpose, by)?;
            saying::say(&mut change, &event, &complaint)?;
        }
        let contact = contact(&change, &self.keys, &complaint).await?;
        change.commit().await?;
        Ok(Answer::Ok(contact))
    }
}

async fn contact(change: &Change, keys: &DataKeys, complaint: &Complaint) -> Result<Contact, StoreError> {
    let id = complaint.id;
    let who = store::unseal(change.conn(), keys, id)
        .await?
        .complainant
        .unwrap_or_default();
    let standing = match who.on_behalf {
        Some(_) => store::representation(change.conn(), id).await?,
        None => None,
    };
    let (name, email, phone) = represent::addressee(who, standing.as_ref());
    Ok(Contact {
        name,
        email,
        phone,
        language: complaint.language.clone(),
        number: complaint.number.to_string(),
    })
}

/// Why a contact is not told.
#[derive(Debug, thiserror::Error)]
enum ContactError {
    #[error("the purpose is wrong: {0}")]
    Purpose(#[from] TextError),
    #[error(transparent)]
    Store(#[from] StoreError),
}
