//! Databases for one test.

use std::path::Path;

use huiyin_store::StoreConfig;
use sea_orm::{ConnectionTrait, Database};

/// Which databases a world uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Databases {
    /// A file for each service.
    Sqlite,
    /// A PostgreSQL database for each service, on the server at this address.
    Postgres(String),
}

impl Databases {
    /// Both, where the environment names a PostgreSQL server; else SQLite alone, and the test says so.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the test command names the server")]
    pub fn both() -> Vec<Self> {
        match std::env::var("HUIYIN_TEST_POSTGRES") {
            Ok(url) => vec![Self::Sqlite, Self::Postgres(url)],
            Err(_) => {
                println!(
                    "skipped: the PostgreSQL half, since HUIYIN_TEST_POSTGRES names no server (./test starts one)"
                );
                vec![Self::Sqlite]
            }
        }
    }

    /// A database of its own for a service; made if it is not there. `world` keeps tests apart.
    pub(crate) async fn config(&self, folder: &Path, world: &str, service: &str) -> StoreConfig {
        let url = match self {
            Self::Sqlite => format!("sqlite://{}", folder.join(format!("{service}.db")).display()),
            Self::Postgres(server) => {
                let name = format!("t{world}_{service}");
                let admin = Database::connect(server)
                    .await
                    .expect("the test's PostgreSQL server answers");
                // Made before: the world was started again.
                let _made = admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await;
                admin.close().await.expect("the connection closes");
                let (base, _) = server.rsplit_once('/').expect("the server's address names a database");
                format!("{base}/{name}")
            }
        };
        StoreConfig {
            url,
            connections: 5,
            migrate: true,
        }
    }

    /// Drops what [`Databases::config`] made.
    pub(crate) async fn drop_all(&self, world: &str, services: &[&str]) {
        if let Self::Postgres(server) = self {
            let admin = Database::connect(server)
                .await
                .expect("the test's PostgreSQL server answers");
            for service in services {
                let drop = format!("DROP DATABASE IF EXISTS t{world}_{service} WITH (FORCE)");
                admin
                    .execute_unprepared(&drop)
                    .await
                    .expect("the test's database is dropped");
            }
        }
    }
}
