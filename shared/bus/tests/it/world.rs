//! A nats-server of its own for each test.

use std::path::PathBuf;
use std::time::Duration;

use huiyin_bus::child::{Child, ChildConfig, server_for_tests};
use huiyin_bus::{Bus, BusConfig, Consumption, Message};
use huiyin_contracts::Envelope;
use huiyin_kernel::{EventId, Timestamp};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub(crate) struct World {
    pub(crate) bus: Bus,
    pub(crate) config: BusConfig,
    pub(crate) data: PathBuf,
    pub(crate) process: u32,
    cancel: CancellationToken,
    supervisor: Option<tokio::task::JoinHandle<()>>,
    _folder: TempDir,
}

#[expect(clippy::disallowed_methods, reason = "a test has no lifecycle")]
fn spawn<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> tokio::task::JoinHandle<T> {
    tokio::spawn(task)
}

pub(crate) fn child_config(data: PathBuf) -> ChildConfig {
    let program = server_for_tests().unwrap_or_else(|cure| panic!("{cure}"));
    ChildConfig::new(program, data, "a password".into())
}

impl World {
    /// A server that has no stream yet.
    pub(crate) async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("bus");
        let mut child = Child::start(child_config(data.clone())).await.unwrap();
        let config = BusConfig {
            request_timeout_ms: 3000,
            ..child.bus_config()
        };
        let bus = Bus::connect(&config, "test").await.unwrap();
        let (process, cancel) = (child.id().unwrap(), CancellationToken::new());
        let watched = cancel.clone();
        let supervisor = spawn(async move {
            child.supervise(watched).await;
            child.stop().await.unwrap();
        });
        Self {
            bus,
            config,
            data,
            process,
            cancel,
            supervisor: Some(supervisor),
            _folder: folder,
        }
    }

    /// A server with the stream.
    pub(crate) async fn new() -> Self {
        let world = Self::empty().await;
        world.bus.check().await.unwrap();
        world.bus.ensure_stream().await.unwrap();
        world
    }

    /// Another process's connection.
    pub(crate) async fn another(&self) -> Bus {
        Bus::connect(&self.config, "another").await.unwrap()
    }

    pub(crate) async fn consume(&self, durable: &str) -> Consumption {
        self.bus.consume(durable, Duration::from_secs(30), 1000).await.unwrap()
    }

    /// The library itself, for what our crate never does.
    pub(crate) async fn foreign(&self) -> async_nats::jetstream::Context {
        let password = self.config.password.as_ref().unwrap().reveal().to_owned();
        let options = async_nats::ConnectOptions::with_user_and_password(self.config.user.clone().unwrap(), password);
        async_nats::jetstream::new(options.connect(&self.config.url).await.unwrap())
    }

    /// The present server's process.
    pub(crate) fn server_process(&self) -> Option<u32> {
        let kept = std::fs::read_to_string(self.data.join("nats.pid")).ok()?;
        kept.trim().parse().ok()
    }

    pub(crate) async fn stop(mut self) {
        self.cancel.cancel();
        self.supervisor.take().unwrap().await.unwrap();
    }
}

pub(crate) fn kill(process: u32) {
    let status = std::process::Command::new("sh")
        .args(["-c", &format!("kill -9 {process}")])
        .status();
    assert!(status.unwrap().success());
}

/// The `n`th event of a producer's feed, about the complaint `n`.
pub(crate) fn event(n: i64) -> Envelope {
    let id = u128::try_from(n).unwrap();
    Envelope {
        id: EventId::from_uuid(Uuid::from_u128(0xE000_0000 + id)),
        kind: "complaint.registered.v1".to_owned(),
        producer: "intake".to_owned(),
        epoch: Uuid::from_u128(1),
        sequence: n,
        about: Uuid::from_u128(0xC000_0000 + id),
        version: 1,
        subject: "complaint.v1.registered.ho.b01".to_owned(),
        occurred: Timestamp::UNIX_EPOCH,
        recorded: Timestamp::UNIX_EPOCH,
        causation: None,
        policy_version: Some("rural-bank@1".to_owned()),
        traceparent: None,
        body: format!(r#"{{"n":{n}}}"#),
    }
}

pub(crate) fn events(numbers: impl IntoIterator<Item = i64>) -> Vec<Envelope> {
    numbers.into_iter().map(event).collect()
}

/// Hears messages until there are `count`.
pub(crate) async fn hear(consumption: &mut Consumption, count: usize) -> Vec<Message> {
    let mut heard = Vec::new();
    while heard.len() < count {
        let batch = consumption.batch(count - heard.len(), Duration::ZERO);
        let batch = tokio::time::timeout(Duration::from_secs(10), batch).await;
        heard.extend(
            batch
                .unwrap_or_else(|_| panic!("only {} of {count} came", heard.len()))
                .unwrap(),
        );
    }
    heard
}

/// That nothing more comes for a while.
pub(crate) async fn silence(consumption: &mut Consumption, lasting: Duration) {
    if let Ok(batch) = tokio::time::timeout(lasting, consumption.batch(1, Duration::ZERO)).await {
        panic!(
            "the feed's {:?} came, and nothing was to come",
            sequences(&batch.unwrap())
        );
    }
}

pub(crate) fn sequences(messages: &[Message]) -> Vec<i64> {
    messages
        .iter()
        .map(|message| message.envelope().unwrap().sequence)
        .collect()
}
