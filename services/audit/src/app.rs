//! What audit does, between the bus and the HTTP API on one side and the rules and the tables on the other.

pub(crate) mod archive;
pub(crate) mod break_glass;
mod say;

use std::collections::HashSet;

use huiyin_chassis::Outcome;
use huiyin_contracts::Envelope;
use huiyin_contracts::views::audit::{Counted, Counts, EffectRow, FigureRow, Progress, SanctionRow};
use huiyin_kernel::{Actor, ComplaintId, Date, StaffCode, UnitPath};
use huiyin_store::{Change, Store, StoreError};
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::domain::act::Act;
use crate::domain::behind::{Behind, Found};
use crate::domain::chain::Head;
use crate::domain::figures::{Refusal, Request};
use crate::domain::known::Known;
use crate::domain::record::{Entry, Record};
use crate::domain::sight::Sight;
use crate::domain::verify::{Broken, Walk};
use crate::domain::{effect, fact, head, sanction};
use crate::store::{self, reads};

/// Entries that are read at once while the chain is walked.
const STRIDE: u64 = 500;

/// Improvements whose effect one answer counts.
const MOST_EFFECTS: u64 = 100;

/// The service's state: its tables.
pub(crate) struct App {
    store: Store,
    zone: TimeZone,
}

/// The outcome of a walk along the chain.
pub(crate) struct Walked {
    pub(crate) entries: u64,
    pub(crate) broken: Option<(i64, Broken)>,
    pub(crate) head: Head,
    pub(crate) more: bool,
}

/// Why figures are not answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FiguresError {
    /// They cannot be asked for so.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl App {
    /// Audit over its tables; days and months are those of `zone`.
    pub(crate) fn new(store: Store, zone: TimeZone) -> Self {
        Self { store, zone }
    }

    fn act(&self, by: Actor) -> Act {
        Act {
            by,
            at: self.store.clock().now(),
        }
    }

    /// The organisation's time zone.
    pub(crate) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Enters events in the record and counts what they tell. One that cannot be read is not entered but parked: it is visible there,
    /// and an operator decides.
    pub(crate) async fn hear(&self, change: &Change, envelopes: &[&Envelope]) -> Outcome {
        let mut heard = Vec::with_capacity(envelopes.len());
        for envelope in envelopes {
            match told(envelope, &self.zone) {
                Ok(told) => heard.push(told),
                Err(error) => return Outcome::Poison(format!("{} cannot be read: {error}", envelope.kind)),
            }
        }
        let records = envelopes.iter().map(|envelope| Record::of(envelope)).collect();
        match store::append(change, records).await {
            Ok(()) => {}
            Err(error) if store::is_taken(&error) => {
                return Outcome::Retry("another process took the position in the record".to_owned());
            }
            Err(error) => return error.into(),
        }
        for told in heard {
            if let Err(error) = count(change, told).await {
                return error.into();
            }
        }
        Outcome::Done
    }

    /// What came of improvements, as far as a caller may count it; so many days on each side at the most.
    pub(crate) async fn effects(&self, days: i32, sight: &Sight) -> Result<Vec<EffectRow>, StoreError> {
        let read = self.store.read();
        let today = self.zone.to_datetime(self.store.clock().now()).date();
        let mut rows = Vec::new();
        for done in store::effects::improvements(read, sight, MOST_EFFECTS).await? {
            let Some(window) = effect::window(done.on, today, days) else {
                continue;
            };
            let (before, after) = match window.days {
                0 => (0, 0),
                _ => (
                    store::effects::received(read, &done, window.before, sight).await?,
                    store::effects::received(read, &done, window.after, sight).await?,
                ),
            };
            rows.push(EffectRow {
                improvement: done.improvement,
                owner: done.owner,
                reach: done.reach,
                cause: done.cause,
                done_on: done.on,
                days: window.days,
                before,
                after,
            });
        }
        Ok(rows)
    }

    /// The chain's end.
    pub(crate) async fn head(&self) -> Result<Head, StoreError> {
        reads::head(self.store.read()).await
    }

    /// Walks the chain after `after`, at most `limit` entries, and looks out for a head that was kept elsewhere.
    pub(crate) async fn verify(&self, after: i64, limit: u64, kept: Option<Head>) -> Result<Walked, StoreError> {
        let Some(start) = reads::head_at(self.store.read(), after).await? else {
            return Ok(Walked {
                entries: 0,
                broken: Some((after, Broken::Missing)),
                head: Head::GENESIS,
                more: false,
            });
        };
        let mut walk = Walk::after(start, kept);
        let mut entries = 0;
        while entries < limit {
            let stride = STRIDE.min(limit - entries);
            let found = reads::entries_after(self.store.read(), walk.head().position, stride).await?;
            for entry in &found {
                if let Err(why) = walk.step(entry) {
                    return Ok(broken(&walk, entries, why));
                }
                entries += 1;
            }
            if (found.len() as u64) < stride {
                return Ok(match walk.end() {
                    Ok(()) => Walked {
                        entries,
                        broken: None,
                        head: walk.head(),
                        more: false,
                    },
                    Err(why) => broken(&walk, entries, why),
                });
            }
        }
        let more = reads::head(self.store.read()).await?.position > walk.head().position;
        Ok(Walked {
            entries,
            broken: None,
            head: walk.head(),
            more,
        })
    }

    /// What is known of a complaint.
    pub(crate) async fn known(&self, complaint: ComplaintId) -> Result<Option<Known>, StoreError> {
        let fact = reads::fact(self.store.read(), complaint.uuid()).await?;
        Ok(fact.map(Known::from))
    }

    /// A complaint's entries after a position.
    pub(crate) async fn timeline(
        &self,
        complaint: ComplaintId,
        after: i64,
        limit: u64,
    ) -> Result<Vec<Entry>, StoreError> {
        reads::entries_about(self.store.read(), complaint.uuid(), after, limit).await
    }

    /// What sanctions come to, as far as a caller may see.
    pub(crate) async fn sanctions(
        &self,
        period: (Option<Date>, Option<Date>),
        sight: &Sight,
    ) -> Result<Vec<SanctionRow>, StoreError> {
        store::sanctions::count_sanctions(self.store.read(), period, sight).await
    }

    /// The figures that a caller may see.
    pub(crate) async fn figures(
        &self,
        request: &Request,
        sight: &Sight,
    ) -> Result<(Counts, Vec<FigureRow>), FiguresError> {
        let rows = store::figures::count(self.store.read(), request, sight).await?;
        if rows.len() as u64 > Request::MOST_ROWS {
            return Err(Refusal::TooMany(Request::MOST_ROWS).into());
        }
        let total = rows.iter().fold(Counts::default(), |sum, row| sum + row.counts);
        Ok((total, rows))
    }

    /// The complaints behind a figure (R7.3).
    pub(crate) async fn behind(
        &self,
        asked: &Behind,
        sight: &Sight,
        after: Option<&(String, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Found>, StoreError> {
        store::figures::behind(self.store.read(), asked, sight, after, limit).await
    }

    /// Who heads a unit (R2.3).
    pub(crate) async fn head_of(&self, unit: &UnitPath) -> Result<Option<StaffCode>, StoreError> {
        store::heads::of_unit(self.store.read(), &unit.code()).await
    }

    /// How far the record has come.
    pub(crate) async fn progress(&self) -> Result<Progress, StoreError> {
        let (complaints, routed) = reads::progress(self.store.read()).await?;
        Ok(Progress {
            entries: self.head().await?.position,
            complaints,
            routed,
        })
    }

    /// How many of these complaints are recorded and routed.
    pub(crate) async fn counted(&self, complaints: &[ComplaintId]) -> Result<Counted, StoreError> {
        let asked: HashSet<Uuid> = complaints.iter().map(|id| id.uuid()).collect();
        let asked: Vec<Uuid> = asked.into_iter().collect();
        let states = reads::counted(self.store.read(), &asked).await?;
        let many = |wanted: fn(&(bool, bool)) -> bool| states.iter().filter(|state| wanted(state)).count() as u64;
        Ok(Counted {
            asked: asked.len() as u64,
            recorded: many(|(recorded, _)| *recorded),
            routed: many(|(_, routed)| *routed),
            counted: many(|(recorded, routed)| *recorded && *routed),
        })
    }
}

/// What one event tells the figures and the archive.
struct Told {
    patch: Option<fact::Patch>,
    sanction: Option<sanction::Told>,
    done: Option<effect::Done>,
    heads: Vec<head::Headed>,
    moved: Option<archive::Move>,
}

/// Reads it.
fn told(envelope: &Envelope, zone: &TimeZone) -> Result<Told, serde_json::Error> {
    Ok(Told {
        patch: fact::patch(envelope, zone)?,
        sanction: sanction::told(envelope, zone)?,
        done: effect::done(envelope)?,
        heads: head::told(envelope)?,
        moved: archive::read(envelope)?,
    })
}

/// Counts it.
async fn count(change: &Change, told: Told) -> Result<(), StoreError> {
    if let Some(patch) = told.patch {
        store::apply(change, patch).await?;
    }
    if let Some(sanction) = told.sanction {
        store::apply_sanction(change, sanction).await?;
    }
    if let Some(done) = told.done {
        store::apply_done(change, done).await?;
    }
    store::apply_heads(change, &told.heads).await?;
    if let Some(moved) = told.moved {
        archive::apply(change, moved).await?;
    }
    Ok(())
}

fn broken(walk: &Walk, entries: u64, why: Broken) -> Walked {
    Walked {
        entries,
        broken: Some((walk.head().position + 1, why)),
        head: walk.head(),
        more: false,
    }
}
