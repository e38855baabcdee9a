//! What intake and routing tell. Either may be heard first.

use huiyin_contracts::events::organisation::UnitsChangedV1;
use huiyin_kernel::{Actor, ClusterId, ComplaintId, Timestamp};
use huiyin_store::{Change, StoreError};

use super::App;
use super::act::{Decided, save};
use super::saying::Saying;
use crate::domain::end::Ended;
use crate::domain::matter::Group;
use crate::domain::open::{Order, open};
use crate::domain::past::{self, Past};
use crate::domain::{Case, Ending, Subject, end, part, reassign};
use crate::store::{self, Kept, Says, Step};

/// What became of what was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Took {
    /// It took effect, or needs none.
    Effect,
    /// Something else must be heard first, or another hand was first.
    Later(&'static str),
}

pub(super) const RACED: Took = Took::Later("the case was changed at the same time");

impl App {
    /// Routing's units, as they are from now on.
    pub(crate) async fn units_changed(&self, change: &Change, event: &UnitsChangedV1) -> Result<Took, StoreError> {
        store::change_units(change, &event.units, &event.closed)
            .await
            .map(|()| Took::Effect)
    }

    /// The register's entry.
    pub(crate) async fn registered(
        &self,
        change: &Change,
        complaint: ComplaintId,
        subject: &Subject,
    ) -> Result<(), StoreError> {
        store::remember_subject(change, complaint, subject).await
    }

    /// What the register says that a complaint has to do with others.
    pub(crate) async fn matters(
        &self,
        change: &Change,
        complaint: ComplaintId,
        says: Says,
    ) -> Result<Took, StoreError> {
        store::remember_matter(change, complaint, says).await?;
        Ok(Took::Effect)
    }

    /// How many complain in a group.
    pub(crate) async fn group_counted(
        &self,
        change: &Change,
        cluster: ClusterId,
        group: Group,
        revision: Option<i64>,
    ) -> Result<Took, StoreError> {
        store::count_group(change, cluster, group, revision).await?;
        Ok(Took::Effect)
    }

    /// The register's entry of a complaint that ended in the past.
    pub(crate) async fn registered_past(&self, change: &mut Change, past: Past) -> Result<Took, StoreError> {
        store::remember_subject(change, past.complaint, &past.subject).await?;
        let case = past::closed(self.store.ids().case(), past);
        if store::insert_new(change, &self.keys, &case).await? {
            // No step: nothing was done to it here.
            if let Some(closing) = case.stage.closing() {
                Saying::closed(&case, closing, &self.pack_of(&case)).say(change, &case)?;
            }
            return Ok(Took::Effect);
        }
        let Some(kept) = store::find_by_complaint(change.conn(), &self.keys, case.complaint).await? else {
            return Ok(RACED);
        };
        if kept.case.stage.closing().is_some() {
            return Ok(Took::Effect);
        }
        let case = Case {
            id: kept.case.id,
            ..case
        };
        self.save_closed(change, &kept, case).await
    }

    /// Routing's order: it opens the case, or moves it.
    pub(crate) async fn assigned(&self, change: &mut Change, order: Order) -> Result<Took, StoreError> {
        let by = Actor::system("routing");
        let at = order.at;
        // Locked: an end that intake tells at the same moment is either seen here, or sees the case.
        let subject = store::subject_locked(change, order.complaint).await?;
        let Some(kept) = store::find_by_complaint(change.conn(), &self.keys, order.complaint).await? else {
            let ended = subject.as_ref().and_then(|subject| subject.ended.clone());
            let case = open(self.store.ids().case(), order, subject);
            let sealing = store::insert(change, &self.keys, &case).await?;
            let step = Step {
                version: 1,
                what: "assigned".to_owned(),
                unit: case.unit.clone(),
                by,
                at,
                left: None,
            };
            store::add_step(change, &sealing, &case, &step).await?;
            return match ended {
                Some(ended) => {
                    self.end(
                        change,
                        Kept {
                            case,
                            version: 1,
                            sealing,
                        },
                        ended,
                    )
                    .await
                }
                None => Ok(Took::Effect),
            };
        };
        match reassign::decide(kept.case.clone(), order) {
            Ok(case) => {
                let says = vec![];
                let decided = Decided {
                    case,
                    what: "assigned",
                    by,
                    at,
                    says,
                    statement: None,
                    form: None,
                    paper: None,
                    evidence: None,
                };
                Ok(if save(change, &kept, decided).await? {
                    Took::Effect
                } else {
                    RACED
                })
            }
            Err(refusal) => {
                tracing::debug!(complaint = %kept.case.complaint, %refusal, "an order changed nothing");
                Ok(Took::Effect)
            }
        }
    }

    /// Routing moved the time to reply. A closed case keeps the date that it was closed with.
    pub(crate) async fn promised(
        &self,
        change: &Change,
        complaint: ComplaintId,
        due: Timestamp,
    ) -> Result<Took, StoreError> {
        let Some(kept) = store::find_by_complaint(change.conn(), &self.keys, complaint).await? else {
            return Ok(Took::Effect);
        };
        if kept.case.stage.closing().is_some() || kept.case.reply_due == Some(due) {
            return Ok(Took::Effect);
        }
        let case = Case {
            reply_due: Some(due),
            ..kept.case.clone()
        };
        let saved = store::update(change, &kept, &case).await?;
        Ok(if saved { Took::Effect } else { RACED })
    }

    /// Routing found it of another severity, or that others approve its reply. A draft that waits keeps those whom it waits for.
    pub(crate) async fn regraded(
        &self,
        change: &Change,
        complaint: ComplaintId,
        severity: String,
        approve: Option<Vec<String>>,
    ) -> Result<Took, StoreError> {
        let Some(kept) = store::find_by_complaint(change.conn(), &self.keys, complaint).await? else {
            return Ok(Took::Later("the order that opens the case has not been heard"));
        };
        if kept.case.stage.closing().is_some() {
            return Ok(Took::Effect);
        }
        let case = Case {
            severity: Some(severity),
            approve: approve.unwrap_or_else(|| kept.case.approve.clone()),
            ..kept.case.clone()
        };
        let saved = store::update(change, &kept, &case).await?;
        Ok(if saved { Took::Effect } else { RACED })
    }

    /// Routing moved an open complaint to another version of the policy. What was reckoned before stays as it was told (R5.11).
    pub(crate) async fn policy_migrated(
        &self,
        change: &Change,
        complaint: ComplaintId,
        to: String,
    ) -> Result<Took, StoreError> {
        let Some(kept) = store::find_by_complaint(change.conn(), &self.keys, complaint).await? else {
            return Ok(Took::Later("the order that opens the case has not been heard"));
        };
        if kept.case.stage.closing().is_some() {
            return Ok(Took::Effect);
        }
        let case = Case {
            policy: Some(to),
            ..kept.case.clone()
        };
        let saved = store::update(change, &kept, &case).await?;
        Ok(if saved { Took::Effect } else { RACED })
    }

    /// Intake settled, declined or withdrew it. Where no order has opened the case yet, it is remembered for then.
    pub(crate) async fn ended(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        ended: Ended,
    ) -> Result<Took, StoreError> {
        if !store::remember_end(change, complaint, &ended).await? {
            return Ok(Took::Later("the complaint's registration has not been heard"));
        }
        match store::find_by_complaint(change.conn(), &self.keys, complaint).await? {
            Some(kept) => self.end(change, kept, ended).await,
            None => Ok(Took::Effect),
        }
    }

    async fn end(&self, change: &mut Change, kept: Kept, ended: Ended) -> Result<Took, StoreError> {
        match end::decide(kept.case.clone(), ended) {
            Ok(case) => self.save_closed(change, &kept, case).await,
            Err(end::Refusal::AlreadyClosed) => Ok(Took::Effect),
        }
    }

    /// Intake undid a join: the case is open again.
    pub(crate) async fn parted(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        by: Actor,
    ) -> Result<Took, StoreError> {
        store::forget_end(change, complaint).await?;
        let Some(kept) = store::find_by_complaint(change.conn(), &self.keys, complaint).await? else {
            return Ok(Took::Effect);
        };
        let Ok(case) = part::decide(kept.case.clone()) else {
            return Ok(Took::Effect);
        };
        let decided = Decided {
            case,
            what: "parted",
            by,
            at: self.store.clock().now(),
            says: vec![],
            statement: None,
            form: None,
            paper: None,
            evidence: None,
        };
        Ok(if save(change, &kept, decided).await? {
            Took::Effect
        } else {
            RACED
        })
    }

    async fn save_closed(&self, change: &mut Change, kept: &Kept, case: Case) -> Result<Took, StoreError> {
        let Some(closing) = case.stage.closing().cloned() else {
            return Ok(Took::Effect);
        };
        let at = self.store.clock().now();
        // The register has said that it follows another one; it is closed with that one.
        let says = if closing.ending == Ending::Joined {
            vec![]
        } else {
            vec![Saying::closed(&case, &closing, &self.pack_of(&case))]
        };
        let decided = Decided {
            case,
            what: "closed",
            by: closing.by,
            at,
            says,
            statement: None,
            form: None,
            paper: None,
            evidence: None,
        };
        Ok(if save(change, kept, decided).await? {
            Took::Effect
        } else {
            RACED
        })
    }
}
