//! Cases as the API shows them: without words.

use huiyin_contracts::views::investigation::{
    CaseLine, CaseView, CustodyLine, EvidenceView, FormEvidence, FormOpinion, FormRedress, MissingPart, OpinionView,
    RedressView, Reopening, Stage as StageView, StatementView,
};

use super::act::File;
use super::extensions::extension_views;
use super::form::step_view;
use super::lessons::lesson_view;
use super::sanctions::sanction_view;
use crate::domain::{
    Approval, Case, Custody, Evidence, Opinion, OpinionStage, Redress, RedressStage, Review, Stage, Statement, missing,
};
use crate::store::{Kept, Step};

/// A line of the list.
pub(crate) fn case_line(kept: &Kept) -> CaseLine {
    let case = &kept.case;
    CaseLine {
        id: case.id,
        complaint: case.complaint,
        number: case.subject.as_ref().map(|subject| subject.number.clone()),
        unit: case.unit.clone(),
        stage: stage(&case.stage),
        severity: case.severity.clone(),
        imported: case.imported,
        opened: case.opened,
        reply_due: case.reply_due,
        follow_up_lapses: case.stage.reply().map(|reply| reply.lapses),
        version: kept.version,
    }
}

/// A whole case.
pub(crate) fn case_view(kept: &Kept, file: &File) -> CaseView {
    let case = &kept.case;
    let (work, closing, reply) = (case.stage.work(), case.stage.closing(), case.stage.reply());
    let (finding, root_cause) = found(case);
    CaseView {
        line: case_line(kept),
        order: case.order,
        unit_concerned: case.subject.as_ref().map(|subject| subject.unit.clone()),
        restricted: case.restricted,
        handler: work.map(|work| work.handler.clone()),
        accepted: work.map(|work| work.accepted),
        statements: case.statements,
        finding,
        root_cause,
        review: case.stage.finding().map(|finding| finding.review.code().to_owned()),
        awaits: awaits(&case.stage),
        awaits_besides: awaits_besides(&case.stage),
        verify_by: case.answered.as_ref().and_then(|answered| answered.verify_by),
        appeal_by: case.answered.as_ref().and_then(|answered| answered.appeal_by),
        redress: file.redress.iter().map(redress_view).collect(),
        opinions: file.opinions.iter().map(opinion_view).collect(),
        extensions: extension_views(case, &file.extensions),
        sanctions: file.sanctions.iter().map(sanction_view).collect(),
        lessons: file.lessons.iter().map(lesson_view).collect(),
        reopened: reopenings(case, &file.steps),
        replied: reply.map(|reply| reply.at),
        ending: closing.map(|closing| closing.ending.code().to_owned()),
        closed: closing.and_then(|closing| closing.at),
        form_sha256: closing.and_then(|closing| closing.form_sha256.clone()),
        archived: match &case.stage {
            Stage::Archived { at, .. } => Some(*at),
            _ => None,
        },
        retention: case.stage.retention().map(|kept| kept.class.clone()),
        kept_until: case.stage.retention().map(|kept| kept.until),
        missing: missing_parts(file, case),
        persons: 0,
        group: None,
        repeats: false,
        earlier: Vec::new(),
        history: file.steps.iter().cloned().map(step_view).collect(),
    }
}

/// What the form of a case lacks, by rule.
pub(super) fn missing_parts(file: &File, case: &Case) -> Vec<MissingPart> {
    let missing = missing::missing(case, &file.redress, &file.opinions, &file.extensions);
    let part = |one: missing::Missing| MissingPart {
        part: one.code().to_owned(),
        rule: one.rule().to_owned(),
    };
    missing.into_iter().map(part).collect()
}

/// Whose decision the case waits for: the reply's approver before the reviewer.
fn awaits(stage: &Stage) -> Option<String> {
    if let Stage::Found { draft: Some(draft), .. } = stage
        && draft.waits()
    {
        return draft.approver.as_ref().map(|approver| approver.code().to_owned());
    }
    match &stage.finding()?.review {
        Review::Asked { reviewer, .. } => Some(reviewer.code().to_owned()),
        _ => None,
    }
}

/// Who approves the reply besides.
fn awaits_besides(stage: &Stage) -> Vec<String> {
    let draft = stage.draft().filter(|draft| draft.waits());
    let besides = draft.into_iter().flat_map(|draft| &draft.then);
    besides.map(|approver| approver.code().to_owned()).collect()
}

/// Redress without its words.
pub(super) fn redress_view(redress: &Redress) -> RedressView {
    let (approver, rule, decided_by) = match &redress.stage {
        RedressStage::Proposed { approver } => (Some(approver.code().to_owned()), None, None),
        RedressStage::Refused { mark, .. } | RedressStage::Dropped { mark, .. } => (None, None, Some(mark.by.clone())),
        RedressStage::Approved { approval } | RedressStage::Delivered { approval, .. } => match approval {
            Approval::Own { rule } => (None, rule.clone(), None),
            Approval::Given { mark } => (None, None, Some(mark.by.clone())),
        },
    };
    RedressView {
        id: redress.id,
        kind: redress.kind.as_str().to_owned(),
        amount: redress.amount,
        state: redress.state().to_owned(),
        approver,
        rule,
        proposed_by: redress.proposed.by.clone(),
        decided_by,
    }
}

/// Redress with its words, for the form.
pub(super) fn form_redress(redress: &Redress) -> FormRedress {
    let (proof, reason) = match &redress.stage {
        RedressStage::Delivered { proof, .. } => (Some(proof), None),
        RedressStage::Refused { reason, .. } | RedressStage::Dropped { reason, .. } => (None, Some(reason)),
        _ => (None, None),
    };
    FormRedress {
        redress: redress_view(redress),
        what: redress.what.as_str().to_owned(),
        proof: proof.map(|words| words.as_str().to_owned()),
        reason: reason.map(|words| words.as_str().to_owned()),
    }
}

/// An opinion, as the API shows it.
fn opinion_view(opinion: &Opinion) -> OpinionView {
    let by = match &opinion.stage {
        OpinionStage::Awaited => None,
        OpinionStage::Given { mark, .. } | OpinionStage::Overruled { mark, .. } => Some(mark.by.clone()),
    };
    OpinionView {
        order: opinion.order,
        unit: opinion.unit.clone(),
        asked_by: opinion.asked.by.clone(),
        task: opinion.task.as_ref().map(|task| task.as_str().to_owned()),
        required: !opinion.optional,
        due: opinion.due,
        state: opinion.state().to_owned(),
        by,
        overruled_by: opinion.overruled().map(|(_, mark)| mark.by.clone()),
    }
}

/// An opinion, as the form shows it.
pub(super) fn form_opinion(opinion: &Opinion) -> FormOpinion {
    FormOpinion {
        opinion: opinion_view(opinion),
        overruled_because: opinion.overruled().map(|(reason, _)| reason.as_str().to_owned()),
    }
}

/// That the case was opened again, each time, the oldest first.
fn reopenings(case: &Case, steps: &[Step]) -> Vec<Reopening> {
    let before = steps.iter().filter_map(|step| step.left.as_ref());
    before
        .chain(std::iter::once(&case.stage))
        .filter_map(|stage| match stage {
            Stage::Reopened { why, at, by, .. } => Some(Reopening {
                why: why.code().to_owned(),
                at: *at,
                by: by.clone(),
            }),
            _ => None,
        })
        .collect()
}

pub(super) fn found(case: &Case) -> (Option<String>, Option<String>) {
    match (case.stage.finding(), case.stage.closing()) {
        (Some(finding), _) => (
            Some(finding.verdict.code().to_owned()),
            Some(finding.root_cause.as_str().to_owned()),
        ),
        (None, Some(closing)) => (closing.finding.clone(), closing.root_cause.clone()),
        (None, None) => (None, None),
    }
}

fn stage(stage: &Stage) -> StageView {
    match stage {
        Stage::Assigned => StageView::Assigned,
        Stage::Investigating { .. } => StageView::Investigating,
        Stage::Found { .. } => StageView::Found,
        Stage::Replied { .. } => StageView::Replied,
        Stage::FollowedUp { .. } => StageView::FollowedUp,
        Stage::Reopened { .. } => StageView::Reopened,
        Stage::Closed { .. } => StageView::Closed,
        Stage::Archived { .. } => StageView::Archived,
    }
}

/// Evidence with its custody, without names and contents.
pub(crate) fn evidence_views(evidence: &[Evidence], custody: &[Custody]) -> Vec<EvidenceView> {
    let successor = |id: uuid::Uuid| {
        evidence
            .iter()
            .find(|one| one.supersedes.as_ref().is_some_and(|(old, _)| *old == id))
    };
    let line = |line: &Custody| CustodyLine {
        what: line.what.code().to_owned(),
        at: line.at,
        by: line.by.clone(),
        note: line.note.clone(),
        sha256: line.sha256.clone(),
    };
    evidence
        .iter()
        .map(|one| EvidenceView {
            id: one.id,
            kind: one.kind.as_str().to_owned(),
            given_by: one.given_by.as_str().to_owned(),
            sha256: one.hex(),
            bytes: one.bytes,
            media_type: one.media_type.clone(),
            scan: one.scan.code().to_owned(),
            added: one.at,
            by: one.by.clone(),
            supersedes: one.supersedes.as_ref().map(|(old, _)| *old),
            superseded_by: successor(one.id).map(|new| new.id),
            custody: custody.iter().filter(|of| of.evidence == one.id).map(line).collect(),
        })
        .collect()
}

/// Evidence, as the form names it.
pub(super) fn form_evidence(evidence: &[Evidence], custody: &[Custody]) -> Vec<FormEvidence> {
    let views = evidence_views(evidence, custody).into_iter().zip(evidence);
    views
        .map(|(view, one)| FormEvidence {
            evidence: view,
            name: one.name.as_ref().map(|name| name.as_str().to_owned()),
            reason: one.supersedes.as_ref().map(|(_, reason)| reason.as_str().to_owned()),
        })
        .collect()
}

/// A stage's name in the database.
pub(crate) fn stage_name(stage: StageView) -> &'static str {
    match stage {
        StageView::Assigned => "assigned",
        StageView::Investigating => "investigating",
        StageView::Found => "found",
        StageView::Replied => "replied",
        StageView::FollowedUp => "followed_up",
        StageView::Reopened => "reopened",
        StageView::Closed => "closed",
        StageView::Archived => "archived",
    }
}

/// Statements with their words.
pub(crate) fn statement_views(statements: Vec<(Statement, String)>) -> Vec<StatementView> {
    let links: Vec<_> = statements
        .iter()
        .map(|(statement, _)| (statement.id, statement.supersedes))
        .collect();
    let successor = |id| links.iter().find(|(_, old)| *old == Some(id)).map(|(new, _)| new.0);
    statements
        .into_iter()
        .map(|(statement, sha256)| StatementView {
            id: statement.id.0,
            given_by: statement.given_by.as_str().to_owned(),
            words: statement.words.as_str().to_owned(),
            taken: statement.taken,
            recorded: statement.recorded,
            by: statement.by,
            sha256,
            supersedes: statement.supersedes.map(|old| old.0),
            superseded_by: successor(statement.id),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{SanctionStage, sample};
    use huiyin_kernel::{Clock, Ids};
    use huiyin_seal::KeyRing;
    use huiyin_store::DataKeys;

    #[test]
    fn a_stage_has_one_name_everywhere() {
        for case in [
            sample::assigned(),
            sample::investigating(),
            sample::found(),
            sample::replied(),
            sample::followed_up(),
            sample::reopened(),
            sample::closed(),
            sample::archived(),
        ] {
            let name = case.stage.name();
            assert_eq!(stage_name(stage(&case.stage)), name);
            assert_eq!(serde_json::to_value(stage(&case.stage)).unwrap(), name);
            let stored: Stage = serde_json::from_str(&serde_json::to_string(&case.stage).unwrap()).unwrap();
            assert_eq!(stored, case.stage, "what is stored is read back");
        }
    }

    #[test]
    fn a_case_is_shown_without_its_words() {
        let (folder, case) = (tempfile::tempdir().unwrap(), sample::followed_up());
        let ids = Ids::random(Clock::system());
        let ring = KeyRing::open(&folder.path().join("sealing.keys"), true, &ids).unwrap();
        let keys = DataKeys::new("investigation", ring);
        let kept = Kept {
            case: case.clone(),
            version: 5,
            sealing: keys.none(case.complaint),
        };
        let file = File {
            case: kept.case.clone(),
            next: 6,
            statements: vec![],
            steps: vec![],
            redress: vec![sample::redress(
                1,
                10,
                RedressStage::Approved {
                    approval: sample::own(),
                },
            )],
            opinions: vec![],
            extensions: vec![],
            lessons: vec![],
            sanctions: vec![sample::sanction(SanctionStage::Proposed)],
            given_back: vec![],
            evidence: vec![],
            custody: vec![],
            unit: None,
        };
        let json = serde_json::to_string(&case_view(&kept, &file)).unwrap();
        let paid = file.redress[0].what.clone();
        let why = file.sanctions[0].reasons.clone();
        for words in [sample::finding().facts, sample::reply().words, paid, why] {
            assert!(!json.contains(words.as_str()));
        }
        assert!(json.contains("\"finding\":\"upheld\""));
    }
}
