//! Why the child does not run.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use crate::version::OLDEST;

/// Why the child does not run, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum ChildError {
    /// The configured program is not there.
    #[error(
        "there is no program {0}; set the right path to nats-server, or leave it out and use `./run`, which installs one"
    )]
    NotThere(PathBuf),
    /// There is none to be found.
    #[error("nats-server is not on the PATH; `./run` installs one, or install nats-server {OLDEST} or later yourself")]
    NotFound,
    /// The tests have none.
    #[error("the tests need nats-server {OLDEST} or later; `./test` installs one")]
    NotFoundForTests,
    /// The program is too old.
    #[error("{program} is {found}; `./run` installs a newer one, or install nats-server {OLDEST} or later yourself")]
    Old {
        /// The program.
        program: PathBuf,
        /// What it says of itself.
        found: String,
    },
    /// Another process of ours has the folder.
    #[error("another process keeps its nats-server in {0}; stop that one first, or choose another data folder")]
    InUse(PathBuf),
    /// An orphan of an earlier start does not end.
    #[error("the nats-server of an earlier start (process {0}) does not end; end it with `kill -9 {0}`")]
    Orphan(u32),
    /// The fixed port is taken.
    #[error("port {0} on 127.0.0.1 is taken; free it, or configure another one")]
    PortTaken(u16),
    /// No port could be had.
    #[error("no free port on 127.0.0.1 could be had; see which processes listen")]
    NoPort,
    /// A value would break out of the configuration file.
    #[error("{0} holds a quote, a backslash or a control character, which nats-server's configuration cannot hold")]
    Unquotable(&'static str),
    /// It ended at once.
    #[error("nats-server ended at its start ({status}); {log} says why")]
    Ended {
        /// How it ended.
        status: ExitStatus,
        /// Its log.
        log: PathBuf,
    },
    /// It runs and takes no connections.
    #[error("nats-server does not take connections; {0} says why")]
    NotReady(PathBuf),
    /// The system refused.
    #[error("cannot {what} {path}: {error}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl ChildError {
    pub(super) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Io { what, path, error }
    }
}
