//! Moving complaints to another version of the policy pack (section 9): all that are chosen, or none.

use huiyin_contracts::views::routing::{MigratePolicy, MigratedView, PolicyMigrated};
use huiyin_kernel::{Actor, ComplaintId};
use huiyin_store::idempotency;
use huiyin_store::{Change, StoreError};

use super::command::begin;
use super::{Answered, App, CommandError, Key, store};
use crate::domain::migrate::{Migrate, Refusal};

/// Complaints that one request moves at most.
pub(crate) const MOST: u64 = 200;

/// Which complaints are not moved, and why: each by its place in the request.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) Vec<(usize, Refusal)>);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.first() {
            Some((_, refusal)) => refusal.fmt(f),
            None => f.write_str("no complaint was chosen"),
        }
    }
}

impl App {
    /// Moves the complaints that a request names, or the oldest open ones of the version that it names.
    pub(crate) async fn migrate(
        &self,
        key: Key<'_>,
        request: &MigratePolicy,
        by: &Actor,
    ) -> Result<Answered, CommandError<Refused>> {
        let mut change = self.store.change().await?;
        if let Some(before) = begin(&change, key).await? {
            return Ok(before);
        }
        let chosen = match &request.from {
            Some(version) => store::lists::open_by_version(change.conn(), version, MOST).await?,
            None => request.complaints.clone(),
        };
        let (mut moved, mut refused) = (Vec::new(), Vec::new());
        // Locked in the order in which everyone locks several: by their ids.
        let mut chosen: Vec<_> = chosen.into_iter().enumerate().collect();
        chosen.sort_by_key(|(_, id)| *id);
        for (place, id) in chosen {
            match self.migrate_one(&mut change, id, request, by).await? {
                Ok(one) => moved.push(one),
                Err(refusal) => refused.push((place, refusal)),
            }
        }
        if !refused.is_empty() {
            refused.sort_by_key(|(place, _)| *place);
            return Err(CommandError::Refused(Refused(refused)));
        }
        let left = match &request.from {
            Some(version) => store::lists::count_open_by_version(change.conn(), version).await?,
            None => 0,
        };
        let body = serde_json::to_string(&PolicyMigrated { moved, left }).map_err(StoreError::from)?;
        idempotency::complete(&change, key.key, key.status, &body).await?;
        change.commit().await?;
        let status = key.status;
        Ok(Answered { status, body })
    }

    async fn migrate_one(
        &self,
        change: &mut Change,
        id: ComplaintId,
        request: &MigratePolicy,
        by: &Actor,
    ) -> Result<Result<MigratedView, Refusal>, StoreError> {
        let Some(matter) = store::matters::load(change, id).await? else {
            return Ok(Err(Refusal::NoComplaint));
        };
        let history = store::lists::clocks_of(change.conn(), id).await?;
        let lines = store::ledger::of_complaint(change.conn(), id).await?;
        let directory = self.directory(change.conn()).await?;
        let migrate = Migrate {
            matter: &matter,
            history: &history,
            lines: &lines,
            version: &request.to,
            to: self.packs.version(&request.to),
            directory: &directory,
            ids: self.store.ids(),
            why: &request.why,
            reason: &request.reason,
            by,
            now: self.store.clock().now(),
        };
        let effects = match migrate.decide() {
            Ok(effects) => effects,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let moved = MigratedView {
            complaint: id,
            from: matter.complaint.policy_version.clone(),
            to: request.to.clone(),
            clocks_moved: effects.moved.len(),
        };
        self.write(change, &matter.complaint, effects).await?;
        Ok(Ok(moved))
    }
}
