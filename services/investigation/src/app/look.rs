//! Seeing words: each look is recorded before anything is shown (R8.1).

use huiyin_kernel::{Actor, CaseId};

use super::act::{File, open_file};
use super::form::Closes;
use super::saying::Saying;
use super::{App, Error, form};
use crate::domain::{Lesson, Sanction, Statement, Words};
use crate::store::{self, Form};

/// Somebody looks.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    /// The case.
    pub(crate) case: CaseId,
    /// What for.
    pub(crate) purpose: Words,
    /// Who.
    pub(crate) by: Actor,
}

impl App {
    /// A case's statements with their fingerprints.
    pub(crate) async fn look_at_statements(&self, look: &Look) -> Result<Vec<(Statement, String)>, Error> {
        let (file, _) = self.look(look, "statements").await?;
        Ok(file.statements)
    }

    /// What the case costs whom, with the words of it (R6.3).
    pub(crate) async fn look_at_sanctions(&self, look: &Look) -> Result<Vec<Sanction>, Error> {
        let (file, _) = self.look(look, "sanctions").await?;
        Ok(file.sanctions)
    }

    /// What is to be learnt from the case, with the words of it (R6.2).
    pub(crate) async fn look_at_lessons(&self, look: &Look) -> Result<Vec<Lesson>, Error> {
        let (file, _) = self.look(look, "lessons").await?;
        Ok(file.lessons)
    }

    /// The handling form; as it is so far where the case is not closed yet.
    pub(crate) async fn look_at_form(&self, look: &Look) -> Result<Form, Error> {
        let (file, made) = self.look(look, "form").await?;
        match made {
            Some(form) => Ok(form),
            None => Ok(form::make(&file, &Closes::default())?),
        }
    }

    pub(super) async fn look(&self, look: &Look, what: &str) -> Result<(File, Option<Form>), Error> {
        let mut change = self.store.change().await?;
        let kept = store::find(change.conn(), &self.keys, look.case)
            .await?
            .ok_or(Error::NoSuchCase)?;
        let file = open_file(&change, &kept).await?;
        // Of a case that was opened again the form before is of a closing that holds no more.
        let closed_with = kept
            .case
            .stage
            .closing()
            .and_then(|closing| closing.form_sha256.clone());
        let made = store::form(change.conn(), &kept.sealing, look.case).await?;
        let made = made.filter(|form| closed_with.as_ref() == Some(&form.sha256));
        let seen = Saying::seen(&kept.case, what, look.purpose.as_str(), look.by.clone());
        seen.say(&mut change, &kept.case)?;
        change.commit().await?;
        Ok((file, made))
    }
}
