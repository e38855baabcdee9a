//! `huiyin up` on fresh data.

use std::path::Path;

use anyhow::Context;
use huiyin_bus::{Bus, BusConfig};
use huiyin_kernel::Password;
use tempfile::TempDir;
use tokio::process::Command;

use crate::Place;
use crate::load::Registrar;
use crate::process::{Running, free_port};

/// A running product with its data.
pub(crate) struct Product {
    pub(crate) running: Running,
    pub(crate) folder: TempDir,
}

impl Product {
    /// Starts it; it answers `/readyz`, and may not have its first unit yet.
    pub(crate) async fn start(place: &Place) -> anyhow::Result<Self> {
        Self::again(place, place.fresh()?).await
    }

    /// Starts it on data that is there already, or not yet.
    pub(crate) async fn again(place: &Place, folder: TempDir) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(&place.product);
        command.arg("up").arg("--data").arg(folder.path().join("data"));
        command.arg("--listen").arg(format!("127.0.0.1:{port}"));
        // The load is told by nobody in particular, on a closed machine.
        command
            .env("HUIYIN__BUS__SERVER", &place.server)
            .env("HUIYIN__CALLERS__TRUST", "headers");
        let running = Running::start(command, port, folder.path().join("log")).await?;
        Ok(Self { running, folder })
    }

    /// Starts it, and waits until it takes complaints.
    pub(crate) async fn usable(place: &Place) -> anyhow::Result<(Self, Registrar)> {
        let product = Self::start(place).await?;
        let registrar = Registrar::new(&product.running.url)?;
        registrar.wait_for_unit().await?;
        Ok((product, registrar))
    }

    /// Connects to its bus, as its configuration file says.
    pub(crate) async fn bus(&self) -> anyhow::Result<Bus> {
        let path = self.folder.path().join("data/bus/nats.conf");
        let config = bus_config(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        Ok(Bus::connect(&config, "load").await?)
    }

    /// Stops it, and keeps its data.
    pub(crate) async fn halt(self) -> anyhow::Result<TempDir> {
        self.running.stop().await?;
        Ok(self.folder)
    }

    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        self.running.stop().await
    }
}

fn bus_config(path: &Path) -> anyhow::Result<BusConfig> {
    let text = std::fs::read_to_string(path)?;
    let after = |key: &str| {
        let rest = text
            .split_once(key)
            .map(|(_, rest)| rest)
            .and_then(|rest| rest.split_once('"'));
        let value = rest.and_then(|(_, value)| value.split_once('"'));
        value
            .map(|(value, _)| value.to_owned())
            .with_context(|| format!("it has no {key}"))
    };
    Ok(BusConfig {
        url: format!("nats://{}", after("listen:")?),
        user: Some(after("user:")?),
        password: Some(Password::from(after("password:")?)),
        replicas: 1,
        accept_weak_stream: false,
        request_timeout_ms: 5000,
    })
}
