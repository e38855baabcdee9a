//! More time for the reply, and the letter that tells the complainant of it (R4.5).

use huiyin_contracts::events::investigation::ExtensionToldV1;
use huiyin_contracts::events::ledger::ClockExtendedV1;
use huiyin_contracts::views::investigation::{CaseView, ExtensionView, FormExtension, SentLetter};
use huiyin_kernel::Timestamp;
use huiyin_store::{Change, StoreError};
use uuid::Uuid;

use super::act::{Call, Decided, read_file, save};
use super::form::text;
use super::hear::{RACED, Took};
use super::saying::Saying;
use super::{App, Error, File, Look};
use crate::domain::tell_extension::{self, TellExtension};
use crate::domain::{Case, Code, Extension, Mark, Paper, Reply, Words};
use crate::store;

/// What the complainant is told, as it comes in.
#[derive(Clone, Debug)]
pub(crate) struct NewTelling {
    pub(crate) channel: Code,
    pub(crate) reason: Words,
}

impl App {
    /// Routing gave the reply more time: the case has a new date, and the complainant is to be told of it.
    pub(crate) async fn extended(
        &self,
        change: &mut Change,
        event: ClockExtendedV1,
        at: Timestamp,
    ) -> Result<Took, StoreError> {
        let Some(kept) = store::find_by_complaint(change.conn(), &self.keys, event.complaint).await? else {
            return Ok(Took::Later("the order that opens the case has not been heard"));
        };
        let file = read_file(change.conn(), &kept, false).await?;
        let known = file.extensions.iter().any(|one| one.id == event.delay);
        if known || kept.case.stage.closing().is_some() {
            return Ok(Took::Effect);
        }
        let by = event.approved_by;
        let extension = Extension {
            id: event.delay,
            due: event.due,
            approved: Mark { by: by.clone(), at },
            told: None,
        };
        let case = Case {
            reply_due: Some(event.due),
            ..file.case
        };
        let decided = Decided {
            paper: Some(Paper::Extension(extension)),
            ..Decided::step(case, "extended", by, at, Vec::new())
        };
        let saved = save(change, &kept, decided).await?;
        Ok(if saved { Took::Effect } else { RACED })
    }

    /// Tells the complainant that the reply needs longer.
    pub(crate) async fn tell_extension(&self, call: &Call, id: Uuid, new: &NewTelling) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let code = file.case.unit.code();
            let tell = TellExtension {
                id,
                channel: new.channel.clone(),
                reason: new.reason.clone(),
                unit: file.unit.as_ref().map_or(code.as_str(), |unit| &unit.name),
                mark: call.mark(at),
            };
            let pack = self.pack_of(&file.case);
            let extension = tell_extension::decide(&file.case, &file.extensions, tell, &pack)?;
            let (case, by) = (file.case, call.by.clone());
            let says = said(&case, &extension).into_iter().collect();
            Ok(Decided {
                paper: Some(Paper::Extension(extension)),
                ..Decided::step(case, "extension_told", by, at, says)
            })
        })
        .await
    }

    /// The letters that went out to the complainant, the oldest first.
    pub(crate) async fn look_at_letters(&self, look: &Look) -> Result<Vec<SentLetter>, Error> {
        let (file, _) = self.look(look, "letters").await?;
        Ok(letters(&file))
    }
}

fn said(case: &Case, extension: &Extension) -> Option<Saying> {
    let told = extension.told.as_ref()?;
    Some(Saying::ExtensionTold(ExtensionToldV1 {
        complaint: case.complaint,
        delay: extension.id,
        channel: told.channel.as_str().to_owned(),
        last_day: told.last_day.to_string(),
        unit: case.unit.clone(),
        by: told.mark.by.clone(),
    }))
}

/// Of replies those that were written into an approved text, of earlier rounds too.
fn letters(file: &File) -> Vec<SentLetter> {
    let before = file.steps.iter().filter_map(|step| step.left.as_ref());
    let replies = before
        .chain(std::iter::once(&file.case.stage))
        .filter_map(|stage| sent(stage.reply()?));
    let extensions = file.extensions.iter().filter_map(|one| {
        let told = one.told.as_ref()?;
        Some(SentLetter {
            text: told.letter.code.clone(),
            channel: told.channel.as_str().to_owned(),
            words: text(&told.letter.words),
            at: told.mark.at,
            by: told.mark.by.clone(),
        })
    });
    let mut letters: Vec<SentLetter> = extensions.chain(replies).collect();
    letters.sort_by_key(|letter| letter.at);
    letters
}

fn sent(reply: &Reply) -> Option<SentLetter> {
    let letter = reply.letter.as_ref()?;
    Some(SentLetter {
        text: letter.code.clone(),
        channel: reply.channel.as_str().to_owned(),
        words: text(&letter.words),
        at: reply.at,
        by: reply.by.clone(),
    })
}

/// Extensions without words.
pub(super) fn extension_views(case: &Case, all: &[Extension]) -> Vec<ExtensionView> {
    all.iter().map(|one| extension_view(case, one, all)).collect()
}

fn extension_view(case: &Case, one: &Extension, all: &[Extension]) -> ExtensionView {
    let told = one.told.as_ref();
    ExtensionView {
        id: one.id,
        due: one.due,
        approved_by: one.approved.by.clone(),
        approved: one.approved.at,
        state: one.state(case, all).to_owned(),
        channel: told.map(|told| told.channel.as_str().to_owned()),
        last_day: told.map(|told| told.last_day),
        told_by: told.map(|told| told.mark.by.clone()),
        told: told.map(|told| told.mark.at),
    }
}

/// Extensions, as the form shows them.
pub(super) fn form_extensions(case: &Case, all: &[Extension]) -> Vec<FormExtension> {
    let one = |one: &Extension| FormExtension {
        extension: extension_view(case, one, all),
        reason: one.told.as_ref().map(|told| text(&told.reason)),
        letter: one.told.as_ref().map(|told| text(&told.letter.words)),
    };
    all.iter().map(one).collect()
}
