//! What makes it good (R5.3, R5.7).

use huiyin_contracts::events::investigation::{
    RedressDecidedV1, RedressDeliveredV1, RedressDroppedV1, RedressProposedV1,
};
use huiyin_contracts::views::investigation::CaseView;
use huiyin_kernel::{Actor, Money, Timestamp};
use uuid::Uuid;

use super::act::{Call, Decided};
use super::saying::Saying;
use super::{App, Error};
use crate::domain::propose_redress::ProposeRedress;
use crate::domain::{
    Case, Code, Paper, Redress, RedressStage, Words, decide_redress, deliver_redress, drop_redress, propose_redress,
};
use crate::store;

/// Redress as it comes in.
#[derive(Clone, Debug)]
pub(crate) struct NewRedress {
    pub(crate) kind: Code,
    pub(crate) amount: Option<Money>,
    pub(crate) what: Words,
}

impl App {
    /// Proposes redress; within the unit's authority it is owed at once.
    pub(crate) async fn propose_redress(&self, call: &Call, new: &NewRedress) -> Result<CaseView, Error> {
        let id = self.store.ids().uuid();
        self.act(call, |file, at| {
            let command = ProposeRedress {
                id,
                kind: new.kind.clone(),
                amount: new.amount,
                what: new.what.clone(),
                mark: call.mark(at),
            };
            let pack = self.pack_of(&file.case);
            let level = file.unit.as_ref().map_or("", |unit| &unit.level);
            let redress = propose_redress::decide(&file.case, command, &file.redress, (&pack, level))?;
            let approver = match &redress.stage {
                RedressStage::Proposed { approver } => Some(approver.code().to_owned()),
                _ => None,
            };
            let event = RedressProposedV1 {
                complaint: file.case.complaint,
                redress: id,
                kind: redress.kind.as_str().to_owned(),
                amount: redress.amount,
                unit: file.case.unit.clone(),
                approver,
                by: call.by.clone(),
            };
            let say = Saying::RedressProposed(event);
            Ok(changed(file.case, redress, "redress_proposed", &call.by, at, say))
        })
        .await
    }

    /// Approves or refuses it (P16).
    pub(crate) async fn decide_redress(
        &self,
        call: &Call,
        id: Uuid,
        refused: Option<Option<Words>>,
    ) -> Result<CaseView, Error> {
        let own = match &call.unit {
            Some(unit) => store::unit(self.store.read(), unit).await?,
            None => None,
        };
        self.act(call, |file, at| {
            let there = file.redress.iter().find(|one| one.id == id);
            let pack = self.pack_of(&file.case);
            let class = file.case.class.as_deref();
            let beyond = own
                .as_ref()
                .and_then(|own| propose_redress::beyond(&pack, &own.level, class, &file.redress));
            let decided =
                decide_redress::decide(&file.case, there, &call.decider(at), refused.clone(), beyond.as_ref())?;
            let event = RedressDecidedV1 {
                complaint: file.case.complaint,
                redress: id,
                approved: decided.is_owed(),
                amount: decided.amount,
                by: call.by.clone(),
            };
            let say = Saying::RedressDecided(event);
            Ok(changed(file.case, decided, "redress_decided", &call.by, at, say))
        })
        .await
    }

    /// Records that it was paid or done.
    pub(crate) async fn deliver_redress(&self, call: &Call, id: Uuid, proof: &Words) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let there = file.redress.iter().find(|one| one.id == id);
            let delivered = deliver_redress::decide(&file.case, there, proof.clone(), call.mark(at))?;
            let event = RedressDeliveredV1 {
                complaint: file.case.complaint,
                redress: id,
                kind: delivered.kind.as_str().to_owned(),
                amount: delivered.amount,
                by: call.by.clone(),
            };
            let say = Saying::RedressDelivered(event);
            Ok(changed(file.case, delivered, "redress_delivered", &call.by, at, say))
        })
        .await
    }

    /// Gives it up (R5.7).
    pub(crate) async fn drop_redress(&self, call: &Call, id: Uuid, reason: &Words) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let there = file.redress.iter().find(|one| one.id == id);
            let dropped = drop_redress::decide(&file.case, there, reason.clone(), &call.decider(at))?;
            let event = RedressDroppedV1 {
                complaint: file.case.complaint,
                redress: id,
                kind: dropped.kind.as_str().to_owned(),
                amount: dropped.amount,
                was_owed: there.is_some_and(Redress::is_owed),
                by: call.by.clone(),
            };
            let say = Saying::RedressDropped(event);
            Ok(changed(file.case, dropped, "redress_dropped", &call.by, at, say))
        })
        .await
    }
}

fn changed(case: Case, redress: Redress, what: &'static str, by: &Actor, at: Timestamp, say: Saying) -> Decided {
    Decided {
        paper: Some(Paper::Redress(redress)),
        ..Decided::step(case, what, by.clone(), at, vec![say])
    }
}
