//! From the order to the finding.

use huiyin_contracts::events::investigation::{OrderAcceptedV1, StatementTakenV1};
use huiyin_contracts::views::investigation::CaseView;
use huiyin_kernel::{Actor, StaffCode, Timestamp, UnitPath};

use super::act::{Call, Decided};
use super::saying::Saying;
use super::{App, Error};
use crate::domain::accept_order::AcceptOrder;
use crate::domain::communicate::Communicate;
use crate::domain::take_statement::Taken;
use crate::domain::{
    Case, Code, Finding, Opinion, Review, Statement, StatementId, Verdict, Words, accept_order, communicate, find,
    letter, take_statement,
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
    pub(crate) cause_detail: Option<Words>,
    pub(crate) responsible_unit: Option<UnitPath>,
    pub(crate) responsible: Vec<StaffCode>,
}

/// The answer to a communication complaint as it comes in.
#[derive(Clone, Debug)]
pub(crate) struct NewAnswer {
    pub(crate) kind: Code,
    pub(crate) channel: Code,
    pub(crate) words: Words,
}

/// A step that one event tells, and that adds no paper.
pub(super) fn step(case: Case, what: &'static str, by: Actor, at: Timestamp, say: Saying) -> Decided {
    Decided::step(case, what, by, at, vec![say])
}

impl App {
    /// Accepts the order (R4.3).
    pub(crate) async fn accept_order(&self, call: &Call) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let by = call.by.clone();
            let Some(order) = file.case.order else {
                return Err(accept_order::Refusal::Closed.into());
            };
            let case = accept_order::decide(
                file.case,
                AcceptOrder {
                    by: by.clone(),
                    units: call.unit.iter().chain(&call.elsewhere).cloned().collect(),
                    at,
                },
            )?;
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
                cause_detail: new.cause_detail.clone(),
                facts: new.facts.clone(),
                responsible_unit: new.responsible_unit.clone(),
                responsible: new.responsible.clone(),
                review: Review::NotNeeded,
                at,
                by: call.by.clone(),
            };
            let pack = self.pack_of(&file.case);
            let case = find::decide(file.case, finding, &pack)?;
            let by = call.by.clone();
            let found = case.stage.finding();
            let says = found.map(|finding| Saying::found(&case, finding, by.clone(), &pack));
            let says = says.unwrap_or_default();
            Ok(Decided::step(case, "found", by, at, says))
        })
        .await
    }

    /// Answers a communication complaint: the short way.
    pub(crate) async fn communicate(&self, call: &Call, new: &NewAnswer) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let by = call.by.clone();
            let pack = self.pack_of(&file.case);
            let least = pack.lists().severities.first().map(|least| least.code.as_str());
            let severity = file.case.severity.as_deref();
            let command = Communicate {
                severe: severity.is_some() && severity != least,
                approved: !file.case.approve.is_empty(),
                awaits: file.opinions.iter().any(Opinion::holds_the_reply),
                kind: new.kind.clone(),
                channel: new.channel.clone(),
                words: new.words.clone(),
                by: by.clone(),
                at,
                lapses: self.lapses(at),
            };
            let before = file.case.answered.clone();
            let case = communicate::decide(file.case, command)?;
            let answered = Some(letter::answered(&pack, before.as_ref(), at));
            let case = Case { answered, ..case };
            let mut says = Vec::new();
            if let (Some(finding), Some(reply)) = (case.stage.finding(), case.stage.reply()) {
                says.extend(Saying::found(&case, finding, by.clone(), &pack));
                says.push(Saying::replied(&case, reply));
            }
            Ok(Decided::step(case, "communicated", by, at, says))
        })
        .await
    }
}
