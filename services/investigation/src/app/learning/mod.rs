//! What the organisation learns (R6.2): circulars and improvements. They are entities of their own, and concern no single complaint.

mod circulars;
mod improvements;

use std::collections::BTreeSet;

use huiyin_contracts::{Event, Scope};
use huiyin_kernel::{Actor, Date, UnitPath};
use huiyin_store::{Change, Said, StoreError};
use uuid::Uuid;

pub(crate) use circulars::NewCircular;
pub(crate) use improvements::{Ends, NewImprovement};

use super::{App, Error};
use crate::store;

/// Somebody who reads or writes such papers.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    /// Who.
    pub(crate) by: Actor,
    /// The unit that they work in.
    pub(crate) unit: Option<UnitPath>,
    /// The units that they see: this one and those below it; all where there is none.
    pub(crate) top: Option<UnitPath>,
}

impl Own {
    /// The unit that a paper of theirs comes from: who has none speaks for the top of the tree.
    fn writes_for(&self, known: &BTreeSet<UnitPath>) -> Option<UnitPath> {
        let top = || known.iter().find(|unit| unit.parent().is_none()).cloned();
        self.unit.clone().or_else(top)
    }
}

impl App {
    /// Today, by the calendar of the pack that governs.
    pub(super) fn today(&self) -> Date {
        let pack = self.packs.of(None);
        pack.default_calendar().date_of(self.store.clock().now())
    }

    /// Whether routing has named such an open unit.
    pub(crate) async fn open_units(&self) -> Result<BTreeSet<UnitPath>, Error> {
        Ok(store::open_units(self.store.read()).await?)
    }
}

/// Says it where those may hear it who may hear of the unit.
fn say<E: Event>(change: &mut Change, event: &E, about: Uuid, unit: &UnitPath) -> Result<(), StoreError> {
    change.say(event, about, &Scope::Unit(unit.clone()), Said::default())?;
    Ok(())
}
