//! `huiyin archive`: files whose terms are over, what holds them, and what is destroyed (R8.3).

use clap::{Args, Subcommand};
use huiyin_contracts::views::retention::{DestructionView, FileView, HoldFile, ProposeDestruction};
use huiyin_kernel::{Clock, ComplaintId, Date, DestructionId, HoldId, Ids};
use huiyin_web::Page;
use serde_json::json;

use super::client::Client;
use super::output::{Output, say, write};

/// The longest list: one person reads it before approving.
const MOST: usize = 200;

#[derive(Subcommand)]
pub(crate) enum Act {
    /// Shows files whose terms are over, the oldest first, 200 at the most.
    Due {
        /// Those whose last day is before this one.
        #[arg(long)]
        before: Date,
        #[command(flatten)]
        shown: Shown,
    },
    /// Puts a complaint's file on hold: it is kept beyond its term.
    Hold {
        /// The complaint's id.
        complaint: ComplaintId,
        /// `court`, `regulator`, `inspection`, `dispute` or `audit`.
        #[arg(long)]
        ground: String,
        /// The file number under which that is found. No name.
        #[arg(long)]
        reference: String,
    },
    /// Ends a hold.
    Release {
        /// The complaint's id.
        complaint: ComplaintId,
        /// The hold's id.
        hold: HoldId,
    },
    /// Proposes that files be destroyed. Somebody else approves the list.
    Propose {
        /// The complaints' ids; those that `due` shows where none is given.
        complaints: Vec<ComplaintId>,
        /// With no complaint given: those whose last day is before this one.
        #[arg(long, required_unless_present = "complaints", conflicts_with = "complaints")]
        before: Option<Date>,
    },
    /// Shows lists that are proposed or carried out, or one of them: when all is destroyed it is the certificate.
    Lists {
        /// One list's id.
        list: Option<DestructionId>,
        #[command(flatten)]
        shown: Shown,
    },
    /// Approves a list that somebody else proposed. There is no way back.
    Approve {
        /// The list's id.
        list: DestructionId,
    },
    /// Gives a list up; its files stay.
    Drop {
        /// The list's id.
        list: DestructionId,
    },
}

#[derive(Args)]
pub(crate) struct Shown {
    #[arg(long, value_enum, default_value = "table")]
    output: Output,
}

pub(crate) async fn run(client: &Client, act: Act) -> anyhow::Result<()> {
    match act {
        Act::Due { before, shown } => files(&shown, &due(client, before).await?),
        Act::Hold {
            complaint,
            ground,
            reference,
        } => {
            let path = format!("/audit/v1/files/{complaint}/holds");
            let asked = HoldFile { ground, reference };
            let hold: HoldId = client.post(&path, Some(&key()), &asked).await?;
            say(&format!("It is on hold: {hold}"));
            Ok(())
        }
        Act::Release { complaint, hold } => {
            let path = format!("/audit/v1/files/{complaint}/holds/{hold}/release");
            client.post::<_, HoldId>(&path, Some(&key()), &json!({})).await?;
            say("The hold has ended.");
            Ok(())
        }
        Act::Propose { complaints, before } => propose(client, complaints, before).await,
        Act::Lists {
            list: Some(list),
            shown,
        } => {
            let list: DestructionView = client.get(&format!("/audit/v1/destructions/{list}")).await?;
            say(&heading(&list));
            files(&shown, &list.files)
        }
        Act::Lists { list: None, shown } => lists(&shown, &client.get::<Vec<_>>("/audit/v1/destructions").await?),
        Act::Approve { list } => {
            decide(
                client,
                list,
                "approve",
                "It is ordered: each service destroys what it keeps.",
            )
            .await
        }
        Act::Drop { list } => decide(client, list, "drop", "The list is given up; its files stay.").await,
    }
}

async fn due(client: &Client, before: Date) -> anyhow::Result<Vec<FileView>> {
    let page: Page<FileView> = client
        .get(&format!("/audit/v1/files?due={before}&limit={MOST}"))
        .await?;
    Ok(page.items)
}

async fn propose(client: &Client, complaints: Vec<ComplaintId>, before: Option<Date>) -> anyhow::Result<()> {
    let complaints = match before {
        Some(before) => {
            let due = due(client, before).await?.into_iter();
            due.filter(|file| file.state == "kept")
                .map(|file| file.complaint)
                .collect()
        }
        None => complaints,
    };
    anyhow::ensure!(
        !complaints.is_empty(),
        "no file's term is over by then, or each is on hold: nothing is proposed"
    );
    let count = complaints.len();
    let asked = ProposeDestruction { complaints };
    let list: DestructionId = client.post("/audit/v1/destructions", Some(&key()), &asked).await?;
    say(&format!(
        "{count} files stand on the list {list}: somebody else approves it."
    ));
    Ok(())
}

async fn decide(client: &Client, list: DestructionId, how: &str, said: &str) -> anyhow::Result<()> {
    let path = format!("/audit/v1/destructions/{list}/{how}");
    client.post::<_, DestructionId>(&path, Some(&key()), &json!({})).await?;
    say(said);
    Ok(())
}

/// A key of this one request.
fn key() -> String {
    Ids::random(Clock::system()).uuid().to_string()
}

fn heading(list: &DestructionView) -> String {
    let decided = list.decided_by.as_ref().zip(list.decided);
    let decided = decided
        .map(|(by, at)| format!(", decided by {by} at {at}"))
        .unwrap_or_default();
    format!("{}: proposed by {} at {}{decided}", list.state, list.by, list.at)
}

fn files(shown: &Shown, files: &[FileView]) -> anyhow::Result<()> {
    let header = ["complaint", "number", "class", "kept until", "state", "destroyed by"].map(str::to_owned);
    let row = |file: &FileView| {
        let destroyed: Vec<&str> = file.destroyed.iter().map(|one| one.service.as_str()).collect();
        vec![
            file.complaint.to_string(),
            file.number.clone().unwrap_or_default(),
            file.class.clone().unwrap_or_default(),
            file.kept_until.map(|day| day.to_string()).unwrap_or_default(),
            file.state.clone(),
            destroyed.join(" "),
        ]
    };
    write(
        shown.output,
        &files,
        &header,
        &files.iter().map(row).collect::<Vec<_>>(),
    )
}

fn lists(shown: &Shown, lists: &[DestructionView]) -> anyhow::Result<()> {
    let header = ["list", "state", "files", "proposed by", "at"].map(str::to_owned);
    let row = |list: &DestructionView| {
        vec![
            list.id.to_string(),
            list.state.clone(),
            list.files.len().to_string(),
            list.by.to_string(),
            list.at.to_string(),
        ]
    };
    write(
        shown.output,
        &lists,
        &header,
        &lists.iter().map(row).collect::<Vec<_>>(),
    )
}
