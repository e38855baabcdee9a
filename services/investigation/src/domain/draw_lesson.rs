//! The lesson of a case (R6.2): what is to be learnt from it, after the finding. Its words are the case's, and sealed with it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Case, Code, Finding, Mark, Words};

/// What is to be learnt from a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lesson {
    /// It.
    pub(crate) id: Uuid,
    /// The root cause that the finding named then.
    pub(crate) cause: Code,
    /// The lesson.
    pub(crate) words: Words,
    /// Who drew it, and when.
    pub(crate) drawn: Mark,
}

/// Why a lesson is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Nobody knows yet what happened.
    #[error("a lesson is drawn after the finding")]
    NotFound,
    /// Nothing is added to it any more.
    #[error("the file is in the archive, so no lesson is drawn from it")]
    Archived,
}

refusals! { Refusal,
    NotFound => "lesson_early",
    Archived => "case_archived",
}

/// Takes it. `finding` is the one that stands, also of a closed case.
pub(crate) fn decide(
    case: &Case,
    finding: Option<&Finding>,
    id: Uuid,
    words: Words,
    drawn: Mark,
) -> Result<Lesson, Refusal> {
    if case.stage.is_archived() {
        return Err(Refusal::Archived);
    }
    let cause = finding.ok_or(Refusal::NotFound)?.root_cause.clone();
    Ok(Lesson {
        id,
        cause,
        words,
        drawn,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, mark, words};

    fn draw(case: &Case, finding: Option<&Finding>) -> Result<Lesson, Refusal> {
        decide(
            case,
            finding,
            Uuid::from_u128(8001),
            words("two counters at noon"),
            mark("clerk"),
        )
    }

    #[test]
    fn r6_2_a_lesson_is_drawn_from_what_was_found_also_after_the_closing() {
        let finding = sample::finding();
        for case in [sample::found(), sample::replied(), sample::closed()] {
            assert_eq!(draw(&case, Some(&finding)).unwrap().cause, finding.root_cause);
        }
        assert_eq!(draw(&sample::investigating(), None), Err(Refusal::NotFound));
        assert_eq!(Refusal::NotFound.to_string(), "a lesson is drawn after the finding");
        assert_eq!(draw(&sample::archived(), Some(&finding)), Err(Refusal::Archived));
        assert_eq!(
            Refusal::Archived.to_string(),
            "the file is in the archive, so no lesson is drawn from it"
        );
    }
}
