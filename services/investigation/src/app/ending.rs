//! From the follow-up to the archive.

use huiyin_contracts::events::investigation::{ArchivedV1, FollowedUpV1};
use huiyin_contracts::views::investigation::CaseView;
use huiyin_kernel::{Actor, Timestamp};
use huiyin_policy::Pack;

use super::act::{Call, Decided, File};
use super::commands::step;
use super::form::{self, Closes};
use super::saying::Saying;
use super::{App, Error, Refused};
use crate::domain::close::Close;
use crate::domain::end_outside::EndOutside;
use crate::domain::follow_up::Visit;
use crate::domain::{Case, Code, Satisfaction, Words, archive, close, end_outside, follow_up};
use crate::store::Form;

/// An ending outside as it comes in.
#[derive(Clone, Debug)]
pub(crate) struct NewEnding {
    pub(crate) way: Code,
    pub(crate) agreement: Words,
    pub(crate) summary: Option<Words>,
}

impl App {
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
            Ok(followed_up(case, satisfaction, by, at))
        })
        .await
    }

    /// Closes the case with its handling form (R6.1).
    pub(crate) async fn close(&self, call: &Call, summary: Option<Words>) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let by = call.by.clone();
            let made = form::make(
                &file,
                &Closes {
                    summary: summary.as_ref(),
                    agreement: None,
                    closed: Some((&by, at)),
                },
            );
            let form = made.map_err(|error| unwritable(&error))?;
            let form_sha256 = form.sha256.clone();
            let File { case, redress, .. } = file;
            let close = Close {
                form_sha256,
                by: by.clone(),
                at,
            };
            let pack = self.pack_of(&case);
            let case = close::decide(case, close, &redress)?;
            Ok(closed(case, &pack, (by, at), form))
        })
        .await
    }

    /// Closes the case that ended by mediation, by arbitration or in court (R5.7).
    pub(crate) async fn end_outside(&self, call: &Call, new: &NewEnding) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let by = call.by.clone();
            let closes = Closes {
                summary: new.summary.as_ref(),
                agreement: Some(&new.agreement),
                closed: Some((&by, at)),
            };
            let form = form::make(&file, &closes).map_err(|error| unwritable(&error))?;
            let end = EndOutside {
                way: new.way.clone(),
                form_sha256: form.sha256.clone(),
                by: by.clone(),
                at,
            };
            let pack = self.pack_of(&file.case);
            let case = end_outside::decide(file.case, end, &file.redress, &pack)?;
            Ok(closed(case, &pack, (by, at), form))
        })
        .await
    }

    /// Archives the file (R6.1).
    pub(crate) async fn archive(&self, call: &Call) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let by = call.by.clone();
            let pack = self.pack_of(&file.case);
            let case = archive::decide(file.case, (&file.redress, &file.sanctions), &pack, by.clone(), at)?;
            let kept = case.stage.retention();
            let event = ArchivedV1 {
                complaint: case.complaint,
                by: by.clone(),
                retention: kept.map(|kept| kept.class.clone()),
                kept_until: kept.map(|kept| kept.until.to_string()),
            };
            Ok(step(case, "archived", by, at, Saying::Archived(event)))
        })
        .await
    }
}

/// The case after somebody said whether the complainant is satisfied, with what is said of it.
pub(super) fn followed_up(case: Case, satisfaction: Satisfaction, by: Actor, at: Timestamp) -> Decided {
    let event = FollowedUpV1 {
        complaint: case.complaint,
        satisfaction: satisfaction.code().to_owned(),
        by: by.clone(),
    };
    let mut says = vec![Saying::FollowedUp(event)];
    says.extend(Saying::reopened(&case));
    Decided::step(case, "followed_up", by, at, says)
}

fn closed(case: Case, pack: &Pack, (by, at): (Actor, Timestamp), form: Form) -> Decided {
    let closing = case.stage.closing();
    let says = closing
        .map(|closing| Saying::closed(&case, closing, pack))
        .into_iter()
        .collect();
    Decided {
        form: Some(form),
        ..Decided::step(case, "closed", by, at, says)
    }
}

fn unwritable(error: &serde_json::Error) -> Refused {
    Refused {
        code: "form_unwritable",
        sentence: format!("the handling form cannot be written: {error}"),
    }
}
