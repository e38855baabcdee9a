//! Who looks at it besides the unit: the reviewer (R5.10), co-handlers (R4.8), the level above and the appeals body (R5.8, R5.11).

use huiyin_contracts::events::investigation::{AskedAgainV1, OpinionOverruledV1, ReviewedV1};
use huiyin_contracts::views::investigation::CaseView;
use huiyin_kernel::{Actor, OrderId, Timestamp};

use super::act::{Call, Decided};
use super::saying::Saying;
use super::{App, Error};
use crate::domain::ask_again::{AskAgain, Asked};
use crate::domain::review::Otherwise;
use crate::domain::{
    Draft, GivenBack, Paper, Review as Look, Round, Verdict, Words, ask_again, overrule_opinion, review,
};

impl App {
    /// Records what a reviewer makes of the finding.
    pub(crate) async fn review(
        &self,
        call: &Call,
        instead: Option<&Otherwise>,
        reasons: &Words,
    ) -> Result<CaseView, Error> {
        let id = self.store.ids().uuid();
        self.act(call, |file, at| {
            let draft = file.case.stage.draft().filter(|draft| draft.waits()).cloned();
            let unit_found = file.case.stage.finding().map(|finding| finding.verdict);
            let command = review::Review {
                instead: instead.cloned(),
                reasons: reasons.clone(),
                decider: call.decider(at),
            };
            let pack = self.pack_of(&file.case);
            let case = review::decide(file.case, command, &pack)?;
            let by = call.by.clone();
            let holds = instead
                .map(|otherwise| otherwise.verdict)
                .or(unit_found)
                .map_or("", Verdict::code);
            let mut says = vec![Saying::Reviewed(ReviewedV1 {
                complaint: case.complaint,
                unit: case.unit.clone(),
                finding: holds.to_owned(),
                overruled: instead.is_some(),
                by: by.clone(),
            })];
            if let Some(finding) = case.stage.finding()
                && matches!(finding.review, Look::Overruled { .. })
            {
                says.extend(Saying::found(&case, finding, by.clone(), &pack));
            }
            says.extend(Saying::reopened(&case));
            // A draft that waited was about the other verdict: it does not go out, and is not lost.
            let overtaken = draft.filter(|_| case.stage.draft().is_none()).map(|draft| GivenBack {
                id,
                draft: Draft {
                    refused: Some((reasons.clone(), call.mark(at))),
                    ..draft
                },
            });
            Ok(Decided {
                paper: overtaken.map(Paper::GivenBack),
                ..Decided::step(case, "reviewed", by, at, says)
            })
        })
        .await
    }

    /// Records that the complainant disagrees with the answer.
    pub(crate) async fn ask_again(&self, call: &Call, round: Round, reasons: &Words) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let command = AskAgain {
                round,
                reasons: Some(reasons.clone()),
                today: self.pack_of(&file.case).default_calendar().date_of(at),
                mark: call.mark(at),
            };
            let asked = ask_again::decide(file.case, command)?;
            Ok(asked_again(asked, round, call.by.clone(), at))
        })
        .await
    }

    /// Goes on without a co-handler's opinion.
    pub(crate) async fn overrule_opinion(
        &self,
        call: &Call,
        order: OrderId,
        reason: &Words,
    ) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let there = file.opinions.iter().find(|opinion| opinion.order == order);
            let opinion = overrule_opinion::decide(&file.case, there, reason.clone(), call.mark(at))?;
            let by = call.by.clone();
            let event = OpinionOverruledV1 {
                complaint: file.case.complaint,
                order,
                unit: opinion.unit.clone(),
                by: by.clone(),
            };
            let says = vec![Saying::OpinionOverruled(event)];
            Ok(Decided {
                paper: Some(Paper::Opinion(opinion)),
                ..Decided::step(file.case, "opinion_overruled", by, at, says)
            })
        })
        .await
    }
}

/// The case that goes up, with what is said of it.
pub(super) fn asked_again(asked: Asked, round: Round, by: Actor, at: Timestamp) -> Decided {
    let way = if round == Round::Appeal {
        "appeal"
    } else {
        "verification"
    };
    let mut says = vec![Saying::AskedAgain(AskedAgainV1 {
        complaint: asked.case.complaint,
        way: way.to_owned(),
        unit: asked.leaves,
        answered: asked.answered,
        by: by.clone(),
    })];
    says.extend(Saying::reopened(&asked.case));
    Decided::step(asked.case, "asked_again", by, at, says)
}
