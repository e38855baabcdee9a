//! Evidence in files, and who had to do with it (R5.1). The content lies in the folder of files.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;

pub(super) struct Files;

impl MigrationName for Files {
    fn name(&self) -> &'static str {
        "m0008_investigation_evidence"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Files {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let id = match manager.get_database_backend() {
            DbBackend::Postgres => "UUID",
            _ => "uuid_text",
        };
        for statement in STATEMENTS {
            let statement = statement.replace("{id}", id);
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

const STATEMENTS: [&str; 6] = [
    "CREATE TABLE evidence (id {id} NOT NULL PRIMARY KEY, case_id {id} NOT NULL REFERENCES cases (id), kind TEXT NOT NULL, \
     given_by TEXT NOT NULL, name TEXT, sha256 TEXT NOT NULL, bytes BIGINT NOT NULL, media_type TEXT NOT NULL, scan TEXT NOT NULL, \
     added_at BIGINT NOT NULL, adder TEXT NOT NULL, supersedes {id}, reason TEXT)",
    "CREATE UNIQUE INDEX evidence_case ON evidence (case_id, sha256)",
    "CREATE UNIQUE INDEX evidence_supersedes ON evidence (supersedes)",
    "CREATE INDEX evidence_unscanned ON evidence (added_at) WHERE scan = 'unscanned'",
    "CREATE TABLE custody (id {id} NOT NULL PRIMARY KEY, case_id {id} NOT NULL REFERENCES cases (id), evidence_id {id} NOT NULL, \
     what TEXT NOT NULL, done_at BIGINT NOT NULL, actor TEXT NOT NULL, note TEXT, sha256 TEXT NOT NULL)",
    "CREATE INDEX custody_case ON custody (case_id, done_at, id)",
];
