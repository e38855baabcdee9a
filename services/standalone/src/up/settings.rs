//! The embedded default's configuration: every service's own, each under its name.

use std::path::{Path, PathBuf};

use huiyin_audit::Audit;
use huiyin_chassis::settings::{Delivery, Http, Log, environment, read, section};
use huiyin_chassis::{AccessConfig, Service};
use huiyin_desk::Desk;
use huiyin_intake::Intake;
use huiyin_investigation::Investigation;
use huiyin_notification::Notification;
use huiyin_routing::Routing;
use huiyin_web::CallersConfig;
use serde::Deserialize;

use super::data::Data;

const DEFAULTS: &str = include_str!("../../config.default.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) http: Http,
    pub(crate) bus: OwnBus,
    pub(crate) callers: CallersConfig,
    pub(crate) access: AccessConfig,
    pub(crate) delivery: Delivery,
    pub(crate) log: Log,
    pub(crate) intake: <Intake as Service>::Config,
    pub(crate) routing: <Routing as Service>::Config,
    pub(crate) investigation: <Investigation as Service>::Config,
    pub(crate) notification: <Notification as Service>::Config,
    pub(crate) audit: <Audit as Service>::Config,
    pub(crate) desk: <Desk as Service>::Config,
}

/// `[bus]`: the server that the product runs itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnBus {
    server: String,
}

impl OwnBus {
    /// The program that the configuration names.
    pub(crate) fn program(&self) -> Option<&Path> {
        Some(self.server.as_str())
            .filter(|path| !path.is_empty())
            .map(Path::new)
    }
}

impl Settings {
    /// Reads the defaults, what follows from the data folder, the files, and the environment.
    pub(crate) fn read(data: &Data, files: &[PathBuf]) -> anyhow::Result<Self> {
        let defaults = [
            DEFAULTS.to_owned(),
            section(Intake::NAME, Intake::DEFAULTS),
            section(Routing::NAME, Routing::DEFAULTS),
            section(Investigation::NAME, Investigation::DEFAULTS),
            section(Notification::NAME, Notification::DEFAULTS),
            section(Audit::NAME, Audit::DEFAULTS),
            section(Desk::NAME, Desk::DEFAULTS),
            data.settings(),
        ];
        Ok(read(&defaults, files, environment())?)
    }
}
