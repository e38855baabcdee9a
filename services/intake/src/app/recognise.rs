//! Who is about to complain, and what they complained of before (R3.6, R3.11).

use std::sync::PoisonError;

use huiyin_contracts::views::intake::{Recognise, Recognised};
use huiyin_kernel::Actor;

use super::links::candidate;
use super::{App, AppError, saying};
use crate::domain::complaint::Complaint;
use crate::domain::{look, recognise};
use crate::store;

/// So many are shown: what may be the same again, and then the latest.
const SHOWN: usize = 20;

impl App {
    /// The complaints of whoever is reached so, of those that `seen` says the caller sees. Each that is shown is recorded as a look: whoever
    /// asks learns whose it is (R8.1).
    pub(crate) async fn recognise(
        &self,
        asked: &Recognise,
        by: &Actor,
        seen: impl Fn(&Complaint) -> bool,
    ) -> Result<Vec<Recognised>, AppError> {
        let marks = recognise::marks(&self.matching, asked)?;
        self.lookups
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .ask(&by.to_string(), self.now())
            .map_err(|wait| AppError::Often(wait.seconds))?;
        let mut found = store::with_marks(self.store.read(), &marks).await?;
        found.retain(|(complaint, _)| seen(complaint));
        // They come by their age; the sort keeps that order.
        found.sort_by_key(|(complaint, _)| !recognise::alike(complaint, asked));
        found.truncate(SHOWN);
        self.note(&found, by).await?;
        Ok(found
            .into_iter()
            .map(|(complaint, same)| Recognised {
                alike: recognise::alike(&complaint, asked),
                known: candidate((complaint, same)),
            })
            .collect())
    }

    /// Records the looks, before anything is shown.
    async fn note(&self, found: &[(Complaint, Vec<String>)], by: &Actor) -> Result<(), AppError> {
        if found.is_empty() {
            return Ok(());
        }
        let mut ids: Vec<_> = found.iter().map(|(complaint, _)| complaint.id).collect();
        // Locked in one order, so that two who ask at once do not wait for each other.
        ids.sort_unstable();
        let mut change = self.store.change().await?;
        for id in ids {
            let complaint = store::lock(&change, id).await?.ok_or(AppError::NotFound)?;
            let event = look::decide(id, recognise::WHAT, recognise::PURPOSE, by.clone())?;
            saying::say(&mut change, &event, &complaint)?;
        }
        Ok(change.commit().await?)
    }
}
