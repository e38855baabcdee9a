//! `huiyin policy simulate`: what a pack would have made of the running product's complaints.

use anyhow::Context;
use clap::Args;
use huiyin_contracts::views::routing::{Simulate, SimulatedCounts, SimulationView};
use huiyin_kernel::Date;
use huiyin_policy::PackFiles;

use super::client::Client;
use super::output::{Output, say, write};
use super::policy::is_folder;

#[derive(Args)]
pub(crate) struct Flags {
    /// The pack: a folder, or a name of a pack in the running product; `rural-bank+cn-banking-2020` is one laid over another.
    pack: String,
    /// The first day of registration: 2026-01-31. All, where none is named.
    #[arg(long)]
    from: Option<String>,
    /// The last day, itself included.
    #[arg(long)]
    to: Option<String>,
    #[arg(long, value_enum, default_value = "table")]
    output: Output,
}

pub(crate) async fn simulate(client: &Client, flags: Flags) -> anyhow::Result<()> {
    let day = |name: &str, day: Option<String>| -> anyhow::Result<Option<Date>> {
        let parse = |day: String| day.parse().ok();
        match day {
            None => Ok(None),
            Some(day) => Ok(Some(
                parse(day).with_context(|| format!("--{name} takes a day as in 2026-01-31"))?,
            )),
        }
    };
    let sent = if is_folder(&flags.pack) {
        let collected = PackFiles::collect(&flags.pack);
        collected.with_context(|| format!("{} cannot be read", flags.pack))?
    } else {
        PackFiles {
            name: flags.pack,
            ..PackFiles::default()
        }
    };
    let asked = Simulate {
        pack: sent.name,
        files: sent.files,
        from: day("from", flags.from)?,
        to: day("to", flags.to)?,
    };
    let view: SimulationView = client.post("/routing/v1/policy/simulations", None, &asked).await?;
    let all = std::iter::once(row("all", view.total));
    let rows: Vec<_> = all
        .chain(view.units.iter().map(|unit| row(&unit.unit, unit.counts)))
        .collect();
    if flags.output == Output::Table {
        say(&format!("from {} to {}", view.before, view.after));
    }
    write(flags.output, &view, &COLUMNS.map(str::to_owned), &rows)
}

/// What is counted, for the version in force and the other.
const COLUMNS: [&str; 10] = [
    "unit",
    "complaints",
    "elsewhere",
    "more_severe",
    "less_severe",
    "breached_before",
    "breached_after",
    "escalations_before",
    "escalations_after",
    "not_counted",
];

fn row(unit: &str, counts: SimulatedCounts) -> Vec<String> {
    let numbers = [
        counts.complaints,
        counts.elsewhere,
        counts.more_severe,
        counts.less_severe,
        counts.breached_before,
        counts.breached_after,
        counts.escalations_before,
        counts.escalations_after,
        counts.not_counted,
    ];
    std::iter::once(unit.to_owned())
        .chain(numbers.iter().map(u64::to_string))
        .collect()
}
