//! Starting and stopping: softly first, then hard.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The tasks of a process. A task that fails stops them all: a process that lost a part of itself is not kept half alive.
#[derive(Clone, Default)]
pub struct Lifecycle {
    soft: CancellationToken,
    hard: CancellationToken,
    tasks: TaskTracker,
    failure: Arc<Mutex<Option<anyhow::Error>>>,
}

/// How long a soft stop may take.
const SOFT: Duration = Duration::from_secs(20);

impl Lifecycle {
    /// A process without tasks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Resolves when the process is to stop softly: take no new work, finish what is at hand.
    #[must_use]
    pub fn stopping(&self) -> CancellationToken {
        self.soft.clone()
    }

    /// Runs a task until it ends or the process stops hard.
    pub fn run<F>(&self, name: &'static str, task: F)
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let this = self.clone();
        let watched = self.tasks.spawn(async move {
            tokio::select! {
                result = task => result,
                () = this.hard.cancelled() => Ok(()),
            }
        });
        let this = self.clone();
        self.tasks.spawn(async move {
            let failure = match watched.await {
                Ok(Ok(())) => return,
                Ok(Err(error)) => error.context(format!("the task {name} failed")),
                Err(panic) => anyhow::anyhow!("the task {name} panicked: {panic}"),
            };
            this.failure
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get_or_insert(failure);
            this.soft.cancel();
        });
    }

    /// Asks for a soft stop.
    pub fn stop(&self) {
        self.soft.cancel();
    }

    /// Waits until the process is asked to stop or a task fails, then until all tasks have ended, at most 20 s more.
    ///
    /// # Errors
    /// The first task's failure.
    pub async fn finish(&self) -> anyhow::Result<()> {
        self.soft.cancelled().await;
        self.tasks.close();
        if tokio::time::timeout(SOFT, self.tasks.wait()).await.is_err() {
            tracing::warn!("some tasks did not end in 20 s and are cut off");
            self.hard.cancel();
            self.tasks.wait().await;
        }
        match self.failure.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Cuts everything off now: what a second signal asks for, and a test that plays a crash.
    pub async fn kill(&self) {
        self.soft.cancel();
        self.hard.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Stops softly at SIGTERM or SIGINT, hard at the second one.
    ///
    /// # Errors
    /// Where the signals cannot be listened to.
    pub fn listen_to_signals(&self) -> anyhow::Result<()> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let this = self.clone();
        #[expect(
            clippy::disallowed_methods,
            reason = "it must outlive the tracked tasks that it stops"
        )]
        tokio::spawn(async move {
            for stop in [&this.soft, &this.hard] {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                stop.cancel();
            }
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_soft_stop_lets_a_task_finish() {
        let lifecycle = Lifecycle::new();
        let (stopping, done) = (lifecycle.stopping(), Arc::new(Mutex::new(false)));
        let finished = Arc::clone(&done);
        lifecycle.run("worker", async move {
            stopping.cancelled().await;
            tokio::time::sleep(Duration::from_millis(20)).await;
            *finished.lock().unwrap() = true;
            Ok(())
        });
        lifecycle.stop();
        lifecycle.finish().await.unwrap();
        assert!(*done.lock().unwrap());
    }

    #[tokio::test]
    async fn a_dead_task_fails_the_process() {
        let lifecycle = Lifecycle::new();
        lifecycle.run("other", {
            let stopping = lifecycle.stopping();
            async move {
                stopping.cancelled().await;
                Ok(())
            }
        });
        lifecycle.run("relay", async { panic!("a fault") });
        let error = lifecycle.finish().await.unwrap_err();
        assert!(error.to_string().starts_with("the task relay panicked"), "{error}");
    }
}
