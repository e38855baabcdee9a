//! Data on the standard output, as a table, JSON or CSV.

use std::io::Write;

use clap::ValueEnum;
use comfy_table::{Table, presets};
use serde::Serialize;

/// How data is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// A table for people.
    Table,
    /// One JSON document.
    Json,
    /// Comma-separated values with a header.
    Csv,
}

/// Writes rows; `document` is what JSON shows.
pub(crate) fn write<D: Serialize>(
    output: Output,
    document: &D,
    header: &[String],
    rows: &[Vec<String>],
) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match output {
        Output::Json => {
            serde_json::to_writer_pretty(&mut out, document)?;
            writeln!(out)?;
        }
        Output::Csv => {
            let mut csv = csv::Writer::from_writer(&mut out);
            csv.write_record(header)?;
            for row in rows {
                csv.write_record(row)?;
            }
            csv.flush()?;
        }
        Output::Table => {
            let mut table = Table::new();
            table.load_style(presets::UTF8_HORIZONTAL_ONLY);
            table.set_header(header);
            table.add_rows(rows);
            writeln!(out, "{table}")?;
        }
    }
    Ok(())
}

/// Says something to the operator.
#[expect(clippy::print_stderr, reason = "the standard error is where the command line speaks")]
pub(crate) fn say(sentence: &str) {
    eprintln!("{sentence}");
}
