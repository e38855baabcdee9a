//! A service that says, and one that writes down what it hears in the order in which it hears it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use huiyin_chassis::{Built, Hears, Outcome, Parts, Service};
use huiyin_contracts::Scope;
use huiyin_contracts::events::intake::AcceptedV1;
use huiyin_kernel::{Actor, ComplaintId};
use huiyin_store::{Change, Said, Store, StoreError};
use huiyin_testkit::WorldParts;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use sea_orm_migration::prelude::*;
use uuid::Uuid;

/// The handler fails for this complaint while it is set.
pub(crate) static POISONED: Mutex<Option<Uuid>> = Mutex::new(None);
/// The handler asks for another try while it is set.
pub(crate) static BUSY: AtomicBool = AtomicBool::new(false);

pub(crate) struct Teller;
pub(crate) struct Listener;

#[derive(serde::Deserialize)]
pub(crate) struct NoConfig {}

impl Service for Teller {
    const NAME: &'static str = "intake";
    const DEFAULTS: &'static str = "";
    type Config = NoConfig;

    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        Vec::new()
    }

    fn build(_: NoConfig, _: Parts) -> anyhow::Result<Built> {
        Ok(Built::new())
    }
}

impl Service for Listener {
    const NAME: &'static str = "audit";
    const DEFAULTS: &'static str = "";
    type Config = NoConfig;

    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Notes)]
    }

    fn build(_: NoConfig, _: Parts) -> anyhow::Result<Built> {
        let hears = Hears::new().on::<AcceptedV1, _>(|change, heard| {
            Box::pin(async move {
                let about = heard.event.complaint.uuid();
                let noted = note(change, about, heard.envelope.version).await;
                if *POISONED.lock().unwrap() == Some(about) {
                    return Outcome::Poison("this complaint is poisoned".to_owned());
                }
                if BUSY.load(Ordering::Relaxed) {
                    return Outcome::Retry("busy".to_owned());
                }
                noted.into()
            })
        });
        Ok(Built::new().hears(hears))
    }
}

struct Notes;

impl MigrationName for Notes {
    fn name(&self) -> &'static str {
        "m0001_audit_notes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Notes {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let place = match manager.get_database_backend() {
            DbBackend::Postgres => "BIGSERIAL",
            _ => "INTEGER",
        };
        let sql =
            format!("CREATE TABLE note (place {place} PRIMARY KEY, about TEXT NOT NULL, version BIGINT NOT NULL)");
        manager.get_connection().execute_unprepared(&sql).await.map(|_| ())
    }
}

async fn note(change: &mut Change, about: Uuid, version: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO note (about, version) VALUES ($1, $2)";
    let values = [about.to_string().into(), version.into()];
    let statement = Statement::from_sql_and_values(change.conn().get_database_backend(), sql, values);
    change.conn().execute_raw(statement).await?;
    Ok(())
}

/// What the listener wrote down, in its order.
pub(crate) async fn notes(listener: &Store) -> Vec<(String, i64)> {
    let sql = "SELECT about, version FROM note ORDER BY place";
    let rows = listener
        .read()
        .query_all_raw(Statement::from_string(listener.backend(), sql))
        .await
        .unwrap();
    rows.iter()
        .map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap()))
        .collect()
}

/// Says one event about each complaint, in one change.
pub(crate) async fn say(teller: &Store, complaints: &[Uuid]) {
    let mut change = teller.change().await.unwrap();
    for &about in complaints {
        let event = AcceptedV1 {
            complaint: ComplaintId::from_uuid(about),
            by: Actor::Operator,
        };
        change
            .say(&event, about, &Scope::Unit("ho.b01".parse().unwrap()), Said::default())
            .unwrap();
    }
    change.commit().await.unwrap();
}

pub(crate) fn both<'a>(parts: &'a mut WorldParts<'_>) -> std::pin::Pin<Box<dyn Future<Output = Vec<Store>> + 'a>> {
    Box::pin(async move {
        let (one, two) = (parts.database("intake").await, parts.database("audit").await);
        let teller = parts.assembly.add::<Teller>(NoConfig {}, &one).await.unwrap();
        let listener = parts.assembly.add::<Listener>(NoConfig {}, &two).await.unwrap();
        vec![teller, listener]
    })
}
