//! Whether a file may be put on a list of what is to be destroyed (R8.3).

use huiyin_kernel::{ComplaintId, Date};

use super::{Fate, File, Term};

/// The most files of one list: one person reads it before approving.
pub(crate) const MOST: usize = 200;

/// Why a list is not made. The sentence names the complaint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("a list has 1 to {MOST} files, each once")]
    Length,
    #[error("{0} has no file in the archive")]
    NotArchived(ComplaintId),
    #[error("{0} is kept for good: the policy pack sets no term")]
    ForGood(ComplaintId),
    #[error("{0} is kept until {1}")]
    NotOver(ComplaintId, Date),
    #[error("{0} is on hold")]
    Held(ComplaintId),
    #[error("{0} stands on another list")]
    Listed(ComplaintId),
    #[error("{0} is destroyed")]
    Destroyed(ComplaintId),
}

impl Refusal {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Length => "wrong_length",
            Self::NotArchived(_) => "not_archived",
            Self::ForGood(_) => "kept_for_good",
            Self::NotOver(..) => "term_not_over",
            Self::Held(_) => "on_hold",
            Self::Listed(_) => "on_another_list",
            Self::Destroyed(_) => "destroyed",
        }
    }

    /// Whether the request will never do.
    pub(crate) fn is_invalid(&self) -> bool {
        matches!(self, Self::Length)
    }
}

/// The term of a file that may go on a list on this day: the term is over, and nothing holds it.
pub(crate) fn decide(complaint: ComplaintId, file: Option<&File>, held: bool, today: Date) -> Result<Term, Refusal> {
    let file = file.ok_or(Refusal::NotArchived(complaint))?;
    match file.fate {
        Fate::Kept => {}
        Fate::Destroyed(_) => return Err(Refusal::Destroyed(complaint)),
        Fate::Proposed(_) | Fate::Ordered(_) => return Err(Refusal::Listed(complaint)),
    }
    let term = file.term.as_ref().ok_or(Refusal::ForGood(complaint))?;
    if term.until >= today {
        return Err(Refusal::NotOver(complaint, term.until));
    }
    if held {
        return Err(Refusal::Held(complaint));
    }
    Ok(term.clone())
}

#[cfg(test)]
mod tests {
    use huiyin_kernel::{DestructionId, Timestamp};
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn complaint() -> ComplaintId {
        ComplaintId::from_uuid(Uuid::from_u128(7))
    }

    fn file(fate: Fate) -> File {
        File {
            complaint: complaint(),
            archived: Timestamp::UNIX_EPOCH,
            term: Some(Term {
                class: "retention".to_owned(),
                until: day("2029-11-27"),
            }),
            fate,
        }
    }

    fn refusal(file: Option<&File>, held: bool, today: &str) -> String {
        let refused = decide(complaint(), file, held, day(today)).unwrap_err();
        refused.to_string().replace(&complaint().to_string(), "it")
    }

    #[test]
    fn r8_3_a_file_may_be_destroyed_from_the_day_after_its_last() {
        let kept = file(Fate::Kept);
        let term = decide(complaint(), Some(&kept), false, day("2029-11-28")).unwrap();
        assert_eq!(term.class, "retention");
        assert_eq!(refusal(Some(&kept), false, "2029-11-27"), "it is kept until 2029-11-27");
    }

    #[test]
    fn r8_3_what_is_held_or_has_no_term_is_not_destroyed() {
        let kept = file(Fate::Kept);
        assert_eq!(refusal(Some(&kept), true, "2040-01-01"), "it is on hold");
        let good = File { term: None, ..kept };
        assert_eq!(
            refusal(Some(&good), false, "2040-01-01"),
            "it is kept for good: the policy pack sets no term"
        );
        assert_eq!(refusal(None, false, "2040-01-01"), "it has no file in the archive");
    }

    #[test]
    fn a_file_stands_on_one_list() {
        let list = DestructionId::from_uuid(Uuid::nil());
        let said = |fate| refusal(Some(&file(fate)), false, "2040-01-01");
        assert_eq!(said(Fate::Proposed(list)), "it stands on another list");
        assert_eq!(said(Fate::Ordered(list)), "it stands on another list");
        assert_eq!(said(Fate::Destroyed(list)), "it is destroyed");
    }
}
