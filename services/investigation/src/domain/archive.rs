//! Putting the file into the archive, after closing (R6.1).

use huiyin_kernel::{Actor, Timestamp};

use super::{Case, Redress, Stage};

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
    /// It is there.
    #[error("the file is in the archive already")]
    AlreadyArchived,
}

refusals! { Refusal,
    NotClosed => "not_closed",
    Concerned => "concerned",
    RedressOpen => "redress_open",
    AlreadyArchived => "already_archived",
}

/// Archives the file of a case that holds this redress.
pub(crate) fn decide(case: Case, redress: &[Redress], by: Actor, at: Timestamp) -> Result<Case, Refusal> {
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
    Ok(case.at(Stage::Archived { closing, at, by }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RedressStage;
    use crate::domain::sample::{self, actor};

    #[test]
    fn a_closed_case_is_archived_with_its_closing() {
        let case = decide(sample::closed(), &[], actor("clerk"), sample::at(30)).unwrap();
        assert_eq!(case.stage.name(), "archived");
        assert_eq!(case.stage.closing(), sample::closed().stage.closing());
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
                decide(open, &[], actor("clerk"), sample::at(30)),
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
            decide(sample::closed(), &[], actor("teller"), sample::at(30)),
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
            decide(sample::archived(), &[], actor("clerk"), sample::at(30)),
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
            &[sample::redress(1, 10, owed)],
            actor("clerk"),
            sample::at(30),
        );
        assert_eq!(refused, Err(Refusal::RedressOpen));
        assert_eq!(
            Refusal::RedressOpen.to_string(),
            "redress is owed or waits for approval: the file is archived after it is delivered or dropped"
        );
    }
}
