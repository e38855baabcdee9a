//! `huiyin doctor`: says whether the product is well.

use anyhow::bail;
use clap::Args;
use serde::{Deserialize, Serialize};

use super::client::Client;
use super::output::{Output, write};

#[derive(Args)]
pub(crate) struct Flags {
    #[arg(long, value_enum, default_value = "table")]
    output: Output,
}

/// One condition of readiness, as `/readyz?verbose` tells it.
#[derive(Serialize, Deserialize)]
struct Condition {
    name: String,
    ok: bool,
    #[serde(default)]
    detail: Option<String>,
}

pub(crate) async fn doctor(client: &Client, flags: Flags) -> anyhow::Result<()> {
    let (status, body) = client.look("/readyz?verbose").await?;
    let Ok(ready) = serde_json::from_str::<Vec<Condition>>(&body) else {
        bail!("what answers there is not Huiyin (HTTP {status}): name the product's address with --server");
    };
    let header = ["condition", "well", "what to do"].map(str::to_owned);
    let rows: Vec<Vec<String>> = ready.iter().map(row).collect();
    write(flags.output, &ready, &header, &rows)?;
    let unwell = ready.iter().filter(|condition| !condition.ok).count();
    if unwell > 0 {
        bail!("{unwell} of {} conditions do not hold: see the list", ready.len());
    }
    Ok(())
}

fn row(condition: &Condition) -> Vec<String> {
    let well = match (condition.ok, &condition.detail) {
        (true, None) => "yes",
        (true, Some(_)) => "yes, but",
        (false, _) => "NO",
    };
    vec![
        condition.name.clone(),
        well.to_owned(),
        condition.detail.clone().unwrap_or_default(),
    ]
}
