//! `huiyin integrations`: programs of an organisation that hear complaint events on the bus, each as a user of its own (P22).
//!
//! They stand in a file of the deployer's. From it come the accounts of the nats-server: written anew, they are read by
//! `nats-server --signal reload` while everything runs.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use huiyin_contracts::permissions::{Integration, accounts_with};
use huiyin_kernel::UnitPath;
use serde::{Deserialize, Serialize};

use super::output::{Output, say, write};

#[derive(Subcommand)]
pub(crate) enum Act {
    /// Adds a program that hears events of complaints; restricted ones are never among them.
    Add {
        /// What it is called: 2 to 32 lower-case letters, digits and '_'.
        name: String,
        /// It hears of this unit and those below it alone: a path, as `ho.b01`.
        #[arg(long)]
        unit: Option<String>,
        /// It hears this event alone, by its name: `closed`. More than once: each of them.
        #[arg(long = "event")]
        events: Vec<String>,
        #[command(flatten)]
        kept: Kept,
    },
    /// Removes one: at the server's next reload its connection is cut.
    Remove {
        /// What it is called.
        name: String,
        #[command(flatten)]
        kept: Kept,
    },
    /// Lists them with their consumers on the bus.
    List {
        #[command(flatten)]
        kept: Kept,
        #[arg(long, value_enum, default_value = "table")]
        output: Output,
    },
    /// Prints the accounts of the nats-server with them: in place of deploy/nats/accounts.conf.
    Conf {
        #[command(flatten)]
        kept: Kept,
    },
}

#[derive(Args)]
pub(crate) struct Kept {
    /// The file in which they stand.
    #[arg(long, default_value = "integrations.toml")]
    file: PathBuf,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "integration")]
    integrations: Vec<Integration>,
}

pub(crate) fn run(act: Act) -> anyhow::Result<()> {
    match act {
        Act::Add {
            name,
            unit,
            events,
            kept,
        } => {
            let unit = unit.map(UnitPath::new).transpose()?;
            add(&kept.file, Integration::new(name, unit, events)?)
        }
        Act::Remove { name, kept } => remove(&kept.file, &name),
        Act::List { kept, output } => list(&read(&kept.file)?, output),
        Act::Conf { kept } => {
            let text = accounts_with(&read(&kept.file)?.integrations);
            Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
        }
    }
}

fn add(path: &Path, new: Integration) -> anyhow::Result<()> {
    let mut file = read(path)?;
    let taken = file.integrations.iter().any(|known| known.name == new.name);
    ensure!(!taken, "{} holds an integration {} already", path.display(), new.name);
    let (user, variable) = (new.user(), new.user().to_uppercase());
    file.integrations.push(new);
    keep(path, &file)?;
    say(&format!(
        "{user} is added. Set {variable}_PASSWORD in the nats-server's environment, write the accounts anew with \
         `huiyin integrations conf --file {}`, and reload the server.",
        path.display()
    ));
    Ok(())
}

fn remove(path: &Path, name: &str) -> anyhow::Result<()> {
    let mut file = read(path)?;
    let before = file.integrations.len();
    file.integrations.retain(|known| known.name != name);
    ensure!(
        file.integrations.len() < before,
        "{} holds no integration {name}",
        path.display()
    );
    keep(path, &file)?;
    say("It is removed. Write the accounts anew and reload the server: its connection is cut then.");
    Ok(())
}

fn list(file: &File, output: Output) -> anyhow::Result<()> {
    let header = ["name", "user", "consumer", "hears"].map(str::to_owned);
    let rows = file.integrations.iter().flat_map(|one| {
        let consumers = one.consumers().into_iter();
        consumers.map(|(consumer, filter)| vec![one.name.clone(), one.user(), consumer, filter])
    });
    write(output, &file.integrations, &header, &rows.collect::<Vec<_>>())
}

/// What stands in the file, checked as if it were added now: it may have been written by hand.
fn read(path: &Path) -> anyhow::Result<File> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(File::default()),
        text => text.with_context(|| format!("{} cannot be read", path.display()))?,
    };
    let file: File = toml::from_str(&text).with_context(|| format!("{} is no list of integrations", path.display()))?;
    for one in &file.integrations {
        Integration::new(one.name.clone(), one.unit.clone(), one.events.clone())
            .with_context(|| format!("{} cannot be used", path.display()))?;
    }
    Ok(file)
}

/// Whole or not at all.
fn keep(path: &Path, file: &File) -> anyhow::Result<()> {
    let text = toml::to_string_pretty(file)?;
    let draft = path.with_extension("toml.new");
    let written = fs::write(&draft, text).and_then(|()| fs::rename(&draft, path));
    written.with_context(|| format!("{} cannot be written", path.display()))
}
