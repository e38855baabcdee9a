//! As many registrations as it takes, on PostgreSQL: intake and routing in processes of their own.

use std::path::Path;

use anyhow::{Context, ensure};
use huiyin_bus::BusConfig;
use huiyin_bus::child::{Child, ChildConfig};
use huiyin_kernel::{Clock, Ids, Password};
use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use tokio::process::Command;

use crate::Place;
use crate::floor;
use crate::load::Registrar;
use crate::process::{Running, free_port};
use crate::report::{Report, progress};
use crate::sustained::{CLIENTS, LENGTH};
use crate::timing::p50_p99;

const NAME: &str = "sustained registrations, PostgreSQL, 64 clients at as many units";
const ONE_UNIT: &str = "the same, all at one unit";
const WANTED: &str = "≥ 800/s";
/// The database connections of intake, and of the limit's measurement.
const CONNECTIONS: u32 = 32;

pub(crate) async fn measure(place: &Place, report: &mut Report) -> anyhow::Result<()> {
    let Some(server) = test_server() else {
        report.missing(NAME, WANTED, "HUIYIN_TEST_POSTGRES names no server");
        return Ok(());
    };
    if let Some(absent) = ["huiyin-intake", "huiyin-routing"]
        .into_iter()
        .find(|name| !place.program(name).is_file())
    {
        report.missing(NAME, WANTED, &format!("{absent} is not built"));
        return Ok(());
    }
    let databases = Databases::make(&server, &["floor", "intake", "routing"]).await?;
    let result = run(place, &databases, report).await;
    databases.drop_all().await?;
    result
}

#[expect(clippy::disallowed_methods, reason = "the same variable as for the tests")]
pub(crate) fn test_server() -> Option<String> {
    std::env::var("HUIYIN_TEST_POSTGRES").ok()
}

async fn run(place: &Place, databases: &Databases, report: &mut Report) -> anyhow::Result<()> {
    let limit = floor::postgres(&databases.url("floor"), CONNECTIONS).await?;
    progress(&format!("plain PostgreSQL: {limit:.0} commits/s"));
    let folder = place.fresh()?;
    let password = Password::from(Ids::random(Clock::system()).uuid().simple().to_string());
    let child = Child::start(ChildConfig::new(
        place.server.clone(),
        folder.path().join("bus"),
        password,
    ))
    .await?;
    let bus = child.bus_config();
    let routing = service(place, databases, &bus, "routing", folder.path(), &[]).await?;
    let intake = service(place, databases, &bus, "intake", folder.path(), &[]).await?;
    import_tree(&routing.url).await?;
    let registrar = Registrar::new(&intake.url)?;
    registrar.wait_for_unit().await?;
    let limit = format!("plain PostgreSQL, {CONNECTIONS} connections: {limit:.0} commits/s");
    let branches = (0..CLIENTS).map(branch).collect();
    // A number counts within a unit and a day, so registrations at one unit wait for each other's commit.
    for (name, units) in [(NAME, branches), (ONE_UNIT, vec!["ho".to_owned(); CLIENTS])] {
        let load = registrar.sustained(units, LENGTH).await?;
        let figure = format!("{:.0}/s ({})", load.rate(), p50_p99(&load.latencies));
        report.figure(name, figure, if name == NAME { WANTED } else { "" }, &limit);
    }
    intake.stop().await?;
    routing.stop().await?;
    Ok(child.stop().await?)
}

/// Starts a service's own program on a database of its own, with more settings by their names in the environment.
pub(crate) async fn service(
    place: &Place,
    databases: &Databases,
    bus: &BusConfig,
    name: &str,
    folder: &Path,
    settings: &[(String, String)],
) -> anyhow::Result<Running> {
    let port = free_port()?;
    let mut command = Command::new(place.program(&format!("huiyin-{name}")));
    let password = bus.password.as_ref().map_or("", |password| password.reveal());
    command
        .current_dir(folder)
        .envs(settings.iter().map(|(key, value)| (key, value)));
    command.env("HUIYIN__HTTP__LISTEN", format!("127.0.0.1:{port}"));
    command
        .env("HUIYIN__BUS__URL", &bus.url)
        .env("HUIYIN__BUS__USER", bus.user.as_deref().unwrap_or_default());
    // The load is told by nobody in particular, on a closed machine.
    command
        .env("HUIYIN__BUS__PASSWORD", password)
        .env("HUIYIN__CALLERS__TRUST", "headers");
    command
        .env("HUIYIN__DATABASE__URL", databases.url(name))
        .env("HUIYIN__DATABASE__MIGRATE", "true");
    command.env(
        "HUIYIN__DATABASE__CONNECTIONS",
        if name == "intake" { CONNECTIONS } else { 8 }.to_string(),
    );
    let log = folder.join(format!("{name}.log"));
    Running::start(command, port, log)
        .await
        .with_context(|| format!("huiyin-{name}"))
}

/// The unit of a client.
fn branch(client: usize) -> String {
    format!("b{client:02}")
}

pub(crate) async fn import_tree(routing: &str) -> anyhow::Result<()> {
    let branches = (0..CLIENTS).map(|client| format!("{0},ho,branch,Branch {client}\n", branch(client)));
    let tree = format!(
        "node_id,parent_id,level,name\nho,,head_office,Head office\n{}",
        branches.collect::<String>()
    );
    let request = reqwest::Client::new().post(format!("{routing}/routing/v1/directory/imports"));
    let answer = request.header("content-type", "text/csv").body(tree).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    ensure!(status.is_success(), "the tree was refused with {status}: {text}");
    Ok(())
}

/// Databases for this run.
pub(crate) struct Databases {
    server: String,
    run: String,
    names: &'static [&'static str],
}

impl Databases {
    pub(crate) async fn make(server: &str, names: &'static [&'static str]) -> anyhow::Result<Self> {
        let run = Ids::random(Clock::system()).uuid().simple().to_string();
        let databases = Self {
            server: server.to_owned(),
            run,
            names,
        };
        databases.each("CREATE DATABASE", "").await?;
        Ok(databases)
    }

    pub(crate) async fn drop_all(&self) -> anyhow::Result<()> {
        self.each("DROP DATABASE IF EXISTS", "WITH (FORCE)").await
    }

    async fn each(&self, act: &str, how: &str) -> anyhow::Result<()> {
        let mut options = ConnectOptions::new(&self.server);
        options.max_connections(1).sqlx_logging(false);
        let admin = Database::connect(options)
            .await
            .context("HUIYIN_TEST_POSTGRES names a server that does not answer")?;
        for name in self.names {
            admin
                .execute_unprepared(&format!("{act} load_{}_{name} {how}", self.run))
                .await?;
        }
        Ok(admin.close().await?)
    }

    pub(crate) fn url(&self, name: &str) -> String {
        let base = self
            .server
            .rsplit_once('/')
            .map_or(self.server.as_str(), |(base, _)| base);
        format!("{base}/load_{}_{name}", self.run)
    }
}
