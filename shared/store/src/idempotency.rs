//! Answers to requests that may be sent again (P3).

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, TryInsertResult};

use crate::entity::idempotency;
use crate::{Change, StoreError, micros};

/// What the key turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// New: do the work in the same change, then [`complete`].
    Fresh,
    /// The same request was answered before: answer the same.
    Replay {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: String,
    },
    /// The key was used for another request.
    Mismatch,
}

/// Takes a key for the request with this fingerprint. Where two come at once the second waits for the first one's commit.
///
/// # Errors
/// Where the database fails.
pub async fn begin(change: &Change, key: &str, fingerprint: &[u8; 32]) -> Result<Begun, StoreError> {
    let row = idempotency::ActiveModel {
        key: Set(key.to_owned()),
        fingerprint: Set(fingerprint.to_vec()),
        status: Set(None),
        body: Set(None),
        created_at: Set(micros(change.store().clock().now())),
    };
    let inserted = idempotency::Entity::insert(row)
        .on_conflict(OnConflict::column(idempotency::Column::Key).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(change.conn())
        .await?;
    if matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0) {
        return Ok(Begun::Fresh);
    }
    let Some(kept) = idempotency::Entity::find_by_id(key).one(change.conn()).await? else {
        return Ok(Begun::Mismatch);
    };
    if kept.fingerprint != fingerprint {
        return Ok(Begun::Mismatch);
    }
    let status = kept.status.and_then(|status| u16::try_from(status).ok()).unwrap_or(200);
    Ok(Begun::Replay {
        status,
        body: kept.body.unwrap_or_default(),
    })
}

/// Keeps the answer beside the key, in the change that did the work.
///
/// # Errors
/// Where the database fails.
pub async fn complete(change: &Change, key: &str, status: u16, body: &str) -> Result<(), StoreError> {
    let answer = idempotency::ActiveModel {
        status: Set(i16::try_from(status).ok()),
        body: Set(Some(body.to_owned())),
        ..Default::default()
    };
    let kept = idempotency::Entity::update_many()
        .set(answer)
        .filter(idempotency::Column::Key.eq(key))
        .exec(change.conn())
        .await?;
    if kept.rows_affected == 0 {
        return Err(DbErr::RecordNotUpdated.into());
    }
    Ok(())
}
