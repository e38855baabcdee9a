//! A program under measurement.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio::process::{Child, Command};
use tokio::time::sleep;

/// A program that runs, and where it answers. Killed when dropped.
pub(crate) struct Running {
    pub(crate) url: String,
    /// From its start until it said that it is ready.
    pub(crate) ready_after: Duration,
    child: Child,
    log: PathBuf,
}

const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(2);

impl Running {
    /// Starts a program that answers on `port`, and waits until `/readyz` says 200. What it says goes into `log`.
    pub(crate) async fn start(mut command: Command, port: u16, log: PathBuf) -> anyhow::Result<Self> {
        let output = File::create(&log)?;
        command
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .kill_on_drop(true);
        let http = reqwest::Client::new();
        let began = Instant::now();
        let child = command.spawn().context("the program does not start")?;
        let url = format!("http://127.0.0.1:{port}");
        let mut running = Self {
            url,
            ready_after: Duration::ZERO,
            child,
            log,
        };
        let readyz = format!("{}/readyz", running.url);
        while !http
            .get(&readyz)
            .send()
            .await
            .is_ok_and(|answer| answer.status() == 200)
        {
            if began.elapsed() > PATIENCE || running.child.try_wait()?.is_some() {
                bail!("it did not become ready; it said:\n{}", running.log_text());
            }
            sleep(LOOK).await;
        }
        running.ready_after = began.elapsed();
        Ok(running)
    }

    /// The process's number and those of its children.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let Some(own) = self.child.id() else { return Vec::new() };
        let tasks = fs::read_dir(format!("/proc/{own}/task"))
            .into_iter()
            .flatten()
            .flatten();
        let children = tasks.flat_map(|task| {
            let text = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            text.split_whitespace()
                .filter_map(|id| id.parse().ok())
                .collect::<Vec<u32>>()
        });
        std::iter::once(own).chain(children).collect()
    }

    /// What it said so far.
    pub(crate) fn log_text(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Asks it to stop, and waits.
    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        if let Some(id) = self.child.id() {
            // The shell's own `kill`: from here a signal would need unsafe code.
            Command::new("sh")
                .arg("-c")
                .arg(format!("kill -TERM {id}"))
                .status()
                .await?;
        }
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        ended.context("it did not stop")??;
        Ok(())
    }
}

/// A port that nobody has now.
pub(crate) fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Resident and proportional memory of a process, in KiB.
pub(crate) fn memory(process: u32) -> (u64, u64) {
    let read = |path: &str, key: &str| {
        let text = fs::read_to_string(Path::new("/proc").join(process.to_string()).join(path)).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
        line.split_whitespace()
            .next()
            .and_then(|number| number.parse().ok())
            .unwrap_or(0)
    };
    (read("status", "VmRSS:"), read("smaps_rollup", "Pss:"))
}

/// The processor time that a process has used so far, in user and in kernel mode.
pub(crate) fn processor_time(process: u32) -> Duration {
    // proc_pid_stat(5): fields 14 and 15, in ticks of 10 ms on every Linux that we know; the name before them may hold spaces.
    let text = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = text.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// A process's name.
pub(crate) fn name(process: u32) -> String {
    fs::read_to_string(format!("/proc/{process}/comm"))
        .unwrap_or_default()
        .trim()
        .to_owned()
}
