//! Importing units and staff.

use huiyin_contracts::Scope;
use huiyin_contracts::events::organisation::{UnitV1, UnitsChangedV1};
use huiyin_contracts::views::routing::{DirectoryImported, StaffImported};
use huiyin_kernel::{Date, Timestamp, UnitCode, UnitPath};
use huiyin_store::{Change, Said, StoreError};
use uuid::Uuid;

use super::motion::views;
use super::{App, store};
use crate::domain::directory::Directory;
use crate::domain::import_directory::{self, ImportDirectory};
use crate::domain::import_staff;
use crate::domain::motion::{Version, today};
use crate::domain::unit::Unit;

/// What events about the organisation are about: there is one organisation.
const ORGANISATION: Uuid = Uuid::nil();
/// The day from which units are taken to have stood that the first import found.
const ALWAYS: Date = jiff::civil::date(1, 1, 1);
/// Units that one event tells of.
const UNITS: usize = 500;

/// Why a directory was not imported.
#[derive(Debug)]
pub(crate) enum DirectoryError {
    Refused(Vec<import_directory::Refusal>),
    Failed(StoreError),
}

/// Why a list of staff was not imported.
#[derive(Debug)]
pub(crate) enum StaffError {
    Refused(Vec<import_staff::Refusal>),
    Failed(StoreError),
}

impl From<StoreError> for DirectoryError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for StaffError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl App {
    /// R2.1: makes the directory what the file says, in one transaction: everyone is told what changed, and what is open follows. Or only
    /// says what it would come to.
    pub(crate) async fn import_directory(&self, csv: &[u8], plan: bool) -> Result<DirectoryImported, DirectoryError> {
        let mut change = self.store.change().await?;
        store::directory::hold(&change).await?;
        let present = self.directory(change.conn()).await?;
        let now = self.store.clock().now();
        let request = ImportDirectory {
            csv,
            time_zone: &self.time_zone,
            now,
        };
        let import = request.decide(&present).map_err(DirectoryError::Refused)?;
        let next = after(&present, &import.write, self);
        let is_first = present.units().is_empty();
        let open = store::motion::open_at(change.conn()).await?;
        without_heir(&present, &next, &open)?;
        let mut answer = DirectoryImported {
            total: import.total,
            added: import.added,
            changed: import.changed,
            closed: import.closed,
            ignored_columns: import.ignored_columns,
            first: is_first,
            done: !plan,
            complaints: 0,
            staff: 0,
            changes: if is_first {
                Vec::new()
            } else {
                views(&present, &next, &open)
            },
        };
        if plan {
            return Ok(answer);
        }
        let versions = versions(&import.write, is_first, now);
        let followed = self.settle(&mut change, &present, &import.write, &versions).await?;
        change.commit().await?;
        self.forget_directory();
        (answer.complaints, answer.staff) = (followed.complaints, followed.staff);
        Ok(answer)
    }

    /// R2.2, R2.3: adds and changes people; those whom the file does not name stay as they are.
    pub(crate) async fn import_staff(&self, csv: &[u8]) -> Result<StaffImported, StaffError> {
        let change = self.store.change().await?;
        store::directory::hold(&change).await?;
        let directory = self.directory(change.conn()).await?;
        let present = store::staff::superiors(change.conn()).await?;
        let members = import_staff::decide(csv, &directory, &present).map_err(StaffError::Refused)?;
        store::staff::write(&change, &members).await?;
        change.commit().await?;
        let updated = members
            .iter()
            .filter(|member| present.contains_key(&member.code))
            .count();
        Ok(StaffImported {
            total: members.len(),
            added: members.len() - updated,
            updated,
        })
    }
}

/// Units as they are from today on. Of those that were there first it is taken that they always were.
fn versions(write: &[Unit], is_first: bool, now: Timestamp) -> Vec<Version> {
    let day = |unit: &Unit| if is_first { ALWAYS } else { today(now, &unit.time_zone) };
    let version = |unit: &Unit| Version {
        day: day(unit),
        unit: unit.clone(),
    };
    write.iter().map(version).collect()
}

/// A unit at which something is open does not close where nobody can have it.
fn without_heir(
    present: &Directory,
    next: &Directory,
    open: &std::collections::HashMap<UnitPath, usize>,
) -> Result<(), DirectoryError> {
    let closes = |unit: &&Unit| unit.is_open() && next.get(&unit.code).is_some_and(|now| !now.is_open());
    let alone = present
        .units()
        .iter()
        .filter(closes)
        .filter(|unit| next.heir(&unit.path).is_none());
    let refusals: Vec<_> = alone
        .filter_map(|unit| {
            let open = open.get(&unit.path).copied().filter(|open| *open > 0)?;
            let unit = unit.code.to_string();
            Some(import_directory::Refusal::NoHeir { unit, open })
        })
        .collect();
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(DirectoryError::Refused(refusals))
    }
}

/// The directory after units were written.
pub(super) fn after(present: &Directory, written: &[Unit], app: &App) -> Directory {
    let changed: std::collections::HashSet<&UnitCode> = written.iter().map(|unit| &unit.code).collect();
    let kept = present.units().iter().filter(|unit| !changed.contains(&unit.code));
    Directory::new(
        kept.chain(written).cloned().collect(),
        app.pack_in_force().level_duties(),
    )
}

/// Tells what is different for those who listen: units that are new, changed, or hold other duties; and units that closed.
pub(super) fn tell(change: &mut Change, present: &Directory, next: &Directory) -> Result<(), StoreError> {
    let told = |directory: &Directory, unit: &Unit| UnitV1 {
        path: unit.path.clone(),
        name: unit.name.clone(),
        level: unit.level.clone(),
        time_zone: unit.time_zone.clone(),
        open: unit.is_open(),
        duties: directory.duties_of(unit).map(str::to_owned).collect(),
        responsible: unit.responsible.clone(),
    };
    let open = |directory: &Directory, code: &UnitCode| {
        directory
            .get(code)
            .filter(|unit| unit.is_open())
            .map(|unit| told(directory, unit))
    };
    let units: Vec<UnitV1> = next
        .units()
        .iter()
        .filter_map(|unit| open(next, &unit.code).filter(|now| open(present, &unit.code).as_ref() != Some(now)))
        .collect();
    let gone = |unit: &&Unit| !unit.is_open() && present.get(&unit.code).is_some_and(Unit::is_open);
    let closed: Vec<UnitCode> = next.units().iter().filter(gone).map(|unit| unit.code.clone()).collect();
    let scope = next.root().or_else(|| present.root()).map(|root| root.path.clone());
    let Some(scope) = scope.or_else(|| next.units().first().map(|unit| unit.path.clone())) else {
        return Ok(());
    };
    let scope = Scope::Unit(scope);
    for event in events(&units, &closed) {
        change.say(&event, ORGANISATION, &scope, Said::default())?;
    }
    Ok(())
}

fn events(units: &[UnitV1], closed: &[UnitCode]) -> impl Iterator<Item = UnitsChangedV1> {
    let open = units.chunks(UNITS).map(|units| UnitsChangedV1 {
        units: units.to_vec(),
        closed: Vec::new(),
    });
    let gone = closed.chunks(UNITS).map(|closed| UnitsChangedV1 {
        units: Vec::new(),
        closed: closed.to_vec(),
    });
    open.chain(gone)
}
