//! The numbers of complaints that are registered together.

use std::collections::HashMap;

use huiyin_kernel::{ComplaintNumber, Date, UnitCode};
use huiyin_store::{Change, StoreError};

use crate::domain::unit::Place;
use crate::store;

/// The ordinals that a change has taken, and what is left of them.
pub(super) struct Numbers {
    series: u8,
    next: HashMap<(UnitCode, Date), u32>,
}

impl Numbers {
    /// Takes a number for each place.
    pub(super) async fn take<'a>(
        change: &Change,
        series: u8,
        places: impl Iterator<Item = &'a Place>,
    ) -> Result<Self, StoreError> {
        let mut wanted: HashMap<_, u32> = HashMap::new();
        for place in places {
            *wanted.entry((place.registering.code(), place.date)).or_default() += 1;
        }
        // In one order, so that two changes at once do not wait for each other crosswise.
        let mut wanted: Vec<_> = wanted.into_iter().collect();
        wanted.sort();
        let mut next = HashMap::new();
        for ((unit, date), count) in wanted {
            let first = store::next_ordinals(change, &unit, date, series, count).await?;
            next.insert((unit, date), first);
        }
        Ok(Self { series, next })
    }

    /// The number of the next complaint at a place.
    pub(super) fn next(&mut self, place: &Place) -> Result<ComplaintNumber, StoreError> {
        let unit = place.registering.code();
        let next = self.next.entry((unit.clone(), place.date)).or_insert(1);
        let ordinal = *next;
        *next += 1;
        // The series is checked when the configuration is read.
        let number = ComplaintNumber::new(&unit, place.date, self.series, ordinal);
        number.map_err(|error| sea_orm::DbErr::Type(error.to_string()).into())
    }
}
