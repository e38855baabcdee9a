//! Accounts, and the mistakes of each code that was typed.

use huiyin_kernel::{StaffCode, Timestamp};
use huiyin_store::{Change, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{account, mistake};
use crate::domain::lockout::Mistakes;

/// Who can sign in with a password.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) staff: StaffCode,
    /// Argon2id, in PHC's form.
    pub(crate) password_hash: String,
    pub(crate) must_change: bool,
    pub(crate) created: Timestamp,
    pub(crate) changed: Timestamp,
    pub(crate) signed_in: Option<Timestamp>,
}

fn to_account(row: account::Model) -> Option<Account> {
    Some(Account {
        // Codes were checked before they were written.
        staff: StaffCode::new(row.staff).ok()?,
        password_hash: row.password_hash,
        must_change: row.must_change,
        created: instant(row.created_at),
        changed: instant(row.changed_at),
        signed_in: row.signed_in_at.map(instant),
    })
}

/// The account of a member of staff.
pub(crate) async fn account(conn: &impl ConnectionTrait, staff: &StaffCode) -> Result<Option<Account>, StoreError> {
    let row = account::Entity::find_by_id(staff.as_str()).one(conn).await?;
    Ok(row.and_then(to_account))
}

/// All accounts, by code.
pub(crate) async fn accounts(conn: &impl ConnectionTrait) -> Result<Vec<Account>, StoreError> {
    let find = account::Entity::find().order_by_asc(account::Column::Staff);
    Ok(find.all(conn).await?.into_iter().filter_map(to_account).collect())
}

/// Writes an account, new or changed.
pub(crate) async fn save(change: &Change, account: &Account) -> Result<(), StoreError> {
    let row = account::ActiveModel {
        staff: Set(account.staff.to_string()),
        password_hash: Set(account.password_hash.clone()),
        must_change: Set(account.must_change),
        created_at: Set(micros(account.created)),
        changed_at: Set(micros(account.changed)),
        signed_in_at: Set(account.signed_in.map(micros)),
    };
    let over = OnConflict::column(account::Column::Staff)
        .update_columns([
            account::Column::PasswordHash,
            account::Column::MustChange,
            account::Column::ChangedAt,
            account::Column::SignedInAt,
        ])
        .to_owned();
    account::Entity::insert(row)
        .on_conflict(over)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// Writes an account whose password was looked at before; answers whether it still is that password. Looking takes long: whoever was given
/// a new one meanwhile keeps it.
pub(crate) async fn save_if_unchanged(change: &Change, was: &str, account: &Account) -> Result<bool, StoreError> {
    let update = account::Entity::update_many()
        .col_expr(
            account::Column::PasswordHash,
            Expr::value(account.password_hash.as_str()),
        )
        .col_expr(account::Column::MustChange, Expr::value(account.must_change))
        .col_expr(account::Column::ChangedAt, Expr::value(micros(account.changed)))
        .col_expr(account::Column::SignedInAt, Expr::value(account.signed_in.map(micros)))
        .filter(account::Column::Staff.eq(account.staff.as_str()))
        .filter(account::Column::PasswordHash.eq(was));
    Ok(update.exec(change.conn()).await?.rows_affected == 1)
}

/// The mistakes of a code.
pub(crate) async fn mistakes(conn: &impl ConnectionTrait, staff: &StaffCode) -> Result<Mistakes, StoreError> {
    // Held until the count is written, so that guesses at once are counted one by one.
    let find = mistake::Entity::find_by_id(staff.as_str()).lock_exclusive();
    let row = find.one(conn).await?;
    Ok(row.map_or_else(Mistakes::default, |row| Mistakes {
        count: u32::try_from(row.count).unwrap_or(0),
        locked_until: row.locked_until.map(instant),
    }))
}

/// Writes the mistakes of a code.
pub(crate) async fn note_mistakes(
    change: &Change,
    staff: &StaffCode,
    mistakes: Mistakes,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = mistake::ActiveModel {
        staff: Set(staff.to_string()),
        count: Set(i32::try_from(mistakes.count).unwrap_or(i32::MAX)),
        locked_until: Set(mistakes.locked_until.map(micros)),
        last_at: Set(micros(now)),
    };
    let over = OnConflict::column(mistake::Column::Staff)
        .update_columns([
            mistake::Column::Count,
            mistake::Column::LockedUntil,
            mistake::Column::LastAt,
        ])
        .to_owned();
    mistake::Entity::insert(row)
        .on_conflict(over)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// The right password ends the count.
pub(crate) async fn forget_mistakes(change: &Change, staff: &StaffCode) -> Result<(), StoreError> {
    mistake::Entity::delete_by_id(staff.as_str())
        .exec(change.conn())
        .await?;
    Ok(())
}

/// Forgets mistakes that nobody repeated since.
pub(crate) async fn sweep_mistakes(change: &Change, before: Timestamp) -> Result<(), StoreError> {
    let old = mistake::Entity::delete_many().filter(mistake::Column::LastAt.lt(micros(before)));
    old.exec(change.conn()).await?;
    Ok(())
}
