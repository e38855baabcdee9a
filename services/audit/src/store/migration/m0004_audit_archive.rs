//! The archive: terms, holds, lists of what is destroyed, and what each service destroyed (R8.3).

use huiyin_contracts::events::investigation::ArchivedV1;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean_null, string, string_null, text, text_null, uuid, uuid_null,
};

use crate::store::entity::{entry, file};

/// Entries that are read at once.
const STRIDE: u64 = 500;
const ARCHIVED: &str = "complaint.archived.v1";
const REOPENED: &str = "complaint.reopened.v1";

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0004_audit_archive"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for (name, table, columns) in [
            ("file_due", "file", ["state", "kept_until"].as_slice()),
            ("file_list", "file", &["list"]),
            ("hold_complaint", "hold", &["complaint"]),
        ] {
            let mut index = Index::create();
            index.name(name).table(table);
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index.to_owned()).await?;
        }
        fill(manager.get_connection()).await
    }
}

fn tables() -> [TableCreateStatement; 4] {
    let file = Table::create()
        .table("file")
        .col(uuid("complaint").primary_key())
        .col(big_integer("archived_at"))
        .col(string_null("class"))
        .col(string_null("kept_until"))
        .col(string("state"))
        .col(uuid_null("list"))
        .to_owned();
    let hold = Table::create()
        .table("hold")
        .col(uuid("id").primary_key())
        .col(uuid("complaint"))
        .col(string("ground"))
        .col(string("reference"))
        .col(text("holder"))
        .col(big_integer("held_at"))
        .col(text_null("releaser"))
        .col(big_integer_null("released_at"))
        .to_owned();
    let list = Table::create()
        .table("destruction")
        .col(uuid("id").primary_key())
        .col(text("proposer"))
        .col(big_integer("proposed_at"))
        .col(boolean_null("approved"))
        .col(text_null("decider"))
        .col(big_integer_null("decided_at"))
        .to_owned();
    let destroyed = Table::create()
        .table("destroyed")
        .col(uuid("complaint"))
        .col(string("service"))
        .col(big_integer("destroyed_at"))
        .col(big_integer("gone_rows"))
        .col(big_integer("gone_files"))
        .primary_key(Index::create().col("complaint").col("service"))
        .to_owned();
    [file, hold, list, destroyed]
}

/// Files that were archived before: the record has what was said of them.
async fn fill(conn: &SchemaManagerConnection<'_>) -> Result<(), DbErr> {
    let mut after = 0;
    loop {
        let entries = entry::Entity::find()
            .filter(entry::Column::Position.gt(after))
            .filter(entry::Column::Kind.is_in([ARCHIVED, REOPENED]))
            .order_by_asc(entry::Column::Position)
            .limit(STRIDE)
            .all(conn)
            .await?;
        let Some(last) = entries.last() else { return Ok(()) };
        after = last.position;
        for entry in entries {
            file::Entity::delete_by_id(entry.about).exec(conn).await?;
            if entry.kind == ARCHIVED {
                // What cannot be read was parked when it came, and is not in the record.
                let event: ArchivedV1 =
                    serde_json::from_str(&entry.body).map_err(|error| DbErr::Json(error.to_string()))?;
                file::Entity::insert(archived(&entry, event))
                    .exec_without_returning(conn)
                    .await?;
            }
        }
    }
}

fn archived(entry: &entry::Model, event: ArchivedV1) -> file::ActiveModel {
    let term = event.retention.zip(event.kept_until);
    let (class, kept_until) = term.unzip();
    file::ActiveModel {
        complaint: Set(entry.about),
        archived_at: Set(entry.occurred_at),
        class: Set(class),
        kept_until: Set(kept_until),
        state: Set("kept".to_owned()),
        list: Set(None),
    }
}
