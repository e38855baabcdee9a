//! More time, or time that is not counted: asked, decided, ended (R4.5, R4.12).

use std::collections::BTreeMap;

use huiyin_kernel::{Actor, ClockId, ComplaintId, StaffCode, Timestamp, UnitPath};
use huiyin_policy::Pack;
use huiyin_store::idempotency;
use huiyin_store::{Change, StoreError};
use uuid::Uuid;

use super::command::begin;
use super::{Answered, App, CommandError, Heard, Key, store};
use crate::domain::clock::Clock;
use crate::domain::complaint::{Complaint, Matter};
use crate::domain::effects::Effects;
use crate::domain::ledger::Line;
use crate::domain::recompute;
use crate::domain::rules::Rules;

/// Clocks that one transaction computes anew.
const BATCH: u64 = 200;
/// No chain of superiors is longer; one that is goes in a circle.
const LEVELS: usize = 32;

/// What is decided about.
pub(crate) struct ClockGround<'a> {
    pub(crate) matter: &'a Matter,
    pub(crate) clock: &'a Clock,
    /// The clock's ledger.
    pub(crate) lines: &'a [Line],
    /// Whether who asks reports to who asked for the line that is decided.
    pub(crate) reports: bool,
    pub(crate) rules: Rules<'a>,
    pub(crate) now: Timestamp,
}

impl App {
    /// A clock with its complaint: for whom it runs decides who may act on it.
    pub(crate) async fn clock(&self, id: ClockId) -> Result<Option<(Clock, Complaint)>, StoreError> {
        let Some(clock) = store::lists::clock(self.store.read(), id).await? else {
            return Ok(None);
        };
        let complaint = self.complaint(clock.complaint).await?;
        Ok(complaint.map(|complaint| (clock, complaint)))
    }

    /// A line of a clock's ledger.
    pub(crate) async fn line(&self, id: Uuid) -> Result<Option<Line>, StoreError> {
        store::ledger::line(self.store.read(), id).await
    }

    /// The unit that decides about a line, by the policy pack (R4.5).
    pub(crate) async fn approver(
        &self,
        line: &Line,
        clock: &Clock,
        complaint: &Complaint,
    ) -> Result<Option<UnitPath>, StoreError> {
        let directory = self.units().await?;
        Ok(self.rules(complaint, &directory).approver(line, clock, complaint))
    }

    /// The ledgers of a complaint's clocks.
    pub(crate) async fn lines_of(&self, id: ComplaintId) -> Result<Vec<Line>, StoreError> {
        store::ledger::of_complaint(self.store.read(), id).await
    }

    /// Decides about a clock's time and writes what follows. The answer shows the line that the decision wrote; `render` makes it.
    pub(crate) async fn on_clock<R>(
        &self,
        key: Key<'_>,
        clock: ClockId,
        people: (&Actor, Option<&Actor>),
        decide: impl FnOnce(&ClockGround<'_>) -> Result<Effects, R>,
        render: impl FnOnce(&Line) -> Result<String, serde_json::Error>,
    ) -> Result<Answered, CommandError<R>> {
        let mut change = self.store.change().await?;
        if let Some(before) = begin(&change, key).await? {
            return Ok(before);
        }
        let known = store::lists::clock(change.conn(), clock)
            .await?
            .ok_or(CommandError::NotFound)?;
        let matter = store::matters::load(&change, known.complaint)
            .await?
            .ok_or(CommandError::NotFound)?;
        // Read again within the complaint's lock, and held: a tick may be firing it.
        let clock = store::matters::clock(&change, clock)
            .await?
            .ok_or(CommandError::NotFound)?;
        let lines = store::ledger::of_clock(change.conn(), clock.id).await?;
        let directory = self.directory(change.conn()).await?;
        let ground = ClockGround {
            matter: &matter,
            clock: &clock,
            lines: &lines,
            reports: reports(&change, people).await?,
            rules: self.rules(&matter.complaint, &directory),
            now: self.store.clock().now(),
        };
        let effects = decide(&ground).map_err(CommandError::Refused)?;
        let shown = effects.lines.last().ok_or(CommandError::NotFound)?;
        let body = render(shown).map_err(StoreError::from)?;
        self.write(&mut change, &matter.complaint, effects).await?;
        idempotency::complete(&change, key.key, key.status, &body).await?;
        change.commit().await?;
        let status = key.status;
        Ok(Answered { status, body })
    }

    /// The complainant was told: each line in force of this kind that nobody was told of has its notice (R4.5).
    pub(crate) async fn told(
        &self,
        change: &Change,
        complaint: ComplaintId,
        kind: &str,
        at: Timestamp,
    ) -> Result<Heard, StoreError> {
        store::ledger::told(change, complaint, kind, at).await?;
        Ok(Heard::Done)
    }

    /// R4.6: computes anew a batch of the clocks that run by a calendar which was corrected; tells whether there are more.
    pub(crate) async fn recompute(&self) -> Result<bool, StoreError> {
        let calendars = self.packs.all().flat_map(Pack::calendars);
        let revisions: BTreeMap<&str, String> = calendars.map(|one| (one.name(), one.revision())).collect();
        for (name, revision) in revisions {
            if self.recompute_by(name, &revision).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn recompute_by(&self, name: &str, revision: &str) -> Result<bool, StoreError> {
        let seen = store::ledger::seen(self.store.read(), name).await?;
        let after = match seen {
            Some((seen, None)) if seen == revision => return Ok(false),
            Some((seen, after)) if seen == revision => after,
            // Another correction begins at the first clock, wherever the one before had come.
            _ => None,
        };
        let mut change = self.store.change().await?;
        let clocks = store::ledger::by_calendar(&change, after, BATCH).await?;
        for clock in &clocks {
            self.recompute_one(&mut change, clock).await?;
        }
        let more = clocks.len() as u64 == BATCH;
        let after = clocks.last().filter(|_| more).map(|clock| clock.id);
        store::ledger::see(&change, name, revision, after).await?;
        change.commit().await?;
        Ok(more)
    }

    async fn recompute_one(&self, change: &mut Change, clock: &Clock) -> Result<(), StoreError> {
        let Some(matter) = store::matters::load(change, clock.complaint).await? else {
            return Ok(());
        };
        // As it is within the complaint's lock: it may have been met or moved since.
        let Some(clock) = matter.clocks.iter().find(|now| now.id == clock.id) else {
            return Ok(());
        };
        let lines = store::ledger::of_clock(change.conn(), clock.id).await?;
        let directory = self.directory(change.conn()).await?;
        let now = self.store.clock().now();
        let rules = self.rules(&matter.complaint, &directory);
        match recompute::decide(&matter, clock, &lines, now, &rules) {
            Some(effects) => self.write(change, &matter.complaint, effects).await,
            None => Ok(()),
        }
    }
}

/// Whether the first reports to the second, in whichever post, directly or over others (R5.10).
async fn reports(change: &Change, (who, to): (&Actor, Option<&Actor>)) -> Result<bool, StoreError> {
    let (Actor::Staff { code: who, .. }, Some(Actor::Staff { code: to, .. })) = (who, to) else {
        return Ok(false);
    };
    let mut level: Vec<StaffCode> = vec![who.clone()];
    for _ in 0..LEVELS {
        let mut above = Vec::new();
        for below in &level {
            above.extend(store::staff::superiors_of(change.conn(), below).await?);
        }
        if above.contains(to) {
            return Ok(true);
        }
        above.sort_unstable();
        above.dedup();
        level = above;
    }
    Ok(false)
}
