//! One service in a process of its own.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use huiyin_bus::Bus;
use huiyin_kernel::{Clock, Ids};
use tokio::net::TcpListener;

use crate::settings::{self, Settings};
use crate::{Assembly, Believed, Lifecycle, Service, Shared, telemetry};

/// A service of Huiyin.
#[derive(Parser)]
struct Flags {
    /// Files that go over the defaults; the last one wins.
    #[arg(long, global = true)]
    config: Vec<PathBuf>,
    #[command(subcommand)]
    act: Option<Act>,
}

#[derive(Subcommand)]
enum Act {
    /// Asks the running service whether it is alive; exits 0 when it is.
    Healthcheck,
}

/// The `main` of a service's own binary.
#[must_use]
pub fn main<S: Service>() -> ExitCode {
    let flags = Flags::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(S::NAME, &error.into()),
    };
    match runtime.block_on(run::<S>(flags)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(S::NAME, &error),
    }
}

#[expect(clippy::print_stderr, reason = "the last word of a process that cannot start")]
fn fail(service: &str, error: &anyhow::Error) -> ExitCode {
    eprintln!("huiyin-{service}: {error:#}");
    ExitCode::FAILURE
}

async fn run<S: Service>(flags: Flags) -> anyhow::Result<()> {
    let defaults = [settings::DEFAULTS.to_owned(), settings::section("service", S::DEFAULTS)];
    let settings: Settings<S::Config> = settings::read(&defaults, &flags.config, settings::environment())?;
    if matches!(flags.act, Some(Act::Healthcheck)) {
        return healthcheck(&settings.http.listen).await;
    }
    let telemetry = telemetry::start(&settings.log)?;
    let lifecycle = Lifecycle::new();
    lifecycle.listen_to_signals()?;
    let result = serve::<S>(settings, &lifecycle).await;
    telemetry.finish();
    result
}

async fn serve<S: Service>(settings: Settings<S::Config>, lifecycle: &Lifecycle) -> anyhow::Result<()> {
    let clock = Clock::system();
    let ids = Ids::random(clock.clone());
    let access = Arc::new(settings.access.load()?);
    let bus = Bus::connect(&settings.bus, S::NAME).await?;
    let trust = settings.callers.trust;
    let believed = Believed::new(&settings.callers, &bus, &clock, &ids)?;
    let shared = Shared {
        bus: bus.clone(),
        access,
        clock,
        ids,
        believed,
        delivery: settings.delivery,
    };
    let mut assembly = Assembly::new(shared);
    let store = assembly.add::<S>(settings.service, &settings.database).await?;
    let router = settings.http.around(assembly.router());
    let listener = settings.http.bind(trust).await?;
    let address = listener.local_addr()?;
    tracing::info!(service = S::NAME, %address, "listening");
    lifecycle.run("stream", prepare_stream(bus.clone(), lifecycle.clone()));
    assembly.run(lifecycle);
    lifecycle.run("http", http(listener, router, lifecycle.clone()));
    let result = lifecycle.finish().await;
    bus.drain().await.ok();
    store.close().await;
    result
}

/// Checks the server and the stream as soon as the bus is there. What is not durable enough fails the process.
///
/// # Errors
/// The sentence that names the cure.
pub async fn prepare_stream(bus: Bus, lifecycle: Lifecycle) -> anyhow::Result<()> {
    let stopping = lifecycle.stopping();
    while !stopping.is_cancelled() {
        let checked = async {
            bus.check().await?;
            bus.ensure_stream().await
        };
        match checked.await {
            Ok(()) => return Ok(()),
            Err(error) if error.is_transient() => {
                tracing::debug!(%error, "the bus is not there yet");
                crate::relay::wait(&stopping, std::time::Duration::from_millis(100)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Serves HTTP until the process stops, then finishes the requests at hand.
///
/// # Errors
/// Where the listener fails.
pub async fn http(listener: TcpListener, router: axum::Router, lifecycle: Lifecycle) -> anyhow::Result<()> {
    let stopping = lifecycle.stopping();
    Ok(axum::serve(listener, router)
        .with_graceful_shutdown(async move { stopping.cancelled().await })
        .await?)
}

async fn healthcheck(listen: &str) -> anyhow::Result<()> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut connection = tokio::net::TcpStream::connect(listen).await?;
    connection
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await?;
    anyhow::ensure!(
        answer.starts_with("HTTP/1.1 200"),
        "the service answers, and is not alive"
    );
    Ok(())
}
