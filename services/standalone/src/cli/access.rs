//! `huiyin access`: whether an organisation's own policies hold, and which policy decides who sees a complaint (R8.1).

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use huiyin_chassis::AccessConfig;
use huiyin_contracts::views::intake::ComplaintView;
use huiyin_contracts::views::routing::{StaffView, UnitView};
use huiyin_kernel::StaffCode;
use huiyin_web::{Explained, Page};

use super::client::Client;
use super::output::{Output, say, write};

/// The services that decide by themselves who sees a complaint.
const SERVICES: [&str; 4] = ["intake", "routing", "investigation", "audit"];

#[derive(Subcommand)]
pub(crate) enum Act {
    /// Checks a folder of Cedar policies as they would stand beside the built-in ones: what they name, and that none can fail.
    Check {
        /// The folder, as `access.policies` names it.
        folder: PathBuf,
    },
    /// Says what a member of staff may do to a complaint at each service, and which policy decides it.
    Explain(Explain),
}

#[derive(Args)]
pub(crate) struct Explain {
    /// The staff code.
    #[arg(long = "as")]
    staff: String,
    /// The complaint's number, or its id.
    #[arg(long)]
    complaint: String,
    /// One act alone, by its name in the policies: `read`, `reveal`, `close`.
    #[arg(long)]
    act: Option<String>,
    #[arg(long, value_enum, default_value = "table")]
    output: Output,
}

pub(crate) async fn run(client: anyhow::Result<Client>, act: Act) -> anyhow::Result<()> {
    match act {
        Act::Check { folder } => check(folder),
        Act::Explain(asked) => explain(&client?, &asked).await,
    }
}

fn check(policies: PathBuf) -> anyhow::Result<()> {
    let shown = policies.display().to_string();
    AccessConfig { policies }.load()?;
    say(&format!(
        "The policies of {shown} hold: name the folder in access.policies, and start the services anew."
    ));
    Ok(())
}

async fn explain(client: &Client, asked: &Explain) -> anyhow::Result<()> {
    let member = member(client, &StaffCode::new(asked.staff.clone())?).await?;
    let unit: UnitView = client.get(&format!("/routing/v1/units/{}", member.unit)).await?;
    let mut elsewhere = Vec::new();
    for post in &member.further {
        let unit: UnitView = client.get(&format!("/routing/v1/units/{}", post.unit)).await?;
        elsewhere.push(unit.path.to_string());
    }
    let path = format!("/intake/v1/complaints/{}", asked.complaint);
    let complaint: ComplaintView = client.get(&path).await?;
    let query = format!(
        "complaint={}&staff={}&unit={}&duties={}&elsewhere={}",
        complaint.id,
        member.code,
        unit.path,
        member.duties.join(","),
        elsewhere.join(",")
    );
    let mut rows = Vec::new();
    for service in SERVICES {
        let path = format!("/{service}/v1/access?{query}");
        let explained: Explained = client.get(&path).await?;
        say(&seen(service, &explained));
        rows.extend(lines(service, explained, asked.act.as_deref()));
    }
    if rows.is_empty() {
        bail!("no service knows such an act: leave --act out to see all");
    }
    let header = ["service", "act", "allowed", "decided by"].map(str::to_owned);
    write(asked.output, &rows, &header, &rows)
}

/// A member of staff, as the directory has them now.
async fn member(client: &Client, code: &StaffCode) -> anyhow::Result<StaffView> {
    let path = format!("/routing/v1/staff?code={code}");
    let page: Page<StaffView> = client.get(&path).await?;
    let found = page.items.into_iter().next();
    found.with_context(|| format!("the directory has nobody with the staff code {code}"))
}

fn seen(service: &str, explained: &Explained) -> String {
    let matter = &explained.complaint;
    let path = |unit: &Option<_>| unit.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
    format!(
        "{service}: of unit {}, led by {}{}{}",
        path(&matter.unit),
        path(&matter.lead),
        if matter.restricted { ", restricted" } else { "" },
        if matter.concerned { ", about this person" } else { "" },
    )
}

fn lines(service: &str, explained: Explained, act: Option<&str>) -> Vec<Vec<String>> {
    let wanted = |name: &str| act.is_none_or(|act| act == name);
    let acts = explained.acts.into_iter().filter(|explained| wanted(&explained.act));
    acts.map(|explained| {
        let allowed = if explained.allowed { "yes" } else { "no" };
        let by = match explained.error {
            Some(error) => format!("it could not be decided: {error}"),
            None if explained.policies.is_empty() => "no policy permits it".to_owned(),
            None => explained.policies.join(", "),
        };
        vec![service.to_owned(), explained.act, allowed.to_owned(), by]
    })
    .collect()
}
