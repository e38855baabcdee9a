//! Linking complaints: repeats (R3.6), joins (R3.11), clusters (R3.10).

use huiyin_contracts::events::intake::LinkedV1;
use huiyin_contracts::views::intake::{LinkRequest, LinkView, Undone};
use huiyin_kernel::{Actor, ClusterId, ComplaintId, LinkId, Timestamp};

use super::complaint::Complaint;
use super::stage::{Act, Stage};
use super::text::{TextError, line};

/// What a link means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The same complainant, the same matter, again.
    Repeat,
    /// The same again, without a handling of its own.
    Join,
    /// One of many of one cause.
    Cluster,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Repeat, Self::Join, Self::Cluster];

    /// The kind's code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Repeat => "repeat",
            Self::Join => "join",
            Self::Cluster => "cluster",
        }
    }

    /// The kind that a code names.
    pub(crate) fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The step that the complainant is shown, when it is linked and when that is undone.
    pub(crate) fn steps(self) -> (&'static str, &'static str) {
        match self {
            Self::Repeat => ("repeat", "unlinked"),
            Self::Join => ("joined", "unjoined"),
            Self::Cluster => ("clustered", "unlinked"),
        }
    }
}

/// A link, undone or not: none is ever removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) id: LinkId,
    pub(crate) kind: Kind,
    pub(crate) complaint: ComplaintId,
    pub(crate) to: Option<ComplaintId>,
    pub(crate) cluster: Option<ClusterId>,
    pub(crate) new_facts: bool,
    pub(crate) reason: String,
    pub(crate) act: Act,
    pub(crate) undone: Option<(Act, String)>,
}

/// Why nothing is linked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("a link is a `repeat`, a `join` or a `cluster`")]
    Kind,
    #[error(transparent)]
    Reason(#[from] TextError),
    #[error("the complaint that it is linked to is not in this register")]
    Unknown,
    #[error("a complaint is not linked to itself")]
    Itself,
    #[error("the two are linked so already")]
    Already,
    #[error("the other complaint came later: link that one to this")]
    Later,
    #[error("the complaint is a repeat of another already: undo that link first")]
    Repeats,
    #[error("the complaint is {0}: it is joined to nothing any more")]
    Ended(&'static str),
    #[error("the first complaint is {0}: the same again is a repeat, not a join")]
    FirstEnded(&'static str),
    #[error("others are joined to this complaint: undo that first")]
    HasJoined,
    #[error(
        "nothing says that the complainant is the same: a join needs a telephone number, an e-mail address or a document in common"
    )]
    Stranger,
    #[error("the complaint is in a cluster already: link the other one to it")]
    Clustered,
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Kind => "unknown_link_kind",
            Self::Reason(_) => "bad_text",
            Self::Unknown => "unknown_complaint",
            Self::Itself => "linked_to_itself",
            Self::Already => "linked_already",
            Self::Later => "linked_to_later",
            Self::Repeats => "repeats_already",
            Self::Ended(_) => "complaint_ended",
            Self::FirstEnded(_) => "first_ended",
            Self::HasJoined => "has_joined",
            Self::Stranger => "another_complainant",
            Self::Clustered => "clustered_already",
        }
    }

    /// Whether the request itself is wrong, rather than how things stand.
    pub(crate) fn is_invalid(&self) -> bool {
        matches!(self, Self::Kind | Self::Reason(_) | Self::Unknown | Self::Itself)
    }
}

/// Two complaints, and what links each of them now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair<'a> {
    pub(crate) complaint: &'a Complaint,
    pub(crate) other: &'a Complaint,
    /// Links of either, undone ones too.
    pub(crate) links: &'a [Link],
    /// Whether a mark says that the complainant is the same.
    pub(crate) same_complainant: bool,
}

/// What is checked of a request before anything is loaded.
pub(crate) fn check(request: &LinkRequest) -> Result<(Kind, String), Refusal> {
    let kind = Kind::read(&request.kind).ok_or(Refusal::Kind)?;
    Ok((kind, line("reason", &request.reason, 200)?))
}

impl Pair<'_> {
    fn standing(&self) -> impl Iterator<Item = &Link> {
        self.links.iter().filter(|link| link.undone.is_none())
    }

    /// The cluster that a complaint is in.
    pub(crate) fn cluster_of(&self, complaint: ComplaintId) -> Option<ClusterId> {
        let mut of = self.standing().filter(|link| link.complaint == complaint);
        of.find_map(|link| link.cluster)
    }

    /// Whether the two may be linked so.
    pub(crate) fn decide(&self, kind: Kind) -> Result<(), Refusal> {
        let (complaint, other) = (self.complaint, self.other);
        if complaint.id == other.id {
            return Err(Refusal::Itself);
        }
        let same = |link: &Link| link.kind == kind && link.complaint == complaint.id && link.to == Some(other.id);
        if self.standing().any(same) {
            return Err(Refusal::Already);
        }
        match kind {
            Kind::Cluster => self.cluster(),
            _ if other.received > complaint.received => Err(Refusal::Later),
            Kind::Repeat if complaint.repeats.is_some() => Err(Refusal::Repeats),
            Kind::Repeat => Ok(()),
            Kind::Join => self.join(),
        }
    }

    fn cluster(&self) -> Result<(), Refusal> {
        let (own, others) = (self.cluster_of(self.complaint.id), self.cluster_of(self.other.id));
        match own {
            Some(_) if own == others => Err(Refusal::Already),
            Some(_) => Err(Refusal::Clustered),
            None => Ok(()),
        }
    }

    fn join(&self) -> Result<(), Refusal> {
        let joined = |link: &Link| link.kind == Kind::Join && link.to == Some(self.complaint.id);
        match (&self.complaint.stage, &self.other.stage) {
            (Stage::Open { .. }, _) if self.complaint.past.is_some() => Err(Refusal::Ended("of the past")),
            (Stage::Open { .. }, Stage::Open { .. }) if !self.same_complainant => Err(Refusal::Stranger),
            (Stage::Open { .. }, Stage::Open { .. }) if self.standing().any(joined) => Err(Refusal::HasJoined),
            (Stage::Open { .. }, Stage::Open { .. }) => Ok(()),
            (Stage::Open { .. }, ended) => Err(Refusal::FirstEnded(ended.code())),
            (ended, _) => Err(Refusal::Ended(ended.code())),
        }
    }
}

/// How many complaints and persons a cluster has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) complaints: u32,
    pub(crate) persons: u32,
    /// Which count of its cluster this is.
    pub(crate) revision: Option<i64>,
}

impl Size {
    /// The same, as this count of its cluster.
    pub(crate) fn at(self, revision: i64) -> Self {
        Self {
            revision: Some(revision),
            ..self
        }
    }
}

impl Link {
    /// What is said of it.
    pub(crate) fn linked(&self, complaint: &Complaint, size: Size) -> LinkedV1 {
        LinkedV1 {
            complaint: self.complaint,
            link: self.id,
            kind: self.kind.code().to_owned(),
            to: self.to,
            cluster: self.cluster,
            complaints: size.complaints,
            persons: size.persons,
            revision: size.revision,
            new_facts: self.new_facts,
            received: complaint.received,
            by: self.act.by.clone(),
        }
    }

    /// The link as it is shown.
    pub(crate) fn view(&self) -> LinkView {
        LinkView {
            id: self.id,
            kind: self.kind.code().to_owned(),
            complaint: self.complaint,
            to: self.to,
            cluster: self.cluster,
            new_facts: self.new_facts,
            reason: self.reason.clone(),
            by: self.act.by.clone(),
            at: self.act.at,
            undone: self.undone.as_ref().map(|(act, reason)| Undone {
                by: act.by.clone(),
                at: act.at,
                reason: reason.clone(),
            }),
        }
    }
}

/// The stage of a complaint that follows another from here on.
pub(crate) fn joined(stage: Stage, to: ComplaintId, by: Actor, at: Timestamp) -> Stage {
    Stage::Joined {
        act: Act { by, at },
        to,
        before: Box::new(stage),
    }
}

#[cfg(test)]
mod tests;
