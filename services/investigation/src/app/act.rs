//! One change of one case, whoever asks for it.

use huiyin_access::Resource;
use huiyin_contracts::views::investigation::CaseView;
use huiyin_kernel::{Actor, CaseId, Timestamp};
use huiyin_store::idempotency::{self, Begun};
use huiyin_store::{Change, StoreError};
use huiyin_web::{Idempotency, IfMatch, Version};

use super::saying::Saying;
use super::view::case_view;
use super::{App, Error, Refused};
use crate::domain::{Case, Statement};
use crate::store::{self, Form, Kept, Step};

/// How often a change that came second looks again before it gives up.
const TRIES: usize = 10;

/// A call by HTTP.
#[derive(Debug)]
pub(crate) struct Call {
    /// The case.
    pub(crate) case: CaseId,
    /// Who calls.
    pub(crate) by: Actor,
    /// What the permission was given for.
    pub(crate) permitted: Resource,
    /// The version that the caller has read, if they say.
    pub(crate) if_match: IfMatch,
    /// The key under which it may be sent again.
    pub(crate) idempotency: Idempotency,
}

/// A case with its papers.
pub(crate) struct File {
    /// The case.
    pub(crate) case: Case,
    /// The version that the change would give it.
    pub(crate) next: i64,
    /// Its statements with their fingerprints.
    pub(crate) statements: Vec<(Statement, String)>,
    /// What was done.
    pub(crate) steps: Vec<Step>,
}

/// What a command decided.
pub(crate) struct Decided {
    /// The case afterwards.
    pub(crate) case: Case,
    /// What was done: the step's name.
    pub(crate) what: &'static str,
    /// Who did it.
    pub(crate) by: Actor,
    /// When.
    pub(crate) at: Timestamp,
    /// What is said of it.
    pub(crate) says: Vec<Saying>,
    /// The statement that was taken.
    pub(crate) statement: Option<Statement>,
    /// The form that was made.
    pub(crate) form: Option<Form>,
}

impl App {
    /// Loads, decides, saves, commits; once more where somebody else was first, so that they are seen.
    pub(crate) async fn act(
        &self,
        call: &Call,
        decide: impl Fn(File, Timestamp) -> Result<Decided, Refused> + Send + Sync,
    ) -> Result<CaseView, Error> {
        for _ in 0..TRIES {
            if let Some(answer) = self.try_to_act(call, &decide).await? {
                return Ok(answer);
            }
        }
        Err(Error::Busy)
    }

    async fn try_to_act(
        &self,
        call: &Call,
        decide: &(impl Fn(File, Timestamp) -> Result<Decided, Refused> + Send + Sync),
    ) -> Result<Option<CaseView>, Error> {
        let mut change = self.store.change().await?;
        if let Some(again) = begin(&change, &call.idempotency).await? {
            return Ok(Some(again));
        }
        let kept = store::find(change.conn(), call.case).await?.ok_or(Error::NoSuchCase)?;
        call.if_match.check(Version(kept.version)).map_err(|_| Error::Stale)?;
        if kept.case.resource() != call.permitted {
            return Err(Error::Moved);
        }
        let file = open_file(&change, &kept).await?;
        let decided = decide(file, self.store.clock().now()).map_err(Error::Refused)?;
        let case = decided.case.clone();
        if !save(&mut change, &kept, decided).await? {
            return Ok(None);
        }
        let after = Kept {
            case,
            version: kept.version.saturating_add(1),
        };
        let view = case_view(&after, store::steps(change.conn(), call.case).await?);
        idempotency::complete(&change, call.idempotency.key(), 200, &serde_json::to_string(&view)?).await?;
        change.commit().await?;
        Ok(Some(view))
    }
}

async fn begin(change: &Change, key: &Idempotency) -> Result<Option<CaseView>, Error> {
    match idempotency::begin(change, key.key(), key.fingerprint()).await? {
        Begun::Fresh => Ok(None),
        Begun::Replay { body, .. } => Ok(Some(serde_json::from_str(&body)?)),
        Begun::Mismatch => Err(Error::KeyMismatch),
    }
}

/// A case with its papers, within a change.
pub(super) async fn open_file(change: &Change, kept: &Kept) -> Result<File, StoreError> {
    Ok(File {
        case: kept.case.clone(),
        next: kept.version.saturating_add(1),
        statements: store::statements(change.conn(), kept.case.id).await?,
        steps: store::steps(change.conn(), kept.case.id).await?,
    })
}

/// Writes what was decided and says it. False, and nothing to be kept, where the case was changed by another hand meanwhile.
pub(super) async fn save(change: &mut Change, before: &Kept, decided: Decided) -> Result<bool, StoreError> {
    let (case, next) = (&decided.case, before.version.saturating_add(1));
    if !store::update(change, case, before.version).await? {
        return Ok(false);
    }
    if let Some(statement) = &decided.statement {
        store::add_statement(change, case.id, next, statement).await?;
    }
    if let Some(form) = &decided.form {
        store::add_form(change, case.id, form, decided.at).await?;
    }
    let step = Step {
        version: next,
        what: decided.what.to_owned(),
        unit: case.unit.clone(),
        by: decided.by,
        at: decided.at,
    };
    // Where work ends without a trace in the next stage, the step keeps what it was.
    let ends_work = before.case.stage.work().is_some() && case.stage.work().is_none();
    store::add_step(change, case, &step, ends_work.then_some(&before.case.stage)).await?;
    for saying in &decided.says {
        saying.say(change, case)?;
    }
    Ok(true)
}
