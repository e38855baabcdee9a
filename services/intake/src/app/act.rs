//! The commands on a registered complaint.

use huiyin_contracts::views::intake::{Decline, DisagreeByReceipt, Information, RateByReceipt, Settle, Standing};
use huiyin_kernel::{Actor, ComplaintId, Date};
use huiyin_store::{Change, Once};

use super::saying::Saying;
use super::{App, AppError};
use crate::domain::complaint::Complaint;
use crate::domain::recourse::Recourse;
use crate::domain::stage::{Act, Stage};
use crate::domain::{accept, decline, disagree, information, rate, settle, withdraw};
use crate::store::{self, NewNote};

/// Whether a complaint of this version is still the one that the caller read.
pub(crate) type Unchanged<'a> = &'a (dyn Fn(i64) -> bool + Send + Sync);

/// What a command leaves behind.
struct Effect {
    stage: Option<Stage>,
    recourse: Option<Recourse>,
    saying: Saying,
    note: Option<NewNote>,
    step: &'static str,
}

/// A command with what the caller sent.
pub(crate) enum Command<'a> {
    Accept,
    Decline(&'a Decline),
    Settle(&'a Settle),
    Withdraw,
    Add(&'a Information),
    Rate(&'a RateByReceipt),
    Disagree(&'a DisagreeByReceipt),
}

impl Command<'_> {
    fn decide(&self, complaint: &Complaint, act: Act, today: Date) -> Result<Effect, AppError> {
        match self {
            Self::Accept => {
                let (stage, said) = accept::decide(complaint, act)?;
                Ok(Effect::moved(stage, Saying::Accepted(said), None))
            }
            Self::Withdraw => {
                let (stage, said) = withdraw::decide(complaint, act)?;
                Ok(Effect::moved(stage, Saying::Withdrawn(said), None))
            }
            Self::Decline(request) => {
                let done = decline::decide(complaint, request, act.clone())?;
                let note = note("declined", Some(done.said.reason.clone()), done.words, act);
                Ok(Effect::moved(done.stage, Saying::Declined(done.said), Some(note)))
            }
            Self::Settle(request) => {
                let done = settle::decide(complaint, request, act.clone())?;
                let note = note("settled", done.said.finding.clone(), done.words, act);
                Ok(Effect::moved(done.stage, Saying::Settled(done.said), Some(note)))
            }
            Self::Add(request) => {
                let (said, words) = information::decide(complaint, request, act.by.clone())?;
                let note = note("information", None, words, act);
                Ok(Effect::noted("information", Saying::InformationAdded(said), Some(note)))
            }
            Self::Rate(request) => {
                let rated = rate::decide(complaint, request, act.by.clone())?;
                let code = Some(rated.said.satisfaction.clone());
                let note = rated.words.map(|words| note("rated", code, words, act));
                Ok(Effect {
                    recourse: Some(rated.recourse),
                    ..Effect::noted("rated", Saying::Rated(rated.said), note)
                })
            }
            Self::Disagree(request) => {
                let asked = disagree::decide(complaint, request, today, act.by.clone())?;
                let (step, words) = (asked.way.step(), asked.words);
                let note = note(step, None, words, act);
                Ok(Effect {
                    recourse: Some(Recourse::default()),
                    ..Effect::noted(step, Saying::Disagreed(asked.said), Some(note))
                })
            }
        }
    }
}

impl Effect {
    /// The complaint comes to another stage, which is also the step that the complainant is shown.
    fn moved(stage: Stage, saying: Saying, note: Option<NewNote>) -> Self {
        let step = match &stage {
            // It may be led already, and is accepted all the same.
            Stage::Open { .. } => "accepted",
            ended => ended.code(),
        };
        Self {
            stage: Some(stage),
            ..Self::noted(step, saying, note)
        }
    }

    /// The complaint stays where it is, and the complainant is shown that something came.
    fn noted(step: &'static str, saying: Saying, note: Option<NewNote>) -> Self {
        Self {
            stage: None,
            recourse: None,
            saying,
            note,
            step,
        }
    }
}

fn note(kind: &'static str, code: Option<String>, words: String, act: Act) -> NewNote {
    NewNote { kind, code, words, act }
}

impl App {
    /// Carries out a command, once for its key. Answers where the complaint stands, and its version.
    pub(crate) async fn act(
        &self,
        id: ComplaintId,
        command: &Command<'_>,
        by: Actor,
        once: Once<'_>,
        unchanged: Unchanged<'_>,
    ) -> Result<(Standing, i64), AppError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let mut complaint = store::lock(&change, id).await?.ok_or(AppError::NotFound)?;
        if !unchanged(complaint.version) {
            return Err(AppError::Changed);
        }
        let act = self.act_of(by);
        let at = act.at;
        let effect = command.decide(&complaint, act, self.schedule.day_of(at))?;
        store::add_step(&change, id, effect.step, at).await?;
        self.save(&mut change, &mut complaint, effect).await?;
        let answer = (standing(&complaint), complaint.version);
        once.keep(&change, 200, &answer).await?;
        change.commit().await?;
        Ok(answer)
    }

    async fn save(&self, change: &mut Change, complaint: &mut Complaint, effect: Effect) -> Result<(), AppError> {
        if let Some(stage) = effect.stage {
            complaint.stage = stage;
        }
        if let Some(recourse) = effect.recourse {
            complaint.recourse = recourse;
        }
        if let Some(note) = effect.note {
            store::add_note(change, &self.keys, complaint.id, note).await?;
        }
        store::update(change, complaint).await?;
        Ok(effect.saying.say(change, complaint)?)
    }
}

fn standing(complaint: &Complaint) -> Standing {
    Standing {
        id: complaint.id,
        number: complaint.number.clone(),
        stage: complaint.stage.code().to_owned(),
        since: complaint.stage.since(),
    }
}
