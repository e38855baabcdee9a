//! Conflict of interest (R4.10): who is complained about, or reports to somebody who is, does nothing in the case, whatever the command.

use huiyin_kernel::Actor;

use super::Case;

/// Why nothing of theirs is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The person is complained about.
    #[error("a person complained about does nothing in the case")]
    Concerned,
    /// The person reports to somebody complained about.
    #[error("who reports to a person complained about does not handle the complaint")]
    Reports,
}

refusals! { Refusal,
    Concerned => "concerned",
    Reports => "reports_to_concerned",
}

/// Whether `by` may do anything at all in the case.
pub(crate) fn check(case: &Case, by: &Actor) -> Result<(), Refusal> {
    if case.concerns(by) {
        return Err(Refusal::Concerned);
    }
    if case.excludes(by) {
        return Err(Refusal::Reports);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, actor};

    #[test]
    fn r4_10_who_is_complained_about_or_reports_to_them_does_nothing_at_any_stage() {
        for case in [sample::assigned(), sample::found(), sample::replied(), sample::closed()] {
            assert_eq!(check(&case, &actor("teller")), Err(Refusal::Concerned));
            assert_eq!(check(&case, &actor("apprentice")), Err(Refusal::Reports));
            assert_eq!(check(&case, &actor("handler")), Ok(()));
        }
        assert_eq!(
            Refusal::Concerned.to_string(),
            "a person complained about does nothing in the case"
        );
        assert_eq!(
            Refusal::Reports.to_string(),
            "who reports to a person complained about does not handle the complaint"
        );
    }

    #[test]
    fn the_complainant_and_the_clock_have_no_conflict() {
        for by in [Actor::Complainant, Actor::system("investigation"), Actor::Operator] {
            assert_eq!(check(&sample::found(), &by), Ok(()));
        }
    }
}
