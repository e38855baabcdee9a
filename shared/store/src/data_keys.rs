//! The keys under which a service seals what it keeps of each complaint (R8.1, P24), wrapped, in its own database.

use std::collections::HashMap;

use huiyin_kernel::{ComplaintId, Ids, Timestamp};
use huiyin_seal::{DataKey, KeyRing, SealError, Wrapped};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use sea_orm_migration::MigrationTrait;

use crate::entity::data_key::{ActiveModel, Column, Entity, Model};
use crate::{Change, Only, Sealing, Store, StoreError, micros, migration};

/// Keys that are wrapped anew in one transaction.
const TOGETHER: u64 = 1_000;
/// Rows that one statement may insert: SQLite takes 32 766 values, a key has 4.
const ROWS: usize = 8_000;

/// A service's data keys. Cheap to clone.
#[derive(Clone, Debug)]
pub struct DataKeys {
    pub(crate) service: &'static str,
    ring: KeyRing,
}

impl DataKeys {
    /// The keys of a service, wrapped by those of the ring.
    #[must_use]
    pub fn new(service: &'static str, ring: KeyRing) -> Self {
        Self { service, ring }
    }

    /// The number of the key-encryption key in use.
    #[must_use]
    pub fn current(&self) -> i32 {
        self.ring.current()
    }

    /// The numbers of the key-encryption keys in the key file.
    #[must_use]
    pub fn numbers(&self) -> Vec<i32> {
        self.ring.numbers()
    }

    /// The migration that makes their table; a service that seals lists it among its own.
    #[must_use]
    pub fn migration() -> Box<dyn MigrationTrait> {
        Box::new(migration::DataKeys)
    }

    /// Makes the keys of new complaints, in their order.
    ///
    /// # Errors
    /// Where the database fails, or has a key of one of them already.
    pub async fn make(&self, change: &Change, complaints: &[ComplaintId]) -> Result<Vec<Sealing>, StoreError> {
        let ids = change.store().ids();
        let mut made = Vec::with_capacity(complaints.len());
        let mut rows = Vec::with_capacity(complaints.len());
        for complaint in complaints {
            let key = DataKey::draw(ids);
            rows.push(self.row(*complaint, &key, ids)?);
            made.push(self.sealing(*complaint, Some(key)));
        }
        for chunk in rows.chunks(ROWS) {
            Entity::insert_many(chunk.to_vec())
                .exec_without_returning(change.conn())
                .await?;
        }
        Ok(made)
    }

    /// The key of a complaint, to seal with; made where there is none. Two who make it at once have one and the same.
    ///
    /// # Errors
    /// Where the database fails, or the key was destroyed.
    pub async fn take(&self, change: &Change, complaint: ComplaintId) -> Result<Sealing, StoreError> {
        let kept = Entity::find_by_id(complaint.uuid()).only(change.conn()).await?;
        if let Some(kept) = kept {
            return self.to_write(kept);
        }
        let ids = change.store().ids();
        Entity::insert(self.row(complaint, &DataKey::draw(ids), ids)?)
            .on_conflict(OnConflict::column(Column::Complaint).do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(change.conn())
            .await?;
        let kept = Entity::find_by_id(complaint.uuid()).only(change.conn()).await?;
        self.to_write(kept.ok_or(StoreError::Destroyed)?)
    }

    /// The key of a complaint, to open with.
    ///
    /// # Errors
    /// Where the database fails, or the ring does not open it.
    pub async fn of(&self, conn: &impl ConnectionTrait, complaint: ComplaintId) -> Result<Sealing, StoreError> {
        let kept = Entity::find_by_id(complaint.uuid()).only(conn).await?;
        let key = kept.map(|kept| self.key(&kept)).transpose()?.flatten();
        Ok(self.sealing(complaint, key))
    }

    /// Whether a complaint's key was destroyed.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn is_destroyed(&self, conn: &impl ConnectionTrait, complaint: ComplaintId) -> Result<bool, StoreError> {
        let kept = Entity::find_by_id(complaint.uuid()).only(conn).await?;
        Ok(kept.is_some_and(|kept| kept.destroyed_at.is_some()))
    }

    /// Of a complaint that has none: what is in clear is read.
    #[must_use]
    pub fn none(&self, complaint: ComplaintId) -> Sealing {
        self.sealing(complaint, None)
    }

    /// The keys of many complaints, to open with.
    ///
    /// # Errors
    /// As of one.
    pub async fn of_many(
        &self,
        conn: &impl ConnectionTrait,
        complaints: &[ComplaintId],
    ) -> Result<HashMap<ComplaintId, Sealing>, StoreError> {
        let asked = complaints.iter().map(|complaint| complaint.uuid());
        let rows = Entity::find().filter(Column::Complaint.is_in(asked)).all(conn).await?;
        let mut keys = HashMap::new();
        for row in &rows {
            let complaint = ComplaintId::from_uuid(row.complaint);
            keys.insert(complaint, self.sealing(complaint, self.key(row)?));
        }
        Ok(keys)
    }

    /// Destroys a complaint's key: nothing that was sealed with it is read again, here or in a copy that was made without the
    /// wrapped key. Answers whether there was one.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn destroy(&self, change: &Change, complaint: ComplaintId, at: Timestamp) -> Result<bool, StoreError> {
        let gone = Entity::update_many()
            .col_expr(Column::Kek, Expr::value(Option::<i32>::None))
            .col_expr(Column::Wrapped, Expr::value(Option::<Vec<u8>>::None))
            .col_expr(Column::DestroyedAt, Expr::value(micros(at)))
            .filter(Column::Complaint.eq(complaint.uuid()))
            .filter(Column::Kek.is_not_null())
            .exec(change.conn())
            .await?;
        Ok(gone.rows_affected > 0)
    }

    /// Removes keys of which nobody asks again, as those of drafts that are over. A complaint's key leaves its name behind instead
    /// ([`DataKeys::destroy`]), so that no other one is made for it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn forget(&self, change: &Change, named: &[ComplaintId]) -> Result<(), StoreError> {
        let named = named.iter().map(|one| one.uuid());
        let gone = Entity::delete_many().filter(Column::Complaint.is_in(named));
        gone.exec(change.conn()).await?;
        Ok(())
    }

    /// Wraps some of the keys anew that are wrapped by another key-encryption key than the one in use; answers whether there were any.
    /// What they sealed is not touched, and whoever reads meanwhile finds the one or the other.
    ///
    /// # Errors
    /// Where the database fails, or a key is wrapped by one that the ring does not hold.
    pub async fn rewrap(&self, store: &Store) -> Result<bool, StoreError> {
        self.ring.refresh().map_err(StoreError::KeyFile)?;
        let older = self.older(store).await?;
        if older.is_empty() {
            return Ok(false);
        }
        self.wrap_anew(store, &older).await?;
        Ok(true)
    }

    /// Some of the keys that are wrapped by an older key-encryption key.
    async fn older(&self, store: &Store) -> Result<Vec<Model>, StoreError> {
        let older = Entity::find()
            .filter(Column::Kek.lt(self.ring.current()))
            .limit(TOGETHER);
        Ok(older.all(store.read()).await?)
    }

    async fn wrap_anew(&self, store: &Store, older: &[Model]) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(older.len());
        for row in older {
            if let Some(key) = self.key(row)? {
                rows.push(self.row(ComplaintId::from_uuid(row.complaint), &key, store.ids())?);
            }
        }
        let change = store.change().await?;
        // One that was destroyed since it was read stays destroyed.
        let alive = Expr::col((Entity, Column::Kek)).is_not_null();
        Entity::insert_many(rows)
            .on_conflict(
                OnConflict::column(Column::Complaint)
                    .update_columns([Column::Kek, Column::Wrapped])
                    .action_and_where(alive)
                    .to_owned(),
            )
            .exec_without_returning(change.conn())
            .await?;
        change.commit().await
    }

    /// Whether the key file is the one under which was sealed. Of another one, made where it was lost, the first key has the same number:
    /// whatever was sealed with it would be lost when the old file is put back. A number that is not in the file is no such danger.
    ///
    /// # Errors
    /// [`StoreError::OtherKeys`], or where the database fails.
    pub async fn check(&self, conn: &impl ConnectionTrait) -> Result<(), StoreError> {
        for number in self.ring.numbers() {
            let wrapped = Entity::find().filter(Column::Kek.eq(number)).limit(1).all(conn).await?;
            let opened = wrapped.first().map(|row| self.key(row));
            if let Some(Err(SealError::DoesNotOpen)) = opened {
                return Err(StoreError::OtherKeys(number, self.service));
            }
        }
        Ok(())
    }

    /// How many keys each key-encryption key wraps, by its number.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn count(&self, conn: &impl ConnectionTrait) -> Result<Vec<(i32, i64)>, StoreError> {
        let counted = Entity::find()
            .select_only()
            .column(Column::Kek)
            .column_as(Column::Complaint.count(), "keys")
            .filter(Column::Kek.is_not_null())
            .group_by(Column::Kek)
            .order_by_asc(Column::Kek)
            .into_tuple()
            .all(conn)
            .await?;
        Ok(counted)
    }

    /// How many keys wait to be wrapped by the key in use.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn waiting(&self, conn: &impl ConnectionTrait) -> Result<i64, StoreError> {
        // Those above it are of a file that was changed since, and not known yet.
        let older = Entity::find()
            .filter(Column::Kek.lt(self.ring.current()))
            .count(conn)
            .await?;
        Ok(i64::try_from(older).unwrap_or(i64::MAX))
    }

    fn row(&self, complaint: ComplaintId, key: &DataKey, ids: &Ids) -> Result<ActiveModel, SealError> {
        let wrapped = self.ring.wrap(self.service, complaint, key, ids)?;
        Ok(ActiveModel {
            complaint: Set(complaint.uuid()),
            kek: Set(Some(wrapped.kek)),
            wrapped: Set(Some(wrapped.bytes)),
            destroyed_at: Set(None),
        })
    }

    /// The key; nothing where it was destroyed.
    fn key(&self, row: &Model) -> Result<Option<DataKey>, SealError> {
        let (Some(kek), Some(bytes)) = (row.kek, row.wrapped.clone()) else {
            return Ok(None);
        };
        let complaint = ComplaintId::from_uuid(row.complaint);
        let wrapped = Wrapped { kek, bytes };
        self.ring.unwrap(self.service, complaint, &wrapped).map(Some)
    }

    fn to_write(&self, row: Model) -> Result<Sealing, StoreError> {
        let key = self.key(&row)?.ok_or(StoreError::Destroyed)?;
        Ok(self.sealing(ComplaintId::from_uuid(row.complaint), Some(key)))
    }

    fn sealing(&self, complaint: ComplaintId, key: Option<DataKey>) -> Sealing {
        Sealing::new(self.clone(), complaint, key)
    }
}

#[cfg(test)]
mod tests;
