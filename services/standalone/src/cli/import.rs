//! `huiyin import`: registers complaints of the past.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use huiyin_contracts::views::audit::{Counted, CountedRequest};
use huiyin_contracts::views::intake::{ImportAnswer, Imports, PastComplaint};
use huiyin_kernel::ComplaintId;
use indicatif::{ProgressBar, ProgressStyle};

use super::client::Client;
use super::mapping::Mapping;
use super::output::say;

#[derive(Args)]
pub(crate) struct Flags {
    /// A CSV file with a header.
    file: PathBuf,
    /// How its columns become a complaint: see deploy/import.
    #[arg(long)]
    mapping: PathBuf,
}

/// Rows in one request.
const CHUNK: usize = 500;
/// How long routing, recording and counting may take after the last row.
const PATIENCE: Duration = Duration::from_secs(600);

/// What became of the file so far.
#[derive(Default)]
struct Tally {
    registered: u32,
    already: u32,
    refused: Vec<(u64, String)>,
    complaints: Vec<ComplaintId>,
}

/// A row with the line that it begins on.
type Line = (u64, PastComplaint);

pub(crate) async fn import(client: &Client, flags: Flags) -> anyhow::Result<()> {
    let mapping = Mapping::read(&flags.mapping)?;
    let mut tally = Tally::default();
    let lines = read(&flags.file, &mapping, &mut tally)?;
    let bar = bar(lines.len());
    for chunk in lines.chunks(CHUNK) {
        send(client, &mapping.source, chunk, &mut tally).await?;
        bar.inc(chunk.len() as u64);
    }
    bar.finish_and_clear();
    for chunk in tally.complaints.chunks(1_000) {
        let asked = CountedRequest {
            complaints: chunk.to_vec(),
        };
        let counted = async |client: &Client| {
            let counted: Counted = client.post("/audit/v1/counted", None, &asked).await?;
            Ok(counted.counted == counted.asked)
        };
        client.wait_until("routing and counting", PATIENCE, counted).await?;
    }
    report(&flags.file, &tally)
}

/// Reads all rows. A file that cannot be read to its end is refused whole: what is missing there is not known.
fn read(file: &Path, mapping: &Mapping, tally: &mut Tally) -> anyhow::Result<Vec<Line>> {
    let text = std::fs::read(file).with_context(|| format!("the file {} cannot be read", file.display()))?;
    if let Some(line) = open_quote(&text) {
        bail!("line {line}: a quoted field is not closed before the end of the file; nothing was imported");
    }
    let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_slice());
    let header = rows.headers().context("line 1: the header is not UTF-8")?.clone();
    let reader = mapping.reader(&header)?;
    let mut lines = Vec::new();
    let mut record = csv::ByteRecord::new();
    while rows.read_byte_record(&mut record)? {
        let line = record.position().map_or(0, csv::Position::line);
        match complaint(&reader, &header, &record) {
            Ok(complaint) => lines.push((line, complaint)),
            Err(error) => tally.refused.push((line, format!("{error:#}"))),
        }
    }
    Ok(lines)
}

fn complaint(
    reader: &super::mapping::Rows<'_>,
    header: &csv::StringRecord,
    record: &csv::ByteRecord,
) -> anyhow::Result<PastComplaint> {
    if record.len() != header.len() {
        bail!("the row has {} fields, the header {}", record.len(), header.len());
    }
    let row =
        csv::StringRecord::from_byte_record(record.clone()).map_err(|_| anyhow::anyhow!("the row is not UTF-8"))?;
    reader.complaint(&row)
}

/// The line on which a quoted field begins that never ends, if there is one.
fn open_quote(text: &[u8]) -> Option<u64> {
    let (mut line, mut open, mut at_start) = (1_u64, None, true);
    let mut bytes = text.iter().peekable();
    while let Some(&byte) = bytes.next() {
        match (byte, open) {
            (b'"', Some(_)) if bytes.peek() == Some(&&b'"') => {
                bytes.next();
            }
            (b'"', Some(_)) => open = None,
            (b'"', None) if at_start => open = Some(line),
            _ => {}
        }
        at_start = open.is_none() && matches!(byte, b',' | b'\n' | b'\r');
        line += u64::from(byte == b'\n');
    }
    open
}

async fn send(client: &Client, source: &str, chunk: &[Line], tally: &mut Tally) -> anyhow::Result<()> {
    let rows = chunk.iter().map(|(_, complaint)| complaint.clone()).collect();
    let imports = Imports {
        source: source.to_owned(),
        rows,
    };
    let answer: ImportAnswer = client.post("/intake/v1/imports", None, &imports).await?;
    tally.registered += answer.registered;
    tally.already += answer.already;
    for ((line, _), row) in chunk.iter().zip(answer.rows) {
        match row.id {
            Some(id) => tally.complaints.push(id),
            None => tally
                .refused
                .push((*line, row.sentence.unwrap_or_else(|| "refused".to_owned()))),
        }
    }
    Ok(())
}

/// A bar on a terminal, nothing elsewhere.
fn bar(rows: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(rows as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} rows, {eta} left") {
        bar.set_style(style);
    }
    bar
}

fn report(file: &Path, tally: &Tally) -> anyhow::Result<()> {
    let mut refused = tally.refused.clone();
    refused.sort();
    for (line, reason) in &refused {
        say(&format!("line {line}: {reason}"));
    }
    let Tally {
        registered, already, ..
    } = tally;
    say(&format!(
        "{}: {registered} registered, {already} stood in the register already, {} refused",
        file.display(),
        refused.len()
    ));
    if refused.is_empty() {
        Ok(())
    } else {
        bail!(
            "{} rows were refused: mend them and run the import again, the others stay",
            refused.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_ends_inside_a_quoted_field_is_noticed() {
        assert_eq!(open_quote(b"a,b\n1,\"x\ny\n"), Some(2));
        assert_eq!(open_quote(b"a,b\n1,\"x \"\"y\"\"\"\n"), None);
        assert_eq!(open_quote(b"a,b\n1,it is 5\" long\n"), None);
    }
}
