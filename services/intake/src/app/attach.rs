//! Files of complaints (R3.3): taken in, listed, shown with a look.

use std::io;

use bytes::Bytes;
use futures::Stream;
use huiyin_contracts::views::intake::{AttachmentView, Look, NamedAttachment};
use huiyin_kernel::{Actor, AttachmentId, ComplaintId};
use huiyin_seal::ContentKey;
use huiyin_store::idempotency::{self, Begun};
use huiyin_store::{Once, StoreError};

use super::{App, AppError, saying};
use crate::domain::attach::{self, Attachment, Content, Held};
use crate::domain::complaint::Complaint;
use crate::domain::look;
use crate::store;
use huiyin_files::{FileError, Received, Slot};

/// A file that came whole and is listed nowhere yet; dropped, it is gone.
pub(crate) struct Arrived {
    of: ComplaintId,
    received: Received,
    name: Option<String>,
    /// Others wait for its place until it is listed.
    _slot: Slot,
}

impl Arrived {
    /// What makes the request the same as another: complaint, content and name.
    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        let name = self.name.as_deref().unwrap_or_default();
        [
            self.of.uuid().as_bytes(),
            self.received.sha256.as_slice(),
            name.as_bytes(),
        ]
        .concat()
    }
}

impl App {
    /// Takes a file in, as it comes, and no more of it than the complaint has room for. Under a key that was answered before it may be
    /// the same file again, for which there need be no room (P3).
    pub(crate) async fn receive<S, E>(
        &self,
        complaint: &Complaint,
        name: Option<&str>,
        (key, announced): (&str, Option<u64>),
        mut body: S,
    ) -> Result<Arrived, AppError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let again = idempotency::before(self.store.read(), key, &[0; 32]).await? != Begun::Fresh;
        let held = if again {
            Held::default()
        } else {
            held(&store::attachments(self.store.read(), complaint.id).await?, &[0; 32])
        };
        let (room, name) = match attach::check(complaint, name, announced, &held, self.quota) {
            Ok(checked) => checked,
            Err(refusal) => {
                huiyin_files::drain(&mut body).await;
                return Err(refusal.into());
            }
        };
        let Some(slot) = self.uploads.take(complaint.id.uuid()) else {
            huiyin_files::drain(&mut body).await;
            return Err(AppError::Busy);
        };
        let key = self.contents(complaint.id).await?;
        let received = match self.files.receive(body, room.bytes, self.pace, &key).await {
            Err(FileError::TooLong(_)) => return Err(room.refusal.into()),
            received => received?,
        };
        Ok(Arrived {
            of: complaint.id,
            received,
            name,
            _slot: slot,
        })
    }

    /// What a complaint's files are sealed under; a key is made where there is none yet.
    async fn contents(&self, complaint: ComplaintId) -> Result<ContentKey, StoreError> {
        let sealing = self.keys.of(self.store.read(), complaint).await?;
        if !sealing.is_gone() {
            return sealing.contents();
        }
        let change = self.store.change().await?;
        let sealing = self.keys.take(&change, complaint).await?;
        change.commit().await?;
        sealing.contents()
    }

    /// Adds a file that came whole, once for its key: listed, shown to the complainant as a step, and said, or none of it.
    pub(crate) async fn attach(
        &self,
        id: ComplaintId,
        mut arrived: Arrived,
        by: Actor,
        once: Once<'_>,
    ) -> Result<AttachmentView, AppError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let mut complaint = store::lock(&change, id).await?.ok_or(AppError::NotFound)?;
        let received = &mut arrived.received;
        let held = held(&store::attachments(change.conn(), id).await?, &received.sha256);
        let content = Content {
            sha256: received.sha256,
            bytes: received.bytes,
            head: &received.head,
        };
        let new = self.store.ids().attachment();
        let act = self.act_of(by);
        let attachment = attach::decide(&complaint, &content, &held, self.quota, new, arrived.name, act)?;
        self.files.keep(received, id.uuid()).await?;
        store::add_attachment(&change, &self.keys, &attachment).await?;
        store::add_step(&change, id, "attachment", attachment.at).await?;
        store::update(&change, &mut complaint).await?;
        saying::say(&mut change, &attachment.event(), &complaint)?;
        let answer = view(&attachment);
        once.keep(&change, 201, &answer).await?;
        change.commit().await?;
        Ok(answer)
    }

    /// A complaint's files, without names and contents.
    pub(crate) async fn attachments(&self, id: ComplaintId) -> Result<Vec<AttachmentView>, StoreError> {
        let all = store::attachments(self.store.read(), id).await?;
        Ok(all.iter().map(view).collect())
    }

    /// A file with its content. It is shown only when the look is committed (R8.1).
    pub(crate) async fn look_at_attachment(
        &self,
        id: ComplaintId,
        attachment: AttachmentId,
        request: &Look,
        by: Actor,
    ) -> Result<(Attachment, impl Stream<Item = io::Result<Bytes>> + Send + use<>), AppError> {
        let event = look::decide(id, "attachment", &request.purpose, by)?;
        let all = store::named_attachments(self.store.read(), &self.keys, id).await?;
        let found = all.into_iter().find(|one| one.id == attachment);
        let found = found.ok_or(AppError::NotFound)?;
        let key = self.keys.of(self.store.read(), id).await?.contents().ok();
        let content = self.files.open(id.uuid(), &found.sha256, key.as_ref()).await?;
        let mut change = self.store.change().await?;
        let complaint = store::lock(&change, id).await?.ok_or(AppError::NotFound)?;
        saying::say(&mut change, &event, &complaint)?;
        change.commit().await?;
        Ok((found, content))
    }

    /// Clears away uploads that were given up.
    pub(crate) async fn clear_uploads(&self) -> Result<(), AppError> {
        self.files.clear().await.map_err(FileError::from)?;
        Ok(())
    }

    /// Whether files can be kept and read now: a sentence where not.
    pub(crate) async fn check_files(&self) -> Result<(), String> {
        self.files.check().await
    }

    /// Removes what crashes left: drafts, and files that were given their place and then not listed.
    pub(crate) async fn sweep(&self) -> Result<(), AppError> {
        self.files.sweep_drafts().await.map_err(FileError::from)?;
        for kept in self.files.recent().await.map_err(FileError::from)? {
            let id = ComplaintId::from_uuid(kept.of);
            let listed = |all: Vec<Attachment>| all.iter().any(|one| one.hex() == kept.name);
            if listed(store::attachments(self.store.read(), id).await?) {
                continue;
            }
            // Nobody adds to the complaint meanwhile.
            let change = self.store.change().await?;
            store::lock(&change, id).await?;
            if !listed(store::attachments(change.conn(), id).await?) {
                self.files.remove(&kept).await.map_err(FileError::from)?;
                tracing::info!(complaint = %id, "a file that belongs to nothing was removed");
            }
            change.undo().await?;
        }
        Ok(())
    }
}

fn held(all: &[Attachment], sha256: &[u8; 32]) -> Held {
    Held {
        files: u64::try_from(all.len()).unwrap_or(u64::MAX),
        bytes: all.iter().map(|one| one.bytes).sum(),
        same: all.iter().any(|one| one.sha256 == *sha256),
    }
}

fn view(attachment: &Attachment) -> AttachmentView {
    AttachmentView {
        id: attachment.id,
        sha256: attachment.hex(),
        bytes: attachment.bytes,
        media_type: attachment.media_type.clone(),
        scan: "not_scanned".to_owned(),
        by: attachment.by.clone(),
        added: attachment.at,
    }
}

/// A file as a look shows it.
pub(super) fn named(attachment: Attachment) -> NamedAttachment {
    NamedAttachment {
        attachment: view(&attachment),
        name: attachment.name,
    }
}
