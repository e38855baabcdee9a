//! `huiyin policy migrate`: chosen open complaints go on by another version of the policy pack.

use anyhow::bail;
use clap::Args;
use huiyin_contracts::views::routing::{MigratePolicy, PolicyMigrated};
use huiyin_kernel::{Clock, ComplaintId, Ids};

use super::client::Client;
use super::output::say;

#[derive(Args)]
pub(crate) struct Flags {
    /// The version: rural-bank@2026.2. It stands beside the version in use, in the folder that routing.pack_folder names.
    to: String,
    /// Why, as a code that the event carries: law_changed.
    #[arg(long)]
    why: String,
    /// Why, in words that stay in the ledgers of the clocks.
    #[arg(long)]
    reason: String,
    /// A complaint, by its id; may be given more than once.
    #[arg(long = "complaint", conflicts_with = "from")]
    complaints: Vec<ComplaintId>,
    /// The version whose open complaints are moved, all of them.
    #[arg(long)]
    from: Option<String>,
}

pub(crate) async fn migrate(client: &Client, flags: &Flags) -> anyhow::Result<()> {
    if flags.complaints.is_empty() && flags.from.is_none() {
        bail!("name complaints with --complaint, or the version whose open complaints are moved with --from");
    }
    let body = MigratePolicy {
        to: flags.to.clone(),
        why: flags.why.clone(),
        reason: flags.reason.clone(),
        complaints: flags.complaints.clone(),
        from: flags.from.clone(),
    };
    let ids = Ids::random(Clock::system());
    loop {
        let key = ids.uuid().to_string();
        let done: PolicyMigrated = client.post("/routing/v1/policy-migrations", Some(&key), &body).await?;
        let clocks: usize = done.moved.iter().map(|moved| moved.clocks_moved).sum();
        say(&format!(
            "{} complaints moved to {}, {clocks} clocks computed anew; {} are left",
            done.moved.len(),
            flags.to,
            done.left
        ));
        if done.left == 0 || done.moved.is_empty() {
            return Ok(());
        }
    }
}
