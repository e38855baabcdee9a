//! Refusing an improvement (R6.2): its owner says why.

use super::nameless::{self, Named};
use super::{Improvement, ImprovementStage};
use crate::domain::{Mark, Refuses, Words};

/// Why it is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// It is over.
    #[error("the proposal is done or refused already")]
    NotOpen,
    /// Somebody can be told by it, or nobody has looked.
    #[error(transparent)]
    Named(#[from] Named),
}

impl Refuses for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotOpen => "improvement_not_open",
            Self::Named(named) => named.code(),
        }
    }
}

/// Takes it.
pub(crate) fn decide(
    improvement: Improvement,
    reason: Words,
    confirmed: bool,
    mark: Mark,
) -> Result<Improvement, Refusal> {
    if improvement.stage != ImprovementStage::Open {
        return Err(Refusal::NotOpen);
    }
    nameless::check(confirmed, &[&reason])?;
    Ok(Improvement {
        stage: ImprovementStage::Refused { reason, mark },
        ..improvement
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{improvement, mark, words};

    #[test]
    fn r6_2_the_owner_refuses_with_a_reason_and_once() {
        let refuse = |of, confirmed| decide(of, words("the system is replaced in spring"), confirmed, mark("owner"));
        let refused = refuse(improvement(), true).unwrap();
        assert_eq!(refused.state(), "refused");
        assert_eq!(refuse(refused, true), Err(Refusal::NotOpen));
        assert_eq!(Refusal::NotOpen.to_string(), "the proposal is done or refused already");
        assert_eq!(refuse(improvement(), false), Err(Refusal::Named(Named::Unconfirmed)));
    }
}
