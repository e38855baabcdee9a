//! Where a service's database is.

use std::fmt;

use serde::Deserialize;

/// `[database]` of a service's configuration.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreConfig {
    /// `sqlite:///path/to/file.db` or `postgres://user:password@host/database`.
    pub url: String,
    /// Connections that read (SQLite), or connections in all (PostgreSQL).
    #[serde(default = "eight")]
    pub connections: u32,
    /// Whether pending migrations are carried out at start; otherwise they refuse it.
    #[serde(default)]
    pub migrate: bool,
}

fn eight() -> u32 {
    8
}

impl fmt::Debug for StoreConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.url.split(':').next().unwrap_or_default();
        write!(
            f,
            "StoreConfig({scheme}, connections {}, migrate {})",
            self.connections, self.migrate
        )
    }
}
