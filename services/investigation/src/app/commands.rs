//! The commands that people give.

use huiyin_contracts::events::investigation::{
    ArchivedV1, FollowedUpV1, FoundV1, OrderAcceptedV1, ReopenedV1, RepliedV1, StatementTakenV1,
};
use huiyin_contracts::views::investigation::CaseView;
use huiyin_kernel::{Actor, StaffCode, Timestamp};

use super::act::{Call, Decided, File};
use super::saying::Saying;
use super::{App, Error, Refused, form};
use crate::domain::accept_order::AcceptOrder;
use crate::domain::close::Close;
use crate::domain::follow_up::Visit;
use crate::domain::take_statement::Taken;
use crate::domain::{
    Case, Code, Finding, Reply, Satisfaction, Stage, Statement, StatementId, Verdict, Words, accept_order, archive,
    close, find, follow_up, reply, take_statement,
};

/// A statement as it comes in.
#[derive(Clone, Debug)]
pub(crate) struct NewStatement {
    pub(crate) given_by: Code,
    pub(crate) words: Words,
    pub(crate) taken: Timestamp,
    pub(crate) supersedes: Option<StatementId>,
}

/// A finding as it comes in.
#[derive(Clone, Debug)]
pub(crate) struct NewFinding {
    pub(crate) verdict: Verdict,
    pub(crate) root_cause: Code,
    pub(crate) facts: Words,
    pub(crate) responsible: Vec<StaffCode>,
}

/// A reply as it comes in.
#[derive(Clone, Debug)]
pub(crate) struct NewReply {
    pub(crate) channel: Code,
    pub(crate) words: Words,
    pub(crate) apology: bool,
    pub(crate) redress: Option<Words>,
}

/// A step that one event tells, and that adds no paper.
fn step(case: Case, what: &'static str, by: Actor, at: Timestamp, say: Saying) -> Decided {
    Decided {
        case,
        what,
        by,
        at,
        says: vec![say],
        statement: None,
        form: None,
    }
}

impl App {
    /// Accepts the order (R4.3).
    pub(crate) async fn accept_order(&self, call: &Call) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let by = call.by.clone();
            let Some(order) = file.case.order else {
                return Err(accept_order::Refusal::Closed.into());
            };
            let case = accept_order::decide(file.case, AcceptOrder { by: by.clone(), at })?;
            let (complaint, unit) = (case.complaint, case.unit.clone());
            let event = OrderAcceptedV1 {
                complaint,
                case: case.id,
                order,
                unit,
                by: by.clone(),
            };
            Ok(step(case, "order_accepted", by, at, Saying::OrderAccepted(event)))
        })
        .await
    }

    /// Takes a statement (R5.1).
    pub(crate) async fn take_statement(&self, call: &Call, new: &NewStatement) -> Result<CaseView, Error> {
        let id = StatementId(self.store.ids().uuid());
        self.act(call, |file, at| {
            let statement = Statement {
                id,
                given_by: new.given_by.clone(),
                words: new.words.clone(),
                taken: new.taken,
                recorded: at,
                by: call.by.clone(),
                supersedes: new.supersedes,
            };
            let there: Vec<Taken> = file
                .statements
                .iter()
                .map(|(there, _)| Taken {
                    id: there.id,
                    supersedes: there.supersedes,
                })
                .collect();
            let case = take_statement::decide(file.case, &statement, &there)?;
            let (complaint, sha256) = (case.complaint, statement.fingerprint());
            let event = StatementTakenV1 {
                complaint,
                sha256,
                by: call.by.clone(),
            };
            let decided = step(
                case,
                "statement_taken",
                call.by.clone(),
                at,
                Saying::StatementTaken(event),
            );
            Ok(Decided {
                statement: Some(statement),
                ..decided
            })
        })
        .await
    }

    /// Records the finding (R5.2).
    pub(crate) async fn find(&self, call: &Call, new: &NewFinding) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let finding = Finding {
                verdict: new.verdict,
                root_cause: new.root_cause.clone(),
                facts: new.facts.clone(),
                responsible: new.responsible.clone(),
                at,
                by: call.by.clone(),
            };
            let case = find::decide(file.case, finding)?;
            let event = FoundV1 {
                complaint: case.complaint,
                finding: new.verdict.code().to_owned(),
                root_cause: new.root_cause.as_str().to_owned(),
                unit: case.unit.clone(),
                by: call.by.clone(),
            };
            Ok(step(case, "found", call.by.clone(), at, Saying::Found(event)))
        })
        .await
    }

    /// Records the reply (R5.4, R5.5).
    pub(crate) async fn reply(&self, call: &Call, new: &NewReply) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let reply = Reply {
                channel: new.channel.clone(),
                words: new.words.clone(),
                apology: new.apology,
                redress: new.redress.clone(),
                at,
                lapses: at.saturating_add(self.lapse).unwrap_or(Timestamp::MAX),
                by: call.by.clone(),
            };
            let case = reply::decide(file.case, reply)?;
            let channel = new.channel.as_str().to_owned();
            let (complaint, unit) = (case.complaint, case.unit.clone());
            let event = RepliedV1 {
                complaint,
                channel,
                unit,
                by: call.by.clone(),
            };
            Ok(step(case, "replied", call.by.clone(), at, Saying::Replied(event)))
        })
        .await
    }

    /// Records a follow-up visit (R5.8, R5.10).
    pub(crate) async fn follow_up(
        &self,
        call: &Call,
        satisfaction: Satisfaction,
        remarks: Option<Words>,
    ) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let (by, remarks) = (call.by.clone(), remarks.clone());
            let case = follow_up::decide(
                file.case,
                Visit {
                    satisfaction,
                    remarks,
                    by: by.clone(),
                    at,
                },
            )?;
            let (complaint, satisfaction) = (case.complaint, satisfaction.code().to_owned());
            let event = FollowedUpV1 {
                complaint,
                satisfaction,
                by: by.clone(),
            };
            let reopened = matches!(case.stage, Stage::Reopened { .. });
            let unit = case.unit.clone();
            let mut decided = step(case, "followed_up", by, at, Saying::FollowedUp(event));
            decided
                .says
                .extend(reopened.then_some(Saying::Reopened(ReopenedV1 { complaint, unit })));
            Ok(decided)
        })
        .await
    }

    /// Closes the case with its handling form (R6.1).
    pub(crate) async fn close(&self, call: &Call, summary: Option<Words>) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let by = call.by.clone();
            let made = form::make(&file, summary.as_ref(), Some((&by, at)));
            let form = made.map_err(|error| unwritable(&error))?;
            let form_sha256 = form.sha256.clone();
            let File { case, .. } = file;
            let case = close::decide(
                case,
                Close {
                    form_sha256,
                    by: by.clone(),
                    at,
                },
            )?;
            let says = case
                .stage
                .closing()
                .map(|closing| Saying::closed(&case, closing))
                .into_iter()
                .collect();
            Ok(Decided {
                case,
                what: "closed",
                by,
                at,
                says,
                statement: None,
                form: Some(form),
            })
        })
        .await
    }

    /// Archives the file (R6.1).
    pub(crate) async fn archive(&self, call: &Call) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let by = call.by.clone();
            let case = archive::decide(file.case, by.clone(), at)?;
            let event = ArchivedV1 {
                complaint: case.complaint,
                by: by.clone(),
            };
            Ok(step(case, "archived", by, at, Saying::Archived(event)))
        })
        .await
    }
}

fn unwritable(error: &serde_json::Error) -> Refused {
    Refused {
        code: "form_unwritable",
        sentence: format!("the handling form cannot be written: {error}"),
    }
}
