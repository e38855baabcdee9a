//! Opinion books.

use huiyin_kernel::{BookId, Date, Timestamp, UnitCode, UnitPath};
use huiyin_store::{Change, Only, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::book::{ActiveModel, Column, Entity, Model};
use super::list::within;
use super::row::{json, path, read, unreadable};
use crate::domain::books::{Book, Next};

/// Keeps a new book.
pub(crate) async fn add_book(change: &Change, book: &Book) -> Result<(), StoreError> {
    let row = ActiveModel {
        unit: Set(book.unit.to_string()),
        path: Set(book.path.to_string()),
        code: Set(book.code.clone()),
        place: Set(book.place.clone()),
        from_day: Set(book.from.to_string()),
        ended: Set(None),
        act: Set(json(&book.act)?),
        ..standing(book)
    };
    Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// Writes which day a book waits for.
pub(crate) async fn save_book(change: &Change, book: &Book) -> Result<(), StoreError> {
    standing(book).update(change.conn()).await?;
    Ok(())
}

/// Writes that a book is kept no longer, and why.
pub(crate) async fn end_book(change: &Change, book: &Book, reason: String) -> Result<(), StoreError> {
    let row = ActiveModel {
        ended: Set(Some(reason)),
        ..standing(book)
    };
    row.update(change.conn()).await?;
    Ok(())
}

/// A book, for reading.
pub(crate) async fn book(conn: &impl ConnectionTrait, id: BookId) -> Result<Option<Book>, StoreError> {
    Entity::find_by_id(id.uuid()).only(conn).await?.map(of_row).transpose()
}

/// A book, for changing it or its returns: nobody else does until this change ends.
pub(crate) async fn lock_book(change: &Change, id: BookId) -> Result<Option<Book>, StoreError> {
    let found = Entity::find_by_id(id.uuid())
        .lock_exclusive()
        .only(change.conn())
        .await?;
    found.map(of_row).transpose()
}

/// A unit's books of one code.
pub(crate) async fn same_books(
    conn: &impl ConnectionTrait,
    unit: &UnitCode,
    code: &str,
) -> Result<Vec<Book>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Unit.eq(unit.as_str()))
        .filter(Column::Code.eq(code))
        .all(conn)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// Books of a subtree, or of all units, the latest first.
pub(crate) async fn books(
    conn: &impl ConnectionTrait,
    top: Option<&UnitPath>,
    after: Option<BookId>,
    limit: u64,
) -> Result<Vec<Book>, StoreError> {
    let conditions = Condition::all()
        .add_option(top.map(|top| within(Column::Path, top)))
        .add_option(after.map(|after| Column::Id.lt(after.uuid())));
    let rows = Entity::find()
        .filter(conditions)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(conn)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// Whether anything is due: asked often, so it reads only.
pub(crate) async fn is_book_due(conn: &impl ConnectionTrait, now: Timestamp) -> Result<bool, StoreError> {
    let first = Entity::find().filter(Column::NextAt.lte(micros(now))).one(conn).await?;
    Ok(first.is_some())
}

/// Books of which something is due, for changing them; two processes take them one after the other.
pub(crate) async fn due_books(change: &Change, now: Timestamp, limit: u64) -> Result<Vec<Book>, StoreError> {
    let rows = Entity::find()
        .filter(Column::NextAt.lte(micros(now)))
        .order_by_asc(Column::NextAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .lock_exclusive()
        .all(change.conn())
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// How many books wait for a calendar.
pub(crate) async fn unset_books(conn: &impl ConnectionTrait) -> Result<usize, StoreError> {
    let unset = Entity::find().filter(Column::Next.eq("unset")).limit(1_000).all(conn);
    Ok(unset.await?.len())
}

/// What changes during a book's life.
fn standing(book: &Book) -> ActiveModel {
    let (next, day, at) = match book.next {
        Next::Waiting { day, due } => ("waiting", Some(day), Some(due)),
        Next::Unset { after, look } => ("unset", Some(after), Some(look)),
        Next::Never => ("never", None, None),
    };
    ActiveModel {
        id: Set(book.id.uuid()),
        to_day: Set(book.to.map(|day| day.to_string())),
        next: Set(next.to_owned()),
        next_day: Set(day.map(|day| day.to_string())),
        next_at: Set(at.map(micros)),
        ..Default::default()
    }
}

/// A day as it was written.
pub(super) fn day(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|error: jiff::Error| unreadable(&error))
}

fn of_row(row: Model) -> Result<Book, StoreError> {
    let known = row
        .next_day
        .as_deref()
        .map(day)
        .transpose()?
        .zip(row.next_at.map(instant));
    let next = match (row.next.as_str(), known) {
        ("waiting", Some((day, due))) => Next::Waiting { day, due },
        ("unset", Some((after, look))) => Next::Unset { after, look },
        ("never", _) => Next::Never,
        _ => return Err(DbErr::Type(format!("book {} waits for nothing that is known", row.id)).into()),
    };
    Ok(Book {
        id: BookId::from_uuid(row.id),
        unit: UnitCode::new(row.unit).map_err(|error| unreadable(&error))?,
        path: path(row.path)?,
        code: row.code,
        place: row.place,
        from: day(&row.from_day)?,
        to: row.to_day.as_deref().map(day).transpose()?,
        next,
        act: read(&row.act)?,
    })
}
