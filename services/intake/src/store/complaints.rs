//! Complaints: by id, number, receipt or source.

use std::collections::HashMap;

use huiyin_kernel::{ComplaintId, ComplaintNumber};
use huiyin_store::{Change, Only, StoreError};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use super::entity::complaint::{Column, Entity};
use super::row;
use crate::domain::complaint::Complaint;

/// Rows that one statement may insert: SQLite takes 32 766 values, a complaint has 37.
const ROWS: usize = 800;

/// What a complaint is called by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    Id(ComplaintId),
    Number(ComplaintNumber),
}

impl Reference {
    /// Reads an id or a number, as people type it; anything else refers to nothing.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let id = text.trim().parse().map(Self::Id);
        id.ok().or_else(|| text.parse().map(Self::Number).ok())
    }

    fn select(&self) -> Select<Entity> {
        match self {
            Self::Id(id) => Entity::find_by_id(id.uuid()),
            Self::Number(number) => Entity::find().filter(Column::Number.eq(number.as_str())),
        }
    }
}

/// The complaint.
pub(crate) async fn find(conn: &impl ConnectionTrait, reference: &Reference) -> Result<Option<Complaint>, StoreError> {
    reference.select().only(conn).await?.map(row::complaint).transpose()
}

/// The complaint, for changing it: nobody else changes it until this change ends.
pub(crate) async fn lock(change: &Change, id: ComplaintId) -> Result<Option<Complaint>, StoreError> {
    let found = Entity::find_by_id(id.uuid())
        .lock_exclusive()
        .only(change.conn())
        .await?;
    found.map(row::complaint).transpose()
}

/// The id that a reference means.
pub(crate) async fn resolve(
    conn: &impl ConnectionTrait,
    reference: &Reference,
) -> Result<Option<ComplaintId>, StoreError> {
    let id = reference
        .select()
        .select_only()
        .column(Column::Id)
        .into_tuple()
        .one(conn)
        .await?;
    Ok(id.map(ComplaintId::from_uuid))
}

/// The complaint with this number, and the hash of its receipt code.
pub(crate) async fn by_receipt(
    conn: &impl ConnectionTrait,
    number: &ComplaintNumber,
) -> Result<Option<(Complaint, Option<Vec<u8>>)>, StoreError> {
    let found = Entity::find()
        .filter(Column::Number.eq(number.as_str()))
        .only(conn)
        .await?;
    found
        .map(|mut found| {
            let hash = found.receipt_hash.take();
            Ok((row::complaint(found)?, hash))
        })
        .transpose()
}

/// Which of these keys of a source stand in the register already.
pub(crate) async fn by_source(
    conn: &impl ConnectionTrait,
    source: &str,
    keys: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, (ComplaintId, ComplaintNumber)>, StoreError> {
    let found: Vec<(Option<String>, sea_orm::prelude::Uuid, String)> = Entity::find()
        .select_only()
        .columns([Column::SourceKey, Column::Id, Column::Number])
        .filter(Column::Source.eq(source))
        .filter(Column::SourceKey.is_in(keys))
        .into_tuple()
        .all(conn)
        .await?;
    found
        .into_iter()
        .filter_map(|(key, id, number)| key.map(|key| (key, id, number)))
        .map(|(key, id, number)| {
            let number = number.parse().map_err(|error| row::unreadable(&error))?;
            Ok((key, (ComplaintId::from_uuid(id), number)))
        })
        .collect()
}

/// Writes new complaints, each with the hash of its receipt code; those of the past have none.
pub(crate) async fn insert(
    change: &Change,
    complaints: &[Complaint],
    receipt: impl Fn(&Complaint) -> Option<[u8; 32]>,
) -> Result<(), StoreError> {
    for chunk in complaints.chunks(ROWS) {
        let rows: Result<Vec<_>, _> = chunk
            .iter()
            .map(|complaint| row::row(complaint, receipt(complaint)))
            .collect();
        Entity::insert_many(rows?).exec_without_returning(change.conn()).await?;
    }
    Ok(())
}

/// Writes where a complaint stands now, and counts its change.
pub(crate) async fn update(change: &Change, complaint: &mut Complaint) -> Result<(), StoreError> {
    complaint.version += 1;
    row::standing(complaint)?.update(change.conn()).await?;
    Ok(())
}
