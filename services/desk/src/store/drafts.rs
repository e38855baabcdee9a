//! Drafts. What was typed is sealed under the draft's own key and bound to its author; of one that is over only the name is kept, so that
//! what comes late does not bring it back.

use huiyin_kernel::{ComplaintId, Ids, Timestamp};
use huiyin_store::{Change, DataKeys, Only, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::draft::{ActiveModel, Column, Entity, Model};

/// Where it stands.
const AT: (&str, &str) = ("draft", "body");

/// Fields by name, as they were typed.
pub(crate) type Fields = Vec<(String, String)>;

/// A draft.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) id: Uuid,
    pub(crate) begun: Timestamp,
    pub(crate) kept: Timestamp,
    pub(crate) fields: Fields,
}

/// What is known of a draft without what was typed.
pub(crate) struct Note {
    pub(crate) author: String,
    pub(crate) over: bool,
}

/// A draft's key is named as a complaint's is: it will be one, or nothing.
fn named(id: Uuid) -> ComplaintId {
    ComplaintId::from_uuid(id)
}

/// What is known of a draft, held until the change ends.
pub(crate) async fn note(change: &Change, id: Uuid) -> Result<Option<Note>, StoreError> {
    let row = Entity::find_by_id(id).lock_exclusive().only(change.conn()).await?;
    Ok(row.map(|row| Note {
        author: row.author,
        over: row.body.is_none(),
    }))
}

/// How many drafts an author has that were typed at since.
pub(crate) async fn count(change: &Change, author: &str, since: Timestamp) -> Result<u64, StoreError> {
    Ok(of(author, since).count(change.conn()).await?)
}

/// Keeps what was typed.
pub(crate) async fn keep(
    change: &Change,
    keys: &DataKeys,
    (id, author): (Uuid, &str),
    fields: &Fields,
    now: Timestamp,
) -> Result<(), StoreError> {
    let key = keys.take(change, named(id)).await?;
    let body = seal(&key, author, fields, change.store().ids())?;
    let row = ActiveModel {
        id: Set(id),
        author: Set(author.to_owned()),
        body: Set(Some(body)),
        begun_at: Set(micros(now)),
        kept_at: Set(micros(now)),
    };
    put(change, row).await?;
    Ok(())
}

fn seal(key: &huiyin_store::Sealing, author: &str, fields: &Fields, ids: &Ids) -> Result<Vec<u8>, StoreError> {
    key.seal(AT, author.as_bytes(), &serde_json::to_string(fields)?, ids)
}

/// Ends a draft: its key is destroyed, and what was typed is read no more. The name stays until it is swept.
pub(crate) async fn end(
    change: &Change,
    keys: &DataKeys,
    (id, author): (Uuid, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(id),
        author: Set(author.to_owned()),
        body: Set(None),
        begun_at: Set(micros(now)),
        kept_at: Set(micros(now)),
    };
    put(change, row).await?;
    keys.destroy(change, named(id), now).await?;
    Ok(())
}

/// Writes a row, or what is typed into it: never into another's, nor into one that is over.
async fn put(change: &Change, row: ActiveModel) -> Result<(), StoreError> {
    let own = Expr::col((Entity, Column::Author)).eq(row.author.clone().take());
    let alive = Expr::col((Entity, Column::Body)).is_not_null();
    let over = OnConflict::column(Column::Id)
        .update_columns([Column::Body, Column::KeptAt])
        .action_and_where(own.and(alive))
        .to_owned();
    Entity::insert(row)
        .on_conflict(over)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// The drafts of an author that were typed at since, the latest first.
pub(crate) async fn drafts(
    conn: &impl ConnectionTrait,
    keys: &DataKeys,
    author: &str,
    since: Timestamp,
) -> Result<Vec<Draft>, StoreError> {
    let rows = of(author, since).order_by_desc(Column::KeptAt).all(conn).await?;
    let named: Vec<ComplaintId> = rows.iter().map(|row| named(row.id)).collect();
    let keys = keys.of_many(conn, &named).await?;
    let mut drafts = Vec::new();
    for row in rows {
        if let Some(key) = keys.get(&ComplaintId::from_uuid(row.id)) {
            drafts.extend(opened(key, row)?);
        }
    }
    Ok(drafts)
}

/// One of them.
pub(crate) async fn draft(
    conn: &impl ConnectionTrait,
    keys: &DataKeys,
    (id, author): (Uuid, &str),
    since: Timestamp,
) -> Result<Option<Draft>, StoreError> {
    let row = of(author, since).filter(Column::Id.eq(id)).only(conn).await?;
    match row {
        Some(row) => opened(&keys.of(conn, named(id)).await?, row),
        None => Ok(None),
    }
}

fn opened(key: &huiyin_store::Sealing, row: Model) -> Result<Option<Draft>, StoreError> {
    let Some(body) = &row.body else {
        return Ok(None);
    };
    let Some(text) = key.open(AT, row.author.as_bytes(), body)? else {
        return Ok(None);
    };
    Ok(Some(Draft {
        id: row.id,
        begun: instant(row.begun_at),
        kept: instant(row.kept_at),
        fields: serde_json::from_str(&text)?,
    }))
}

fn of(author: &str, since: Timestamp) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::Author.eq(author))
        .filter(Column::Body.is_not_null())
        .filter(Column::KeptAt.gt(micros(since)))
}

/// Removes some that ended before, with their keys; answers whether there were any.
pub(crate) async fn sweep(change: &Change, keys: &DataKeys, before: Timestamp, many: u64) -> Result<bool, StoreError> {
    let old: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::KeptAt.lte(micros(before)))
        .limit(many)
        .into_tuple()
        .all(change.conn())
        .await?;
    if old.is_empty() {
        return Ok(false);
    }
    // One that was typed at since stays.
    let gone = Entity::delete_many()
        .filter(Expr::col(Column::Id).is_in(old.clone()))
        .filter(Column::KeptAt.lte(micros(before)));
    gone.exec(change.conn()).await?;
    let stay: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(old.clone()))
        .into_tuple()
        .all(change.conn())
        .await?;
    let gone = old.into_iter().filter(|id| !stay.contains(id)).map(named);
    keys.forget(change, &gone.collect::<Vec<_>>()).await?;
    Ok(true)
}
