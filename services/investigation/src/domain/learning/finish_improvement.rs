//! Recording that an improvement is done (R6.2): what was done, and on which day. From then on its effect is measured.

use huiyin_kernel::Date;

use super::nameless::{self, Named};
use super::{Improvement, ImprovementStage};
use crate::domain::{Mark, Refuses, Words};

/// Why it is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// It is over.
    #[error("the proposal is done or refused already")]
    NotOpen,
    /// Nothing is done tomorrow.
    #[error("the day on which it was done is still to come")]
    ToCome,
    /// Somebody can be told by it, or nobody has looked.
    #[error(transparent)]
    Named(#[from] Named),
}

impl Refuses for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotOpen => "improvement_not_open",
            Self::ToCome => "done_to_come",
            Self::Named(named) => named.code(),
        }
    }
}

/// Somebody says that it is done.
#[derive(Clone, Debug)]
pub(crate) struct Finish {
    /// What was done.
    pub(crate) what: Words,
    /// On which day.
    pub(crate) on: Date,
    /// Whether they confirm that it names no person.
    pub(crate) confirmed: bool,
    /// Who, and when.
    pub(crate) mark: Mark,
}

/// Takes it.
pub(crate) fn decide(improvement: Improvement, finish: Finish, today: Date) -> Result<Improvement, Refusal> {
    if improvement.stage != ImprovementStage::Open {
        return Err(Refusal::NotOpen);
    }
    if finish.on > today {
        return Err(Refusal::ToCome);
    }
    nameless::check(finish.confirmed, &[&finish.what])?;
    let stage = ImprovementStage::Done {
        what: finish.what,
        on: finish.on,
        mark: finish.mark,
    };
    Ok(Improvement { stage, ..improvement })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{improvement, mark, words};

    fn finish(improvement: Improvement, on: &str, confirmed: bool) -> Result<Improvement, Refusal> {
        let finish = Finish {
            what: words("a second counter is open at noon"),
            on: on.parse().unwrap(),
            confirmed,
            mark: mark("owner"),
        };
        decide(improvement, finish, "2026-12-10".parse().unwrap())
    }

    #[test]
    fn r6_2_a_proposal_is_followed_until_it_is_done() {
        let done = finish(improvement(), "2026-12-10", true).unwrap();
        assert_eq!(done.state(), "done");
        assert!(
            !done.is_overdue("2027-06-01".parse().unwrap()),
            "what is done is not late"
        );
        assert_eq!(finish(done, "2026-12-10", true), Err(Refusal::NotOpen));
        assert_eq!(Refusal::NotOpen.to_string(), "the proposal is done or refused already");
    }

    #[test]
    fn nothing_is_done_on_a_day_to_come_and_nobody_is_named() {
        assert_eq!(finish(improvement(), "2026-12-11", true), Err(Refusal::ToCome));
        assert_eq!(
            Refusal::ToCome.to_string(),
            "the day on which it was done is still to come"
        );
        let unlooked = finish(improvement(), "2026-12-10", false);
        assert_eq!(unlooked, Err(Refusal::Named(Named::Unconfirmed)));
    }
}
