//! The files.

use std::collections::HashMap;

use huiyin_kernel::{ComplaintId, Date, DestructionId, Timestamp};
use huiyin_store::{Change, Only, StoreError, instant, micros, within};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::domain::archive::file::is_destroyed;
use crate::domain::archive::{Fate, File, Term};
use crate::domain::known::Known;
use crate::domain::sight::Sight;
use crate::store::entity::file::{ActiveModel, Column, Entity, Model};
use crate::store::entity::{destroyed, fact};

/// A complaint's file is in the archive; one that was there before has the term that is said last.
pub(crate) async fn archived(change: &Change, file: &File) -> Result<(), StoreError> {
    let term = file
        .term
        .as_ref()
        .map(|term| (term.class.clone(), term.until.to_string()));
    let (class, kept_until) = term.unzip();
    let row = ActiveModel {
        complaint: Set(file.complaint.uuid()),
        archived_at: Set(micros(file.archived)),
        class: Set(class),
        kept_until: Set(kept_until),
        state: Set(file.fate.code().to_owned()),
        list: Set(None),
    };
    let again = OnConflict::column(Column::Complaint)
        .update_columns([Column::ArchivedAt, Column::Class, Column::KeptUntil])
        .to_owned();
    Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// A complaint was opened again: its file is no longer in the archive, and on no list.
pub(crate) async fn reopened(change: &Change, complaint: ComplaintId) -> Result<(), StoreError> {
    Entity::delete_many()
        .filter(Column::Complaint.eq(complaint.uuid()))
        .filter(Column::State.is_in(["kept", "proposed"]))
        .exec(change.conn())
        .await?;
    Ok(())
}

/// What one service destroyed of a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gone {
    pub(crate) complaint: ComplaintId,
    pub(crate) service: String,
    pub(crate) at: Timestamp,
    pub(crate) rows: u64,
    pub(crate) files: u64,
}

/// A service destroyed what it kept. With the last of them the file is destroyed.
pub(crate) async fn destroyed(change: &Change, gone: &Gone) -> Result<(), StoreError> {
    let row = destroyed::ActiveModel {
        complaint: Set(gone.complaint.uuid()),
        service: Set(gone.service.clone()),
        destroyed_at: Set(micros(gone.at)),
        gone_rows: Set(i64::try_from(gone.rows).unwrap_or(i64::MAX)),
        gone_files: Set(i64::try_from(gone.files).unwrap_or(i64::MAX)),
    };
    let once = OnConflict::columns([destroyed::Column::Complaint, destroyed::Column::Service]);
    destroyed::Entity::insert(row)
        .on_conflict(once.to_owned().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(change.conn())
        .await?;
    let file = lock(change, gone.complaint).await?;
    let Some(Fate::Ordered(list)) = file.map(|file| file.fate) else {
        return Ok(());
    };
    let all = self::gone(change.conn(), &[gone.complaint]).await?;
    if is_destroyed(all.iter().map(|gone| gone.service.as_str())) {
        set_fate(change, gone.complaint, Fate::Destroyed(list)).await?;
    }
    Ok(())
}

/// What services destroyed of these complaints, in the order in which they did.
pub(crate) async fn gone(conn: &impl ConnectionTrait, complaints: &[ComplaintId]) -> Result<Vec<Gone>, StoreError> {
    let rows = destroyed::Entity::find()
        .filter(destroyed::Column::Complaint.is_in(complaints.iter().map(|complaint| complaint.uuid())))
        .order_by_asc(destroyed::Column::DestroyedAt)
        .order_by_asc(destroyed::Column::Service)
        .all(conn)
        .await?;
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let gone = rows.into_iter().map(|row| Gone {
        complaint: ComplaintId::from_uuid(row.complaint),
        service: row.service,
        at: instant(row.destroyed_at),
        rows: count(row.gone_rows),
        files: count(row.gone_files),
    });
    Ok(gone.collect())
}

/// What becomes of a file from now on.
pub(crate) async fn set_fate(change: &Change, complaint: ComplaintId, fate: Fate) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(fate.code()))
        .col_expr(Column::List, Expr::value(fate.list().map(DestructionId::uuid)))
        .filter(Column::Complaint.eq(complaint.uuid()))
        .exec(change.conn())
        .await?;
    Ok(())
}

/// A complaint's file, which nobody else changes before this change ends.
pub(crate) async fn lock(change: &Change, complaint: ComplaintId) -> Result<Option<File>, StoreError> {
    let find = Entity::find_by_id(complaint.uuid()).lock_exclusive();
    find.only(change.conn()).await?.map(entity).transpose()
}

/// A complaint's file, for reading.
pub(crate) async fn file(conn: &impl ConnectionTrait, complaint: ComplaintId) -> Result<Option<File>, StoreError> {
    let row = Entity::find_by_id(complaint.uuid()).only(conn).await?;
    row.map(entity).transpose()
}

/// The files of a list.
pub(crate) async fn listed(conn: &impl ConnectionTrait, list: DestructionId) -> Result<Vec<File>, StoreError> {
    let rows = Entity::find()
        .filter(Column::List.eq(list.uuid()))
        .order_by_asc(Column::Complaint)
        .all(conn)
        .await?;
    rows.into_iter().map(entity).collect()
}

/// Files of what the caller sees, after one of them.
pub(crate) async fn files(
    conn: &impl ConnectionTrait,
    sight: &Sight,
    after: Option<ComplaintId>,
    limit: u64,
) -> Result<Vec<File>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Complaint.in_subquery(seen(sight)))
        .filter(Condition::all().add_option(after.map(|after| Column::Complaint.gt(after.uuid()))))
        .order_by_asc(Column::Complaint)
        .limit(limit)
        .all(conn)
        .await?;
    rows.into_iter().map(entity).collect()
}

/// Files of what the caller sees whose last day is before this one and that are on no list, the oldest terms first.
pub(crate) async fn due(
    conn: &impl ConnectionTrait,
    sight: &Sight,
    day: Date,
    after: Option<&(String, ComplaintId)>,
    limit: u64,
) -> Result<Vec<File>, StoreError> {
    let after = after.map(|(until, complaint)| {
        let later = Condition::all()
            .add(Column::KeptUntil.eq(until.as_str()))
            .add(Column::Complaint.gt(complaint.uuid()));
        Condition::any().add(Column::KeptUntil.gt(until.as_str())).add(later)
    });
    let rows = Entity::find()
        .filter(Column::State.eq(Fate::Kept.code()))
        .filter(Column::KeptUntil.lt(day.to_string()))
        .filter(Condition::all().add_option(after))
        .filter(Column::Complaint.in_subquery(seen(sight)))
        .order_by_asc(Column::KeptUntil)
        .order_by_asc(Column::Complaint)
        .limit(limit)
        .all(conn)
        .await?;
    rows.into_iter().map(entity).collect()
}

/// The complaints that a caller may count.
fn seen(sight: &Sight) -> SelectStatement {
    let units = sight.top.as_ref().map(|top| {
        Condition::any()
            .add(within(fact::Column::Unit, top))
            .add(within(fact::Column::Lead, top))
    });
    let open = (!sight.restricted).then(|| fact::Column::Restricted.eq(false));
    Query::select()
        .column(fact::Column::Complaint)
        .from(fact::Entity)
        .cond_where(Condition::all().add_option(units).add_option(open))
        .to_owned()
}

/// What is known of each of these complaints.
pub(crate) async fn known(
    conn: &impl ConnectionTrait,
    complaints: &[ComplaintId],
) -> Result<HashMap<ComplaintId, Known>, StoreError> {
    let rows = fact::Entity::find()
        .filter(fact::Column::Complaint.is_in(complaints.iter().map(|complaint| complaint.uuid())))
        .all(conn)
        .await?;
    let known = rows
        .into_iter()
        .map(|row| (ComplaintId::from_uuid(row.complaint), Known::from(row)));
    Ok(known.collect())
}

fn entity(row: Model) -> Result<File, StoreError> {
    let day = |text: &str| {
        text.parse()
            .map_err(|error: jiff::Error| DbErr::Type(error.to_string()))
    };
    let term = row.class.zip(row.kept_until.as_deref());
    let term = term.map(|(class, until)| day(until).map(|until| Term { class, until }));
    Ok(File {
        complaint: ComplaintId::from_uuid(row.complaint),
        archived: instant(row.archived_at),
        term: term.transpose()?,
        fate: Fate::of(&row.state, row.list.map(DestructionId::from_uuid)),
    })
}
