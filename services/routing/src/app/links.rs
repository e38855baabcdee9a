//! What routing makes of links between complaints (R3.6, R3.10, R3.11).

use huiyin_contracts::events::intake::{ClusterCountedV1, LinkedV1, UnlinkedV1};
use huiyin_kernel::{ClusterId, ComplaintId, Timestamp, UnitPath};
use huiyin_store::{Change, StoreError};

use super::matters::Heard;
use super::{App, store};
use crate::domain::end::Ending;
use crate::domain::new_facts;
use crate::domain::relink::{self, Relink};
use crate::domain::undo_facts::UndoFacts;
use crate::store::known::Known;

/// A count of a cluster, as intake said it.
struct Counted {
    cluster: Option<ClusterId>,
    revision: Option<i64>,
    persons: u32,
}

impl Counted {
    fn of_link(event: &LinkedV1) -> Self {
        Self {
            cluster: event.cluster,
            revision: event.revision,
            persons: event.persons,
        }
    }

    fn of_what_is_left(event: &UnlinkedV1) -> Self {
        Self {
            cluster: event.cluster,
            revision: event.revision,
            persons: event.persons,
        }
    }
}

impl App {
    /// A complaint was linked. What kind is not known here changes nothing.
    pub(crate) async fn linked(
        &self,
        change: &mut Change,
        event: &LinkedV1,
        at: Timestamp,
    ) -> Result<Heard, StoreError> {
        match event.kind.as_str() {
            "repeat" => self.repeats(change, event.complaint, event.to).await,
            "cluster" => {
                self.cluster(change, event.complaint, event.cluster, &Counted::of_link(event))
                    .await
            }
            "join" => self.join(change, event, at).await,
            _ => Ok(Heard::Done),
        }
    }

    /// A link was undone.
    pub(crate) async fn unlinked(&self, change: &mut Change, event: &UnlinkedV1) -> Result<Heard, StoreError> {
        match event.kind.as_str() {
            "repeat" => self.repeats(change, event.complaint, None).await,
            "cluster" => {
                self.cluster(change, event.complaint, None, &Counted::of_what_is_left(event))
                    .await
            }
            "join" => self.part(change, event).await,
            _ => Ok(Heard::Done),
        }
    }

    /// A cluster has another number of persons.
    pub(crate) async fn counted(&self, change: &mut Change, event: &ClusterCountedV1) -> Result<Heard, StoreError> {
        let counted = Counted {
            cluster: Some(event.cluster),
            revision: event.revision,
            persons: event.persons,
        };
        self.cluster(change, event.complaint, counted.cluster, &counted).await
    }

    async fn repeats(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        of: Option<ComplaintId>,
    ) -> Result<Heard, StoreError> {
        let Some(before) = store::known::known(change, complaint).await? else {
            return self.unknown(change, complaint).await;
        };
        let after = Known {
            repeats: of,
            ..before.clone()
        };
        self.relink(change, &before, &after, "repeat").await
    }

    /// A complaint comes into its cluster or leaves it; what the number of persons changes for the others is decided too.
    async fn cluster(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        now_in: Option<ClusterId>,
        counted: &Counted,
    ) -> Result<Heard, StoreError> {
        let Some(before) = store::known::known(change, complaint).await? else {
            return self.unknown(change, complaint).await;
        };
        let Counted {
            cluster,
            revision,
            persons,
        } = *counted;
        let persons = match cluster {
            Some(cluster) => store::known::count(change, cluster, revision.unwrap_or(0), persons).await?,
            None => persons,
        };
        let after = Known {
            cluster: now_in,
            persons: now_in.map(|_| persons),
            ..before.clone()
        };
        let heard = self.relink(change, &before, &after, "cluster").await?;
        let Some(cluster) = cluster.filter(|_| heard == Heard::Done) else {
            return Ok(heard);
        };
        for before in store::known::of_cluster(change, cluster).await? {
            if before.persons == Some(persons) {
                continue;
            }
            let after = Known {
                persons: Some(persons),
                ..before.clone()
            };
            self.relink(change, &before, &after, "cluster").await?;
        }
        Ok(heard)
    }

    /// A complaint that came before links were heard of keeps its order; one whose registration is on its way is waited for.
    async fn unknown(&self, change: &Change, complaint: ComplaintId) -> Result<Heard, StoreError> {
        let known = store::matters::load(change, complaint).await?.is_some();
        Ok(if known { Heard::Done } else { Heard::TooEarly })
    }

    /// Writes what is known now, and decides by it where that makes a difference.
    async fn relink(&self, change: &mut Change, before: &Known, after: &Known, why: &str) -> Result<Heard, StoreError> {
        store::known::update(change, after).await?;
        let answered_before = answered(change, before.repeats).await?;
        let answered_by = answered(change, after.repeats).await?;
        let (before, now) = (before.registered(), self.store.clock().now());
        let registered = after.registered();
        self.act(change, after.complaint, |matter, rules| {
            let relink = Relink {
                before: &before,
                after: &registered,
                answered_before,
                answered_by,
                why,
                now,
            };
            relink.decide(matter, rules)
        })
        .await
    }

    /// What is joined ends here; with new facts, the first one's period restarts from their receipt.
    async fn join(&self, change: &mut Change, event: &LinkedV1, at: Timestamp) -> Result<Heard, StoreError> {
        let heard = self.ended(change, event.complaint, Ending::Joined, at).await?;
        let Some(first) = event.to.filter(|_| event.new_facts && heard == Heard::Done) else {
            return Ok(heard);
        };
        let (received, now) = (event.received, self.store.clock().now());
        self.act(change, first, |matter, rules| {
            new_facts::decide(matter, received, now, rules)
        })
        .await
    }

    async fn part(&self, change: &mut Change, event: &UnlinkedV1) -> Result<Heard, StoreError> {
        let complaint = event.complaint;
        let Some(known) = store::known::known(change, complaint).await? else {
            return self.unknown(change, complaint).await;
        };
        let answered_by = answered(change, known.repeats).await?;
        let (registered, now) = (known.registered(), self.store.clock().now());
        let received = registered.received;
        let heard = self
            .act(change, complaint, |matter, rules| {
                relink::part(matter, &registered, answered_by, now, rules)
            })
            .await?;
        match event.to {
            Some(first) => self.undo_facts(change, first, received, now).await.map(|()| heard),
            None => Ok(heard),
        }
    }

    /// The facts that a join brought were none of the first complaint's: its reply falls due as before (R3.11).
    async fn undo_facts(
        &self,
        change: &mut Change,
        first: ComplaintId,
        received: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(matter) = store::matters::load(change, first).await? else {
            return Ok(());
        };
        let history = store::lists::clocks_of(change.conn(), first).await?;
        let orders = store::lists::orders_of(change.conn(), first).await?;
        let lines = store::ledger::of_complaint(change.conn(), first).await?;
        let directory = self.directory(change.conn()).await?;
        let undo = UndoFacts {
            matter: &matter,
            history: &history,
            orders: &orders,
            lines: &lines,
            received,
            now,
        };
        let effects = undo.decide(&self.rules(&matter.complaint, &directory));
        self.write(change, &matter.complaint, effects).await
    }
}

/// Who answered the complaint that another one repeats, or has it still.
async fn answered(change: &Change, first: Option<ComplaintId>) -> Result<Option<UnitPath>, StoreError> {
    match first {
        Some(first) => store::known::led_last(change, first).await,
        None => Ok(None),
    }
}
