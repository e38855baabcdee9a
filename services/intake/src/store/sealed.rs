//! Who complained, what they said, and what was added: tables of their own.

use huiyin_contracts::views::intake::Note;
use huiyin_kernel::{ComplaintId, EventId};
use huiyin_store::{Change, Only, StoreError, instant, micros};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, TryInsertResult};

use super::entity::{look, note, sealed};
use super::row::{json, read};
use crate::domain::complaint::Sealed;
use crate::domain::stage::Act;

/// Rows that one statement may insert: SQLite takes 32 766 values, a sealed row has 4.
const ROWS: usize = 8_000;

/// Keeps what was told with complaints.
pub(crate) async fn seal(change: &Change, told: &[(ComplaintId, Sealed)]) -> Result<(), StoreError> {
    for chunk in told.chunks(ROWS) {
        let rows: Result<Vec<_>, _> = chunk.iter().map(|(id, told)| sealed_row(*id, told)).collect();
        sealed::Entity::insert_many(rows?)
            .exec_without_returning(change.conn())
            .await?;
    }
    Ok(())
}

fn sealed_row(complaint: ComplaintId, told: &Sealed) -> Result<sealed::ActiveModel, StoreError> {
    Ok(sealed::ActiveModel {
        complaint: Set(complaint.uuid()),
        complainant: Set(told.complainant.as_ref().map(json).transpose()?),
        narrative: Set(told.narrative.clone()),
        asked_for: Set(told.asked_for.clone()),
    })
}

/// What was told with a complaint. Only what records the look may call it.
pub(crate) async fn unseal(conn: &impl ConnectionTrait, complaint: ComplaintId) -> Result<Sealed, StoreError> {
    let row = sealed::Entity::find_by_id(complaint.uuid()).only(conn).await?;
    let Some(row) = row else {
        return Ok(Sealed {
            complainant: None,
            narrative: None,
            asked_for: None,
        });
    };
    Ok(Sealed {
        complainant: row.complainant.as_deref().map(read).transpose()?,
        narrative: row.narrative,
        asked_for: row.asked_for,
    })
}

/// Words to add to a file.
pub(crate) struct NewNote {
    /// `information`, `declined` or `settled`.
    pub(crate) kind: &'static str,
    pub(crate) code: Option<String>,
    pub(crate) words: String,
    pub(crate) act: Act,
}

/// Adds words to a file.
pub(crate) async fn add_note(change: &Change, complaint: ComplaintId, new: NewNote) -> Result<(), StoreError> {
    let row = note::ActiveModel {
        id: NotSet,
        complaint: Set(complaint.uuid()),
        kind: Set(new.kind.to_owned()),
        code: Set(new.code),
        words: Set(new.words),
        by: Set(json(&new.act.by)?),
        at: Set(micros(new.act.at)),
    };
    note::Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// The words that were added, the oldest first.
pub(crate) async fn notes(conn: &impl ConnectionTrait, complaint: ComplaintId) -> Result<Vec<Note>, StoreError> {
    let rows = note::Entity::find()
        .filter(note::Column::Complaint.eq(complaint.uuid()))
        .order_by_asc(note::Column::At)
        .order_by_asc(note::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Note {
                kind: row.kind,
                code: row.code,
                words: row.words,
                by: read(&row.by)?,
                at: instant(row.at),
            })
        })
        .collect()
}

/// Notes a look that an event led to; answers whether it is the first for that event.
pub(crate) async fn first_look(
    change: &Change,
    complaint: ComplaintId,
    causation: EventId,
) -> Result<bool, StoreError> {
    let row = look::ActiveModel {
        complaint: Set(complaint.uuid()),
        causation: Set(causation.uuid()),
    };
    let inserted = look::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([look::Column::Complaint, look::Column::Causation])
                .do_nothing()
                .to_owned(),
        )
        .try_insert()
        .exec_without_returning(change.conn())
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0))
}
