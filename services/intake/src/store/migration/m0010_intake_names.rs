//! Names of files that were kept in clear before an upgrade are found without a look at all others.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0010_intake_names"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let clear = in_clear(manager.get_database_backend());
        let index = format!("CREATE INDEX attachment_open ON attachment (id) WHERE {clear}");
        manager.get_connection().execute_unprepared(&index).await?;
        Ok(())
    }
}

/// A name in clear: what is sealed begins with a control character, and no name has one. The index is used where a query says the same.
pub(in crate::store) fn in_clear(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "name COLLATE \"C\" >= ' '",
        _ => "name >= ' '",
    }
}
