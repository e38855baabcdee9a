//! What of a case is over, for its form: drafts that did not go out, rounds before this one, and why there is another (R5.4, R5.8).

use huiyin_contracts::views::investigation::{FormDraft, FormReopening, FormReply, FormRound};

use super::form::{finding, reply, text};
use crate::domain::{Case, Draft, Stage};
use crate::store::Step;

/// Drafts that did not go out.
pub(super) fn drafts(given_back: &[Draft]) -> Vec<FormDraft> {
    given_back.iter().map(draft).collect()
}

fn draft(draft: &Draft) -> FormDraft {
    let refused = draft.refused.as_ref();
    FormDraft {
        reply: FormReply {
            channel: draft.channel.as_str().to_owned(),
            words: text(&draft.words),
            apology: draft.apology,
            redress: draft.redress.as_ref().map(text),
            letter: None,
            last_day: None,
            at: draft.at,
            by: draft.by.clone(),
        },
        reason: refused.map(|(reason, _)| text(reason)),
        given_back_by: refused.map(|(_, mark)| mark.by.clone()),
        given_back: refused.map(|(_, mark)| mark.at),
    }
}

/// The rounds that are over; the one that the closing ends is the form's own.
pub(super) fn rounds(steps: &[Step]) -> Vec<FormRound> {
    let over = steps.iter().filter_map(|step| Some((step, step.left.as_ref()?)));
    over.filter_map(|(step, left)| {
        Some(FormRound {
            ended_by: step.what.clone(),
            ended: step.at,
            handler: left.work()?.handler.clone(),
            finding: left.finding().map(finding),
            reply: left.reply().map(reply),
        })
    })
    .collect()
}

/// Why the case was opened again, each time.
pub(super) fn reopenings(case: &Case, steps: &[Step]) -> Vec<FormReopening> {
    let before = steps.iter().filter_map(|step| step.left.as_ref());
    let all = before.chain(std::iter::once(&case.stage));
    all.filter_map(|stage| match stage {
        Stage::Reopened { why, remarks, at, by } => Some(FormReopening {
            why: why.code().to_owned(),
            remarks: remarks.as_ref().map(text),
            at: *at,
            by: by.clone(),
        }),
        _ => None,
    })
    .collect()
}
