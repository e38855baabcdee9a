//! Working days that passed without a return (R3.7): found by rows that are ordered by when they fall due, so that a look costs what is
//! due, and a time without this service is made up for.

use std::collections::HashMap;

use huiyin_contracts::views::intake::MissedDay;
use huiyin_kernel::{BookId, Date, UnitCode, UnitPath};
use huiyin_store::StoreError;

use super::super::App;
use super::say;
use crate::domain::books::{Next, miss};
use crate::domain::unit::Unit;
use crate::store;

/// Books that one transaction takes.
const BATCH: u64 = 200;

impl App {
    /// Reports the days that were missed; `true` where there may be more.
    pub(crate) async fn miss_days(&self) -> Result<bool, StoreError> {
        let now = self.now();
        if !store::is_book_due(self.store.read(), now).await? {
            return Ok(false);
        }
        let mut change = self.store.change().await?;
        let books = store::due_books(&change, now, BATCH).await?;
        let more = !books.is_empty();
        let codes: Vec<UnitCode> = books.iter().map(|book| book.unit.clone()).collect();
        let units = store::units(change.conn(), &codes).await?;
        let units: HashMap<UnitCode, Unit> = units.into_iter().map(|unit| (unit.path.code(), unit)).collect();
        for book in books {
            let returned = match book.next {
                Next::Waiting { day, .. } => store::last_return(change.conn(), book.id, day).await?.is_some(),
                _ => false,
            };
            let (book, missed) = miss::decide(book.clone(), units.get(&book.unit), returned, &self.schedule, now);
            if let Some(missed) = missed
                && store::add_missed(&change, &missed).await?
            {
                say(&mut change, &missed, &book)?;
            }
            store::save_book(&change, &book).await?;
        }
        change.commit().await?;
        Ok(more)
    }

    /// The missed days of a subtree, the latest first.
    pub(crate) async fn missed_days(
        &self,
        top: Option<&UnitPath>,
        days: (Option<Date>, Option<Date>),
        after: Option<(Date, BookId)>,
        limit: u64,
    ) -> Result<Vec<MissedDay>, StoreError> {
        store::missed(self.store.read(), top, days, after, limit).await
    }

    /// Books that wait for a calendar.
    pub(crate) async fn count_unset_books(&self) -> Result<i64, StoreError> {
        let count = store::unset_books(self.store.read()).await?;
        Ok(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// Says where the calendar does not reach as far as the books need it (R4.6).
    pub(crate) async fn check_books(&self) -> Result<(), String> {
        match store::unset_books(self.store.read()).await {
            Ok(0) => Ok(()),
            Ok(count) => Err(format!(
                "{count} opinion books do not know their next working day: import the calendar of the coming year"
            )),
            Err(error) => Err(error.to_string()),
        }
    }
}
