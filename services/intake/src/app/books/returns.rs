//! The returns of a book's days (R3.7).

use huiyin_contracts::views::intake::{AmendReturn, BookFigures, BookReturn, ReturnView};
use huiyin_kernel::{Actor, BookId, ComplaintId, Date, UnitPath};
use huiyin_store::{Change, Once, StoreError};

use super::super::{App, AppError, Reference, is_taken};
use super::{say, unit_of};
use crate::domain::books::{Book, Return, amend, entries, return_day};
use crate::domain::complaint::Complaint;
use crate::store;

/// The most versions that one answer shows.
const MOST: u64 = 400;

/// What a return names, and what of complaints its sender sees.
pub(crate) struct Seen<'a> {
    pub(crate) complaints: Vec<Complaint>,
    pub(crate) sees: &'a (dyn Fn(&Complaint) -> bool + Sync),
}

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
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let book = store::lock_book(&change, id).await?.ok_or(AppError::NotFound)?;
        let today = self.today(unit_of(&change, &book).await?.as_ref());
        let day = request.day.unwrap_or(today);
        let before = store::last_return(change.conn(), id, day).await?;
        let found = self.found(&change, &book, day, complaints).await?;
        let returned = return_day::decide(&book, day, today, before.as_ref(), found, self.act_of(by))?;
        let answer = view(&returned);
        let kept = self.keep_return(&mut change, &book, &returned, complaints).await;
        kept.map_err(taken)?;
        once.keep(&change, 201, &answer).await?;
        change.commit().await?;
        Ok(answer)
    }

    /// Amends a day's return, once for the request's key. What it named before and the caller does not see stays named (R8.2).
    pub(crate) async fn amend_return(
        &self,
        (id, day): (BookId, Date),
        request: &AmendReturn,
        Seen { mut complaints, sees }: Seen<'_>,
        by: Actor,
        once: Once<'_>,
    ) -> Result<ReturnView, AppError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let book = store::lock_book(&change, id).await?.ok_or(AppError::NotFound)?;
        let last = store::last_return(change.conn(), id, day).await?;
        for named in last.iter().flat_map(|last| &last.complaints) {
            let complaint = self.find(&Reference::Id(*named)).await?;
            complaints.extend(complaint.filter(|one| !sees(one) && complaints.iter().all(|other| other.id != one.id)));
        }
        let found = self.found(&change, &book, day, &complaints).await?;
        let amended = amend::decide(day, last.as_ref(), found, &request.reason, self.act_of(by))?;
        let mut answer = view(&amended);
        show(&mut answer, |id| {
            complaints.iter().any(|one| one.id == *id && sees(one))
        });
        let kept = self.keep_return(&mut change, &book, &amended, &complaints).await;
        kept.map_err(taken)?;
        once.keep(&change, 201, &answer).await?;
        change.commit().await?;
        Ok(answer)
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
        complaints: &[Complaint],
    ) -> Result<(), AppError> {
        let open = complaints.iter().filter(|complaint| !complaint.is_restricted()).count();
        let open = u32::try_from(open).unwrap_or(u32::MAX);
        store::add_return(change, returned, open).await?;
        Ok(say(change, &returned.said(book, open), book)?)
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

/// A return that took the same complaint at the same moment was first.
fn taken(error: AppError) -> AppError {
    if is_taken(&error) {
        entries::Refusal::TakenNow.into()
    } else {
        error
    }
}

/// Leaves of a return what its reader sees; the others are not even counted (R8.2).
pub(crate) fn show(view: &mut ReturnView, sees: impl Fn(&ComplaintId) -> bool) {
    view.complaints.retain(sees);
    view.entries = u32::try_from(view.complaints.len()).unwrap_or(u32::MAX);
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
