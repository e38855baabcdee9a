//! Accountability (R6.3): proposed, decided, appealed against.

use std::collections::BTreeMap;

use huiyin_contracts::events::sanctions::{
    SanctionAppealedV1, SanctionDecidedV1, SanctionProposedV1, SanctionSettledV1,
};
use huiyin_contracts::views::investigation::{CaseView, SanctionView, SanctionWords};
use huiyin_kernel::{Actor, Money, StaffCode, Timestamp, UnitPath};
use uuid::Uuid;

use super::act::{Call, Decided, File};
use super::saying::Saying;
use super::{App, Error};
use crate::domain::propose_sanction::ProposeSanction;
use crate::domain::{
    Case, Finding, Paper, Role, Sanction, SanctionStage, Stage, Words, appeal_sanction, decide_sanction,
    propose_sanction, settle_appeal,
};
use crate::store;

/// The responsible unit, and two levels above it.
const LEVELS: usize = 3;

/// A sanction as it comes in.
#[derive(Clone, Debug)]
pub(crate) struct NewSanction {
    pub(crate) rule: String,
    pub(crate) role: Role,
    pub(crate) person: StaffCode,
    pub(crate) amount: Money,
    pub(crate) loss: bool,
    pub(crate) skips_level: bool,
    pub(crate) reasons: Words,
}

/// The finding that stands: of a closed case the one that it was closed with.
pub(super) fn finding(file: &File) -> Option<&Finding> {
    file.case.stage.finding().or_else(|| {
        file.case.stage.closing()?;
        let left = file.steps.iter().rev().filter_map(|step| step.left.as_ref());
        left.filter_map(Stage::finding).next()
    })
}

impl App {
    /// Proposes a sanction by the pack's table.
    pub(crate) async fn propose_sanction(&self, call: &Call, new: &NewSanction) -> Result<CaseView, Error> {
        let id = self.store.ids().uuid();
        let heads = self.heads(call).await?;
        self.act(call, |file, at| {
            let command = ProposeSanction {
                id,
                rule: new.rule.clone(),
                role: new.role,
                person: new.person.clone(),
                heads: heads.clone(),
                amount: new.amount,
                loss: new.loss,
                skips_level: new.skips_level,
                reasons: new.reasons.clone(),
                mark: call.mark(at),
            };
            let pack = self.pack_of(&file.case);
            let sanction = propose_sanction::decide(&file.case, finding(&file), command, &file.sanctions, &pack)?;
            let event = SanctionProposedV1 {
                complaint: file.case.complaint,
                sanction: id,
                rule: sanction.rule.clone(),
                cause: sanction.cause.as_str().to_owned(),
                role: sanction.role.code().to_owned(),
                unit: sanction.unit.clone(),
                amount: sanction.amount,
                by: call.by.clone(),
            };
            let say = Saying::SanctionProposed(event);
            Ok(changed(file.case, sanction, "sanction_proposed", &call.by, at, say))
        })
        .await
    }

    /// Who answers for the responsible unit and the two levels above it, as the directory says.
    async fn heads(&self, call: &Call) -> Result<BTreeMap<UnitPath, StaffCode>, Error> {
        let kept = self.case(call.case).await?;
        let file = self.file(&kept).await?;
        let responsible = finding(&file).and_then(|finding| finding.responsible_unit.as_ref());
        let responsible = responsible.unwrap_or(&kept.case.unit);
        let above = std::iter::successors(Some(responsible.clone()), UnitPath::parent);
        let units: Vec<UnitPath> = above.take(LEVELS).collect();
        Ok(store::heads(self.store.read(), &units).await?)
    }

    /// Imposes it, or refuses it (P16).
    pub(crate) async fn decide_sanction(
        &self,
        call: &Call,
        id: Uuid,
        refused: Option<Option<Words>>,
    ) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let there = file.sanctions.iter().find(|one| one.id == id);
            let pack = self.pack_of(&file.case);
            let decided = decide_sanction::decide(&file.case, there, &call.decider(at), refused.clone(), &pack)?;
            let appeal_by = match &decided.stage {
                SanctionStage::Imposed { appeal_by, .. } => appeal_by.map(|day| day.to_string()),
                _ => None,
            };
            let event = SanctionDecidedV1 {
                complaint: file.case.complaint,
                sanction: id,
                imposed: decided.counts(),
                unit: decided.unit.clone(),
                amount: decided.amount,
                appeal_by,
                by: call.by.clone(),
            };
            let say = Saying::SanctionDecided(event);
            Ok(changed(file.case, decided, "sanction_decided", &call.by, at, say))
        })
        .await
    }

    /// Records that who is hit appeals.
    pub(crate) async fn appeal_sanction(&self, call: &Call, id: Uuid, grounds: &Words) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let there = file.sanctions.iter().find(|one| one.id == id);
            let today = self.pack_of(&file.case).default_calendar().date_of(at);
            let appealed = appeal_sanction::decide(there, grounds.clone(), today, call.mark(at))?;
            let event = SanctionAppealedV1 {
                complaint: file.case.complaint,
                sanction: id,
                unit: appealed.unit.clone(),
                by: call.by.clone(),
            };
            let say = Saying::SanctionAppealed(event);
            Ok(changed(file.case, appealed, "sanction_appealed", &call.by, at, say))
        })
        .await
    }

    /// Decides on the appeal.
    pub(crate) async fn settle_appeal(
        &self,
        call: &Call,
        id: Uuid,
        stays: bool,
        reasons: &Words,
    ) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let there = file.sanctions.iter().find(|one| one.id == id);
            let settled = settle_appeal::decide(&file.case, there, &call.decider(at), stays, reasons.clone())?;
            let event = SanctionSettledV1 {
                complaint: file.case.complaint,
                sanction: id,
                stays,
                unit: settled.unit.clone(),
                amount: settled.amount,
                by: call.by.clone(),
            };
            let say = Saying::SanctionSettled(event);
            Ok(changed(file.case, settled, "sanction_settled", &call.by, at, say))
        })
        .await
    }
}

fn changed(case: Case, sanction: Sanction, what: &'static str, by: &Actor, at: Timestamp, say: Saying) -> Decided {
    Decided {
        paper: Some(Paper::Sanction(sanction)),
        ..Decided::step(case, what, by.clone(), at, vec![say])
    }
}

/// A sanction without its words.
pub(super) fn sanction_view(sanction: &Sanction) -> SanctionView {
    let (appeal_by, decided) = match &sanction.stage {
        SanctionStage::Proposed => (None, None),
        SanctionStage::Imposed { mark, appeal_by } => (*appeal_by, Some(mark)),
        SanctionStage::Refused { mark, .. }
        | SanctionStage::Appealed { imposed: mark, .. }
        | SanctionStage::Settled { mark, .. } => (None, Some(mark)),
    };
    SanctionView {
        id: sanction.id,
        rule: sanction.rule.clone(),
        role: sanction.role.code().to_owned(),
        person: sanction.person.clone(),
        unit: sanction.unit.clone(),
        amount: sanction.amount,
        state: sanction.state().to_owned(),
        appeal_by,
        proposed_by: sanction.proposed.by.clone(),
        decided_by: decided.map(|mark| mark.by.clone()),
    }
}

/// A sanction with its words, for who looks at them or reads the form.
pub(crate) fn sanction_words(sanction: &Sanction) -> SanctionWords {
    let text = |words: &Words| words.as_str().to_owned();
    let (refused, grounds, settled) = match &sanction.stage {
        SanctionStage::Refused { reason, .. } => (Some(reason), None, None),
        SanctionStage::Appealed { grounds, .. } => (None, Some(grounds), None),
        SanctionStage::Settled { grounds, reasons, .. } => (None, Some(grounds), Some(reasons)),
        SanctionStage::Proposed | SanctionStage::Imposed { .. } => (None, None, None),
    };
    SanctionWords {
        sanction: sanction_view(sanction),
        reasons: text(&sanction.reasons),
        refused: refused.map(text),
        grounds: grounds.map(text),
        settled: settled.map(text),
    }
}
