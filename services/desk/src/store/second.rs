//! Second factors. What an authenticator shares with us is sealed under a key of its own, and bound to whose it is; of a recovery code only the
//! hash is kept, until it is used.

use huiyin_kernel::{ComplaintId, StaffCode, Timestamp};
use huiyin_store::{Change, DataKeys, Only, StoreError, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::entity::{recovery_code, second_factor};

/// Where it stands.
const AT: (&str, &str) = ("second_factor", "seed");

/// What is kept of a second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Second {
    pub(crate) confirmed: bool,
    /// The last step of which a code was used.
    pub(crate) used: Option<i64>,
    key: Uuid,
    seed: Vec<u8>,
}

/// The key is named as a complaint's is.
fn named(key: Uuid) -> ComplaintId {
    ComplaintId::from_uuid(key)
}

/// The second factor of a member of staff.
pub(crate) async fn second(conn: &impl ConnectionTrait, staff: &StaffCode) -> Result<Option<Second>, StoreError> {
    let row = second_factor::Entity::find_by_id(staff.as_str()).only(conn).await?;
    Ok(row.map(|row| Second {
        confirmed: row.confirmed_at.is_some(),
        used: row.used_step,
        key: row.key,
        seed: row.seed,
    }))
}

/// What the authenticator shares with us, in base32.
pub(crate) async fn seed_of(
    conn: &impl ConnectionTrait,
    keys: &DataKeys,
    staff: &StaffCode,
    second: &Second,
) -> Result<Option<String>, StoreError> {
    let key = keys.of(conn, named(second.key)).await?;
    let opened = key.open(AT, staff.as_str().as_bytes(), &second.seed)?;
    Ok(opened.map(|text| text.to_string()))
}

/// Begins one, in place of one that was begun before.
pub(crate) async fn begin_second(
    change: &Change,
    keys: &DataKeys,
    (staff, seed): (&StaffCode, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    end_second(change, keys, staff, now).await?;
    let (ids, key) = (change.store().ids(), change.store().ids().uuid());
    let sealing = keys.take(change, named(key)).await?;
    let row = second_factor::ActiveModel {
        staff: Set(staff.to_string()),
        key: Set(key),
        seed: Set(sealing.seal(AT, staff.as_str().as_bytes(), seed, ids)?),
        begun_at: Set(micros(now)),
        confirmed_at: Set(None),
        used_step: Set(None),
    };
    second_factor::Entity::insert(row)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// Uses a step: answers whether nobody used it, or a later one, before.
pub(crate) async fn use_step(change: &Change, staff: &StaffCode, step: i64) -> Result<bool, StoreError> {
    let column = second_factor::Column::UsedStep;
    let open = Expr::col(column).is_null().or(Expr::col(column).lt(step));
    let update = second_factor::Entity::update_many()
        .col_expr(column, Expr::value(step))
        .filter(second_factor::Column::Staff.eq(staff.as_str()))
        .filter(open);
    Ok(update.exec(change.conn()).await?.rows_affected == 1)
}

/// From now on it is asked for.
pub(crate) async fn confirm_second(change: &Change, staff: &StaffCode, now: Timestamp) -> Result<(), StoreError> {
    let update = second_factor::Entity::update_many()
        .col_expr(second_factor::Column::ConfirmedAt, Expr::value(micros(now)))
        .filter(second_factor::Column::Staff.eq(staff.as_str()));
    update.exec(change.conn()).await?;
    Ok(())
}

/// Ends one: its key is destroyed, its recovery codes are gone. Answers whether there was one.
pub(crate) async fn end_second(
    change: &Change,
    keys: &DataKeys,
    staff: &StaffCode,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(second) = second(change.conn(), staff).await? else {
        return Ok(false);
    };
    keys.destroy(change, named(second.key), now).await?;
    keys.forget(change, &[named(second.key)]).await?;
    second_factor::Entity::delete_by_id(staff.as_str())
        .exec(change.conn())
        .await?;
    recovery_codes(change, staff, &[]).await?;
    Ok(true)
}

/// These recovery codes, by their hashes, in place of those before.
pub(crate) async fn recovery_codes(change: &Change, staff: &StaffCode, hashes: &[String]) -> Result<(), StoreError> {
    let before = recovery_code::Entity::delete_many().filter(recovery_code::Column::Staff.eq(staff.as_str()));
    before.exec(change.conn()).await?;
    let rows = hashes.iter().map(|hash| recovery_code::ActiveModel {
        hash: Set(hash.clone()),
        staff: Set(staff.to_string()),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        recovery_code::Entity::insert_many(rows)
            .exec_without_returning(change.conn())
            .await?;
    }
    Ok(())
}

/// Uses a recovery code: answers whether there was one.
pub(crate) async fn use_recovery(change: &Change, staff: &StaffCode, hash: &str) -> Result<bool, StoreError> {
    let used = recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::Hash.eq(hash))
        .filter(recovery_code::Column::Staff.eq(staff.as_str()));
    Ok(used.exec(change.conn()).await?.rows_affected == 1)
}

/// How many are left.
pub(crate) async fn recovery_left(conn: &impl ConnectionTrait, staff: &StaffCode) -> Result<u64, StoreError> {
    let find = recovery_code::Entity::find().filter(recovery_code::Column::Staff.eq(staff.as_str()));
    Ok(find.count(conn).await?)
}
