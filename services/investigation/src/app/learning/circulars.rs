//! Circulars: issued, read, acknowledged by each unit (R6.2).

use huiyin_contracts::events::learning::{CircularAcknowledgedV1, CircularIssuedV1, CircularToldV1};
use huiyin_contracts::views::investigation::{AcknowledgementView, CircularUnits, CircularView};
use huiyin_kernel::{Date, UnitPath};
use huiyin_store::{Change, StoreError};
use huiyin_web::Idempotency;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::super::act::once;
use super::super::{App, Error, Refused};
use super::{Own, say};
use crate::domain::learning::{Addressed, Circular, acknowledge_circular, issue_circular, remind_circular};
use crate::domain::{Mark, Words};
use crate::store;

/// Units that one event names.
const UNITS: usize = 500;

/// Circulars that one look takes up.
const BATCH: u64 = 20;

/// A circular as it comes in.
#[derive(Clone, Debug)]
pub(crate) struct NewCircular {
    pub(crate) title: Words,
    pub(crate) text: Words,
    pub(crate) to: Vec<UnitPath>,
    pub(crate) due: Date,
    pub(crate) confirmed: bool,
}

impl App {
    /// Issues a circular to open units of these subtrees.
    pub(crate) async fn issue_circular(
        &self,
        own: &Own,
        new: &NewCircular,
        key: &Idempotency,
    ) -> Result<CircularUnits, Error> {
        let open = self.open_units().await?;
        let mut change = self.store.change().await?;
        if let Some(again) = once(key).answered(&change).await? {
            return Ok(again);
        }
        let at = self.store.clock().now();
        let unit = own
            .writes_for(&open)
            .ok_or(issue_circular::Refusal::Nobody)
            .map_err(Refused::from)?;
        let circular = Circular {
            id: self.store.ids().uuid(),
            unit,
            title: new.title.clone(),
            text: new.text.clone(),
            due: new.due,
            issued: Mark { by: own.by.clone(), at },
        };
        let asked = |unit: &&UnitPath| new.to.iter().any(|top| unit.is_within(top));
        let units = open.iter().filter(asked).cloned().collect();
        let to = issue_circular::decide(&circular, new.confirmed, units, self.today()).map_err(Refused::from)?;
        store::add_circular(&change, &circular, &to).await?;
        let event = CircularIssuedV1 {
            circular: circular.id,
            unit: circular.unit.clone(),
            units: u32::try_from(to.len()).unwrap_or(u32::MAX),
            due: circular.due,
            by: own.by.clone(),
        };
        say(&mut change, &event, circular.id, &circular.unit)?;
        let told: Vec<UnitPath> = to.iter().map(|one| one.unit.clone()).collect();
        tell(&mut change, &circular, &told, false)?;
        let answer = whole(&circular, to, own);
        once(key).keep(&change, 201, &answer).await?;
        change.commit().await?;
        Ok(answer)
    }

    /// Acknowledges a circular for the caller's own unit.
    pub(crate) async fn acknowledge_circular(
        &self,
        own: &Own,
        id: Uuid,
        key: &Idempotency,
    ) -> Result<CircularUnits, Error> {
        let mut change = self.store.change().await?;
        if let Some(again) = once(key).answered(&change).await? {
            return Ok(again);
        }
        let circular = store::circular(change.conn(), id).await?.ok_or(Error::NoSuchPaper)?;
        let there = match &own.unit {
            Some(unit) => store::lock_addressed(&change, id, &unit.code()).await?,
            None => None,
        };
        let mark = Mark {
            by: own.by.clone(),
            at: self.store.clock().now(),
        };
        let done = acknowledge_circular::decide(there, mark).map_err(Refused::from)?;
        store::acknowledge(&change, id, &done).await?;
        let event = CircularAcknowledgedV1 {
            circular: id,
            unit: done.unit.clone(),
            late: circular.due < self.today(),
            by: own.by.clone(),
        };
        say(&mut change, &event, id, &done.unit)?;
        let answer = shown(change.conn(), &circular, own).await?;
        once(key).keep(&change, 200, &answer).await?;
        change.commit().await?;
        Ok(answer)
    }

    /// Reminds the units that have not acknowledged a circular whose day is over; true where there may be more.
    pub(crate) async fn remind_of_circulars(&self) -> Result<bool, Error> {
        let today = self.today();
        let over = store::overdue_circulars(self.store.read(), today, BATCH).await?;
        for circular in &over {
            let mut change = self.store.change().await?;
            if !store::mark_reminded(&change, circular.id, today).await? {
                continue;
            }
            let to = store::addressed(change.conn(), circular.id, None).await?;
            let silent = remind_circular::decide(circular, &to, today);
            tell(&mut change, circular, &silent, true)?;
            change.commit().await?;
        }
        Ok(over.len() as u64 == BATCH)
    }

    /// A circular with the units of those that the caller sees.
    pub(crate) async fn circular(&self, own: &Own, id: Uuid) -> Result<CircularUnits, Error> {
        let circular = store::circular(self.store.read(), id)
            .await?
            .ok_or(Error::NoSuchPaper)?;
        shown(self.store.read(), &circular, own).await
    }

    /// Circulars that the caller sees, the latest first.
    pub(crate) async fn circulars(
        &self,
        own: &Own,
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<CircularView>, Error> {
        let found = store::circulars(self.store.read(), own.top.as_ref(), after, limit).await?;
        let mut views = Vec::with_capacity(found.len());
        for circular in found {
            let counted = store::count_addressed(self.store.read(), circular.id, own.top.as_ref()).await?;
            let waits = match &own.unit {
                Some(unit) => store::waits_for(self.store.read(), circular.id, &unit.code()).await?,
                None => false,
            };
            views.push(view(&circular, counted, waits));
        }
        Ok(views)
    }
}

/// Says whom to tell of it.
fn tell(change: &mut Change, circular: &Circular, to: &[UnitPath], reminder: bool) -> Result<(), StoreError> {
    for units in to.chunks(UNITS) {
        let event = CircularToldV1 {
            circular: circular.id,
            unit: circular.unit.clone(),
            to: units.to_vec(),
            due: circular.due,
            reminder,
        };
        say(change, &event, circular.id, &circular.unit)?;
    }
    Ok(())
}

async fn shown(conn: &impl ConnectionTrait, circular: &Circular, own: &Own) -> Result<CircularUnits, Error> {
    let to = store::addressed(conn, circular.id, own.top.as_ref()).await?;
    Ok(whole(circular, to, own))
}

fn whole(circular: &Circular, mut to: Vec<Addressed>, own: &Own) -> CircularUnits {
    let waits = |one: &Addressed| {
        let unit = own.unit.as_ref();
        one.acknowledged.is_none() && unit.is_some_and(|unit| unit.code() == one.unit.code())
    };
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let acknowledged = to.iter().filter(|one| one.acknowledged.is_some()).count();
    let circular = view(circular, (count(to.len()), count(acknowledged)), to.iter().any(waits));
    // Who has not is looked for first; within each the order stays that of the paths.
    to.sort_by_key(|one| one.acknowledged.is_some());
    let to = to.into_iter().map(|one| AcknowledgementView {
        unit: one.unit,
        at: one.acknowledged.as_ref().map(|mark| mark.at),
        by: one.acknowledged.map(|mark| mark.by),
    });
    CircularUnits {
        circular,
        to: to.collect(),
    }
}

fn view(circular: &Circular, (units, acknowledged): (u64, u64), waits_for_you: bool) -> CircularView {
    CircularView {
        id: circular.id,
        unit: circular.unit.clone(),
        title: circular.title.as_str().to_owned(),
        text: circular.text.as_str().to_owned(),
        due: circular.due,
        issued: circular.issued.at,
        by: circular.issued.by.clone(),
        units,
        acknowledged,
        waits_for_you,
    }
}
