//! A complaint of the past that was closed long ago: its case is closed from the start, with what its source tells.

use huiyin_kernel::{Actor, CaseId, ComplaintId, Timestamp};

use super::{Case, Closing, Ending, Stage, Subject};

/// What stands for an ending that the source does not tell.
const UNSTATED: &str = "unstated";

/// A closed complaint of the past, as intake's `registered` tells it.
#[derive(Clone, Debug)]
pub(crate) struct Past {
    /// The complaint.
    pub(crate) complaint: ComplaintId,
    /// What the register says.
    pub(crate) subject: Subject,
    /// Whether it is restricted (R8.2).
    pub(crate) restricted: bool,
    /// When it was registered.
    pub(crate) registered: Timestamp,
    /// When it ended, where somebody wrote it down.
    pub(crate) closed: Option<Timestamp>,
    /// The source's own word for how.
    pub(crate) ending: Option<String>,
    /// The finding's code.
    pub(crate) finding: Option<String>,
    /// Who imported it.
    pub(crate) by: Actor,
}

/// The case. It belongs to the unit complained about: nobody else is known to have handled it, and no order was given.
pub(crate) fn closed(id: CaseId, past: Past) -> Case {
    let closing = Closing {
        ending: Ending::Past(past.ending.unwrap_or_else(|| UNSTATED.to_owned())),
        finding: past.finding,
        root_cause: None,
        form_sha256: None,
        at: past.closed,
        by: past.by,
    };
    Case {
        id,
        complaint: past.complaint,
        unit: past.subject.unit.clone(),
        order: None,
        severity: None,
        approve: Vec::new(),
        restricted: past.restricted,
        imported: true,
        opened: past.registered,
        reply_due: None,
        excluded: Vec::new(),
        statements: 0,
        class: None,
        policy: None,
        answered: None,
        subject: Some(past.subject),
        stage: Stage::Closed { closing },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn a_closed_complaint_of_the_past_keeps_its_own_dates_and_words() {
        let past = Past {
            complaint: sample::complaint(),
            subject: sample::subject(),
            restricted: false,
            registered: sample::at(0),
            closed: Some(sample::at(7)),
            ending: Some("closed with explanation".to_owned()),
            finding: None,
            by: Actor::Operator,
        };
        let case = closed(sample::case_id(), past.clone());
        let closing = case.stage.closing().unwrap();
        assert_eq!(
            (closing.ending.code(), closing.at),
            ("closed with explanation", Some(sample::at(7)))
        );
        assert_eq!(
            (case.opened, case.unit, case.order),
            (sample::at(0), sample::subject().unit, None)
        );
        let silent = closed(sample::case_id(), Past { ending: None, ..past });
        assert_eq!(silent.stage.closing().unwrap().ending.code(), "unstated");
    }
}
