//! Configuration in layers. An unknown key is an error that names the nearest known one.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use axum::Router;
use config::{Config, Environment, File, FileFormat, Map};
use huiyin_bus::BusConfig;
use huiyin_store::StoreConfig;
use huiyin_web::{CallersConfig, Trust};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::net::TcpListener;

use crate::AccessConfig;

/// The defaults of the sections that every service has; also their documentation.
pub const DEFAULTS: &str = include_str!("../config.default.toml");

/// What every service can be told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings<C> {
    /// Where it is reached.
    pub http: Http,
    /// The bus.
    pub bus: BusConfig,
    /// Its database.
    pub database: StoreConfig,
    /// Whom it believes.
    pub callers: CallersConfig,
    /// An organisation's own policies.
    pub access: AccessConfig,
    /// The event feed.
    pub delivery: Delivery,
    /// Its log.
    pub log: Log,
    /// The service's own section.
    pub service: C,
}

/// `[http]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Address and port.
    pub listen: String,
    /// Names by which browsers may reach it, beside the loopback ones.
    pub hosts: Vec<String>,
    /// Whether the network that it listens on is closed: only services reach it there.
    pub closed_network: bool,
}

impl Http {
    /// Listens, where that is safe without encryption: on loopback, or on a network that is said to be closed.
    ///
    /// # Errors
    /// Where the address is not one, is taken, or can be reached by others.
    pub async fn bind(&self, trust: Trust) -> anyhow::Result<TcpListener> {
        let address: SocketAddr = self.listen.parse().context("http.listen reads like 127.0.0.1:8080")?;
        if !self.closed_network {
            huiyin_web::loopback_only(address)?;
        }
        if trust == Trust::Headers {
            tracing::warn!(%address, "callers.trust is \"headers\": whoever reaches this address is whom they say, and may do everything");
        }
        TcpListener::bind(address)
            .await
            .with_context(|| format!("{address} cannot be listened on: choose another"))
    }

    /// Lays what every router needs around one.
    pub fn around(&self, router: Router) -> Router {
        let names = self.hosts.iter().cloned();
        huiyin_web::Hosts::loopback_and(names).guard(huiyin_web::layers(router))
    }
}

/// `[delivery]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// Seconds between two heartbeats.
    pub heartbeat_seconds: u64,
}

/// `[log]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// A level, or tracing directives.
    pub level: String,
    /// `text` or `json`.
    pub format: String,
}

/// Configuration that cannot be used. The sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file or a value cannot be read.
    #[error("the configuration cannot be read: {0}")]
    Unreadable(String),
    /// A key that nobody knows.
    #[error("the configuration has an unknown key '{key}'{nearest}")]
    UnknownKey {
        /// The key.
        key: String,
        /// `: did you mean '…'?`, or nothing.
        nearest: String,
    },
}

/// Reads `defaults`, then the files, then the environment.
///
/// # Errors
/// [`SettingsError`]
pub fn read<C: DeserializeOwned>(
    defaults: &[String],
    files: &[PathBuf],
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<C, SettingsError> {
    let mut builder = Config::builder();
    for text in defaults {
        builder = builder.add_source(File::from_str(text, FileFormat::Toml));
    }
    for path in files {
        builder = builder.add_source(File::from(path.clone()).format(FileFormat::Toml));
    }
    let variables = Environment::with_prefix("HUIYIN")
        .prefix_separator("__")
        .separator("__")
        .try_parsing(true)
        .source(Some(secrets_from_files(environment)?));
    let read = builder
        .add_source(variables)
        .build()
        .map_err(|error| SettingsError::Unreadable(error.to_string()))?;
    read.try_deserialize().map_err(|error| explain(&error.to_string()))
}

/// The process's environment, as far as it is UTF-8.
pub fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// Replaces `…__PASSWORD_FILE`, `…__URL_FILE` and `…_SECRET_FILE` by what the file holds.
fn secrets_from_files(
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Map<String, String>, SettingsError> {
    let ours = variables.into_iter().filter(|(name, _)| name.starts_with("HUIYIN__"));
    ours.map(|(name, value)| match name.strip_suffix("_FILE") {
        Some(stem) if ["__PASSWORD", "__URL", "_SECRET"].iter().any(|end| stem.ends_with(end)) => {
            let text = std::fs::read_to_string(&value)
                .map_err(|error| SettingsError::Unreadable(format!("{name} names {value}: {error}")))?;
            Ok((stem.to_owned(), text.trim_end().to_owned()))
        }
        _ => Ok((name, value)),
    })
    .collect::<Result<HashMap<_, _>, _>>()
    .map(|map| map.into_iter().collect())
}

/// Turns serde's ``unknown field `x`, expected one of `a`, `b` `` into a sentence that names the nearest.
fn explain(message: &str) -> SettingsError {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let Some(key) = message.contains("unknown field").then(|| quoted.next()).flatten() else {
        return SettingsError::Unreadable(message.to_owned());
    };
    let best = quoted
        .map(|known| (strsim::damerau_levenshtein(key, known), known))
        .min();
    let nearest = best
        .map(|(_, known)| format!(": did you mean '{known}'?"))
        .unwrap_or_default();
    SettingsError::UnknownKey {
        key: key.to_owned(),
        nearest,
    }
}

/// A service's own defaults as the section `[service]`: its file has its keys at the top.
#[must_use]
pub fn section(name: &str, text: &str) -> String {
    let mut out = format!("[{name}]\n");
    for line in text.lines() {
        match line.trim_start().strip_prefix('[') {
            Some(rest) if !line.trim_start().starts_with("[[") => out.push_str(&format!("[{name}.{rest}\n")),
            Some(rest) => out.push_str(&format!("[[{name}.{}\n", rest.trim_start_matches('['))),
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Own {
        lapse_days: u32,
    }

    fn with(variables: &[(&str, &str)]) -> Result<Settings<Own>, SettingsError> {
        let defaults = [DEFAULTS.to_owned(), section("service", "# how long\nlapse_days = 5\n")];
        read(
            &defaults,
            &[],
            variables
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        )
    }

    #[test]
    fn the_environment_goes_over_the_defaults() {
        let settings = with(&[
            ("HUIYIN__HTTP__LISTEN", "127.0.0.1:9"),
            ("HUIYIN__SERVICE__LAPSE_DAYS", "7"),
        ])
        .unwrap();
        assert_eq!(
            (settings.http.listen.as_str(), settings.service.lapse_days),
            ("127.0.0.1:9", 7)
        );
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_known_one() {
        let error = with(&[("HUIYIN__DATABASE__MIGRAT", "true")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the configuration has an unknown key 'migrat': did you mean 'migrate'?"
        );
    }

    #[test]
    fn a_secret_is_read_from_a_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "postgres://secret\n").unwrap();
        let settings = with(&[("HUIYIN__DATABASE__URL_FILE", file.path().to_str().unwrap())]).unwrap();
        assert_eq!(settings.database.url, "postgres://secret");
        assert!(
            !format!("{settings:?}").contains("secret"),
            "a secret shows in debug output"
        );
        let error = with(&[("HUIYIN__DATABASE__URL_FILE", "/nonexistent")]).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("HUIYIN__DATABASE__URL_FILE names /nonexistent"),
            "{error}"
        );
    }
}
