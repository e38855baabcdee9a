//! What a complainant does with number and receipt code (R3.3, R5.6).

use std::sync::PoisonError;

use huiyin_contracts::views::intake::{Note, Progress, Step};
use huiyin_kernel::ComplaintNumber;

use super::{App, AppError};
use crate::domain::complaint::Complaint;
use crate::domain::recourse::Way;
use crate::domain::{receipt, represent, told};
use crate::store;

impl App {
    /// The complaint that number and code open. A wrong number and a wrong code are the same, also in the time that they take.
    /// Who was wrong too often waits; the right code always opens it, so that nobody can lock a complainant out by guessing.
    pub(crate) async fn open(&self, number: &str, receipt_code: &str) -> Result<Complaint, AppError> {
        let number = number.parse::<ComplaintNumber>().ok();
        // What is no number at all counts as one and the same.
        let counted = number.as_ref().map(ComplaintNumber::as_str).unwrap_or_default();
        let throttle = || self.throttle.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match &number {
            Some(number) => store::by_receipt(self.store.read(), number).await?,
            None => None,
        };
        let (complaint, hash) = found.unzip();
        let fits = receipt::fits(receipt_code, hash.flatten().as_deref());
        match complaint.filter(|_| fits) {
            Some(complaint) => {
                throttle().right(counted);
                Ok(complaint)
            }
            None => {
                let mut throttle = throttle();
                throttle
                    .ask(counted, self.now())
                    .map_err(|wait| AppError::Slow(wait.seconds))?;
                throttle.wrong(counted, self.now());
                Err(AppError::NotFound)
            }
        }
    }

    /// Whether the receipt's holder may end the procedure.
    pub(crate) async fn may_end(&self, complaint: &Complaint) -> Result<(), AppError> {
        let standing = store::representation(self.store.read(), complaint.id).await?;
        Ok(represent::may_end(standing.as_ref())?)
    }

    /// Whether the receipt's holder says what the complainant thinks of the answer.
    pub(crate) async fn may_speak(&self, complaint: &Complaint) -> Result<(), AppError> {
        let standing = store::representation(self.store.read(), complaint.id).await?;
        Ok(represent::may_speak(standing.as_ref())?)
    }

    /// How far it has come, in plain words.
    pub(crate) async fn progress(&self, complaint: &Complaint) -> Result<Progress, AppError> {
        let mut steps = store::steps(self.store.read(), complaint.id).await?;
        steps.insert(0, ("registered".to_owned(), complaint.registered));
        let notes = store::notes(self.store.read(), &self.keys, complaint.id).await?;
        // Whoever holds the receipt may be the one whose authority nobody has accepted.
        let standing = store::representation(self.store.read(), complaint.id).await?;
        let speaks = represent::may_speak(standing.as_ref()).is_ok();
        let notes = if speaks { notes } else { Vec::new() };
        let responsible = match complaint.lead.as_ref().filter(|_| !complaint.stage.has_ended()) {
            Some(lead) => Some(store::name_of(self.store.read(), lead).await?),
            None => None,
        };
        let today = self.schedule.day_of(self.now());
        let open = |way| complaint.recourse.open(way, &complaint.stage, today).filter(|_| speaks);
        Ok(Progress {
            number: complaint.number.clone(),
            stage: complaint.stage.code().to_owned(),
            language: complaint.language.clone(),
            steps: steps.into_iter().map(|(step, at)| in_words(step, at, &notes)).collect(),
            promised: complaint.reply_due.filter(|_| !complaint.stage.has_ended()),
            promise: complaint.promise.clone().filter(|_| !complaint.stage.has_ended()),
            responsible_unit: responsible,
            can_withdraw: complaint.stage.can_be_withdrawn(),
            can_rate: speaks && complaint.recourse.may_rate(&complaint.stage),
            verify_by: open(Way::Verification),
            appeal_by: open(Way::Appeal),
        })
    }
}

/// The kinds of notes that tell the complainant something: the others are their own words.
const ANSWERS: [&str; 2] = ["declined", "settled"];

/// A step in words; with a decline and an answer on the spot go the words that the complainant was told.
fn in_words(step: String, at: huiyin_kernel::Timestamp, notes: &[Note]) -> Step {
    let (zh, en) = told::words(&step);
    let told = notes
        .iter()
        .find(|note| ANSWERS.contains(&note.kind.as_str()) && note.kind == step);
    Step {
        words: told.map(|note| note.words.clone()),
        step,
        at,
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}
