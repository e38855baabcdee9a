//! Cases as the API shows them: without words.

use huiyin_contracts::views::investigation::{CaseLine, CaseView, Stage as StageView, StatementView};

use super::form::step_view;
use crate::domain::{Case, Stage, Statement};
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
        version: kept.version,
    }
}

/// A whole case.
pub(crate) fn case_view(kept: &Kept, steps: Vec<Step>) -> CaseView {
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
        replied: reply.map(|reply| reply.at),
        follow_up_lapses: reply.map(|reply| reply.lapses),
        ending: closing.map(|closing| closing.ending.code().to_owned()),
        closed: closing.and_then(|closing| closing.at),
        form_sha256: closing.and_then(|closing| closing.form_sha256.clone()),
        archived: match &case.stage {
            Stage::Archived { at, .. } => Some(*at),
            _ => None,
        },
        history: steps.into_iter().map(step_view).collect(),
    }
}

fn found(case: &Case) -> (Option<String>, Option<String>) {
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
    use crate::domain::sample;

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
        let kept = Kept {
            case: sample::followed_up(),
            version: 5,
        };
        let json = serde_json::to_string(&case_view(&kept, vec![])).unwrap();
        for words in [sample::finding().facts, sample::reply().words] {
            assert!(!json.contains(words.as_str()));
        }
        assert!(json.contains("\"finding\":\"upheld\""));
    }
}
