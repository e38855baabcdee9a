//! The right to appeal against a sanction (R6.3): recorded in time, with its grounds; nobody who had a hand in it records that there is none.

use huiyin_kernel::Date;

use super::sanction::{Sanction, SanctionStage};
use super::{Mark, Words};

/// Why an appeal is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is none of that id.
    #[error("the case has no such sanction")]
    Unknown,
    /// Nothing is imposed.
    #[error("an appeal is against a sanction that is imposed")]
    NotImposed,
    /// There was one.
    #[error("an appeal against this sanction was made already")]
    Appealed,
    /// It comes late.
    #[error("the last day to appeal against this sanction was {0}")]
    TooLate(Date),
}

impl super::Refuses for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown_sanction",
            Self::NotImposed => "not_imposed",
            Self::Appealed => "appealed_already",
            Self::TooLate(_) => "sanction_appeal_late",
        }
    }
}

/// Takes the appeal that came today.
pub(crate) fn decide(
    sanction: Option<&Sanction>,
    grounds: Words,
    today: Date,
    mark: Mark,
) -> Result<Sanction, Refusal> {
    let sanction = sanction.ok_or(Refusal::Unknown)?;
    let (imposed, appeal_by) = match &sanction.stage {
        SanctionStage::Imposed { mark, appeal_by } => (mark.clone(), *appeal_by),
        SanctionStage::Appealed { .. } | SanctionStage::Settled { .. } => return Err(Refusal::Appealed),
        SanctionStage::Proposed | SanctionStage::Refused { .. } => return Err(Refusal::NotImposed),
    };
    if let Some(last) = appeal_by.filter(|last| today > *last) {
        return Err(Refusal::TooLate(last));
    }
    let stage = SanctionStage::Appealed { imposed, grounds, mark };
    Ok(Sanction {
        stage,
        ..sanction.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{mark, sanction, words};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn imposed() -> Sanction {
        sanction(SanctionStage::Imposed {
            mark: mark("boss"),
            appeal_by: Some(day("2026-12-11")),
        })
    }

    fn appeal(of: &Sanction, today: &str) -> Result<Sanction, Refusal> {
        decide(Some(of), words("the camera shows it"), day(today), mark("clerk"))
    }

    #[test]
    fn r6_3_who_is_hit_can_appeal_to_the_last_day_and_not_after() {
        assert_eq!(appeal(&imposed(), "2026-12-11").unwrap().state(), "appealed");
        let late = appeal(&imposed(), "2026-12-12").unwrap_err();
        assert_eq!(late, Refusal::TooLate(day("2026-12-11")));
        assert_eq!(
            late.to_string(),
            "the last day to appeal against this sanction was 2026-12-11"
        );
    }

    #[test]
    fn an_appeal_is_made_once_and_against_what_is_imposed() {
        let appealed = appeal(&imposed(), "2026-12-01").unwrap();
        assert_eq!(appeal(&appealed, "2026-12-01"), Err(Refusal::Appealed));
        assert_eq!(
            Refusal::Appealed.to_string(),
            "an appeal against this sanction was made already"
        );
        let proposed = sanction(SanctionStage::Proposed);
        assert_eq!(appeal(&proposed, "2026-12-01"), Err(Refusal::NotImposed));
        assert_eq!(
            Refusal::NotImposed.to_string(),
            "an appeal is against a sanction that is imposed"
        );
        let none = decide(None, words("no"), day("2026-12-01"), mark("clerk"));
        assert_eq!(none, Err(Refusal::Unknown));
        assert_eq!(Refusal::Unknown.to_string(), "the case has no such sanction");
    }
}
