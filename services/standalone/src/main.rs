//! `huiyin`: the whole product in one process, and the operator's command line.
//!
//! `huiyin up` runs the product. `huiyin policy check` and `diff` look at policy packs as files. Every other command speaks to a running
//! product over its HTTP API. Each exits 0 only when all went well. Data goes to the standard output, everything else to the standard error.

mod cli;
mod demo;
mod up;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Every complaint gets an answer.
#[derive(Parser)]
#[command(name = "huiyin", version)]
struct Flags {
    /// The running product's address.
    #[arg(long, global = true, default_value = "http://127.0.0.1:8080")]
    server: String,
    /// The installation's key, by which the operator is known: it lies in the data folder. Without it nobody is named.
    #[arg(long, global = true, default_value = "huiyin-data/caller.key")]
    key: PathBuf,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Runs the whole product in this process, with a nats-server of its own and SQLite.
    Up(up::Flags),
    /// The organisation's tree.
    Directory {
        #[command(subcommand)]
        act: cli::directory::Act,
    },
    /// Registers complaints of the past, with their dates and outcomes. Nobody is told of them.
    Import(cli::import::Flags),
    /// Counts complaints.
    Figures(cli::figures::Flags),
    /// Checks and compares policy packs as files; tries one on the complaints of a running product, and moves open ones to another version.
    Policy {
        #[command(subcommand)]
        act: cli::policy::Act,
    },
    /// Who may see what: an organisation's own policies, and which of all decides.
    Access {
        #[command(subcommand)]
        act: cli::access::Act,
    },
    /// Who can sign in with a password.
    Account {
        #[command(subcommand)]
        act: cli::account::Act,
    },
    /// Events that a service cannot apply.
    Parked {
        #[command(subcommand)]
        act: cli::parked::Act,
    },
    /// Tokens for programs.
    Token {
        #[command(subcommand)]
        act: cli::token::Act,
    },
    /// Programs of yours that hear complaint events on the bus.
    Integrations {
        #[command(subcommand)]
        act: cli::integrations::Act,
    },
    /// The key-encryption keys of what is sealed.
    Keys {
        #[command(subcommand)]
        act: cli::keys::Act,
    },
    /// Files whose terms are over: holds, and what is destroyed.
    Archive {
        #[command(subcommand)]
        act: cli::archive::Act,
    },
    /// Says whether the running product is well, and what to do where it is not.
    Doctor(cli::doctor::Flags),
}

fn main() -> ExitCode {
    let flags = Flags::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    match runtime.block_on(act(flags)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

async fn act(flags: Flags) -> anyhow::Result<()> {
    let client = cli::client::Client::by_key(&flags.server, &flags.key);
    match flags.act {
        Act::Up(flags) => up::up(flags).await,
        Act::Directory { act } => cli::directory::run(&client?, act).await,
        Act::Import(flags) => cli::import::import(&client?, flags).await,
        Act::Figures(flags) => cli::figures::figures(&client?, flags).await,
        Act::Policy { act } => cli::policy::run(client, act, &huiyin_kernel::Clock::system()).await,
        Act::Access { act } => cli::access::run(client, act).await,
        Act::Account { act } => cli::account::run(&client?, act).await,
        Act::Parked { act } => cli::parked::run(&client?, act).await,
        Act::Token { act } => cli::token::run(&client?, act).await,
        Act::Integrations { act } => cli::integrations::run(act),
        Act::Keys { act } => cli::keys::run(client, act).await,
        Act::Archive { act } => cli::archive::run(&client?, act).await,
        Act::Doctor(flags) => cli::doctor::doctor(&client?, flags).await,
    }
}

#[expect(clippy::print_stderr, reason = "the last word of a command that failed")]
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("huiyin: {error:#}");
    ExitCode::FAILURE
}
