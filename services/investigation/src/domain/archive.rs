//! Putting the file into the archive, after closing (R6.1).

use huiyin_kernel::{Actor, Timestamp};

use huiyin_policy::Pack;

use super::{Case, Redress, Sanction, Stage, retention};

/// Why a file is not archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The case is open.
    #[error("a file is archived after the case is closed")]
    NotClosed,
    /// The person is complained about.
    #[error("a person complained about does not archive the file")]
    Concerned,
    /// Somebody has something to get.
    #[error("redress is owed or waits for approval: the file is archived after it is delivered or dropped")]
    RedressOpen,
    /// Somebody's sanction is not settled.
    #[error(
        "a sanction waits for a decision, or can still be appealed against: the file is archived after it is settled"
    )]
    SanctionOpen,
    /// Nobody knows how long it is kept.
    #[error(
        "the policy's calendar does not reach the end of the time for which the file is kept: it is archived once it does"
    )]
    NoCalendar,
    /// It is there.
    #[error("the file is in the archive already")]
    AlreadyArchived,
}

refusals! { Refusal,
    NotClosed => "not_closed",
    Concerned => "concerned",
    RedressOpen => "redress_open",
    SanctionOpen => "sanction_open",
    NoCalendar => "no_calendar",
    AlreadyArchived => "already_archived",
}

/// Archives the file of a case that holds this redress and these sanctions, in the class that the policy pack says (R8.3).
pub(crate) fn decide(
    case: Case,
    (redress, sanctions): (&[Redress], &[Sanction]),
    pack: &Pack,
    by: Actor,
    at: Timestamp,
) -> Result<Case, Refusal> {
    let closing = match &case.stage {
        Stage::Closed { closing } => closing.clone(),
        Stage::Archived { .. } => return Err(Refusal::AlreadyArchived),
        _ => return Err(Refusal::NotClosed),
    };
    if case.concerns(&by) {
        return Err(Refusal::Concerned);
    }
    if redress.iter().any(|one| one.waits() || one.is_owed()) {
        return Err(Refusal::RedressOpen);
    }
    let today = pack.default_calendar().date_of(at);
    if sanctions.iter().any(|one| one.is_open(today)) {
        return Err(Refusal::SanctionOpen);
    }
    // Of a complaint of the past it may not be known when it was closed: then it is kept from now on.
    let retention = retention::of(pack, closing.at.unwrap_or(at)).map_err(|_| Refusal::NoCalendar)?;
    Ok(case.at(Stage::Archived {
        closing,
        retention,
        at,
        by,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, actor};
    use crate::domain::{RedressStage, SanctionStage};

    #[test]
    fn a_closed_case_is_archived_with_its_closing() {
        let case = decide(
            sample::closed(),
            (&[], &[]),
            sample::pack(),
            actor("clerk"),
            sample::at(30),
        )
        .unwrap();
        assert_eq!(case.stage.name(), "archived");
        assert_eq!(case.stage.closing(), sample::closed().stage.closing());
        let Stage::Archived { retention, .. } = case.stage else {
            panic!("it is archived")
        };
        assert_eq!(retention.map(|one| one.class).as_deref(), Some("retention"), "R8.3");
    }

    #[test]
    fn an_open_case_is_not_archived() {
        for open in [
            sample::assigned(),
            sample::replied(),
            sample::followed_up(),
            sample::reopened(),
        ] {
            assert_eq!(
                decide(open, (&[], &[]), sample::pack(), actor("clerk"), sample::at(30)),
                Err(Refusal::NotClosed)
            );
        }
        assert_eq!(
            Refusal::NotClosed.to_string(),
            "a file is archived after the case is closed"
        );
    }

    #[test]
    fn a_person_complained_about_does_not_archive_the_file() {
        assert_eq!(
            decide(
                sample::closed(),
                (&[], &[]),
                sample::pack(),
                actor("teller"),
                sample::at(30)
            ),
            Err(Refusal::Concerned)
        );
        assert_eq!(
            Refusal::Concerned.to_string(),
            "a person complained about does not archive the file"
        );
    }

    #[test]
    fn a_file_is_archived_once() {
        assert_eq!(
            decide(
                sample::archived(),
                (&[], &[]),
                sample::pack(),
                actor("clerk"),
                sample::at(30)
            ),
            Err(Refusal::AlreadyArchived)
        );
        assert_eq!(
            Refusal::AlreadyArchived.to_string(),
            "the file is in the archive already"
        );
    }

    #[test]
    fn a_file_is_not_put_away_while_somebody_has_something_to_get() {
        let owed = RedressStage::Approved {
            approval: sample::own(),
        };
        let refused = decide(
            sample::closed(),
            (&[sample::redress(1, 10, owed)], &[]),
            sample::pack(),
            actor("clerk"),
            sample::at(30),
        );
        assert_eq!(refused, Err(Refusal::RedressOpen));
        assert_eq!(
            Refusal::RedressOpen.to_string(),
            "redress is owed or waits for approval: the file is archived after it is delivered or dropped"
        );
    }

    #[test]
    fn r6_3_a_file_is_not_put_away_while_a_sanction_is_not_settled() {
        let imposed = |appeal_by: &str| SanctionStage::Imposed {
            mark: sample::mark("boss"),
            appeal_by: Some(appeal_by.parse().unwrap()),
        };
        let put_away = |stage| {
            let sanctions = [sample::sanction(stage)];
            decide(
                sample::closed(),
                (&[], &sanctions),
                sample::pack(),
                actor("clerk"),
                sample::at(30),
            )
        };
        let today = sample::pack().default_calendar().date_of(sample::at(30)).to_string();
        for open in [SanctionStage::Proposed, imposed(&today)] {
            assert_eq!(put_away(open), Err(Refusal::SanctionOpen));
        }
        assert_eq!(
            Refusal::SanctionOpen.to_string(),
            "a sanction waits for a decision, or can still be appealed against: the file is archived after it is settled"
        );
        assert!(put_away(imposed("2026-01-01")).is_ok(), "the time to appeal is over");
    }

    #[test]
    fn a_year_that_no_calendar_tells_is_reported_and_not_guessed() {
        let closing = super::super::Closing {
            at: Some(Timestamp::MAX),
            ..sample::closing()
        };
        let far = sample::closed().at(Stage::Closed { closing });
        let refused = decide(far, (&[], &[]), sample::pack(), actor("clerk"), sample::at(30));
        assert_eq!(refused, Err(Refusal::NoCalendar));
        assert_eq!(
            Refusal::NoCalendar.to_string(),
            "the policy's calendar does not reach the end of the time for which the file is kept: it is archived once it does"
        );
    }
}
