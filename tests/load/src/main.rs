//! `huiyin-load`: figures of the product, beside the limits of the machine measured in the same run.
//!
//! It never asserts on time. It fails only where something does not work at all.

mod apart;
mod ear;
mod floor;
mod import;
mod latency;
mod load;
mod postgres;
mod process;
mod product;
mod reach;
mod ready;
mod report;
mod sealing;
mod sustained;
mod timing;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, ValueEnum};

use crate::report::Report;

/// Measures a release build.
#[derive(Parser)]
pub(crate) struct Flags {
    /// The product; absent: the `huiyin` beside this program. The services' own programs are looked for beside it.
    #[arg(long)]
    product: Option<PathBuf>,
    /// The nats-server program; absent: as the tests find it.
    #[arg(long)]
    server: Option<PathBuf>,
    /// The rows of the import.
    #[arg(long, default_value = "../shared/data/cfpb_public.csv")]
    rows: PathBuf,
    /// How its columns are read.
    #[arg(long, default_value = "deploy/import/cfpb.toml")]
    mapping: PathBuf,
    /// Where the data folders are made; absent: the system's folder for temporary files.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// How many complaints stand behind the pages whose reach is measured.
    #[arg(long, default_value_t = 1_000_000)]
    behind: u64,
    /// What to measure.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Part::value_variants().to_vec())]
    only: Vec<Part>,
}

/// One measurement.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Start and memory.
    Ready,
    /// Latencies at 50 registrations a second.
    Latency,
    /// What sealing adds to a registration.
    Sealing,
    /// Registrations a second on SQLite.
    Sustained,
    /// The import.
    Import,
    /// Registrations a second on PostgreSQL.
    Postgres,
    /// Pages of the desk with very many complaints behind them, on SQLite.
    Reach,
    /// The same on PostgreSQL.
    ReachApart,
}

/// Where the programs and files are.
pub(crate) struct Place {
    product: PathBuf,
    server: PathBuf,
    rows: PathBuf,
    mapping: PathBuf,
    folder: PathBuf,
    behind: u64,
}

impl Place {
    fn find(flags: &Flags) -> anyhow::Result<Self> {
        let beside = || Ok::<_, anyhow::Error>(std::env::current_exe()?.with_file_name("huiyin"));
        let product = flags.product.clone().map_or_else(beside, Ok)?;
        let advice = || {
            format!(
                "there is no {}: build it with `cargo build --release --workspace --bins`",
                product.display()
            )
        };
        let product = product.canonicalize().with_context(advice)?;
        let server = match &flags.server {
            Some(server) => server.canonicalize().context("--server names no program")?,
            None => huiyin_bus::child::server_for_tests()?,
        };
        let folder = flags.folder.clone().unwrap_or_else(std::env::temp_dir);
        Ok(Self {
            product,
            server,
            rows: flags.rows.clone(),
            mapping: flags.mapping.clone(),
            folder,
            behind: flags.behind,
        })
    }

    /// Another program of the same build.
    fn program(&self, name: &str) -> PathBuf {
        self.product.with_file_name(name)
    }

    /// A fresh folder for data; gone with the value.
    fn fresh(&self) -> anyhow::Result<tempfile::TempDir> {
        tempfile::tempdir_in(&self.folder)
            .with_context(|| format!("no folder can be made in {}", self.folder.display()))
    }
}

fn main() -> ExitCode {
    let flags = Flags::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    match runtime.block_on(measure(&flags)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// Measures what is wanted. What does not work is said in the table, and the rest is measured all the same.
async fn measure(flags: &Flags) -> anyhow::Result<()> {
    let place = Place::find(flags)?;
    let mut report = Report::default();
    let mut failed = Vec::new();
    for part in &flags.only {
        let measured = match part {
            Part::Ready => ready::measure(&place, &mut report).await,
            Part::Latency => latency::measure(&place, &mut report).await,
            Part::Sealing => sealing::measure(&place, &mut report).await,
            Part::Sustained => sustained::measure(&place, &mut report).await,
            Part::Import => import::measure(&place, &mut report).await,
            Part::Postgres => postgres::measure(&place, &mut report).await,
            Part::Reach => reach::measure(&place, &mut report).await,
            Part::ReachApart => reach::measure_apart(&place, &mut report).await,
        };
        if let Err(error) = measured {
            let name = part
                .to_possible_value()
                .map_or_else(String::new, |value| value.get_name().to_owned());
            report.missing(&name, "", "it failed, see below");
            failed.push(format!("{name}: {error:#}"));
        }
    }
    report.print(&place.folder);
    anyhow::ensure!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

#[expect(clippy::print_stderr, reason = "the last word of a command that failed")]
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("huiyin-load: {error:#}");
    ExitCode::FAILURE
}
