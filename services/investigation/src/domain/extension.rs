//! More time for the reply, and the letter that tells the complainant of it (R4.5).

use huiyin_kernel::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::answer::Letter;
use super::approver::Mark;
use super::text::{Code, Words};
use super::{Case, Stage};

/// More time that somebody above approved, as routing says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Extension {
    /// The line of routing's ledger.
    pub(crate) id: Uuid,
    /// When the reply is due from then on: the committed date, which binds.
    pub(crate) due: Timestamp,
    /// Who approved it, and when.
    pub(crate) approved: Mark,
    /// The letter about it, once it went out.
    pub(crate) told: Option<Told>,
}

/// The letter that went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// How: `letter`, `phone`, `visit` …
    pub(crate) channel: Code,
    /// Why, in words for the complainant.
    pub(crate) reason: Words,
    /// The day that it commits to.
    pub(crate) last_day: Date,
    /// The whole letter.
    pub(crate) letter: Letter,
    /// Who told it, and when.
    pub(crate) mark: Mark,
}

impl Extension {
    /// What became of its letter: `told`, `owed`, or `overtaken` where the answer or a later extension made it pointless.
    pub(crate) fn state(&self, case: &Case, all: &[Self]) -> &'static str {
        match &self.told {
            Some(_) => "told",
            None if owed(case, all).is_some_and(|owed| owed.id == self.id) => "owed",
            None => "overtaken",
        }
    }
}

/// The extension that the complainant is to be told of: the last one, until they have its letter or the answer.
pub(crate) fn owed<'a>(case: &Case, all: &'a [Extension]) -> Option<&'a Extension> {
    let unanswered = matches!(
        case.stage,
        Stage::Assigned | Stage::Investigating { .. } | Stage::Found { .. }
    );
    let last = all.iter().max_by_key(|one| one.due)?;
    (unanswered && last.told.is_none()).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, extension};

    #[test]
    fn r4_5_the_last_extension_is_told_until_the_complainant_has_its_letter_or_the_answer() {
        let both = [extension(1, false), extension(2, false)];
        let states = |case: &Case, all: &[Extension]| all.iter().map(|one| one.state(case, all)).collect::<Vec<_>>();
        for waiting in [sample::assigned(), sample::investigating(), sample::found()] {
            assert_eq!(states(&waiting, &both), ["overtaken", "owed"]);
        }
        assert_eq!(
            states(&sample::found(), &[extension(1, true), extension(2, true)]),
            ["told", "told"]
        );
        for over in [sample::replied(), sample::reopened(), sample::closed()] {
            assert_eq!(states(&over, &both), ["overtaken", "overtaken"]);
        }
        assert_eq!(owed(&sample::found(), &[]), None);
    }
}
