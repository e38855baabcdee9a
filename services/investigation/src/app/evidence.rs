//! Evidence in files: taken in as it comes, listed with the step, given out with a look (R5.1, R8.1).

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use futures::Stream;
use huiyin_contracts::events::investigation::{EvidenceAddedV1, EvidenceScannedV1};
use huiyin_contracts::views::investigation::CaseView;
use huiyin_files::clamd::{Clamd, Scan};
use huiyin_files::{FileError, Files, Pace, Received, Slot, Slots};
use huiyin_kernel::CaseId;
use huiyin_seal::ContentKey;
use huiyin_store::idempotency::{self, Begun};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::act::{Call, Decided};
use super::look::Look;
use super::saying::Saying;
use super::{App, Error, Kept};
use crate::domain::add_evidence::{self, Content, Quota, Told};
use crate::domain::{Custody, Evidence, Handled};
use crate::store;

/// How many files are scanned in one look.
const SCANS: u64 = 20;

/// Where evidence is kept, how much of it, and who scans it.
#[derive(Clone, Debug)]
pub(crate) struct Keeping {
    /// The files.
    pub(crate) files: Files,
    /// How many uploads there may be at once.
    pub(crate) slots: Slots,
    /// How long one may take.
    pub(crate) pace: Pace,
    /// How much may come.
    pub(crate) quota: Quota,
    /// The virus scanner, where there is one.
    pub(crate) scanner: Option<Clamd>,
}

/// A file that came whole and is listed nowhere yet; dropped, it is gone.
pub(crate) struct Arrived {
    received: Received,
    told: Told,
    scan: Scan,
    /// Others wait for its place until it is listed.
    _slot: Slot,
}

impl Arrived {
    /// What makes the request the same as another: content and what was told of it.
    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        let told = format!("{:?}", (&self.told.kind, &self.told.given_by, self.told.supersedes));
        let name = self.told.name.as_ref().map_or("", |name| name.as_str());
        let reason = self.told.reason.as_ref().map_or("", |reason| reason.as_str());
        let told = [told.as_str(), name, reason].join("\n");
        [self.received.sha256.as_slice(), told.as_bytes()].concat()
    }
}

/// What is changed of evidence with a step.
#[derive(Clone, Debug)]
pub(crate) struct NewEvidence {
    /// It.
    pub(crate) evidence: Evidence,
    /// The lines that it adds to custody lists.
    pub(crate) custody: Vec<Custody>,
    /// Its content, which gets its place in the same change.
    pub(crate) content: Arc<Mutex<Received>>,
}

impl App {
    /// Takes a file in, as it comes, and no more of it than the case has room for. Under a key that was answered before it may be the same
    /// file again, for which there need be no room (P3).
    pub(crate) async fn receive<S, E>(
        &self,
        case: CaseId,
        told: Told,
        (key, announced): (&str, Option<u64>),
        mut body: S,
    ) -> Result<Arrived, Error>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let kept = self.case(case).await?;
        let held = store::evidence(self.store.read(), None, case).await?;
        let again = idempotency::before(self.store.read(), key, &[0; 32]).await? != Begun::Fresh;
        let keeping = &self.keeping;
        let room = match add_evidence::check(&kept.case, &told, &held, announced, keeping.quota) {
            Ok((most, _)) => most,
            // What was answered before is answered again, whatever became of the case since.
            Err(_) if again => keeping.quota.file,
            Err(refusal) => {
                huiyin_files::drain(&mut body).await;
                return Err(Error::Refused(refusal.into()));
            }
        };
        let Some(slot) = keeping.slots.take(case.uuid()) else {
            huiyin_files::drain(&mut body).await;
            return Err(Error::Crowded);
        };
        let key = self.contents(&kept).await?;
        let received = keeping
            .files
            .receive(body, room, keeping.pace, &key)
            .await
            .map_err(|error| match error {
                FileError::TooLong(most) if most < keeping.quota.file => {
                    Error::Refused(add_evidence::Refusal::Quota(keeping.quota.case).into())
                }
                FileError::TooLong(most) => Error::Refused(add_evidence::Refusal::TooLong(most).into()),
                error => Error::File(error),
            })?;
        let scan = match &keeping.scanner {
            Some(scanner) => {
                let content = keeping.files.draft(&received, &key).await.map_err(FileError::from);
                scanner.scan(content.map_err(Error::File)?, received.bytes).await
            }
            None => Scan::Unscanned,
        };
        Ok(Arrived {
            received,
            told,
            scan,
            _slot: slot,
        })
    }

    /// What a case's files are sealed under; a key is made where there is none yet.
    async fn contents(&self, kept: &Kept) -> Result<ContentKey, Error> {
        if !kept.sealing.is_gone() {
            return Ok(kept.sealing.contents()?);
        }
        let change = self.store.change().await?;
        let sealing = self.keys.take(&change, kept.case.complaint).await?;
        change.commit().await?;
        Ok(sealing.contents()?)
    }

    /// Lists a file that came whole: with its step, its custody and its event, or none of it. It has its place before it is listed, and none
    /// where it is refused; a place that a crash left without a listing is swept away.
    pub(crate) async fn add_evidence(&self, call: &Call, arrived: Arrived) -> Result<CaseView, Error> {
        let id = self.store.ids().uuid();
        let content = Content {
            sha256: arrived.received.sha256,
            bytes: arrived.received.bytes,
            head: arrived.received.head.clone(),
            scan: arrived.scan,
        };
        let received = Arc::new(Mutex::new(arrived.received));
        self.act(call, |file, at| {
            let (told, by) = (arrived.told.clone(), call.by.clone());
            let mark = (id, by.clone(), at);
            let evidence = add_evidence::decide(
                &file.case,
                told,
                content.clone(),
                &file.evidence,
                self.keeping.quota,
                mark,
            )?;
            let mut custody = evidence.begins();
            let old = evidence.supersedes.as_ref().map(|(old, _)| *old);
            let old = old.and_then(|old| file.evidence.iter().find(|one| one.id == old));
            custody.extend(old.map(|old| old.handled(Handled::Superseded, by.clone(), at, None)));
            let says = vec![Saying::EvidenceAdded(EvidenceAddedV1 {
                complaint: file.case.complaint,
                evidence: id,
                kind: evidence.kind.as_str().to_owned(),
                given_by: evidence.given_by.as_str().to_owned(),
                sha256: evidence.hex(),
                bytes: evidence.bytes,
                media_type: evidence.media_type.clone(),
                scan: evidence.scan.code().to_owned(),
                supersedes: evidence.supersedes.as_ref().map(|(old, _)| *old),
                by: by.clone(),
            })];
            Ok(Decided {
                evidence: Some(NewEvidence {
                    evidence,
                    custody,
                    content: Arc::clone(&received),
                }),
                ..Decided::step(file.case, "evidence_added", by, at, says)
            })
        })
        .await
    }

    /// Gives a file its place, as the last thing before its listing is committed.
    pub(super) async fn keep_evidence(&self, case: CaseId, new: &NewEvidence) -> Result<(), Error> {
        let mut content = new.content.lock().await;
        let kept = self.keeping.files.keep(&mut content, case.uuid()).await;
        kept.map_err(Error::File)
    }

    /// A piece of evidence with its content: given out when the look and the line of custody are committed, and never where it is infected or
    /// not what it was.
    pub(crate) async fn look_at_evidence(
        &self,
        look: &Look,
        id: Uuid,
    ) -> Result<(Evidence, impl Stream<Item = io::Result<Bytes>> + Send + use<>), Error> {
        let of_case = self.case(look.case).await?;
        let all = store::evidence(self.store.read(), Some(&of_case.sealing), look.case).await?;
        let found = all.into_iter().find(|one| one.id == id).ok_or(Error::NoSuchCase)?;
        if found.scan == Scan::Infected {
            return Err(Error::Infected);
        }
        let files = &self.keeping.files;
        let key = of_case.sealing.contents().ok();
        let content = files.open(look.case.uuid(), &found.sha256, key.as_ref()).await;
        let content = content.map_err(Error::File)?;
        let mut change = self.store.change().await?;
        let kept = store::find(change.conn(), &self.keys, look.case)
            .await?
            .ok_or(Error::NoSuchCase)?;
        let line = found.handled(Handled::GivenOut, look.by.clone(), self.store.clock().now(), None);
        store::add_custody(&change, self.store.ids().uuid(), look.case, &line).await?;
        let seen = Saying::seen(&kept.case, "evidence", look.purpose.as_str(), look.by.clone());
        seen.say(&mut change, &kept.case)?;
        change.commit().await?;
        Ok((found, content))
    }

    /// Where a piece of evidence lies.
    #[cfg(test)]
    pub(crate) fn place_of_evidence(&self, case: CaseId, sha256: &huiyin_files::Hash) -> std::path::PathBuf {
        let place = self.keeping.files.place(case.uuid(), sha256);
        place.expect("the tests keep it in a folder")
    }

    /// Scans what nobody has scanned, once a scanner is there; true where there may be more. Where the store is away nothing is tried.
    pub(crate) async fn scan(&self) -> Result<bool, Error> {
        let Some(scanner) = &self.keeping.scanner else {
            return Ok(false);
        };
        let waiting = store::unscanned(self.store.read(), SCANS).await?;
        if waiting.is_empty() || self.check_evidence().await.is_err() {
            return Ok(false);
        }
        let mut scans = 0;
        for (case, evidence) in &waiting {
            let sealing = self.case(*case).await?.sealing;
            let key = sealing.contents().ok();
            let content = self
                .keeping
                .files
                .open(case.uuid(), &evidence.sha256, key.as_ref())
                .await;
            let scan = match content {
                Ok(content) => scanner.scan(content, evidence.bytes).await,
                Err(error) => {
                    // It stands in nobody else's way; whoever asks for it is told.
                    tracing::error!(%error, evidence = %evidence.id, "a file that is listed cannot be read for the scanner");
                    continue;
                }
            };
            if scan == Scan::Unscanned {
                // The scanner is away: the next look tries again.
                return Ok(false);
            }
            let scanned = Evidence {
                scan,
                ..evidence.clone()
            };
            self.note_scan(*case, &scanned).await?;
            scans += 1;
        }
        Ok(scans == SCANS)
    }

    async fn note_scan(&self, case: CaseId, scanned: &Evidence) -> Result<(), Error> {
        let mut change = self.store.change().await?;
        let Some(kept) = store::find(change.conn(), &self.keys, case).await? else {
            return Ok(());
        };
        if store::scanned(&change, scanned.id, scanned.scan).await? {
            let line = scanned.scanned(self.store.clock().now());
            store::add_custody(&change, self.store.ids().uuid(), case, &line).await?;
            let event = EvidenceScannedV1 {
                complaint: kept.case.complaint,
                evidence: scanned.id,
                scan: scanned.scan.code().to_owned(),
            };
            Saying::EvidenceScanned(event).say(&mut change, &kept.case)?;
        }
        Ok(change.commit().await?)
    }

    /// Clears away uploads that were given up.
    pub(crate) async fn clear_uploads(&self) -> Result<(), Error> {
        let cleared = self.keeping.files.clear().await;
        cleared.map(|_| ()).map_err(|error| Error::File(error.into()))
    }

    /// Whether evidence can be kept and read now: a sentence where not.
    pub(crate) async fn check_evidence(&self) -> Result<(), String> {
        self.keeping.files.check().await
    }

    /// Removes what crashes left: drafts, and files that were given their place and then not listed.
    pub(crate) async fn sweep(&self) -> Result<(), Error> {
        let files = &self.keeping.files;
        let failed = |error: io::Error| Error::File(error.into());
        files.sweep_drafts().await.map_err(failed)?;
        for kept in files.recent().await.map_err(failed)? {
            let case = CaseId::from_uuid(kept.of);
            let listed = |all: Vec<Evidence>| all.iter().any(|one| one.hex() == kept.name);
            if listed(store::evidence(self.store.read(), None, case).await?) {
                continue;
            }
            // Nobody adds to the case meanwhile: the same file may be on its way to the same place.
            let change = self.store.change().await?;
            store::lock(&change, case).await?;
            if !listed(store::evidence(change.conn(), None, case).await?) {
                files.remove(&kept).await.map_err(failed)?;
                tracing::info!(%case, "a file that belongs to nothing was removed");
            }
            change.undo().await?;
        }
        Ok(())
    }
}
