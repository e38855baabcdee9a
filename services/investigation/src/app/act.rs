//! One change of one case, whoever asks for it.

use huiyin_access::Resource;
use huiyin_contracts::views::investigation::CaseView;
use huiyin_kernel::{Actor, CaseId, Timestamp, UnitPath};
use huiyin_store::{Change, Once, StoreError};
use huiyin_web::{Idempotency, IfMatch, Version};
use sea_orm::ConnectionTrait;

use super::evidence::NewEvidence;
use super::saying::Saying;
use super::view::case_view;
use super::{App, Error, Refused};
use crate::domain::{
    Case, Custody, Decider, Draft, Evidence, Extension, Lesson, Mark, Opinion, Paper, Redress, Sanction, Stage,
    Statement, conflict, waiting,
};
use crate::store::{self, Form, Kept, Step, Unit};

/// How often a change that came second looks again before it gives up.
const TRIES: usize = 10;

/// A call by HTTP.
#[derive(Debug)]
pub(crate) struct Call {
    /// The case.
    pub(crate) case: CaseId,
    /// Who calls.
    pub(crate) by: Actor,
    /// The unit that they work in.
    pub(crate) unit: Option<UnitPath>,
    /// The units of their other posts.
    pub(crate) elsewhere: Vec<UnitPath>,
    /// The duties that they or their unit hold, where the command asks for them.
    pub(crate) duties: Vec<String>,
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
    /// What makes it good.
    pub(crate) redress: Vec<Redress>,
    /// What co-handlers were asked for.
    pub(crate) opinions: Vec<Opinion>,
    /// More time for the reply.
    pub(crate) extensions: Vec<Extension>,
    /// What the misstep costs whom.
    pub(crate) sanctions: Vec<Sanction>,
    /// What is to be learnt from it.
    pub(crate) lessons: Vec<Lesson>,
    /// Drafts of the reply that did not go out.
    pub(crate) given_back: Vec<Draft>,
    /// Evidence in files.
    pub(crate) evidence: Vec<Evidence>,
    /// Who had to do with it.
    pub(crate) custody: Vec<Custody>,
    /// The unit that holds it, where routing has named it.
    pub(crate) unit: Option<Unit>,
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
    /// Redress, an opinion, a sanction or a lesson that is new, or changed.
    pub(crate) paper: Option<Paper>,
    /// Evidence that was added.
    pub(crate) evidence: Option<NewEvidence>,
}

impl Decided {
    /// A step that says this and adds no paper.
    pub(crate) fn step(case: Case, what: &'static str, by: Actor, at: Timestamp, says: Vec<Saying>) -> Self {
        Self {
            case,
            what,
            by,
            at,
            says,
            statement: None,
            form: None,
            paper: None,
            evidence: None,
        }
    }
}

impl Call {
    /// The caller as somebody who decides at this instant.
    pub(crate) fn decider(&self, at: Timestamp) -> Decider {
        Decider {
            by: self.by.clone(),
            unit: self.unit.clone(),
            elsewhere: self.elsewhere.clone(),
            duties: self.duties.clone(),
            at,
        }
    }

    /// The caller's mark.
    pub(crate) fn mark(&self, at: Timestamp) -> Mark {
        Mark {
            by: self.by.clone(),
            at,
        }
    }
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
        if let Some(again) = once(&call.idempotency).answered(&change).await? {
            return Ok(Some(again));
        }
        let kept = store::find(change.conn(), &self.keys, call.case)
            .await?
            .ok_or(Error::NoSuchCase)?;
        if call.if_match.check(Version(kept.version)).is_err() {
            let steps = store::steps(change.conn(), &kept.sealing, call.case).await?;
            return Err(stale(&steps, &call.if_match));
        }
        if kept.case.resource() != call.permitted {
            return Err(Error::Moved);
        }
        conflict::check(&kept.case, &call.by).map_err(|refusal| Error::Refused(refusal.into()))?;
        let file = open_file(&change, &kept).await?;
        let decided = decide(self.whole(file), self.store.clock().now()).map_err(Error::Refused)?;
        let case = decided.case.clone();
        let evidence = decided.evidence.clone();
        if !save(&mut change, &kept, decided).await? {
            return Ok(None);
        }
        if let Some(new) = &evidence {
            store::add_evidence(
                &change,
                &kept.sealing.to_write(&change).await?,
                call.case,
                &new.evidence,
            )
            .await?;
            for line in &new.custody {
                store::add_custody(&change, self.store.ids().uuid(), call.case, line).await?;
            }
        }
        let after = Kept {
            case,
            version: kept.version.saturating_add(1),
            sealing: kept.sealing.clone(),
        };
        let view = case_view(&after, &open_file(&change, &after).await?);
        once(&call.idempotency).keep(&change, 200, &view).await?;
        if let Some(new) = &evidence {
            self.keep_evidence(call.case, new).await?;
        }
        change.commit().await?;
        Ok(Some(view))
    }
}

pub(super) fn once(key: &Idempotency) -> Once<'_> {
    Once {
        key: key.key(),
        fingerprint: key.fingerprint(),
    }
}

/// What was done since the caller has read, so that they need not look for it.
fn stale(steps: &[Step], read: &IfMatch) -> Error {
    let since = read.newest().unwrap_or(0);
    let changes: Vec<String> = steps
        .iter()
        .filter(|step| step.version > since)
        .map(|step| format!("{} (version {})", step.what, step.version))
        .collect();
    Error::Stale(changes.join(", "))
}

/// A case with its papers, within a change.
pub(super) async fn open_file(change: &Change, kept: &Kept) -> Result<File, StoreError> {
    read_file(change.conn(), kept, true).await
}

/// A case with its papers; statements only where they are asked for, since they hold words.
pub(super) async fn read_file(conn: &impl ConnectionTrait, kept: &Kept, statements: bool) -> Result<File, StoreError> {
    let id = kept.case.id;
    let mut file = File {
        case: kept.case.clone(),
        next: kept.version.saturating_add(1),
        statements: Vec::new(),
        steps: store::steps(conn, &kept.sealing, id).await?,
        redress: Vec::new(),
        opinions: Vec::new(),
        extensions: Vec::new(),
        sanctions: Vec::new(),
        lessons: Vec::new(),
        given_back: Vec::new(),
        evidence: Vec::new(),
        custody: Vec::new(),
        unit: store::unit(conn, &kept.case.unit).await?,
    };
    if statements {
        file.statements = store::statements(conn, &kept.sealing, id).await?;
        file.evidence = store::evidence(conn, Some(&kept.sealing), id).await?;
        file.custody = store::custody(conn, id).await?;
    }
    for paper in store::decisions(conn, &kept.sealing, id).await? {
        match paper {
            Paper::Redress(redress) => file.redress.push(redress),
            Paper::Opinion(opinion) => file.opinions.push(opinion),
            Paper::Sanction(sanction) => file.sanctions.push(sanction),
            Paper::Lesson(lesson) => file.lessons.push(lesson),
            Paper::Extension(extension) => file.extensions.push(extension),
            Paper::GivenBack(back) => file.given_back.push(back.draft),
        }
    }
    Ok(file)
}

/// Writes what was decided and says it. False, and nothing to be kept, where the case was changed by another hand meanwhile.
pub(super) async fn save(change: &mut Change, before: &Kept, decided: Decided) -> Result<bool, StoreError> {
    let (case, next) = (&decided.case, before.version.saturating_add(1));
    let sealing = &before.sealing.to_write(change).await?;
    if !store::update(change, before, case).await? {
        return Ok(false);
    }
    if let Some(statement) = &decided.statement {
        store::add_statement(change, sealing, case.id, next, statement).await?;
    }
    if let Some(paper) = &decided.paper {
        store::keep_paper(change, sealing, case.id, next, paper).await?;
    }
    if let Some(form) = &decided.form {
        store::add_form(change, sealing, case.id, form, decided.at).await?;
    }
    let step = Step {
        version: next,
        what: decided.what.to_owned(),
        unit: case.unit.clone(),
        by: decided.by,
        at: decided.at,
        left: None,
    };
    // Where work, or why a case was opened again, ends without a trace in the next stage, the step keeps what it was.
    let left = &before.case.stage;
    let ends_work = left.work().is_some() && case.stage.work().is_none();
    let ends_reasons = matches!(left, Stage::Reopened { .. }) && !matches!(case.stage, Stage::Reopened { .. });
    let left = (ends_work || ends_reasons).then(|| left.clone());
    store::add_step(change, sealing, case, &Step { left, ..step }).await?;
    let (mut redress, mut sanctions) = (Vec::new(), Vec::new());
    for paper in store::decisions(change.conn(), sealing, case.id).await? {
        match paper {
            Paper::Redress(one) => redress.push(one),
            Paper::Sanction(one) => sanctions.push(one),
            _ => {}
        }
    }
    let waits = waiting::waits(case, &redress, &sanctions, store::PARENT);
    store::keep_waits(change, case.id, &waits).await?;
    for saying in &decided.says {
        saying.say(change, case)?;
    }
    Ok(true)
}
