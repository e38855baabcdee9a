//! The record, and the triggers that let it grow at its end only.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, string, string_null, text, uuid, uuid_null};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_audit_record"
    }
}

const SQLITE: &[&str] = &[
    "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    "CREATE TRIGGER entry_at_end BEFORE INSERT ON entry
     WHEN NEW.position <> (SELECT COALESCE(MAX(position), 0) + 1 FROM entry)
     BEGIN SELECT RAISE(ABORT, 'the record grows at its end only'); END",
];

const POSTGRES: &[&str] = &[
    "CREATE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION 'the record is append-only'; END $$",
    "CREATE FUNCTION entry_check_end() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF NEW.position <> (SELECT COALESCE(MAX(position), 0) + 1 FROM entry) THEN
         RAISE EXCEPTION 'the record grows at its end only';
       END IF;
       RETURN NEW;
     END $$",
    "CREATE TRIGGER entry_no_update BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entry_refuse()",
    "CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION entry_refuse()",
    "CREATE TRIGGER entry_at_end BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_check_end()",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let entry = Table::create()
            .table("entry")
            .col(big_integer("position").primary_key())
            .col(uuid("event_id").unique_key())
            .col(string("kind"))
            .col(string("producer"))
            .col(uuid("epoch"))
            .col(big_integer("sequence"))
            .col(uuid("about"))
            .col(big_integer("version"))
            .col(string("subject"))
            .col(big_integer("occurred_at"))
            .col(big_integer("recorded_at"))
            .col(uuid_null("causation"))
            .col(string_null("policy_version"))
            .col(text("body"))
            .col(binary("previous"))
            .col(binary("hash"))
            .to_owned();
        manager.create_table(entry).await?;
        let timeline = Index::create()
            .name("entry_about")
            .table("entry")
            .col("about")
            .col("position")
            .to_owned();
        manager.create_index(timeline).await?;
        let triggers = match manager.get_database_backend() {
            DbBackend::Sqlite => SQLITE,
            _ => POSTGRES,
        };
        for trigger in triggers {
            manager.get_connection().execute_unprepared(trigger).await?;
        }
        Ok(())
    }
}
