//! The end that intake records: settled, declined or withdrawn (R3.9, R3.5, R3.12). It needs no reply of ours.

use huiyin_kernel::{Actor, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Case, Closing, Ending, Stage};

/// How the complaint ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ended {
    /// The way.
    pub(crate) ending: Ending,
    /// The finding's code, where there is one.
    pub(crate) finding: Option<String>,
    /// Who recorded it.
    pub(crate) by: Actor,
    /// When.
    pub(crate) at: Timestamp,
}

/// Why an end changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The case is over.
    #[error("the case is closed already")]
    AlreadyClosed,
}

/// Closes the case, wherever it stands. A finding that we made ourselves is kept.
pub(crate) fn decide(case: Case, ended: Ended) -> Result<Case, Refusal> {
    if case.stage.closing().is_some() {
        return Err(Refusal::AlreadyClosed);
    }
    let ours = case.stage.finding();
    let closing = Closing {
        ending: ended.ending,
        finding: ours.map(|finding| finding.verdict.code().to_owned()).or(ended.finding),
        root_cause: ours.map(|finding| finding.root_cause.as_str().to_owned()),
        form_sha256: None,
        at: Some(ended.at),
        by: ended.by,
    };
    Ok(case.at(Stage::Closed { closing }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    fn withdrawn() -> Ended {
        Ended {
            ending: Ending::Withdrawn,
            finding: None,
            by: Actor::Complainant,
            at: sample::at(5),
        }
    }

    #[test]
    fn a_withdrawal_ends_the_procedure_at_any_stage() {
        let stages = [
            sample::assigned(),
            sample::investigating(),
            sample::replied(),
            sample::reopened(),
        ];
        for case in stages {
            let ended = decide(case, withdrawn()).unwrap();
            let closing = ended.stage.closing().unwrap();
            assert_eq!((&closing.ending, closing.at), (&Ending::Withdrawn, Some(sample::at(5))));
            assert_eq!(closing.form_sha256, None);
        }
    }

    #[test]
    fn what_was_settled_on_the_spot_keeps_intakes_finding_and_what_we_found_keeps_ours() {
        let settled = Ended {
            ending: Ending::Settled,
            finding: Some("partly_upheld".to_owned()),
            ..withdrawn()
        };
        let early = decide(sample::assigned(), settled.clone()).unwrap();
        assert_eq!(early.stage.closing().unwrap().finding.as_deref(), Some("partly_upheld"));
        let late = decide(sample::found(), settled).unwrap();
        assert_eq!(late.stage.closing().unwrap().finding.as_deref(), Some("upheld"));
    }

    #[test]
    fn a_closed_case_ends_once() {
        assert_eq!(decide(sample::closed(), withdrawn()), Err(Refusal::AlreadyClosed));
        assert_eq!(Refusal::AlreadyClosed.to_string(), "the case is closed already");
    }
}
