//! `huiyin figures`: counts complaints.

use clap::Args;
use huiyin_contracts::views::audit::{FigureRow, Figures};

use super::client::Client;
use super::output::{Output, write};

#[derive(Args)]
pub(crate) struct Flags {
    /// What to count by, with commas between: channel, class, product, line, unit, finding, month, in_time, ending …
    #[arg(long)]
    by: String,
    /// The first day that complaints were received on: 2026-01-31.
    #[arg(long)]
    from: Option<String>,
    /// The last day, itself included.
    #[arg(long)]
    to: Option<String>,
    #[arg(long, value_enum, default_value = "table")]
    output: Output,
}

pub(crate) async fn figures(client: &Client, flags: Flags) -> anyhow::Result<()> {
    let mut path = format!("/audit/v1/figures?by={}", flags.by.replace(' ', ""));
    for (name, day) in [("from", &flags.from), ("to", &flags.to)] {
        if let Some(day) = day {
            let day: huiyin_kernel::Date = day
                .parse()
                .map_err(|_| anyhow::anyhow!("--{name} takes a day as in 2026-01-31"))?;
            path.push_str(&format!("&{name}={day}"));
        }
    }
    let figures: Figures = client.get(&path).await?;
    let counts = ["received", "closed", "open", "in_time", "late", "persons"].map(str::to_owned);
    let header: Vec<String> = figures.by.iter().cloned().chain(counts).collect();
    let rows: Vec<Vec<String>> = figures.rows.iter().map(row).collect();
    write(flags.output, &figures, &header, &rows)
}

fn row(row: &FigureRow) -> Vec<String> {
    let counts = row.counts;
    let numbers = [
        counts.received,
        counts.closed,
        counts.open,
        counts.in_time,
        counts.late,
        counts.persons,
    ];
    let key = row.key.iter().map(|value| value.clone().unwrap_or_default());
    key.chain(numbers.iter().map(u64::to_string)).collect()
}
