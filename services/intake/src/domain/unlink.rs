//! Undoing a link: what it did is taken back, and its history stays (R3.11).

use huiyin_contracts::events::intake::UnlinkedV1;

use super::complaint::Complaint;
use super::link::{Kind, Link, Size};
use super::stage::{Act, Stage};
use super::text::{TextError, line};

/// Why a link is not undone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the link is undone already")]
    Undone,
    #[error(transparent)]
    Reason(#[from] TextError),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Undone => "undone_already",
            Self::Reason(_) => "bad_text",
        }
    }
}

/// The link as undone, and its complaint as it stands then.
pub(crate) fn decide(link: Link, complaint: Complaint, reason: &str, act: Act) -> Result<(Link, Complaint), Refusal> {
    let reason = line("reason", reason, 200)?;
    if link.undone.is_some() {
        return Err(Refusal::Undone);
    }
    let complaint = match link.kind {
        Kind::Repeat => Complaint {
            repeats: None,
            ..complaint
        },
        Kind::Join => Complaint {
            stage: before(complaint.stage),
            ..complaint
        },
        Kind::Cluster => complaint,
    };
    let undone = Some((act, reason));
    Ok((Link { undone, ..link }, complaint))
}

/// Where it stood before it was joined.
fn before(stage: Stage) -> Stage {
    match stage {
        Stage::Joined { before, .. } => *before,
        other => other,
    }
}

/// What is said of it; `left` is what is left of its cluster.
pub(crate) fn said(link: &Link, left: Size, act: &Act) -> UnlinkedV1 {
    UnlinkedV1 {
        complaint: link.complaint,
        link: link.id,
        kind: link.kind.code().to_owned(),
        to: link.to,
        cluster: link.cluster,
        complaints: left.complaints,
        persons: left.persons,
        revision: left.revision,
        by: act.by.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::link::joined;
    use super::super::samples::{at, clerk, complaint};
    use super::*;
    use huiyin_kernel::LinkId;

    fn link(kind: Kind) -> Link {
        Link {
            id: LinkId::from_uuid(complaint().id.uuid()),
            kind,
            complaint: complaint().id,
            to: Some(complaint().id),
            cluster: None,
            new_facts: false,
            reason: "the same queue".to_owned(),
            act: act(),
            undone: None,
        }
    }

    fn act() -> Act {
        Act { by: clerk(), at: at(9) }
    }

    #[test]
    fn a_joined_complaint_stands_again_where_it_stood_and_the_history_stays() {
        let open = complaint();
        let stage = joined(open.stage.clone(), open.id, clerk(), at(5));
        assert_eq!((stage.code(), stage.has_ended()), ("joined", true));
        let joined = Complaint { stage, ..open.clone() };
        let (undone, after) = decide(link(Kind::Join), joined, "another matter", act()).unwrap();
        assert_eq!(after, open);
        assert_eq!(undone.undone, Some((act(), "another matter".to_owned())));
    }

    #[test]
    fn what_was_a_repeat_is_none_any_more() {
        let repeat = Complaint {
            repeats: Some(complaint().id),
            ..complaint()
        };
        let (_, after) = decide(link(Kind::Repeat), repeat, "another matter", act()).unwrap();
        assert_eq!(after.repeats, None);
    }

    #[test]
    fn a_link_is_undone_once_and_with_a_reason() {
        let refuse = |link, reason| decide(link, complaint(), reason, act()).unwrap_err().to_string();
        assert_eq!(refuse(link(Kind::Cluster), ""), "`reason` is empty");
        let undone = Link {
            undone: Some((act(), "before".to_owned())),
            ..link(Kind::Cluster)
        };
        assert_eq!(refuse(undone, "again"), "the link is undone already");
    }
}
