//! The orphan of an earlier start that was killed.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::{Instant, sleep};

use super::ChildError;
use super::files::Files;

const LOOK: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(10);

/// Ends the server of an earlier start, if it still runs with our configuration. A process that has got its number since is
/// told apart by its command line and left alone.
pub(super) async fn end(program: &Path, files: &Files) -> Result<(), ChildError> {
    let kept = fs::read_to_string(&files.process_id).ok();
    let Some(id) = kept.and_then(|text| text.trim().parse::<u32>().ok()) else {
        return Ok(());
    };
    if is_ours(id, &files.config) {
        tracing::info!(process = id, "ending the nats-server of an earlier start");
        terminate(program, id).await?;
    }
    let end = Instant::now() + PATIENCE;
    while is_ours(id, &files.config) {
        if Instant::now() >= end {
            return Err(ChildError::Orphan(id));
        }
        sleep(LOOK).await;
    }
    files.forget_process();
    Ok(())
}

/// Sends SIGTERM. nats-server does that itself; from here it would need unsafe code.
pub(super) async fn terminate(program: &Path, id: u32) -> Result<(), ChildError> {
    let mut signal = Command::new(program);
    signal.arg("--signal").arg(format!("term={id}")).kill_on_drop(true);
    signal.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Where it fails the process is gone already, or the caller's wait runs out.
    signal.status().await.map_err(ChildError::io("run", program))?;
    Ok(())
}

fn is_ours(id: u32, config: &Path) -> bool {
    let line = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
    let config = config.as_os_str().as_encoded_bytes();
    line.split(|&byte| byte == 0).any(|argument| argument == config)
}
