//! The returns of a book's days (R3.7).

use huiyin_contracts::views::intake::{AmendReturn, BookFigures, BookReturn, ReturnView};
use huiyin_kernel::{Actor, BookId, ComplaintId, Date, UnitPath};
use huiyin_store::{Change, StoreError};

use super::super::{App, AppError, Once, Reference, answered, keep_answer};
use super::{say, unit_of};
use crate::domain::books::{Book, Return, amend, entries, return_day};
use crate::domain::complaint::Complaint;
use crate::store;

/// The most versions that one answer shows.
const MOST: u64 = 400;

impl App {
    /// The complaints that a return names, for the question whether the caller may see them.
    pub(crate) async fn entries(&self, told: &[String]) -> Result<Vec<Complaint>, AppError> {
        if told.len() > entries::MOST {
            return Err(entries::Refusal::TooMany.into());
        }
        let mut found = Vec::with_capacity(told.len());
        for one in told {
            let complaint = match Reference::read(one) {
                Some(reference) => self.find(&reference).await?,
                None => None,
            };
            found.push(complaint.ok_or(entries::Refusal::Unknown)?);
        }
        Ok(found)
    }

    /// Takes the day's return, once for the request's key.
    pub(crate) async fn return_book(
        &self,
        id: BookId,
        request: &BookReturn,
        complaints: &[Complaint],
        by: Actor,
        once: Once<'_>,
    ) -> Result<ReturnView, AppError> {
        let mut change = self.store.change().await?;
        if let Some(before) = answered(&change, once).await? {
            return Ok(before);
        }
        let book = store::lock_book(&change, id).await?.ok_or(AppError::NotFound)?;
        let today = self.today(unit_of(&change, &book).await?.as_ref());
        let day = request.day.unwrap_or(today);
        let before = store::last_return(change.conn(), id, day).await?;
        let found = self.found(&change, &book, day, complaints).await?;
        let returned = return_day::decide(&book, day, today, before.as_ref(), found, self.act_of(by))?;
        self.keep_return(&mut change, &book, &returned, once).await?;
        change.commit().await?;
        Ok(view(&returned))
    }

    /// Amends a day's return, once for the request's key.
    pub(crate) async fn amend_return(
        &self,
        (id, day): (BookId, Date),
        request: &AmendReturn,
        complaints: &[Complaint],
        by: Actor,
        once: Once<'_>,
    ) -> Result<ReturnView, AppError> {
        let mut change = self.store.change().await?;
        if let Some(before) = answered(&change, once).await? {
            return Ok(before);
        }
        let book = store::lock_book(&change, id).await?.ok_or(AppError::NotFound)?;
        let last = store::last_return(change.conn(), id, day).await?;
        let found = self.found(&change, &book, day, complaints).await?;
        let amended = amend::decide(day, last.as_ref(), found, &request.reason, self.act_of(by))?;
        self.keep_return(&mut change, &book, &amended, once).await?;
        change.commit().await?;
        Ok(view(&amended))
    }

    async fn found(
        &self,
        change: &Change,
        book: &Book,
        day: Date,
        complaints: &[Complaint],
    ) -> Result<Vec<ComplaintId>, AppError> {
        let ids: Vec<ComplaintId> = complaints.iter().map(|complaint| complaint.id).collect();
        let taken = store::taken(change.conn(), &ids).await?;
        Ok(entries::check(book, day, complaints, &taken, &self.book_channel)?)
    }

    async fn keep_return(
        &self,
        change: &mut Change,
        book: &Book,
        returned: &Return,
        once: Once<'_>,
    ) -> Result<(), AppError> {
        store::add_return(change, returned).await?;
        say(change, &returned.said(book), book)?;
        keep_answer(change, once, 201, &view(returned)).await
    }

    /// A book's returns with every version, the latest first; the complaints as well, so that who may not see one is not shown it.
    pub(crate) async fn returns(
        &self,
        id: BookId,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Result<(Vec<ReturnView>, Vec<Complaint>), StoreError> {
        let all = store::returns(self.store.read(), id, from, to, MOST).await?;
        let mut complaints = Vec::new();
        for complaint in all.iter().flat_map(|one| &one.complaints) {
            complaints.extend(self.find(&Reference::Id(*complaint)).await?);
        }
        Ok((all.iter().map(view).collect(), complaints))
    }

    /// How the books of a subtree were checked.
    pub(crate) async fn book_figures(
        &self,
        top: Option<&UnitPath>,
        from: Date,
        to: Date,
    ) -> Result<Vec<BookFigures>, StoreError> {
        store::book_figures(self.store.read(), top, from, to).await
    }
}

fn view(returned: &Return) -> ReturnView {
    ReturnView {
        book: returned.book,
        day: returned.day,
        revision: returned.revision,
        entries: returned.entries(),
        complaints: returned.complaints.clone(),
        late: returned.late,
        reason: returned.reason.clone(),
        by: returned.act.by.clone(),
        at: returned.act.at,
    }
}
