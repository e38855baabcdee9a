//! Files of complaints: all but their content. Their names are sealed: people name files after people.

use huiyin_kernel::{AttachmentId, ComplaintId};
use huiyin_store::{Change, DataKeys, StoreError, instant, is_sealed, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::attachment::{ActiveModel, Column, Entity, Model};
use super::migration::in_clear;
use super::row::{json, read};
use crate::domain::attach::Attachment;

/// Where the names stand.
const NAME: (&str, &str) = ("attachment", "name");

/// Lists a file.
pub(crate) async fn add_attachment(
    change: &Change,
    keys: &DataKeys,
    attachment: &Attachment,
) -> Result<(), StoreError> {
    let name = match &attachment.name {
        Some(name) => {
            let key = keys.take(change, attachment.complaint).await?;
            Some(key.seal_text(NAME, attachment.id.uuid().as_bytes(), name, change.store().ids())?)
        }
        None => None,
    };
    let row = ActiveModel {
        id: Set(attachment.id.uuid()),
        complaint: Set(attachment.complaint.uuid()),
        sha256: Set(attachment.sha256.to_vec()),
        bytes: Set(i64::try_from(attachment.bytes).unwrap_or(i64::MAX)),
        media_type: Set(attachment.media_type.clone()),
        name: Set(name),
        by: Set(json(&attachment.by)?),
        at: Set(micros(attachment.at)),
    };
    Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// A complaint's files, the oldest first, without their names.
pub(crate) async fn attachments(
    conn: &impl ConnectionTrait,
    complaint: ComplaintId,
) -> Result<Vec<Attachment>, StoreError> {
    let rows = listed(conn, complaint).await?.into_iter();
    rows.map(|row| attachment(row, None)).collect()
}

/// A complaint's files, the oldest first, with their names, as far as those are not destroyed.
pub(crate) async fn named_attachments(
    conn: &impl ConnectionTrait,
    keys: &DataKeys,
    complaint: ComplaintId,
) -> Result<Vec<Attachment>, StoreError> {
    let rows = listed(conn, complaint).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = keys.of(conn, complaint).await?;
    let named = |row: Model| {
        let name = row
            .name
            .as_deref()
            .map(|name| key.open_text(NAME, row.id.as_bytes(), name));
        let name = name.transpose()?.flatten().map(|name| name.to_string());
        attachment(row, name)
    };
    rows.into_iter().map(named).collect()
}

/// Seals some of the names that were kept in clear before an upgrade; answers whether there were any.
pub(crate) async fn seal_old_names(change: &Change, keys: &DataKeys, many: u64) -> Result<bool, StoreError> {
    let clear = in_clear(change.conn().get_database_backend());
    let clear = Entity::find().filter(Expr::cust(clear)).order_by_asc(Column::Id);
    let old = clear.limit(many).all(change.conn()).await?;
    let any = !old.is_empty();
    for row in old {
        let Some(name) = row.name.as_deref().filter(|name| !is_sealed(name)) else {
            continue;
        };
        let key = keys.take(change, ComplaintId::from_uuid(row.complaint)).await?;
        let name = key.seal_text(NAME, row.id.as_bytes(), name, change.store().ids())?;
        Entity::update_many()
            .col_expr(Column::Name, Expr::value(name))
            .filter(Column::Id.eq(row.id))
            .exec(change.conn())
            .await?;
    }
    Ok(any)
}

async fn listed(conn: &impl ConnectionTrait, complaint: ComplaintId) -> Result<Vec<Model>, StoreError> {
    let find = Entity::find().filter(Column::Complaint.eq(complaint.uuid()));
    Ok(find.order_by_asc(Column::Id).all(conn).await?)
}

fn attachment(row: Model, name: Option<String>) -> Result<Attachment, StoreError> {
    let hash = row.sha256.try_into();
    Ok(Attachment {
        id: AttachmentId::from_uuid(row.id),
        complaint: ComplaintId::from_uuid(row.complaint),
        sha256: hash.map_err(|_| DbErr::Type("a fingerprint has 32 bytes".to_owned()))?,
        bytes: u64::try_from(row.bytes).unwrap_or_default(),
        media_type: row.media_type,
        name,
        by: read(&row.by)?,
        at: instant(row.at),
    })
}
