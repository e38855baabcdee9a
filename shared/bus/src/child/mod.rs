//! The embedded default's own nats-server: a child process on loopback.
//!
//! There is no NATS server to embed in a Rust program. The child keeps its port and its store in one folder, so that a
//! connection finds it again after it was restarted. It dies with this process where that ends in order; after a `kill -9` it
//! lives on as an orphan, and the next start ends it first.

mod error;
mod files;
mod find;
mod previous;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

pub use error::ChildError;
use files::Files;
pub use find::{find_server, server_for_tests};
use huiyin_kernel::Password;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::process::{Child as Process, Command};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::BusConfig;

/// How to run the child.
#[derive(Clone, Debug)]
pub struct ChildConfig {
    /// The nats-server program: see [`find_server`].
    pub program: PathBuf,
    /// The folder of its store, configuration and log; made where it is absent.
    pub data: PathBuf,
    /// The port on 127.0.0.1. Absent: the one of the last start, or a free one.
    pub port: Option<u16>,
    /// The only user's name.
    pub user: String,
    /// Their password: new and random at each start.
    pub password: Password,
    /// How many bytes the store may take on disk.
    pub max_store_bytes: u64,
}

impl ChildConfig {
    /// A child with its store in `data`: any free port, a user called `huiyin`, at most 100 GiB.
    #[must_use]
    pub fn new(program: PathBuf, data: PathBuf, password: Password) -> Self {
        Self {
            program,
            data,
            port: None,
            user: "huiyin".to_owned(),
            password,
            max_store_bytes: 100 << 30,
        }
    }
}

/// A running nats-server. Killed when dropped.
pub struct Child {
    config: ChildConfig,
    files: Files,
    port: u16,
    process: Process,
}

/// Longer than a store takes to be read on a slow disk.
const READY_WITHIN: Duration = Duration::from_secs(30);
const STOPPED_WITHIN: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(5);
const FIRST_BACKOFF: Duration = Duration::from_millis(100);
const LONGEST_BACKOFF: Duration = Duration::from_secs(5);
/// A child that ran this long did not die of its start.
const SETTLED: Duration = Duration::from_secs(30);
/// Another program may take the port between our look and the child's.
const PORTS_TO_TRY: usize = 3;

impl Child {
    /// Starts the child and waits until it takes connections.
    ///
    /// # Errors
    /// See [`ChildError`]: each names its cure.
    pub async fn start(config: ChildConfig) -> Result<Self, ChildError> {
        find::check_version(&config.program).await?;
        let files = Files::prepare(&config.data)?;
        previous::end(&config.program, &files).await?;
        let mut last = ChildError::NoPort;
        for _ in 0..PORTS_TO_TRY {
            let port = files.choose_port(config.port)?;
            files.write_config(&config, port)?;
            match launch(&config.program, &files, port).await {
                Ok(process) => {
                    return Ok(Self {
                        config,
                        files,
                        port,
                        process,
                    });
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// How to connect to it.
    #[must_use]
    pub fn bus_config(&self) -> BusConfig {
        BusConfig {
            url: format!("nats://127.0.0.1:{}", self.port),
            user: Some(self.config.user.clone()),
            password: Some(self.config.password.clone()),
            replicas: 1,
            accept_weak_stream: false,
            request_timeout_ms: 5000,
        }
    }

    /// Its process id; none where it has just died.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.process.id()
    }

    /// Its port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The log file, for messages to the operator.
    #[must_use]
    pub fn log(&self) -> &Path {
        &self.files.log
    }

    /// Restarts the child whenever it dies, on the same port and store, until cancelled. Leaves it running: call
    /// [`Child::stop`] when all that use it are done.
    pub async fn supervise(&mut self, cancel: CancellationToken) {
        let mut backoff = FIRST_BACKOFF;
        loop {
            let since = Instant::now();
            tokio::select! {
                () = cancel.cancelled() => return,
                status = self.process.wait() => tracing::error!(?status, "nats-server died; it is started again"),
            }
            if since.elapsed() >= SETTLED {
                backoff = FIRST_BACKOFF;
            }
            loop {
                tokio::select! {
                    () = cancel.cancelled() => return,
                    () = sleep(backoff) => {}
                }
                backoff = (backoff * 2).min(LONGEST_BACKOFF);
                match launch(&self.config.program, &self.files, self.port).await {
                    Ok(process) => {
                        self.process = process;
                        tracing::info!(port = self.port, "nats-server runs again");
                        break;
                    }
                    Err(error) => tracing::error!("nats-server does not start: {error}"),
                }
            }
        }
    }

    /// Asks the child to end, and waits for it; kills it after ten seconds.
    ///
    /// # Errors
    /// [`ChildError::Io`]
    pub async fn stop(mut self) -> Result<(), ChildError> {
        if let Some(id) = self.process.id() {
            previous::terminate(&self.config.program, id).await?;
            if timeout(STOPPED_WITHIN, self.process.wait()).await.is_err() {
                tracing::warn!("nats-server did not end in time and is killed");
                self.process
                    .kill()
                    .await
                    .map_err(ChildError::io("kill", &self.config.program))?;
            }
        }
        self.files.forget_process();
        Ok(())
    }
}

/// Runs the program with our configuration, and waits until it takes connections.
async fn launch(program: &Path, files: &Files, port: u16) -> Result<Process, ChildError> {
    let output = files.output()?;
    let mut command = Command::new(program);
    command.arg("--config").arg(&files.config).kill_on_drop(true);
    // Its own process group: a Ctrl-C at the terminal is ours to handle, the child goes last.
    command.process_group(0);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::from(output));
    let mut process = command.spawn().map_err(ChildError::io("run", program))?;
    let end = Instant::now() + READY_WITHIN;
    loop {
        if let Some(status) = process.try_wait().map_err(ChildError::io("watch", program))? {
            let log = files.log.clone();
            return Err(ChildError::Ended { status, log });
        }
        if greets(port).await {
            return Ok(process);
        }
        if Instant::now() >= end {
            return Err(ChildError::NotReady(files.log.clone()));
        }
        sleep(LOOK).await;
    }
}

/// Whether a NATS server speaks on the port: it does so first, and only when its store is read.
async fn greets(port: u16) -> bool {
    let greeting = async {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
        let mut word = [0; 4];
        stream.read_exact(&mut word).await.ok()?;
        (&word == b"INFO").then_some(())
    };
    timeout(Duration::from_secs(1), greeting)
        .await
        .is_ok_and(|greeted| greeted.is_some())
}
