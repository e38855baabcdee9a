//! What is done with cases: load, decide, save with the events, commit.

mod act;
mod again;
mod commands;
mod destroy;
mod earlier;
mod ending;
mod error;
mod evidence;
mod extensions;
mod form;
mod hear;
mod lapse;
mod learning;
mod lessons;
mod look;
mod mend;
mod opinions;
mod own_words;
mod packs;
mod redress;
mod reply;
mod rounds;
mod sanctions;
mod saying;
mod view;

use std::sync::Arc;

use huiyin_access::{Caller, Resource};
use huiyin_contracts::views::investigation::CauseView;
use huiyin_kernel::{Actor, CaseId, ComplaintId, Timestamp};
use huiyin_policy::Pack;
use huiyin_store::{DataKeys, Store};
use jiff::SignedDuration;

pub(crate) use act::{Call, File};
pub(crate) use commands::{NewAnswer, NewFinding, NewStatement};
pub(crate) use destroy::NotDestroyed;
pub(crate) use ending::NewEnding;
pub(crate) use error::{Error, Refused};
pub(crate) use evidence::Keeping;
pub(crate) use extensions::NewTelling;
pub(crate) use hear::Took;
pub(crate) use learning::{Ends, NewCircular, NewImprovement, Own};
pub(crate) use lessons::lesson_words;
pub(crate) use look::Look;
pub(crate) use packs::Packs;
pub(crate) use redress::NewRedress;
pub(crate) use reply::NewReply;
pub(crate) use sanctions::{NewSanction, sanction_words};
pub(crate) use view::{case_line, case_view, evidence_views, stage_name, statement_views};

use crate::domain::{Case, Custody, Evidence, waiting};
use crate::store;
pub(crate) use crate::store::{Filter, Kept, Order, Says, Waits};

/// The service's use cases. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App {
    store: Store,
    /// What is said in cases is sealed with them.
    keys: DataKeys,
    lapse: SignedDuration,
    packs: Packs,
    keeping: Keeping,
}

impl App {
    /// The use cases over a database; `lapse` is the time for the follow-up visit, counted from the reply.
    pub(crate) fn new(store: Store, keys: DataKeys, lapse: SignedDuration, packs: Packs, keeping: Keeping) -> Self {
        Self {
            store,
            keys,
            lapse,
            packs,
            keeping,
        }
    }

    /// The policy pack of a case.
    fn pack_of(&self, case: &Case) -> Arc<Pack> {
        self.packs.of(case.policy.as_deref())
    }

    /// The root causes that a finding of a case may name, branch by branch.
    pub(crate) fn causes(&self, case: &Case) -> Vec<CauseView> {
        let pack = self.pack_of(case);
        let causes = &pack.lists().root_causes;
        let place = |code: &str| causes.iter().position(|one| one.code == code);
        let mut views: Vec<(Vec<Option<usize>>, CauseView)> = causes
            .iter()
            .map(|cause| {
                let path = pack.cause_path(&cause.code);
                let view = CauseView {
                    code: cause.code.clone(),
                    parent: path.iter().rev().nth(1).map(|parent| (*parent).to_owned()),
                    level: path.len(),
                    zh: cause.zh.clone(),
                    en: cause.en.clone(),
                };
                (path.into_iter().map(place).collect(), view)
            })
            .collect();
        views.sort_by(|(one, _), (other, _)| one.cmp(other));
        views.into_iter().map(|(_, view)| view).collect()
    }

    /// Whether the versions of the policy that open cases are on are at hand.
    pub(crate) async fn check_policies(&self) -> Result<(), String> {
        let on = store::policies(self.store.read()).await;
        let missing = self.packs.missing(on.map_err(|error| error.to_string())?);
        if missing.is_empty() {
            return Ok(());
        }
        Err(format!(
            "open cases are on versions of the policy pack that are not at hand, and the configured one governs: {}; put their folders beside \
             investigation.pack_folder, or move the complaints with `huiyin policy migrate`",
            missing.join(", ")
        ))
    }

    /// When the follow-up to a reply of this instant lapses.
    fn lapses(&self, at: Timestamp) -> Timestamp {
        at.saturating_add(self.lapse).unwrap_or(Timestamp::MAX)
    }

    /// The duties by which a caller decides on a case: their own, those of their unit, and those that its level holds as long as no unit
    /// of the directory has them (R2.2).
    pub(crate) async fn duties_of(&self, caller: &Caller, case: &Case) -> Result<Vec<String>, Error> {
        self.duties_by(caller, &self.pack_of(case)).await
    }

    /// Whose decisions a caller finds: those of their duties, and of a level above.
    pub(crate) async fn waits_of(&self, caller: &Caller) -> Result<Waits, Error> {
        Ok(Waits {
            duties: self.duties_by(caller, &self.packs.of(None)).await?,
            unit: caller.unit.clone(),
            anybody: matches!(caller.actor, Actor::Operator),
        })
    }

    async fn duties_by(&self, caller: &Caller, pack: &Pack) -> Result<Vec<String>, Error> {
        let mut duties = caller.duties.clone();
        let Some(path) = &caller.unit else { return Ok(duties) };
        let Some(unit) = store::unit(self.store.read(), path).await? else {
            return Ok(duties);
        };
        let of_level = pack.level_duties().get(&unit.level).cloned().unwrap_or_default();
        if !of_level.is_empty() {
            let given = store::duties_given(self.store.read()).await?;
            duties.extend(of_level.into_iter().filter(|duty| !given.contains(duty)));
        }
        duties.extend(unit.duties);
        Ok(duties)
    }

    /// What the policies look at, and the caller with those duties of their unit that the case waits for: a duty that a unit holds opens what
    /// waits for it, and nothing else.
    pub(crate) async fn sight(&self, caller: &Caller, kept: &Kept) -> Result<(Resource, Caller), Error> {
        let file = self.file(kept).await?;
        let resource = waiting::resource(&kept.case, &file.redress, &file.sanctions);
        let mut caller = caller.clone();
        if !resource.deciders.is_empty() {
            let held = self.duties_of(&caller, &kept.case).await?;
            let waited = held.into_iter().filter(|duty| resource.deciders.contains(duty));
            caller.duties.extend(waited);
        }
        Ok((resource, caller))
    }

    /// A case.
    pub(crate) async fn case(&self, id: CaseId) -> Result<Kept, Error> {
        store::find(self.store.read(), &self.keys, id)
            .await?
            .ok_or(Error::NoSuchCase)
    }

    /// The case of a complaint.
    pub(crate) async fn case_of(&self, complaint: ComplaintId) -> Result<Kept, Error> {
        store::find_by_complaint(self.store.read(), &self.keys, complaint)
            .await?
            .ok_or(Error::NoSuchCase)
    }

    /// A case with what belongs to it but its statements.
    pub(crate) async fn file(&self, kept: &Kept) -> Result<File, Error> {
        Ok(act::read_file(self.store.read(), kept, false).await?)
    }

    /// A case's evidence with who had to do with it.
    pub(crate) async fn evidence(&self, kept: &Kept) -> Result<(Vec<Evidence>, Vec<Custody>), Error> {
        let evidence = store::evidence(self.store.read(), Some(&kept.sealing), kept.case.id).await?;
        Ok((evidence, store::custody(self.store.read(), kept.case.id).await?))
    }

    /// The list of cases.
    pub(crate) async fn list(&self, filter: &Filter) -> Result<Vec<Kept>, Error> {
        Ok(store::list(self.store.read(), &self.keys, filter).await?)
    }
}
