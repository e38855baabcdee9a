//! Notification's configuration.

use std::path::PathBuf;

use huiyin_kernel::Password;
use serde::Deserialize;

/// Notification's own keys; `config.default.toml` tells what they mean.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The IANA time zone of dates in notices.
    pub time_zone: String,
    /// A folder with texts that replace the built-in ones; empty for none.
    pub templates: PathBuf,
    /// How mail leaves.
    pub mail: Mail,
    /// The mail server.
    pub smtp: Smtp,
    /// How often, and how far apart.
    pub retry: Retry,
}

/// `[mail]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// To a server or into a folder.
    pub way: Way,
    /// The sender: `Name <address>`.
    pub from: String,
    /// The folder.
    pub folder: PathBuf,
    /// Notices that are sent at one time.
    pub at_once: usize,
}

/// How mail leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// As files in a folder.
    Folder,
    /// Through a mail server.
    Smtp,
}

/// `[smtp]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is protected.
    pub tls: Tls,
    /// A file with certificates (PEM) of authorities to trust beside the public ones; empty for none.
    pub ca_file: PathBuf,
    /// The user to sign in as; empty for none.
    pub user: String,
    /// The password; from a file with `HUIYIN__SMTP__PASSWORD_FILE`.
    pub password: Password,
    /// Seconds that a command may take.
    pub timeout_seconds: u64,
}

/// How the line to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// Not at all: for a server on this machine.
    None,
    /// Begun in clear and then protected; a server that cannot is refused.
    Starttls,
    /// From the first byte.
    Tls,
}

/// `[retry]`
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// Attempts in all.
    pub attempts: u32,
    /// Seconds after the first one; doubled each time.
    pub first_seconds: u32,
    /// The longest time between two, in seconds.
    pub longest_seconds: u32,
}
