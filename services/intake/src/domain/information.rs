//! Adding to a file (R3.11). It moves no clock (R4.12).

use huiyin_contracts::events::intake::InformationAddedV1;
use huiyin_contracts::views::intake::Information;
use huiyin_kernel::Actor;

use super::complaint::Complaint;
use super::register::NARRATIVE;
use super::stage::Stage;
use super::text::{TextError, words};

/// Why nothing is added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the file is in the archive: nothing is added to it any more")]
    Archived,
    #[error(transparent)]
    Text(#[from] TextError),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Archived => "complaint_archived",
            Self::Text(_) => "bad_text",
        }
    }
}

/// Adds words to the file, up to the archive: new facts after the closing matter too.
pub(crate) fn decide(
    complaint: &Complaint,
    request: &Information,
    by: Actor,
) -> Result<(InformationAddedV1, String), Refusal> {
    if matches!(complaint.stage, Stage::Closed { archived: Some(_), .. }) {
        return Err(Refusal::Archived);
    }
    let words = words("words", &request.words, NARRATIVE)?;
    let said = InformationAddedV1 {
        complaint: complaint.id,
        new_facts: request.new_facts,
        by,
    };
    Ok((said, words))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, complaint};
    use super::*;

    fn request(words: &str) -> Information {
        Information {
            words: words.to_owned(),
            new_facts: true,
        }
    }

    #[test]
    fn words_are_added_until_the_archive() {
        let mut complaint = complaint();
        let closed = |archived| Stage::Closed {
            at: at(1),
            ending: "replied".to_owned(),
            finding: None,
            archived,
        };
        complaint.stage = closed(None);
        let (said, words) = decide(&complaint, &request("A receipt."), Actor::Complainant).unwrap();
        assert!(said.new_facts);
        assert_eq!(words, "A receipt.");
        complaint.stage = closed(Some(at(2)));
        let refused = decide(&complaint, &request("Late."), Actor::Complainant).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the file is in the archive: nothing is added to it any more"
        );
    }

    #[test]
    fn empty_words_are_refused() {
        let refused = decide(&complaint(), &request(""), Actor::Complainant).unwrap_err();
        assert_eq!(refused.to_string(), "`words` is empty");
    }
}
