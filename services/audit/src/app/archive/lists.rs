//! Proposing what is destroyed, approving it, giving it up.

use huiyin_contracts::events::retention::{DestructionDroppedV1, DestructionOrderedV1, DestructionProposedV1};
use huiyin_kernel::{Actor, ComplaintId, DestructionId};
use huiyin_store::{Change, Once};

use super::{ArchiveError, ids, say};
use crate::app::App;
use crate::domain::archive::propose::{self, MOST};
use crate::domain::archive::{Fate, File, List, Term, approve};
use crate::domain::known::Known;
use crate::store::archive;

/// What a decision about a list is made from.
struct Ground {
    list: List,
    files: Vec<(File, Known)>,
}

impl App {
    /// Proposes that these files be destroyed, all of them or none, once for the request's key.
    pub(crate) async fn propose_destruction(
        &self,
        mut complaints: Vec<ComplaintId>,
        by: Actor,
        once: Once<'_>,
    ) -> Result<DestructionId, ArchiveError> {
        let asked = complaints.len();
        // In one order, so that two lists with the same files do not wait for each other.
        complaints.sort_unstable();
        complaints.dedup();
        if asked == 0 || asked > MOST || complaints.len() < asked {
            return Err(propose::Refusal::Length.into());
        }
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let list = List {
            id: DestructionId::from_uuid(self.store.ids().uuid()),
            proposed: self.act(by),
            decided: None,
        };
        archive::add_list(&change, &list).await?;
        let known = archive::known(change.conn(), &complaints).await?;
        for complaint in complaints {
            let known = known.get(&complaint).ok_or(ArchiveError::NotFound)?;
            self.put_on(&mut change, &list, complaint, known).await?;
        }
        once.keep(&change, 201, &list.id).await?;
        change.commit().await?;
        Ok(list.id)
    }

    async fn put_on(
        &self,
        change: &mut Change,
        list: &List,
        complaint: ComplaintId,
        known: &Known,
    ) -> Result<(), ArchiveError> {
        let file = archive::lock(change, complaint).await?;
        let held = !archive::held(change.conn(), &[complaint]).await?.is_empty();
        let term = propose::decide(complaint, file.as_ref(), held, self.today())?;
        archive::set_fate(change, complaint, Fate::Proposed(list.id)).await?;
        let event = DestructionProposedV1 {
            complaint,
            list: list.id,
            class: term.class,
            kept_until: term.until.to_string(),
            by: list.proposed.by.clone(),
        };
        Ok(say(change, &event, complaint, known)?)
    }

    /// Approves a list: each service is told to destroy what it keeps. `sees` says whether the caller may see a file: all, or none is
    /// approved.
    pub(crate) async fn approve_destruction(
        &self,
        id: DestructionId,
        by: Actor,
        sees: impl Fn(&Known) -> bool,
        once: Once<'_>,
    ) -> Result<DestructionId, ArchiveError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let Ground { list, files } = ground(&change, id).await?;
        let list = approve::decide(list, files.len(), self.act(by.clone()))?;
        if !files.iter().all(|(_, known)| sees(known)) {
            return Err(approve::Refusal::Unseen.into());
        }
        archive::save_list(&change, &list).await?;
        for (file, known) in &files {
            archive::set_fate(&change, file.complaint, Fate::Ordered(id)).await?;
            let Some(Term { class, until }) = &file.term else {
                continue;
            };
            let event = DestructionOrderedV1 {
                complaint: file.complaint,
                list: id,
                class: class.clone(),
                kept_until: until.to_string(),
                proposed_by: list.proposed.by.clone(),
                by: by.clone(),
            };
            say(&mut change, &event, file.complaint, known)?;
        }
        once.keep(&change, 200, &id).await?;
        change.commit().await?;
        Ok(id)
    }

    /// Gives a list up; its files stay.
    pub(crate) async fn drop_destruction(
        &self,
        id: DestructionId,
        by: Actor,
        once: Once<'_>,
    ) -> Result<DestructionId, ArchiveError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let Ground { list, files } = ground(&change, id).await?;
        let list = approve::drop(list, self.act(by.clone()))?;
        archive::save_list(&change, &list).await?;
        for (file, known) in &files {
            archive::set_fate(&change, file.complaint, Fate::Kept).await?;
            let event = DestructionDroppedV1 {
                complaint: file.complaint,
                list: id,
                by: by.clone(),
            };
            say(&mut change, &event, file.complaint, known)?;
        }
        once.keep(&change, 200, &id).await?;
        change.commit().await?;
        Ok(id)
    }
}

/// A list and its files, which nobody else changes before this change ends. A file that is held meanwhile leaves the list under its own
/// lock, so each is read again under it.
async fn ground(change: &Change, id: DestructionId) -> Result<Ground, ArchiveError> {
    let list = archive::lock_list(change, id).await?.ok_or(ArchiveError::NotFound)?;
    let mut listed = Vec::new();
    for file in archive::listed(change.conn(), id).await? {
        let file = archive::lock(change, file.complaint).await?;
        listed.extend(file.filter(|file| file.fate.list() == Some(id)));
    }
    let mut known = archive::known(change.conn(), &ids(&listed)).await?;
    let files = listed
        .into_iter()
        .filter_map(|file| known.remove(&file.complaint).map(|known| (file, known)))
        .collect();
    Ok(Ground { list, files })
}
