//! `huiyin policy`: looks at policy packs as files, tries them on what a running product has on record, and moves its open complaints to
//! another version.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use huiyin_kernel::{Clock, Date};
use huiyin_policy::{Checked, Horizon, Pack};

use super::client::Client;
use super::{migrate, simulate};

#[derive(Subcommand)]
pub(crate) enum Act {
    /// Checks packs: every fact reaches a lead, every row counts, every ladder ends in somebody, no limit is above a ceiling.
    Check(CheckFlags),
    /// Tells in words how a pack differs from another.
    Diff(DiffFlags),
    /// Counts what a pack would have made of the running product's complaints: who would go elsewhere, be late, escalate.
    Simulate(simulate::Flags),
    /// Moves open complaints of the running product to another version of its pack.
    Migrate(migrate::Flags),
}

#[derive(Args)]
pub(crate) struct CheckFlags {
    /// Folders of packs, packs, or names of packs in this program; `rural-bank+cn-banking-2020` is one laid over another. None: all
    /// packs in this program.
    packs: Vec<String>,
    /// The day from which the packs must work: 2026-01-31. Today, where none is named.
    #[arg(long)]
    on: Option<String>,
    /// For how many days from then the calendars must be loaded.
    #[arg(long, default_value_t = 30)]
    days: u32,
}

#[derive(Args)]
pub(crate) struct DiffFlags {
    /// The earlier pack: a folder, or a name of a pack in this program.
    earlier: String,
    /// The later pack.
    later: String,
}

pub(crate) async fn run(client: anyhow::Result<Client>, act: Act, clock: &Clock) -> anyhow::Result<()> {
    match act {
        Act::Check(flags) => check(&flags, clock),
        Act::Diff(flags) => diff(&flags),
        Act::Migrate(flags) => migrate::migrate(&client?, &flags).await,
        Act::Simulate(flags) => simulate::simulate(&client?, flags).await,
    }
}

fn check(flags: &CheckFlags, clock: &Clock) -> anyhow::Result<()> {
    let on: Date = match &flags.on {
        Some(day) => day.parse().ok().context("--on takes a day as in 2026-01-31")?,
        None => jiff::tz::TimeZone::UTC.to_datetime(clock.now()).date(),
    };
    let horizon = Horizon { on, days: flags.days };
    let mut checked = Vec::new();
    if flags.packs.is_empty() {
        checked = Checked::embedded(horizon);
    }
    for name in &flags.packs {
        if Path::new(name).is_dir() && !Path::new(name).join("pack.toml").is_file() {
            let folder = Checked::folder(name, horizon);
            checked.extend(folder.with_context(|| format!("{name} cannot be checked"))?);
        } else {
            checked.push(Checked::one(name, load(name), horizon));
        }
    }
    let mut out = std::io::stdout().lock();
    for one in &checked {
        match one.wrong.len() {
            0 => writeln!(out, "{}: nothing is wrong", one.name)?,
            count => writeln!(out, "{}: {count} wrong", one.name)?,
        }
        for line in &one.wrong {
            writeln!(out, "  {line}")?;
        }
    }
    let broken = checked.iter().filter(|one| !one.wrong.is_empty()).count();
    if broken > 0 {
        bail!(
            "{broken} of {} packs cannot be used as they are: see the list",
            checked.len()
        );
    }
    Ok(())
}

fn diff(flags: &DiffFlags) -> anyhow::Result<()> {
    let (earlier, later) = (load(&flags.earlier)?, load(&flags.later)?);
    let differences = earlier.differences(&later);
    let mut out = std::io::stdout().lock();
    writeln!(out, "from {} to {}", earlier.version(), later.version())?;
    for difference in &differences {
        writeln!(out, "{difference}")?;
    }
    if differences.is_empty() {
        writeln!(out, "nothing differs")?;
    }
    Ok(())
}

/// A pack of a folder, where there is one; else one of this program.
fn load(name: &str) -> Result<Pack, huiyin_policy::LoadError> {
    if is_folder(name) {
        Pack::load(name)
    } else {
        Pack::embedded(name)
    }
}

/// Whether a name is that of a folder, whatever is laid over it.
pub(super) fn is_folder(name: &str) -> bool {
    Path::new(name.split('+').next().unwrap_or(name)).is_dir()
}
