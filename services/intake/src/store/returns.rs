//! What opinion books' days held, and which were missed (R3.7).

use std::collections::HashMap;

use huiyin_contracts::events::books::OpinionBookMissedV1;
use huiyin_contracts::views::intake::MissedDay;
use huiyin_kernel::{BookId, ComplaintId, Date, Timestamp, UnitPath};
use huiyin_store::{Change, Only, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::books::day;
use super::entity::{book_entry, book_missed, book_return};
use super::list::within;
use super::row::{json, path, read};
use crate::domain::books::Return;
use crate::domain::books::entries::Taken;
use crate::domain::stage::Act;

/// Adds a version of a day's return: from here on its complaints are the day's entries. `open` of them are not restricted: figures
/// count those.
pub(crate) async fn add_return(change: &Change, returned: &Return, open: u32) -> Result<(), StoreError> {
    let (book, on) = (returned.book.uuid(), returned.day.to_string());
    let row = book_return::ActiveModel {
        book: Set(book),
        day: Set(on.clone()),
        revision: Set(i32::try_from(returned.revision).unwrap_or(i32::MAX)),
        entries: Set(i32::try_from(open).unwrap_or(i32::MAX)),
        complaints: Set(json(&returned.complaints)?),
        late: Set(returned.late),
        reason: Set(returned.reason.clone()),
        act: Set(json(&returned.act)?),
    };
    book_return::Entity::insert(row)
        .exec_without_returning(change.conn())
        .await?;
    book_entry::Entity::delete_many()
        .filter(book_entry::Column::Book.eq(book))
        .filter(book_entry::Column::Day.eq(on.as_str()))
        .exec(change.conn())
        .await?;
    if returned.complaints.is_empty() {
        return Ok(());
    }
    // In one order, so that two returns that name the same complaints do not wait for each other.
    let mut complaints = returned.complaints.clone();
    complaints.sort_unstable();
    let entries = complaints.into_iter().map(|complaint| book_entry::ActiveModel {
        complaint: Set(complaint.uuid()),
        book: Set(book),
        day: Set(on.clone()),
    });
    book_entry::Entity::insert_many(entries)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// A book's returns from a day on, every version, the latest first.
pub(crate) async fn returns(
    conn: &impl ConnectionTrait,
    book: BookId,
    from: Option<Date>,
    to: Option<Date>,
    limit: u64,
) -> Result<Vec<Return>, StoreError> {
    let conditions = Condition::all()
        .add(book_return::Column::Book.eq(book.uuid()))
        .add_option(from.map(|from| book_return::Column::Day.gte(from.to_string())))
        .add_option(to.map(|to| book_return::Column::Day.lte(to.to_string())));
    let rows = book_return::Entity::find()
        .filter(conditions)
        .order_by_desc(book_return::Column::Day)
        .order_by_desc(book_return::Column::Revision)
        .limit(limit)
        .all(conn)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The last version of a day's return.
pub(crate) async fn last_return(
    conn: &impl ConnectionTrait,
    book: BookId,
    on: Date,
) -> Result<Option<Return>, StoreError> {
    Ok(returns(conn, book, Some(on), Some(on), 1).await?.pop())
}

/// Which return each of these complaints came of.
pub(crate) async fn taken(conn: &impl ConnectionTrait, complaints: &[ComplaintId]) -> Result<Taken, StoreError> {
    let ids = complaints.iter().map(|id| id.uuid());
    let rows = book_entry::Entity::find()
        .filter(book_entry::Column::Complaint.is_in(ids))
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok((
                ComplaintId::from_uuid(row.complaint),
                BookId::from_uuid(row.book),
                day(&row.day)?,
            ))
        })
        .collect()
}

/// Notes a missed day; answers whether it was new.
pub(crate) async fn add_missed(change: &Change, missed: &OpinionBookMissedV1) -> Result<bool, StoreError> {
    let known = book_missed::Entity::find_by_id((missed.book.uuid(), missed.day.to_string()))
        .only(change.conn())
        .await?;
    if known.is_some() {
        return Ok(false);
    }
    let row = book_missed::ActiveModel {
        book: Set(missed.book.uuid()),
        day: Set(missed.day.to_string()),
        unit: Set(missed.unit.to_string()),
        code: Set(missed.code.clone()),
        due_at: Set(micros(missed.due)),
        told: Set(missed.to.to_string()),
    };
    let once = OnConflict::columns([book_missed::Column::Book, book_missed::Column::Day])
        .do_nothing()
        .to_owned();
    let added = book_missed::Entity::insert(row).on_conflict(once);
    added.exec_without_returning(change.conn()).await?;
    Ok(true)
}

/// Missed days of a subtree, or of all units, the latest first; each with the instant at which it was returned after all.
pub(crate) async fn missed(
    conn: &impl ConnectionTrait,
    top: Option<&UnitPath>,
    (from, to): (Option<Date>, Option<Date>),
    after: Option<(Date, BookId)>,
    limit: u64,
) -> Result<Vec<MissedDay>, StoreError> {
    use book_missed::Column;
    let beyond = |(on, book): (Date, BookId)| {
        let same_day = Condition::all()
            .add(Column::Day.eq(on.to_string()))
            .add(Column::Book.lt(book.uuid()));
        Condition::any().add(Column::Day.lt(on.to_string())).add(same_day)
    };
    let conditions = Condition::all()
        .add_option(top.map(|top| within(Column::Unit, top)))
        .add_option(from.map(|from| Column::Day.gte(from.to_string())))
        .add_option(to.map(|to| Column::Day.lte(to.to_string())))
        .add_option(after.map(beyond));
    let rows = book_missed::Entity::find()
        .filter(conditions)
        .order_by_desc(Column::Day)
        .order_by_desc(Column::Book)
        .limit(limit)
        .all(conn)
        .await?;
    let late = first_returns(conn, &rows).await?;
    rows.into_iter()
        .map(|row| {
            Ok(MissedDay {
                returned: late.get(&(row.book, row.day.clone())).copied(),
                book: BookId::from_uuid(row.book),
                unit: path(row.unit)?,
                code: row.code,
                day: day(&row.day)?,
                due: instant(row.due_at),
                told: path(row.told)?,
            })
        })
        .collect()
}

/// When each of these days was returned for the first time.
async fn first_returns(
    conn: &impl ConnectionTrait,
    missed: &[book_missed::Model],
) -> Result<HashMap<(sea_orm::prelude::Uuid, String), Timestamp>, StoreError> {
    use book_return::Column;
    let rows = book_return::Entity::find()
        .filter(Column::Book.is_in(missed.iter().map(|row| row.book)))
        .filter(Column::Day.is_in(missed.iter().map(|row| row.day.as_str())))
        .filter(Column::Revision.eq(1))
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            let act: Act = read(&row.act)?;
            Ok(((row.book, row.day), act.at))
        })
        .collect()
}

fn of_row(row: book_return::Model) -> Result<Return, StoreError> {
    Ok(Return {
        book: BookId::from_uuid(row.book),
        day: day(&row.day)?,
        revision: u32::try_from(row.revision).unwrap_or(1),
        complaints: read(&row.complaints)?,
        late: row.late,
        reason: row.reason,
        act: read(&row.act)?,
    })
}
