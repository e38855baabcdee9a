//! The handling form (R6.1): made from what the case holds.

use huiyin_contracts::views::investigation::{
    FormFinding, FormFollowUp, FormReply, FormStatement, FormUnitFound, HandlingForm, Step as StepView,
};
use huiyin_kernel::{Actor, Timestamp};
use sha2::{Digest, Sha256};

use super::act::File;
use super::extensions::form_extensions;
use super::lessons::lesson_words;
use super::rounds::{drafts, reopenings, rounds};
use super::sanctions::sanction_words;
use super::view::{form_evidence, form_opinion, form_redress};
use crate::domain::statement::hex;
use crate::domain::{Finding, FollowUp, Reply, Review, Stage, Statement, Words};
use crate::store::{Form, Step};

/// The form's version.
const VERSION: u32 = 5;

/// What the closing adds to it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Closes<'a> {
    /// What is to be learnt from it.
    pub(crate) summary: Option<&'a Words>,
    /// The agreement or the judgment, where it ended outside (R5.7).
    pub(crate) agreement: Option<&'a Words>,
    /// Who closes it, and when.
    pub(crate) closed: Option<(&'a Actor, Timestamp)>,
}

/// Makes the form; as it is so far where nobody closes the case yet.
pub(crate) fn make(file: &File, closes: &Closes<'_>) -> Result<Form, serde_json::Error> {
    let body = serde_json::to_string(&document(file, closes))?;
    let sha256 = hex(&Sha256::digest(&body));
    Ok(Form { body, sha256 })
}

fn document(file: &File, closes: &Closes<'_>) -> HandlingForm {
    let (case, closed) = (&file.case, closes.closed);
    let subject = case.subject.as_ref();
    let work = case.stage.work();
    let mut history: Vec<StepView> = file.steps.iter().cloned().map(step_view).collect();
    history.extend(closed.map(|(by, at)| StepView {
        version: file.next,
        what: "closed".to_owned(),
        unit: case.unit.clone(),
        by: by.clone(),
        at,
    }));
    HandlingForm {
        form: VERSION,
        complaint: case.complaint,
        number: subject.map(|subject| subject.number.clone()),
        case: case.id,
        unit: case.unit.clone(),
        unit_concerned: subject.map(|subject| subject.unit.clone()),
        order: case.order,
        severity: case.severity.clone(),
        opened: case.opened,
        reply_due: case.reply_due,
        handler: work.map(|work| work.handler.clone()),
        accepted: work.map(|work| work.accepted),
        statements: statements(&file.statements),
        evidence: form_evidence(&file.evidence, &file.custody),
        finding: case.stage.finding().map(finding),
        reply: case.stage.reply().map(reply),
        given_back: given_back(&case.stage),
        follow_up: follow_up(&case.stage),
        redress: file.redress.iter().map(form_redress).collect(),
        opinions: file.opinions.iter().map(form_opinion).collect(),
        extensions: form_extensions(case, &file.extensions),
        sanctions: file.sanctions.iter().map(sanction_words).collect(),
        lessons: file.lessons.iter().map(lesson_words).collect(),
        drafts: drafts(&file.given_back),
        rounds: rounds(&file.steps),
        reopenings: reopenings(case, &file.steps),
        agreement: closes.agreement.map(text),
        summary: closes.summary.map(text),
        history,
        closed_by: closed.map(|(by, _)| by.clone()),
        closed: closed.map(|(_, at)| at),
    }
}

/// A step, as the API and the form show it.
pub(crate) fn step_view(step: Step) -> StepView {
    StepView {
        version: step.version,
        what: step.what,
        unit: step.unit,
        by: step.by,
        at: step.at,
    }
}

pub(super) fn text(words: &Words) -> String {
    words.as_str().to_owned()
}

fn statements(taken: &[(Statement, String)]) -> Vec<FormStatement> {
    taken
        .iter()
        .map(|(statement, sha256)| FormStatement {
            given_by: statement.given_by.as_str().to_owned(),
            taken: statement.taken,
            by: statement.by.clone(),
            sha256: sha256.clone(),
            superseded: taken.iter().any(|(other, _)| other.supersedes == Some(statement.id)),
        })
        .collect()
}

pub(super) fn finding(finding: &Finding) -> FormFinding {
    let reviewed = match &finding.review {
        Review::Confirmed { reasons, mark } | Review::Overruled { reasons, mark, .. } => Some((text(reasons), mark)),
        Review::NotNeeded | Review::Asked { .. } => None,
    };
    FormFinding {
        finding: finding.verdict.code().to_owned(),
        root_cause: finding.root_cause.as_str().to_owned(),
        facts: finding.facts.as_str().to_owned(),
        cause_detail: finding.cause_detail.as_ref().map(text),
        responsible_unit: finding.responsible_unit.clone(),
        responsible: finding.responsible.clone(),
        review: finding.review.code().to_owned(),
        reviewed_by: reviewed.as_ref().map(|(_, mark)| mark.by.clone()),
        review_reasons: reviewed.map(|(reasons, _)| reasons),
        unit_found: unit_found(&finding.review),
        at: finding.at,
        by: finding.by.clone(),
    }
}

pub(super) fn reply(reply: &Reply) -> FormReply {
    FormReply {
        channel: reply.channel.as_str().to_owned(),
        words: reply.words.as_str().to_owned(),
        apology: reply.apology,
        redress: reply.redress.as_ref().map(text),
        letter: reply.letter.as_ref().map(|letter| text(&letter.words)),
        last_day: reply.letter.as_ref().and_then(|letter| letter.last_day),
        at: reply.at,
        by: reply.by.clone(),
    }
}

/// What the unit had found before a reviewer found otherwise. Of what was overruled before this was kept only the verdict is known.
fn unit_found(review: &Review) -> Option<FormUnitFound> {
    let Review::Overruled { before, unit_found, .. } = review else {
        return None;
    };
    let named = unit_found.as_ref();
    Some(FormUnitFound {
        finding: before.code().to_owned(),
        root_cause: named.map(|named| named.root_cause.as_str().to_owned()),
        cause_detail: named.and_then(|named| named.cause_detail.as_ref().map(text)),
        responsible_unit: named.and_then(|named| named.responsible_unit.clone()),
        responsible: named.map(|named| named.responsible.clone()).unwrap_or_default(),
    })
}

/// Why the last draft of the reply does not go out, for who writes the next one.
fn given_back(stage: &Stage) -> Option<String> {
    let Stage::Found { draft, .. } = stage else {
        return None;
    };
    let (reason, _) = draft.as_ref()?.refused.as_ref()?;
    Some(text(reason))
}

fn follow_up(stage: &Stage) -> Option<FormFollowUp> {
    let Stage::FollowedUp { follow_up, .. } = stage else {
        return None;
    };
    Some(match follow_up {
        FollowUp::Visited { remarks, at, by } => FormFollowUp {
            outcome: "satisfied".to_owned(),
            remarks: remarks.as_ref().map(|words| words.as_str().to_owned()),
            at: *at,
            by: Some(by.clone()),
        },
        FollowUp::Lapsed { at } => FormFollowUp {
            outcome: "lapsed".to_owned(),
            remarks: None,
            at: *at,
            by: None,
        },
    })
}
