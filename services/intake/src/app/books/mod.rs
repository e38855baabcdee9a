//! Opinion books: kept, returned, missed (R3.7).

mod missed;
mod returns;

use huiyin_contracts::Scope;
use huiyin_contracts::views::intake::{BookView, EndBook, KeepBook};
use huiyin_kernel::{Actor, BookId, Date, UnitCode, UnitPath};
use huiyin_store::{Change, Once, Said, StoreError};

pub(crate) use self::returns::{Seen, show};
use super::{App, AppError, is_taken};
use crate::domain::books::{Book, end, keep};
use crate::domain::unit::Unit;
use crate::store;

impl App {
    /// Where the unit stands that is to keep a book, for the question whether the caller may say so.
    pub(crate) async fn book_unit(&self, code: &UnitCode) -> Result<UnitPath, AppError> {
        let directory = store::directory(self.store.read(), std::slice::from_ref(code)).await?;
        let unit = directory.open(code).map_err(keep::Refusal::from)?;
        Ok(unit.path.clone())
    }

    /// A book, for reading.
    pub(crate) async fn book(&self, id: BookId) -> Result<Book, AppError> {
        let found = store::book(self.store.read(), id).await?;
        found.ok_or(AppError::NotFound)
    }

    /// A page of books.
    pub(crate) async fn books(
        &self,
        top: Option<&UnitPath>,
        after: Option<BookId>,
        limit: u64,
    ) -> Result<Vec<Book>, StoreError> {
        store::books(self.store.read(), top, after, limit).await
    }

    /// A unit keeps a book from now on, once for the request's key.
    pub(crate) async fn keep_book(&self, request: &KeepBook, by: Actor, once: Once<'_>) -> Result<BookView, AppError> {
        match self.keep_book_once(request, by, once).await {
            Err(error) if is_taken(&error) => Err(keep::Refusal::Twice.into()),
            outcome => outcome,
        }
    }

    async fn keep_book_once(&self, request: &KeepBook, by: Actor, once: Once<'_>) -> Result<BookView, AppError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let directory = store::directory(change.conn(), std::slice::from_ref(&request.unit)).await?;
        let unit = directory.open(&request.unit).map_err(keep::Refusal::from)?;
        let same = store::same_books(change.conn(), &request.unit, &request.code).await?;
        let id = BookId::from_uuid(self.store.ids().uuid());
        let act = self.act_of(by);
        let book = keep::decide(request, unit, &same, id, &self.schedule, act.clone())?;
        store::add_book(&change, &book).await?;
        say(&mut change, &book.kept(&act), &book)?;
        let answer = book.view();
        once.keep(&change, 201, &answer).await?;
        change.commit().await?;
        Ok(answer)
    }

    /// A book is kept no longer, once for the request's key.
    pub(crate) async fn end_book(
        &self,
        id: BookId,
        request: &EndBook,
        by: Actor,
        once: Once<'_>,
    ) -> Result<BookView, AppError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let book = store::lock_book(&change, id).await?.ok_or(AppError::NotFound)?;
        let today = self.today(unit_of(&change, &book).await?.as_ref());
        let (book, reason) = end::decide(book, &request.reason, today)?;
        store::end_book(&change, &book, reason).await?;
        say(&mut change, &book.kept(&self.act_of(by)), &book)?;
        let answer = book.view();
        once.keep(&change, 200, &answer).await?;
        change.commit().await?;
        Ok(answer)
    }

    /// The date at a unit's place.
    fn today(&self, unit: Option<&Unit>) -> Date {
        let now = self.now();
        unit.map_or_else(
            || now.to_zoned_datetime(jiff::tz::TimeZone::UTC).date(),
            |unit| unit.date(now),
        )
    }
}

/// The unit that keeps a book, as the directory has it now.
async fn unit_of(change: &Change, book: &Book) -> Result<Option<Unit>, StoreError> {
    let found = store::units(change.conn(), std::slice::from_ref(&book.unit)).await?;
    Ok(found.into_iter().next())
}

/// Says an event about a book, where those may hear it who may hear of its unit.
fn say<E: huiyin_contracts::Event>(change: &mut Change, event: &E, book: &Book) -> Result<(), StoreError> {
    change.say(event, book.id.uuid(), &Scope::Unit(book.path.clone()), Said::default())?;
    Ok(())
}
