//! Files of complaints: all but their content.

use huiyin_kernel::{AttachmentId, ComplaintId};
use huiyin_store::{Change, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::entity::attachment::{ActiveModel, Column, Entity, Model};
use super::row::{json, read};
use crate::domain::attach::Attachment;

/// Lists a file.
pub(crate) async fn add_attachment(change: &Change, attachment: &Attachment) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(attachment.id.uuid()),
        complaint: Set(attachment.complaint.uuid()),
        sha256: Set(attachment.sha256.to_vec()),
        bytes: Set(i64::try_from(attachment.bytes).unwrap_or(i64::MAX)),
        media_type: Set(attachment.media_type.clone()),
        name: Set(attachment.name.clone()),
        by: Set(json(&attachment.by)?),
        at: Set(micros(attachment.at)),
    };
    Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// A complaint's files, the oldest first.
pub(crate) async fn attachments(
    conn: &impl ConnectionTrait,
    complaint: ComplaintId,
) -> Result<Vec<Attachment>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Complaint.eq(complaint.uuid()))
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(attachment).collect()
}

fn attachment(row: Model) -> Result<Attachment, StoreError> {
    let hash = row.sha256.try_into();
    Ok(Attachment {
        id: AttachmentId::from_uuid(row.id),
        complaint: ComplaintId::from_uuid(row.complaint),
        sha256: hash.map_err(|_| DbErr::Type("a fingerprint has 32 bytes".to_owned()))?,
        bytes: u64::try_from(row.bytes).unwrap_or_default(),
        media_type: row.media_type,
        name: row.name,
        by: read(&row.by)?,
        at: instant(row.at),
    })
}
