//! Who of the staff somebody at a provider is.

use huiyin_kernel::{StaffCode, Timestamp};
use huiyin_store::{Change, Only, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::identity::{ActiveModel, Column, Entity, Model};

/// Somebody at a provider, and who of the staff that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) staff: StaffCode,
    /// `operator`, `claim`, or whose code.
    pub(crate) by: String,
    pub(crate) bound: Timestamp,
}

fn to_identity(row: Model) -> Option<Identity> {
    Some(Identity {
        issuer: row.issuer,
        subject: row.subject,
        // Codes were checked before they were written.
        staff: StaffCode::new(row.staff).ok()?,
        by: row.bound_by,
        bound: instant(row.bound_at),
    })
}

/// Who of the staff somebody at a provider is.
pub(crate) async fn identity(
    conn: &impl ConnectionTrait,
    issuer: &str,
    subject: &str,
) -> Result<Option<Identity>, StoreError> {
    let key = (issuer.to_owned(), subject.to_owned());
    Ok(Entity::find_by_id(key).only(conn).await?.and_then(to_identity))
}

/// Who a member of staff is at a provider.
pub(crate) async fn identity_of(
    conn: &impl ConnectionTrait,
    issuer: &str,
    staff: &StaffCode,
) -> Result<Option<Identity>, StoreError> {
    let find = Entity::find()
        .filter(Column::Issuer.eq(issuer))
        .filter(Column::Staff.eq(staff.as_str()));
    Ok(find.only(conn).await?.and_then(to_identity))
}

/// All of them, by staff code.
pub(crate) async fn identities(conn: &impl ConnectionTrait) -> Result<Vec<Identity>, StoreError> {
    let find = Entity::find().order_by_asc(Column::Staff).order_by_asc(Column::Issuer);
    Ok(find.all(conn).await?.into_iter().filter_map(to_identity).collect())
}

/// Binds an identity that is free to a member of staff who has none.
pub(crate) async fn bind(change: &Change, identity: &Identity) -> Result<(), StoreError> {
    let row = ActiveModel {
        issuer: Set(identity.issuer.clone()),
        subject: Set(identity.subject.clone()),
        staff: Set(identity.staff.to_string()),
        bound_by: Set(identity.by.clone()),
        bound_at: Set(micros(identity.bound)),
    };
    Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// Frees all identities of a member of staff; answers whether there was one.
pub(crate) async fn unbind(change: &Change, staff: &StaffCode) -> Result<bool, StoreError> {
    let all = Entity::delete_many().filter(Column::Staff.eq(staff.as_str()));
    Ok(all.exec(change.conn()).await?.rows_affected > 0)
}
