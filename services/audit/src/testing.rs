//! Databases for this crate's tests: SQLite always, PostgreSQL where `HUIYIN_TEST_POSTGRES` names a server.

use huiyin_contracts::{Envelope, Event};
use huiyin_kernel::{Clock, EventId, Ids};
use huiyin_store::{Store, StoreConfig};
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;
use uuid::Uuid;

/// A database of its own, gone with the test.
pub(crate) struct Db {
    pub(crate) store: Store,
    _folder: Option<TempDir>,
}

/// One of each kind.
pub(crate) async fn databases() -> Vec<Db> {
    let mut folder = Some(TempDir::new().unwrap());
    let file = folder.as_ref().unwrap().path().join("audit.db");
    let mut urls = vec![format!("sqlite://{}", file.display())];
    #[expect(clippy::disallowed_methods, reason = "a test's setting")]
    let server = std::env::var("HUIYIN_TEST_POSTGRES");
    if let Ok(server) = server {
        let name = format!("audit_{}", Ids::random(Clock::system()).uuid().simple());
        let admin = Database::connect(&server).await.unwrap();
        admin
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        let (base, _) = server.rsplit_once('/').unwrap();
        urls.push(format!("{base}/{name}"));
    }
    let mut databases = Vec::new();
    for url in urls {
        let config = StoreConfig {
            url,
            connections: 4,
            migrate: true,
        };
        let ids = Ids::random(Clock::system());
        let store = Store::connect(&config, "audit", Clock::system(), ids).await.unwrap();
        store.prepare(crate::store::migrations, true).await.unwrap();
        databases.push(Db { store, _folder: None });
    }
    databases
        .iter_mut()
        .take(1)
        .for_each(|sqlite| sqlite._folder = folder.take());
    databases
}

/// An event as it would be heard, the `n`-th of its complaint.
pub(crate) fn heard<E: Event>(event: &E, complaint: Uuid, n: i64) -> Envelope {
    Envelope {
        id: EventId::from_uuid(Ids::random(Clock::system()).uuid()),
        kind: E::kind(),
        producer: E::PRODUCER.to_owned(),
        epoch: Uuid::nil(),
        sequence: n,
        about: complaint,
        version: n,
        subject: format!("{}.v1.{}.ho", E::ABOUT, E::NAME),
        occurred: huiyin_store::instant(1_800_000_000_000_000 + n),
        recorded: huiyin_store::instant(1_800_000_000_000_000 + n),
        causation: None,
        policy_version: Some("2026-01".to_owned()),
        traceparent: None,
        body: serde_json::to_string(event).unwrap(),
    }
}
