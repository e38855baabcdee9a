//! The data folder: a database for each service, the bus's store, keys, letters.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use huiyin_bus::BusConfig;
use huiyin_bus::child::{Child, ChildConfig, find_server};
use huiyin_chassis::Lifecycle;
use huiyin_chassis::settings::environment;
use huiyin_kernel::{Ids, Password};
use tokio::sync::Mutex;

use super::settings::OwnBus;

/// The folder, locked: one product at a time.
pub(crate) struct Data {
    folder: PathBuf,
    _lock: File,
}

impl Data {
    /// Opens the folder, and makes it where it is not there.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        let cannot = || {
            format!(
                "the data folder {} cannot be used: choose another with --data",
                folder.display()
            )
        };
        fs::create_dir_all(folder).with_context(cannot)?;
        only_for_us(folder).with_context(cannot)?;
        let folder = folder.canonicalize().with_context(cannot)?;
        let lock = File::create(folder.join("lock")).with_context(cannot)?;
        lock.try_lock().map_err(|_| {
            anyhow::anyhow!(
                "another huiyin runs on {}: stop it, or choose another folder with --data",
                folder.display()
            )
        })?;
        Ok(Self { folder, _lock: lock })
    }

    /// The address of a service's database.
    pub(crate) fn database(&self, service: &str) -> String {
        format!("sqlite://{}", self.folder.join(format!("{service}.db")).display())
    }

    /// What follows from the folder for the services' configuration.
    pub(crate) fn settings(&self) -> String {
        let path = |name: &str| toml::Value::from(self.folder.join(name).display().to_string());
        format!(
            "[callers]\nkey_file = {}\ncreate_key = true\n\n[intake.receipts]\nkey_file = {}\ncreate_key = true\n\n[intake.matching]\nkey_file = {}\n\n[intake.sealing]\nkey_file = {}\n\n[intake.attachments]\nfolder = {}\n\n[investigation.evidence]\nfolder = {}\n\n[investigation.sealing]\nkey_file = {}\n\n[desk.sealing]\nkey_file = {}\n\n[notification.mail]\nfolder = {}\n",
            path("caller.key"),
            path("receipt.key"),
            path("matching.key"),
            path("sealing.keys"),
            path("attachments"),
            path("evidence"),
            path("sealing.keys"),
            path("sealing.keys"),
            path("letters")
        )
    }

    /// The password of the demonstration's staff: drawn at the first start, and kept beside the key.
    pub(crate) fn demo_password(&self, ids: &Ids) -> anyhow::Result<String> {
        let file = self.folder.join("demo-password");
        if let Ok(kept) = fs::read_to_string(&file) {
            return Ok(kept.trim().to_owned());
        }
        let drawn: Vec<String> = ids.bytes::<6>().chunks(2).map(hex).collect();
        let password = format!("demo-{}", drawn.join("-"));
        fs::write(&file, format!("{password}\n")).context("the demonstration's password cannot be kept")?;
        Ok(password)
    }

    /// Starts the bus.
    pub(crate) async fn start_bus(&self, own: &OwnBus, ids: &Ids) -> anyhow::Result<Server> {
        let search: Option<std::ffi::OsString> = environment()
            .find(|(name, _)| name == "PATH")
            .map(|(_, value)| std::ffi::OsString::from(value));
        let program = find_server(own.program(), search.as_deref())?;
        let password = hex(&ids.bytes::<16>());
        let child = Child::start(ChildConfig::new(
            program,
            self.folder.join("bus"),
            Password::from(password),
        ))
        .await?;
        let config = child.bus_config();
        Ok(Server {
            child: Arc::new(Mutex::new(Some(child))),
            config,
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn only_for_us(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

/// The bus that the product runs itself.
pub(crate) struct Server {
    child: Arc<Mutex<Option<Child>>>,
    config: BusConfig,
}

impl Server {
    /// How to reach it.
    pub(crate) fn config(&self) -> BusConfig {
        self.config.clone()
    }

    /// Restarts it when it dies, until the product stops.
    pub(crate) fn supervise(&self, lifecycle: &Lifecycle) {
        let (child, stopping) = (Arc::clone(&self.child), lifecycle.stopping());
        lifecycle.run("nats-server", async move {
            if let Some(child) = child.lock().await.as_mut() {
                child.supervise(stopping).await;
            }
            Ok(())
        });
    }

    /// Stops it, when nobody needs it any more.
    pub(crate) async fn stop(&self) {
        if let Some(child) = self.child.lock().await.take()
            && let Err(error) = child.stop().await
        {
            tracing::warn!(%error, "nats-server did not stop in order");
        }
    }
}
