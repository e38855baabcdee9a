//! What was answered before, at hand for the next answer: in earlier files that a complaint repeats (R3.6), and in earlier rounds of the same
//! case (R5.4).

use huiyin_contracts::views::investigation::{EarlierAnswer, EarlierCase, EarlierFile};
use huiyin_kernel::ComplaintId;
use huiyin_store::StoreError;

use super::act::{File, read_file};
use super::form::{finding, reply};
use super::look::Look;
use super::rounds::rounds;
use super::saying::Saying;
use super::view::{case_line, form_redress, found, redress_view};
use super::{App, Error};
use crate::domain::matter::Matter;
use crate::store::{self, Kept};

/// The most earlier files that are shown: a complaint that was made more often has its history in the register.
const MOST: usize = 5;

impl App {
    /// What the register says that a complaint has to do with others.
    pub(crate) async fn matter(&self, complaint: ComplaintId) -> Result<Matter, Error> {
        Ok(store::matter(self.store.read(), complaint).await?)
    }

    /// The cases of the complaints that this one repeats, the latest first. Who may see which, the caller of this decides.
    pub(crate) async fn earlier(&self, complaint: ComplaintId) -> Result<Vec<Kept>, Error> {
        let mut cases = Vec::new();
        let mut passed = vec![complaint];
        let mut at = self.matter(complaint).await?.earlier;
        while let Some(earlier) = at.filter(|earlier| cases.len() < MOST && !passed.contains(earlier)) {
            passed.push(earlier);
            match store::find_by_complaint(self.store.read(), &self.keys, earlier).await {
                // What was destroyed when its term was over (R8.3) is not at hand any more; what it repeats may be.
                Err(StoreError::Destroyed) => {}
                found => cases.extend(found?),
            }
            at = self.matter(earlier).await?.earlier;
        }
        Ok(cases)
    }

    /// An earlier case without its words.
    pub(crate) async fn earlier_case(&self, kept: &Kept) -> Result<EarlierCase, Error> {
        let file = self.file(kept).await?;
        let (finding, root_cause) = found(&kept.case);
        let answers = answers(&file);
        let replied = answers.iter().rev().find_map(|answer| answer.reply.as_ref());
        Ok(EarlierCase {
            line: case_line(kept),
            finding,
            root_cause,
            replied: replied.map(|reply| reply.at),
            ending: kept
                .case
                .stage
                .closing()
                .map(|closing| closing.ending.code().to_owned()),
            redress: file.redress.iter().map(redress_view).collect(),
        })
    }

    /// What was answered before, with its words: in the case that is looked at, and in these earlier ones. Each look is recorded with its case
    /// (R8.1).
    pub(crate) async fn look_at_answers(&self, look: &Look, earlier: &[Kept]) -> Result<Vec<EarlierFile>, Error> {
        let mut change = self.store.change().await?;
        let own = store::find(change.conn(), &self.keys, look.case)
            .await?
            .ok_or(Error::NoSuchCase)?;
        let mut files = Vec::new();
        for kept in std::iter::once(&own).chain(earlier) {
            let file = read_file(change.conn(), kept, false).await?;
            let answers = answers(&file);
            if answers.is_empty() {
                continue;
            }
            Saying::seen(&kept.case, "answers", look.purpose.as_str(), look.by.clone()).say(&mut change, &kept.case)?;
            files.push(EarlierFile {
                line: case_line(kept),
                own: kept.case.id == own.case.id,
                answers,
                redress: file.redress.iter().map(form_redress).collect(),
            });
        }
        change.commit().await?;
        Ok(files)
    }
}

/// What was found and replied in a case, round by round.
fn answers(file: &File) -> Vec<EarlierAnswer> {
    let over = rounds(&file.steps).into_iter().map(|round| EarlierAnswer {
        finding: round.finding,
        reply: round.reply,
    });
    let stage = &file.case.stage;
    let now = stage.reply().map(|told| EarlierAnswer {
        finding: stage.finding().map(finding),
        reply: Some(reply(told)),
    });
    over.chain(now).filter(|answer| answer.reply.is_some()).collect()
}
