//! Answers to requests that may be sent again (P3).

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, TryInsertResult};

use crate::entity::idempotency;
use crate::{Change, Only, StoreError, micros};

/// An answer that is kept beside its key.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The key.
    pub key: String,
    /// What the request was.
    pub fingerprint: [u8; 32],
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: String,
}

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
    match before(change.conn(), key, fingerprint).await? {
        Begun::Fresh => Ok(Begun::Mismatch),
        known => Ok(known),
    }
}

/// What the key is, without taking it: for an answer that needs no change.
///
/// # Errors
/// Where the database fails.
pub async fn before(conn: &impl ConnectionTrait, key: &str, fingerprint: &[u8; 32]) -> Result<Begun, StoreError> {
    let kept = idempotency::Entity::find_by_id(key).only(conn).await?;
    Ok(kept.map_or(Begun::Fresh, |kept| begun(kept, fingerprint)))
}

/// What each of many keys is, in their order, without taking them.
///
/// # Errors
/// Where the database fails.
pub async fn before_many(
    conn: &impl ConnectionTrait,
    requests: &[(&str, &[u8; 32])],
) -> Result<Vec<Begun>, StoreError> {
    let keys = requests.iter().map(|(key, _)| *key);
    let kept = idempotency::Entity::find()
        .filter(idempotency::Column::Key.is_in(keys))
        .all(conn)
        .await?;
    let kept: HashMap<_, _> = kept.into_iter().map(|kept| (kept.key.clone(), kept)).collect();
    let what = |(key, fingerprint): &(&str, &[u8; 32])| match kept.get(*key) {
        Some(kept) => begun(kept.clone(), fingerprint),
        None => Begun::Fresh,
    };
    Ok(requests.iter().map(what).collect())
}

fn begun(kept: idempotency::Model, fingerprint: &[u8; 32]) -> Begun {
    if kept.fingerprint != fingerprint {
        return Begun::Mismatch;
    }
    Begun::Replay {
        status: kept.status.and_then(|status| u16::try_from(status).ok()).unwrap_or(200),
        body: kept.body.unwrap_or_default(),
    }
}

/// Keeps the answers to fresh requests, in the change that did the work.
///
/// # Errors
/// Where the database fails; where another process took one of the keys meanwhile, as a unique key that stands already.
pub async fn keep_many(change: &Change, answers: Vec<Answer>) -> Result<(), StoreError> {
    if answers.is_empty() {
        return Ok(());
    }
    let created = micros(change.store().clock().now());
    let rows = answers.into_iter().map(|answer| idempotency::ActiveModel {
        key: Set(answer.key),
        fingerprint: Set(answer.fingerprint.to_vec()),
        status: Set(i16::try_from(answer.status).ok()),
        body: Set(Some(answer.body)),
        created_at: Set(created),
    });
    idempotency::Entity::insert_many(rows)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
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
