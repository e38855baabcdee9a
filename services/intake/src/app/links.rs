//! Linking complaints and undoing it (R3.6, R3.10, R3.11).

use huiyin_contracts::events::intake::ClusterCountedV1;
use huiyin_contracts::views::intake::{Candidate, LinkRequest, LinkView, Unlink};
use huiyin_kernel::{Actor, ClusterId, ComplaintId, LinkId};
use huiyin_store::{Change, Once, StoreError};

use super::{App, AppError, Reference, saying};
use crate::domain::complaint::Complaint;
use crate::domain::link::{self, Kind, Link, Pair, Size};
use crate::domain::stage::Act;
use crate::domain::unlink;
use crate::store;

impl App {
    /// The complaint that a request names as the other one.
    pub(crate) async fn other(&self, told: &str) -> Result<Complaint, AppError> {
        let found = match Reference::read(told) {
            Some(reference) => self.find(&reference).await?,
            None => None,
        };
        Ok(found.ok_or(link::Refusal::Unknown)?)
    }

    /// Links a complaint to another, once for its key. A cluster that begins links both.
    pub(crate) async fn link(
        &self,
        id: ComplaintId,
        other: ComplaintId,
        request: &LinkRequest,
        by: Actor,
        once: Once<'_>,
    ) -> Result<LinkView, AppError> {
        let (kind, reason) = link::check(request)?;
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let (mut complaint, mut other) = lock_both(&change, id, other).await?;
        let links = store::links(change.conn(), &[complaint.id, other.id]).await?;
        let same = store::same_marks(change.conn(), complaint.id).await?;
        let pair = Pair {
            complaint: &complaint,
            other: &other,
            links: &links,
            same_complainant: same.iter().any(|(found, _)| found.id == other.id),
        };
        pair.decide(kind)?;
        let new = Link {
            id: self.store.ids().link(),
            kind,
            complaint: complaint.id,
            to: (kind != Kind::Cluster).then_some(other.id),
            cluster: None,
            new_facts: request.new_facts && kind == Kind::Join,
            reason,
            act: self.act_of(by),
            undone: None,
        };
        let new = match kind {
            Kind::Cluster => {
                let known = pair.cluster_of(other.id);
                self.cluster(&mut change, new, known, &mut complaint, &mut other)
                    .await?
            }
            _ => {
                let size = Size {
                    complaints: 1,
                    persons: complaint.persons,
                    revision: None,
                };
                keep(&mut change, &new, &mut complaint, size).await?;
                count_again(&mut change, &complaint).await?;
                new
            }
        };
        let answer = new.view();
        once.keep(&change, 201, &answer).await?;
        change.commit().await?;
        Ok(answer)
    }

    /// Puts a complaint into the other one's cluster; where there is none yet, both into a new one.
    async fn cluster(
        &self,
        change: &mut Change,
        new: Link,
        known: Option<ClusterId>,
        complaint: &mut Complaint,
        other: &mut Complaint,
    ) -> Result<Link, AppError> {
        let cluster = known.unwrap_or_else(|| self.store.ids().cluster());
        let new = Link {
            cluster: Some(cluster),
            ..new
        };
        let revision = store::hold_cluster(change, cluster).await?;
        let before = store::members(change.conn(), cluster).await?;
        if known.is_none() {
            let first = Link {
                id: self.store.ids().link(),
                complaint: other.id,
                ..new.clone()
            };
            let size = size([&*other]).at(revision);
            keep(change, &first, other, size).await?;
        }
        let own = [&*complaint];
        let others: Vec<&Complaint> = if known.is_none() {
            vec![&*other]
        } else {
            before.iter().collect()
        };
        let size = size(others.into_iter().chain(own)).at(revision);
        keep(change, &new, complaint, size).await?;
        Ok(new)
    }

    /// Undoes a link, once for its key.
    pub(crate) async fn unlink(
        &self,
        id: ComplaintId,
        link: LinkId,
        request: &Unlink,
        by: Actor,
        once: Once<'_>,
    ) -> Result<LinkView, AppError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let complaint = store::lock(&change, id).await?.ok_or(AppError::NotFound)?;
        let found = store::link(change.conn(), link).await?;
        let found = found.filter(|found| found.complaint == id).ok_or(AppError::NotFound)?;
        let act = self.act_of(by);
        let (undone, mut complaint) = unlink::decide(found, complaint, &request.reason, act.clone())?;
        // Held before its own link is written: who counts the cluster meanwhile waits.
        let revision = match undone.cluster {
            Some(cluster) => Some(store::hold_cluster(&change, cluster).await?),
            None => None,
        };
        store::undo_link(&change, &undone).await?;
        let left = match undone.cluster.zip(revision) {
            Some((cluster, revision)) => size(&store::members(change.conn(), cluster).await?).at(revision),
            None => size([]),
        };
        write(&change, undone.kind.steps().1, &mut complaint, &act).await?;
        saying::say(&mut change, &unlink::said(&undone, left, &act), &complaint)?;
        if undone.kind != Kind::Cluster {
            count_again(&mut change, &complaint).await?;
        }
        let answer = undone.view();
        once.keep(&change, 200, &answer).await?;
        change.commit().await?;
        Ok(answer)
    }

    /// A complaint's links, each with the complaint at its other end, where it has one.
    pub(crate) async fn links(&self, id: ComplaintId) -> Result<Vec<(LinkView, Option<Complaint>)>, StoreError> {
        let mut shown = Vec::new();
        for link in store::links(self.store.read(), &[id]).await? {
            let other = if link.complaint == id {
                link.to
            } else {
                Some(link.complaint)
            };
            let other = match other {
                Some(other) => store::find(self.store.read(), &Reference::Id(other)).await?,
                None => None,
            };
            shown.push((link.view(), other));
        }
        Ok(shown)
    }

    /// Complaints that may be of the same complainant, the latest first (R3.6).
    pub(crate) async fn candidates(&self, id: ComplaintId) -> Result<Vec<(Complaint, Vec<String>)>, StoreError> {
        store::same_marks(self.store.read(), id).await
    }
}

/// Both complaints, locked in one order, so that two who link crosswise do not wait for each other.
async fn lock_both(change: &Change, id: ComplaintId, other: ComplaintId) -> Result<(Complaint, Complaint), AppError> {
    let mut locked = Vec::new();
    for id in [id.min(other), id.max(other)] {
        locked.push(store::lock(change, id).await?.ok_or(AppError::NotFound)?);
    }
    let find = |id| locked.iter().find(|one| one.id == id).cloned();
    find(id).zip(find(other)).ok_or(AppError::NotFound)
}

/// Keeps a link with what it does to its complaint, shows it to the complainant, and says it.
async fn keep(change: &mut Change, link: &Link, complaint: &mut Complaint, size: Size) -> Result<(), AppError> {
    store::add_link(change, link).await?;
    match (link.kind, link.to) {
        (Kind::Repeat, to) => complaint.repeats = to,
        (Kind::Join, Some(to)) => {
            let Act { by, at } = link.act.clone();
            complaint.stage = link::joined(complaint.stage.clone(), to, by, at);
        }
        _ => {}
    }
    write(change, link.kind.steps().0, complaint, &link.act).await?;
    Ok(saying::say(change, &link.linked(complaint, size), complaint)?)
}

/// Who repeats or follows another is counted with that one, so that such a link, and undoing it, makes the complaint's cluster count
/// another number: it is said (R3.10).
async fn count_again(change: &mut Change, complaint: &Complaint) -> Result<(), StoreError> {
    let Some(cluster) = store::cluster_of(change.conn(), complaint.id).await? else {
        return Ok(());
    };
    let revision = Some(store::hold_cluster(change, cluster).await?);
    let Size {
        complaints, persons, ..
    } = size(&store::members(change.conn(), cluster).await?);
    let event = ClusterCountedV1 {
        complaint: complaint.id,
        cluster,
        complaints,
        persons,
        revision,
    };
    saying::say(change, &event, complaint)
}

async fn write(change: &Change, step: &'static str, complaint: &mut Complaint, act: &Act) -> Result<(), StoreError> {
    if complaint.past.is_none() {
        store::add_step(change, complaint.id, step, act.at).await?;
    }
    store::update(change, complaint).await
}

/// How many persons complain in a cluster: who only follows another one is counted with that one (R3.10).
fn size<'a>(members: impl IntoIterator<Item = &'a Complaint>) -> Size {
    let mut size = Size {
        complaints: 0,
        persons: 0,
        revision: None,
    };
    for member in members {
        size.complaints = size.complaints.saturating_add(1);
        if member.stage.code() != "joined" && member.repeats.is_none() {
            size.persons = size.persons.saturating_add(member.persons);
        }
    }
    size
}

/// A candidate as it is shown.
pub(crate) fn candidate((complaint, same): (Complaint, Vec<String>)) -> Candidate {
    Candidate {
        id: complaint.id,
        number: complaint.number,
        unit: complaint.unit,
        class: complaint.class,
        product: complaint.product,
        received: complaint.received,
        stage: complaint.stage.code().to_owned(),
        same,
    }
}
