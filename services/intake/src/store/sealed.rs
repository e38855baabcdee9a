//! Who complained and what they said: sealed under the complaint's own key (R8.1, P24).

use huiyin_contracts::views::intake::Complainant;
use huiyin_kernel::{ComplaintId, EventId};
use huiyin_store::{Change, DataKeys, Only, Sealing, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, TryInsertResult};
use serde::{Deserialize, Serialize};

use super::entity::{look, sealed};
use super::row::{json, read};
use crate::domain::complaint::Sealed;

/// Rows that one statement may insert: SQLite takes 32 766 values, a sealed row has 5.
const ROWS: usize = 6_000;
/// Where it stands.
const AT: (&str, &str) = ("sealed", "body");

/// What was told with a complaint, as it is sealed.
#[derive(Serialize, Deserialize)]
struct Told {
    complainant: Option<Complainant>,
    narrative: Option<String>,
    asked_for: Option<String>,
}

impl From<Told> for Sealed {
    fn from(told: Told) -> Self {
        Self {
            complainant: told.complainant,
            narrative: told.narrative,
            asked_for: told.asked_for,
        }
    }
}

/// Keeps what was told with new complaints, each under a new key of its own.
pub(crate) async fn seal(change: &Change, keys: &DataKeys, told: Vec<(ComplaintId, Sealed)>) -> Result<(), StoreError> {
    let complaints: Vec<_> = told.iter().map(|(complaint, _)| *complaint).collect();
    let keys = keys.make(change, &complaints).await?;
    let rows: Result<Vec<_>, StoreError> = told
        .into_iter()
        .zip(&keys)
        .map(|((complaint, told), key)| row(change, complaint, key, told))
        .collect();
    for chunk in rows?.chunks(ROWS) {
        sealed::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(change.conn())
            .await?;
    }
    Ok(())
}

fn row(
    change: &Change,
    complaint: ComplaintId,
    key: &Sealing,
    told: Sealed,
) -> Result<sealed::ActiveModel, StoreError> {
    Ok(sealed::ActiveModel {
        complaint: Set(complaint.uuid()),
        complainant: Set(None),
        narrative: Set(None),
        asked_for: Set(None),
        body: Set(Some(body(change, key, told)?)),
    })
}

fn body(change: &Change, key: &Sealing, told: Sealed) -> Result<Vec<u8>, StoreError> {
    let told = Told {
        complainant: told.complainant,
        narrative: told.narrative,
        asked_for: told.asked_for,
    };
    key.seal(AT, b"", &json(&told)?, change.store().ids())
}

/// What was told with a complaint; nothing once it is destroyed. Only what records the look may call it.
pub(crate) async fn unseal(
    conn: &impl ConnectionTrait,
    keys: &DataKeys,
    complaint: ComplaintId,
) -> Result<Sealed, StoreError> {
    let row = sealed::Entity::find_by_id(complaint.uuid()).only(conn).await?;
    let Some(row) = row else {
        return Ok(Sealed::none());
    };
    let Some(body) = &row.body else {
        return in_clear(row);
    };
    let told = keys.of(conn, complaint).await?.open(AT, b"", body)?;
    match told {
        Some(told) => Ok(read::<Told>(&told)?.into()),
        None => Ok(Sealed::none()),
    }
}

/// A row of before an upgrade.
fn in_clear(row: sealed::Model) -> Result<Sealed, StoreError> {
    Ok(Sealed {
        complainant: row.complainant.as_deref().map(read).transpose()?,
        narrative: row.narrative,
        asked_for: row.asked_for,
    })
}

/// Seals some of what was kept in clear before an upgrade; answers whether there was any.
pub(crate) async fn seal_old(change: &Change, keys: &DataKeys, many: u64) -> Result<bool, StoreError> {
    let old = sealed::Entity::find()
        .filter(sealed::Column::Body.is_null())
        .limit(many)
        .all(change.conn())
        .await?;
    let found = !old.is_empty();
    for row in old {
        let id = row.complaint;
        let key = keys.take(change, ComplaintId::from_uuid(id)).await?;
        let body = body(change, &key, in_clear(row)?)?;
        sealed::Entity::update_many()
            .col_expr(sealed::Column::Body, Expr::value(body))
            .col_expr(sealed::Column::Complainant, Expr::value(Option::<String>::None))
            .col_expr(sealed::Column::Narrative, Expr::value(Option::<String>::None))
            .col_expr(sealed::Column::AskedFor, Expr::value(Option::<String>::None))
            .filter(sealed::Column::Complaint.eq(id))
            .exec(change.conn())
            .await?;
    }
    Ok(found)
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
