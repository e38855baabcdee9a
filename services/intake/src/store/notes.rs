//! Words that were added to a file: sealed under the complaint's key, beside what they are and whose.

use huiyin_contracts::views::intake::Note;
use huiyin_kernel::ComplaintId;
use huiyin_store::{Change, DataKeys, Sealing, StoreError, instant, micros};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::note;
use super::row::{json, read};
use crate::domain::stage::Act;

/// Where they stand.
const AT: (&str, &str) = ("note", "body");

/// Words to add to a file.
pub(crate) struct NewNote {
    /// `information`, `declined` or `settled`.
    pub(crate) kind: &'static str,
    pub(crate) code: Option<String>,
    pub(crate) words: String,
    pub(crate) act: Act,
}

/// What stands beside the words in clear: it is bound to them, so that it cannot be exchanged.
fn bound(kind: &str, code: Option<&str>, by: &str, at: i64) -> Vec<u8> {
    let at = at.to_string();
    [kind, code.unwrap_or_default(), by, &at].join("\n").into_bytes()
}

/// Adds words to a file.
pub(crate) async fn add_note(
    change: &Change,
    keys: &DataKeys,
    complaint: ComplaintId,
    new: NewNote,
) -> Result<(), StoreError> {
    let key = keys.take(change, complaint).await?;
    let (by, at) = (json(&new.act.by)?, micros(new.act.at));
    let bound = bound(new.kind, new.code.as_deref(), &by, at);
    let body = key.seal(AT, &bound, &new.words, change.store().ids())?;
    let row = note::ActiveModel {
        id: NotSet,
        complaint: Set(complaint.uuid()),
        kind: Set(new.kind.to_owned()),
        code: Set(new.code),
        words: Set(String::new()),
        by: Set(by),
        at: Set(at),
        body: Set(Some(body)),
    };
    note::Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// The words that were added, the oldest first; without their words once they are destroyed.
pub(crate) async fn notes(
    conn: &impl ConnectionTrait,
    keys: &DataKeys,
    complaint: ComplaintId,
) -> Result<Vec<Note>, StoreError> {
    let rows = note::Entity::find()
        .filter(note::Column::Complaint.eq(complaint.uuid()))
        .order_by_asc(note::Column::At)
        .order_by_asc(note::Column::Id)
        .all(conn)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = keys.of(conn, complaint).await?;
    rows.into_iter().map(|row| opened(&key, row)).collect()
}

fn opened(key: &Sealing, row: note::Model) -> Result<Note, StoreError> {
    let words = match &row.body {
        Some(body) => {
            let bound = bound(&row.kind, row.code.as_deref(), &row.by, row.at);
            key.open(AT, &bound, body)?.map(|words| words.to_string())
        }
        // Of before an upgrade.
        None => Some(row.words),
    };
    Ok(Note {
        kind: row.kind,
        code: row.code,
        words: words.unwrap_or_default(),
        by: read(&row.by)?,
        at: instant(row.at),
    })
}

/// Seals some of the words that were kept in clear before an upgrade; answers whether there were any.
pub(crate) async fn seal_old_notes(change: &Change, keys: &DataKeys, many: u64) -> Result<bool, StoreError> {
    let old = note::Entity::find()
        .filter(note::Column::Body.is_null())
        .limit(many)
        .all(change.conn())
        .await?;
    let found = !old.is_empty();
    for row in old {
        let key = keys.take(change, ComplaintId::from_uuid(row.complaint)).await?;
        let bound = bound(&row.kind, row.code.as_deref(), &row.by, row.at);
        let body = key.seal(AT, &bound, &row.words, change.store().ids())?;
        note::Entity::update_many()
            .col_expr(note::Column::Body, Expr::value(body))
            .col_expr(note::Column::Words, Expr::value(""))
            .filter(note::Column::Id.eq(row.id))
            .exec(change.conn())
            .await?;
    }
    Ok(found)
}
