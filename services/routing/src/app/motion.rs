//! The organisation in motion (R2.1): the directory changes, and what is open follows, in one transaction.

use std::collections::HashMap;

use huiyin_contracts::views::routing::{PlannedChange, UnitChangeView, UnitsChanged};
use huiyin_kernel::{Date, Timestamp, UnitCode, UnitPath};
use huiyin_store::{Change, StoreError};

use super::directory::{after, tell};
use super::{App, store};
use crate::domain::directory::Directory;
use crate::domain::follow::{self, Shifts, Why};
use crate::domain::motion::{Act, ChangeUnits, Draft, Refusal, Told, UnitChange, Version, What, told};
use crate::domain::unit::Unit;

/// Why units were not changed.
#[derive(Debug)]
pub(crate) enum MotionError {
    Refused(Vec<Refusal>),
    Failed(StoreError),
}

impl From<StoreError> for MotionError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

/// Who went along.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Followed {
    pub(super) complaints: usize,
    pub(super) staff: usize,
}

impl App {
    /// R2.1: makes dated changes, or only says what they would come to.
    pub(crate) async fn change_units(&self, csv: &[u8], skip: bool, plan: bool) -> Result<UnitsChanged, MotionError> {
        let mut change = self.store.change().await?;
        store::directory::hold(&change).await?;
        let present = self.directory(change.conn()).await?;
        let history = store::motion::history(change.conn()).await?;
        let now = self.store.clock().now();
        let request = ChangeUnits {
            csv,
            skip_unknown: skip,
            now,
        };
        let changes = request.decide(&present, &history).map_err(MotionError::Refused)?;
        let next = after(&present, &changes.write, self);
        let open = store::motion::open_at(change.conn()).await?;
        let mut answer = UnitsChanged {
            done: !plan,
            now: changes.due.len(),
            ahead: changes.ahead.len(),
            skipped: changes.skipped,
            complaints: 0,
            staff: 0,
            changes: views(&present, &next, &open),
            ignored_columns: changes.ignored_columns.clone(),
        };
        if plan {
            return Ok(answer);
        }
        let followed = self
            .settle(&mut change, &present, &changes.write, &changes.versions)
            .await?;
        store::changes::write_changes(&change, &changes.due, Some(now), None).await?;
        store::changes::write_changes(&change, &changes.ahead, None, None).await?;
        change.commit().await?;
        self.forget_directory();
        (answer.complaints, answer.staff) = (followed.complaints, followed.staff);
        Ok(answer)
    }

    /// Writes units as they are from now on, tells everyone, and lets what is open follow.
    pub(super) async fn settle(
        &self,
        change: &mut Change,
        present: &Directory,
        write: &[Unit],
        versions: &[Version],
    ) -> Result<Followed, StoreError> {
        if write.is_empty() {
            return Ok(Followed::default());
        }
        store::directory::write(change, write).await?;
        store::motion::write_versions(change, versions).await?;
        let next = after(present, write, self);
        tell(change, present, &next)?;
        let shifts = follow::shifts(present, &next);
        let complaints = self.follow(change, &next, &shifts).await?;
        let staff = self.staff_follow(change, present, &shifts).await?;
        Ok(Followed { complaints, staff })
    }

    async fn follow(&self, change: &mut Change, next: &Directory, shifts: &Shifts) -> Result<usize, StoreError> {
        let places: Vec<&UnitPath> = shifts.keys().collect();
        let touched = store::motion::at_places(change.conn(), &places).await?;
        let now = self.store.clock().now();
        let mut followed = 0;
        for complaint in touched {
            let Some(matter) = store::matters::load(change, complaint).await? else {
                continue;
            };
            let effects = follow::decide(&matter, shifts, &self.rules(&matter.complaint, next), now);
            if effects.complaint.is_some() || !effects.orders.is_empty() {
                followed += 1;
                self.write(change, &matter.complaint, effects).await?;
            }
        }
        Ok(followed)
    }

    /// Lets follow what no change of the tree saw: it was registered, or handed over, in the instant in which the tree changed.
    /// Tells whether anything followed.
    pub(crate) async fn follow_left_behind(&self) -> Result<bool, StoreError> {
        let conn = self.store.read();
        let places = store::motion::places(conn).await?;
        if follow::left_behind(&places, &*self.directory(conn).await?).is_empty() {
            return Ok(false);
        }
        let mut change = self.store.change().await?;
        store::directory::hold(&change).await?;
        let present = self.directory(change.conn()).await?;
        let shifts = follow::left_behind(&store::motion::places(change.conn()).await?, &present);
        let followed = self.follow(&mut change, &present, &shifts).await?;
        change.commit().await?;
        Ok(followed > 0)
    }

    async fn staff_follow(&self, change: &Change, present: &Directory, shifts: &Shifts) -> Result<usize, StoreError> {
        let gone: Vec<_> = shifts.iter().filter(|(_, shift)| shift.why != Why::Moved).collect();
        if gone.is_empty() {
            return Ok(0);
        }
        let staffed = store::motion::staffed(change.conn()).await?;
        let mut moved = 0;
        for (from, shift) in gone {
            let from = from.code();
            if present.get(&from).is_some() && staffed.contains(&from) {
                moved += store::motion::move_staff(change, &from, &shift.to.code()).await?;
            }
        }
        Ok(moved)
    }

    /// The changes that wait for their day, each with what stands in its way.
    pub(crate) async fn planned_changes(&self) -> Result<Vec<PlannedChange>, StoreError> {
        let conn = self.store.read();
        let present = self.directory(conn).await?;
        let mut draft = Draft::new(&present);
        let pending = store::changes::pending(conn, None).await?;
        let view = |change: UnitChange| {
            let cannot = draft.apply(&change).err().map(|refusal| refusal.to_string());
            planned(change, cannot)
        };
        Ok(pending.into_iter().map(view).collect())
    }

    /// Takes back a change that waits for its day; tells whether there was one.
    pub(crate) async fn withdraw_change(&self, unit: &UnitCode, day: Date) -> Result<bool, StoreError> {
        let change = self.store.change().await?;
        store::directory::hold(&change).await?;
        let withdrawn = store::changes::withdraw(&change, unit, day).await?;
        change.commit().await?;
        Ok(withdrawn)
    }

    /// Makes the changes whose day has begun; tells whether there were any. One that cannot be made any more is refused, with the
    /// sentence, and holds up no other.
    pub(crate) async fn change_on_the_day(&self) -> Result<bool, StoreError> {
        let now = self.store.clock().now();
        if store::changes::pending(self.store.read(), Some(now)).await?.is_empty() {
            return Ok(false);
        }
        let mut change = self.store.change().await?;
        store::directory::hold(&change).await?;
        let present = self.directory(change.conn()).await?;
        let due = store::changes::pending(change.conn(), Some(now)).await?;
        let (versions, done) = self.make(&change, &present, due, now).await?;
        let mut last: HashMap<_, &Unit> = HashMap::new();
        for version in &versions {
            last.insert(&version.unit.code, &version.unit);
        }
        let write: Vec<Unit> = last.into_values().cloned().collect();
        self.settle(&mut change, &present, &write, &versions).await?;
        store::changes::write_changes(&change, &done, Some(now), None).await?;
        change.commit().await?;
        self.forget_directory();
        Ok(!done.is_empty())
    }

    async fn make(
        &self,
        change: &Change,
        present: &Directory,
        due: Vec<UnitChange>,
        now: Timestamp,
    ) -> Result<(Vec<Version>, Vec<UnitChange>), StoreError> {
        let mut draft = Draft::new(present);
        let (mut versions, mut done) = (Vec::new(), Vec::new());
        for one in due {
            match draft.apply(&one) {
                Ok(touched) => {
                    let units = touched.iter().filter_map(|code| draft.get(code)).cloned();
                    versions.extend(units.map(|unit| Version { day: one.day, unit }));
                    done.push(one);
                }
                Err(refusal) => {
                    let sentence = refusal.to_string();
                    tracing::warn!(unit = %one.unit, day = %one.day, sentence, "a planned change of a unit is refused");
                    store::changes::write_changes(change, &[one], Some(now), Some(&sentence)).await?;
                }
            }
        }
        Ok((versions, done))
    }

    /// The directory as it was on a day (R2.1).
    pub(crate) async fn units_on(&self, day: Date) -> Result<Directory, StoreError> {
        let conn = self.store.read();
        let present = self.directory(conn).await?;
        let units = store::motion::units_on(conn, day, present.units()).await?;
        Ok(Directory::new(units, self.pack_in_force().level_duties()))
    }
}

fn planned(change: UnitChange, cannot: Option<String>) -> PlannedChange {
    let (name, other) = match &change.act {
        Act::Open { name, above, .. } => (Some(name.clone()), Some(above.clone())),
        Act::Rename { name } => (Some(name.clone()), None),
        Act::Move { above: other } | Act::Merge { into: other } => (None, Some(other.clone())),
        Act::Close => (None, None),
    };
    PlannedChange {
        change: change.act.word().to_owned(),
        unit: change.unit,
        day: change.day,
        at: change.at,
        name,
        other,
        cannot,
    }
}

/// What happens to each unit, with how many complaints are open there.
pub(super) fn views(before: &Directory, after: &Directory, open: &HashMap<UnitPath, usize>) -> Vec<UnitChangeView> {
    let view = |told: Told| {
        let was = before.get(&told.unit.code).map(|unit| &unit.path);
        let (from, to) = match &told.what {
            What::Renamed { before } => (Some(before.clone()), Some(told.unit.name.clone())),
            What::Moved { from } => (Some(from.to_string()), Some(told.unit.path.to_string())),
            What::Closed { heir } | What::Merged { heir } => (None, heir.as_ref().map(ToString::to_string)),
            What::Opened | What::Reopened => (None, Some(told.unit.path.to_string())),
            What::Changed => (None, None),
        };
        UnitChangeView {
            what: told.what.word().to_owned(),
            name: told.unit.name.clone(),
            unit: told.unit.code,
            from,
            to,
            open_complaints: was.and_then(|path| open.get(path)).copied().unwrap_or_default(),
        }
    };
    told(before, after).into_iter().map(view).collect()
}
