//! Telling the complainant that the reply needs longer (R4.5): in a letter from the pack's approved text, with the reason, the new last day,
//! and whom to ask.

use huiyin_policy::Pack;
use uuid::Uuid;

use super::answer::Letter;
use super::extension::{Extension, Told, owed};
use super::{Case, Code, Mark, Stage, Words, letter};

/// The text's code in the packs.
const TEXT: &str = "extended";

/// Somebody tells it.
#[derive(Clone, Debug)]
pub(crate) struct TellExtension<'a> {
    /// Which extension.
    pub(crate) id: Uuid,
    /// How.
    pub(crate) channel: Code,
    /// Why, in words for the complainant.
    pub(crate) reason: Words,
    /// The name of the unit to ask.
    pub(crate) unit: &'a str,
    /// Who tells it, and when.
    pub(crate) mark: Mark,
}

/// Why no letter goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is none of that id.
    #[error("the case has no such extension")]
    Unknown,
    /// It went out.
    #[error("the complainant has the letter about this extension already")]
    Told,
    /// Its date does not hold any more.
    #[error("a later extension stands: the complainant is told of that one")]
    Overtaken,
    /// Nobody works on it.
    #[error("the letter about more time is written after the order is accepted")]
    NotAccepted,
    /// They have the answer.
    #[error("the complainant has the answer, so nothing is told of more time")]
    Answered,
    /// Somebody else works on it.
    #[error("only the handler writes the letter about more time")]
    NotTheHandler,
    /// The case is over.
    #[error("the case is closed, so nothing is told of more time")]
    Closed,
    /// There is no text.
    #[error("the policy pack has no approved text for a letter about more time")]
    Textless,
    /// The text does not say why.
    #[error("the approved text about more time lacks a required clause: the reason")]
    NoReason,
    /// Nor until when.
    #[error("the approved text about more time lacks a required clause: the new last day")]
    NoDay,
    /// Nor whom to ask.
    #[error("the approved text about more time lacks a required clause: whom to ask")]
    NoUnit,
}

refusals! { Refusal,
    Unknown => "unknown_extension",
    Told => "extension_told",
    Overtaken => "extension_overtaken",
    NotAccepted => "not_accepted",
    Answered => "already_answered",
    NotTheHandler => "not_the_handler",
    Closed => "case_closed",
    Textless => "no_extension_text",
    NoReason => "extension_text_reason",
    NoDay => "extension_text_day",
    NoUnit => "extension_text_unit",
}

/// What the text must leave open.
const CLAUSES: [(&str, Refusal); 3] = [
    ("reason", Refusal::NoReason),
    ("due", Refusal::NoDay),
    ("unit", Refusal::NoUnit),
];

/// The extension with its letter.
pub(crate) fn decide(
    case: &Case,
    all: &[Extension],
    tell: TellExtension<'_>,
    pack: &Pack,
) -> Result<Extension, Refusal> {
    let work = match &case.stage {
        Stage::Investigating { work } | Stage::Found { work, .. } => work,
        Stage::Assigned | Stage::Reopened { .. } => return Err(Refusal::NotAccepted),
        Stage::Replied { .. } | Stage::FollowedUp { .. } => return Err(Refusal::Answered),
        Stage::Closed { .. } | Stage::Archived { .. } => return Err(Refusal::Closed),
    };
    if work.handler != tell.mark.by {
        return Err(Refusal::NotTheHandler);
    }
    let extension = all.iter().find(|one| one.id == tell.id).ok_or(Refusal::Unknown)?;
    if extension.told.is_some() {
        return Err(Refusal::Told);
    }
    if owed(case, all) != Some(extension) {
        return Err(Refusal::Overtaken);
    }
    Ok(Extension {
        told: Some(written(case, extension, tell, pack)?),
        ..extension.clone()
    })
}

fn written(case: &Case, extension: &Extension, tell: TellExtension<'_>, pack: &Pack) -> Result<Told, Refusal> {
    let subject = case.subject.as_ref();
    let language = subject.map_or("zh", |subject| &subject.language);
    let text = pack.letter(TEXT).ok_or(Refusal::Textless)?.text(language);
    if let Some((_, lacks)) = CLAUSES.iter().find(|(blank, _)| !letter::leaves(text, blank)) {
        return Err(*lacks);
    }
    let last_day = pack.default_calendar().date_of(extension.due);
    let filled = letter::fill(text, |blank| match blank {
        "number" => subject.map_or_else(String::new, |subject| subject.number.to_string()),
        "unit" => tell.unit.to_owned(),
        "reason" => tell.reason.as_str().to_owned(),
        "due" => last_day.to_string(),
        _ => String::new(),
    });
    Ok(Told {
        letter: Letter {
            code: TEXT.to_owned(),
            words: Words::kept(filled),
            last_day: None,
        },
        channel: tell.channel,
        reason: tell.reason,
        last_day,
        mark: tell.mark,
    })
}

#[cfg(test)]
#[path = "tell_extension_tests.rs"]
mod tests;
