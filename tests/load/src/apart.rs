//! Each service in a process of its own, on PostgreSQL, with a bus of their own.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use huiyin_bus::child::{Child, ChildConfig};
use huiyin_kernel::{Clock, Ids, Password};
use tempfile::TempDir;

use crate::Place;
use crate::postgres::{Databases, import_tree, service};
use crate::process::Running;

/// Those that hear each other, then the desk, which asks them all.
const SERVICES: [&str; 5] = ["routing", "intake", "investigation", "notification", "audit"];
const ALL: &[&str] = &["routing", "intake", "investigation", "notification", "audit", "desk"];

/// They run until they are ended.
pub(crate) struct Apart {
    databases: Databases,
    child: Child,
    running: BTreeMap<&'static str, Running>,
    _folder: TempDir,
}

impl Apart {
    pub(crate) async fn start(place: &Place, server: &str) -> anyhow::Result<Self> {
        for name in ALL {
            let program = place.program(&format!("huiyin-{name}"));
            ensure!(program.is_file(), "{} is not built", program.display());
        }
        let databases = Databases::make(server, ALL).await?;
        let folder = place.fresh()?;
        let password = Password::from(Ids::random(Clock::system()).uuid().simple().to_string());
        let config = ChildConfig::new(place.server.clone(), folder.path().join("bus"), password);
        let child = Child::start(config).await?;
        let bus = child.bus_config();
        let mut running = BTreeMap::new();
        for name in SERVICES {
            running.insert(name, service(place, &databases, &bus, name, folder.path(), &[]).await?);
        }
        let addresses = running.iter().map(|(name, running)| {
            let key = format!("HUIYIN__SERVICE__SERVICES__{}", name.to_uppercase());
            (key, running.url.clone())
        });
        let addresses: Vec<_> = addresses.collect();
        let desk = service(place, &databases, &bus, "desk", folder.path(), &addresses).await?;
        running.insert("desk", desk);
        let apart = Self {
            databases,
            child,
            running,
            _folder: folder,
        };
        import_tree(apart.url("routing")?).await?;
        Ok(apart)
    }

    /// Where a service answers.
    pub(crate) fn url(&self, service: &str) -> anyhow::Result<&str> {
        let running = self.running.get(service);
        Ok(&running.with_context(|| format!("{service} does not run"))?.url)
    }

    /// A service's database.
    pub(crate) fn database(&self, service: &str) -> String {
        self.databases.url(service)
    }

    /// Stops all of it, and drops the databases.
    pub(crate) async fn end(self) -> anyhow::Result<()> {
        for running in self.running.into_values() {
            running.stop().await?;
        }
        self.child.stop().await?;
        self.databases.drop_all().await
    }
}
