//! `huiyin keys`: the key-encryption keys of what is sealed (P24).

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use huiyin_contracts::views::sealing::SealingView;
use huiyin_kernel::{Clock, Ids};
use huiyin_seal::KeyRing;

use super::client::Client;
use super::output::{Output, say, write};

/// The services that seal.
const SERVICES: [&str; 3] = ["intake", "investigation", "desk"];

#[derive(Subcommand)]
pub(crate) enum Act {
    /// Lists the key-encryption keys of each service that seals, and how many complaints' keys each wraps.
    List {
        #[arg(long, value_enum, default_value = "table")]
        output: Output,
    },
    /// Adds a key to the key file: it is in use at once, and each complaint's key is wrapped by it within seconds, while people work.
    Add(Place),
    /// Takes an old key out of the key file. Refused while anything is wrapped by it. From then on nobody reads what it wraps in backups
    /// that were made before.
    Retire {
        /// Its number, as the list shows it.
        number: i32,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Args)]
pub(crate) struct Place {
    /// The key file.
    #[arg(long, default_value = "huiyin-data/sealing.keys")]
    file: PathBuf,
}

pub(crate) async fn run(client: anyhow::Result<Client>, act: Act) -> anyhow::Result<()> {
    match act {
        Act::List { output } => list(&client?, output).await,
        Act::Add(place) => add(&place.file),
        Act::Retire { number, place } => retire(&client?, number, &place.file).await,
    }
}

async fn asked(client: &Client, service: &str) -> anyhow::Result<SealingView> {
    client.get(&format!("/{service}/v1/sealing")).await
}

async fn list(client: &Client, output: Output) -> anyhow::Result<()> {
    let mut views = Vec::new();
    let mut rows = Vec::new();
    for service in SERVICES {
        let view = asked(client, service).await?;
        for key in &view.keys {
            let state = match (key.held, key.number == view.current) {
                (false, _) => "missing",
                (true, true) => "in use",
                (true, false) => "to be wrapped anew",
            };
            let cells = [service, &key.number.to_string(), &key.complaints.to_string(), state];
            rows.push(cells.map(str::to_owned).to_vec());
        }
        views.push((service, view));
    }
    let header = ["service", "key", "complaints", "state"].map(str::to_owned);
    write(output, &views, &header, &rows)
}

fn ring(file: &Path, ids: &Ids) -> anyhow::Result<KeyRing> {
    KeyRing::open(file, false, ids).context("name the installation's key file with --file, as DATA/sealing.keys")
}

fn add(file: &Path) -> anyhow::Result<()> {
    let ids = Ids::random(Clock::system());
    let number = ring(file, &ids)?.add(&ids)?;
    say(&format!(
        "Key {number} is in use. Keep a copy of {}, apart from the databases' backups. `huiyin keys list` shows how far the \
         services have come; then the old key can be retired.",
        file.display()
    ));
    Ok(())
}

async fn retire(client: &Client, number: i32, file: &Path) -> anyhow::Result<()> {
    for service in SERVICES {
        let view = asked(client, service).await?;
        let wraps = view
            .keys
            .iter()
            .find(|key| key.number == number)
            .map(|key| key.complaints);
        if let Some(complaints) = wraps {
            bail!(
                "key {number} wraps the keys of {complaints} complaints in {service}: wait until `huiyin keys list` shows none"
            );
        }
    }
    let ids = Ids::random(Clock::system());
    ring(file, &ids)?.retire(number, &ids)?;
    say(&format!(
        "Key {number} is gone: what it wraps in backups from before is read by nobody, unless they hold a copy of the key."
    ));
    Ok(())
}
