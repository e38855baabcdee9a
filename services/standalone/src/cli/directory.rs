//! `huiyin directory import`: the organisation's tree from a CSV file.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use huiyin_contracts::views::feed::FeedView;
use huiyin_contracts::views::routing::{DirectoryImported, StaffImported};

use super::client::Client;
use super::output::say;

#[derive(Args)]
pub(crate) struct Flags {
    /// A CSV file with the columns node_id, parent_id, level, name, and where there are any: code, city, address, status,
    /// time_zone, duties, contact_1, contact_2, responsible.
    file: PathBuf,
}

/// How long it may take until every service knows the new tree.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) async fn import(client: &Client, flags: Flags) -> anyhow::Result<()> {
    let text =
        std::fs::read(&flags.file).with_context(|| format!("the file {} cannot be read", flags.file.display()))?;
    let done = units(client, text).await?;
    let DirectoryImported {
        total,
        added,
        changed,
        closed,
        ignored_columns,
    } = done;
    if !ignored_columns.is_empty() {
        say(&format!(
            "columns that mean nothing here: {}",
            ignored_columns.join(", ")
        ));
    }
    say(&format!(
        "{total} units: {added} new, {changed} changed, {closed} closed"
    ));
    Ok(())
}

/// Imports a tree, and waits until the register knows it.
pub(crate) async fn units(client: &Client, csv: Vec<u8>) -> anyhow::Result<DirectoryImported> {
    let done = client.post_csv("/routing/v1/directory/imports", None, csv).await?;
    let known = async |client: &Client| {
        let said: FeedView = client.get("/routing/v1/feed").await?;
        let heard: FeedView = client.get("/intake/v1/feed").await?;
        Ok(said.unnumbered == 0 && heard.heard("routing") >= said.last)
    };
    client
        .wait_until("telling the register of the units", PATIENCE, known)
        .await?;
    Ok(done)
}

/// Imports staff and their duties.
pub(crate) async fn staff(client: &Client, csv: Vec<u8>) -> anyhow::Result<StaffImported> {
    client.post_csv("/routing/v1/staff/imports", None, csv).await
}
