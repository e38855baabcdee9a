//! `huiyin directory import` and `directory changes`: the organisation's tree, and what happens to it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use huiyin_contracts::views::feed::FeedView;
use huiyin_contracts::views::routing::{DirectoryImported, PlannedChange, StaffImported, UnitChangeView, UnitsChanged};
use huiyin_kernel::{Date, UnitCode};

use super::changes;
use super::client::Client;
use super::output::say;

#[derive(Subcommand)]
pub(crate) enum Act {
    /// Imports a tree of units from a CSV file; run again with a newer one, it shows what would change and, with --yes, brings the tree
    /// up to date. Open complaints follow their units.
    Import(Flags),
    /// Imports staff from a CSV file with the columns code, unit, and where there are any: duties, leader, reports_to, email, language,
    /// status (active or left). Whom it does not name stays as they are.
    Staff {
        /// The CSV file.
        file: PathBuf,
    },
    /// Makes dated changes from a CSV file with the columns date, change (open, close, rename, merge, move), unit, name, parent,
    /// successor, code, level: at once, or when their day begins.
    Changes(ChangesFlags),
    /// Lists the changes that wait for their day, each with what stands in its way.
    Planned,
    /// Takes back a change that waits for its day.
    Withdraw {
        /// The unit's code.
        unit: UnitCode,
        /// The day on which it would take effect: 2026-12-01.
        day: Date,
    },
}

#[derive(Args)]
pub(crate) struct Flags {
    /// A CSV file with the columns node_id, parent_id, level, name, and where there are any: code, city, address, status,
    /// time_zone, duties, contact_1, contact_2, responsible, successor.
    file: PathBuf,
    #[command(flatten)]
    ask: Ask,
}

#[derive(Args)]
pub(crate) struct ChangesFlags {
    /// The CSV file.
    file: PathBuf,
    /// A mapping file: which of its columns are which.
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// Leaves out lines about units that the directory does not know.
    #[arg(long)]
    skip_unknown: bool,
    #[command(flatten)]
    ask: Ask,
}

/// Whether to do what the plan says.
#[derive(Args)]
struct Ask {
    /// Does it. Without, only the plan is shown.
    #[arg(long, conflicts_with = "plan")]
    yes: bool,
    /// Only shows the plan, and ends well.
    #[arg(long)]
    plan: bool,
}

/// How long it may take until every service knows the new tree.
const PATIENCE: Duration = Duration::from_secs(120);
/// Lines of a plan that are shown.
const SHOWN: usize = 200;

pub(crate) async fn run(client: &Client, act: Act) -> anyhow::Result<()> {
    match act {
        Act::Import(flags) => import(client, flags).await,
        Act::Changes(flags) => change(client, flags).await,
        Act::Planned => planned(client).await,
        Act::Withdraw { unit, day } => withdraw(client, &unit, day).await,
        Act::Staff { file } => {
            let staff = staff(client, read(&file)?).await?;
            say(&format!("The directory has {} members of staff.", staff.total));
            Ok(())
        }
    }
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("the file {} cannot be read", file.display()))
}

async fn import(client: &Client, flags: Flags) -> anyhow::Result<()> {
    let text = read(&flags.file)?;
    let plan: DirectoryImported = client
        .post_csv("/routing/v1/directory/imports?plan=true", None, text.clone())
        .await?;
    ignored(&plan.ignored_columns);
    show(&plan.changes);
    let is_same = plan.added + plan.changed + plan.closed == 0;
    // Nothing is lost by filling a directory that is empty: that needs no question.
    if !is_same && !plan.first && !go_on(&flags.ask)? {
        return Ok(());
    }
    if flags.ask.plan {
        if plan.first {
            say(&format!("{} units would be new", plan.total));
        }
        return Ok(());
    }
    let done = units(client, text).await?;
    say(&format!(
        "{} units: {} new, {} changed, {} closed",
        done.total, done.added, done.changed, done.closed
    ));
    followed(done.complaints, done.staff);
    Ok(())
}

async fn change(client: &Client, flags: ChangesFlags) -> anyhow::Result<()> {
    let mut text = read(&flags.file)?;
    if let Some(mapping) = &flags.mapping {
        text = changes::mapped(mapping, &text)?;
    }
    let path = |plan: bool| {
        format!(
            "/routing/v1/directory/changes?plan={plan}&skip_unknown={}",
            flags.skip_unknown
        )
    };
    let plan: UnitsChanged = client.post_csv(&path(true), None, text.clone()).await?;
    ignored(&plan.ignored_columns);
    show(&plan.changes);
    say(&format!(
        "{} changes at once, {} when their day begins; {} about units that the directory does not know",
        plan.now, plan.ahead, plan.skipped
    ));
    if plan.now + plan.ahead == 0 || !go_on(&flags.ask)? {
        return Ok(());
    }
    let done: UnitsChanged = client.post_csv(&path(false), None, text).await?;
    known(client).await?;
    followed(done.complaints, done.staff);
    Ok(())
}

async fn planned(client: &Client) -> anyhow::Result<()> {
    let waiting: Vec<PlannedChange> = client.get("/routing/v1/directory/changes").await?;
    for change in &waiting {
        say(&line(change));
    }
    if waiting.is_empty() {
        say("no change waits for its day");
    }
    Ok(())
}

async fn withdraw(client: &Client, unit: &UnitCode, day: Date) -> anyhow::Result<()> {
    client
        .delete(&format!("/routing/v1/directory/changes/{unit}/{day}"))
        .await
        .with_context(|| format!("no change of {unit} was taken back for {day}"))?;
    say(&format!("the change of {unit} on {day} will not be made"));
    Ok(())
}

fn line(change: &PlannedChange) -> String {
    let PlannedChange { unit, day, .. } = change;
    let name = change.name.as_deref().map(|name| format!(" {name}"));
    let other = change.other.as_ref().map(|other| format!(" -> {other}"));
    let cannot = change.cannot.as_ref().map(|why| format!(" (cannot be made: {why})"));
    let rest: String = [name, other, cannot].into_iter().flatten().collect();
    format!("{day} {}: {unit}{rest}", change.change)
}

/// Whether the operator said yes. A plan that was not asked for is refused, so that a script does not take it for done.
fn go_on(ask: &Ask) -> anyhow::Result<bool> {
    match (ask.yes, ask.plan) {
        (true, _) => Ok(true),
        (false, true) => Ok(false),
        (false, false) => bail!("nothing was changed: run it again with --yes to do this"),
    }
}

fn ignored(columns: &[String]) {
    if !columns.is_empty() {
        say(&format!("columns that mean nothing here: {}", columns.join(", ")));
    }
}

fn followed(complaints: usize, staff: usize) {
    if complaints + staff > 0 {
        say(&format!(
            "{complaints} open complaints and {staff} members of staff went along"
        ));
    }
}

fn show(changes: &[UnitChangeView]) {
    for change in changes.iter().take(SHOWN) {
        say(&sentence(change));
    }
    if changes.len() > SHOWN {
        say(&format!("… and {} more", changes.len() - SHOWN));
    }
}

fn sentence(change: &UnitChangeView) -> String {
    let UnitChangeView { unit, name, what, .. } = change;
    let to = change.to.as_deref().unwrap_or("nobody");
    let from = change.from.as_deref().unwrap_or_default();
    match (what.as_str(), change.open_complaints) {
        ("closed" | "merged", 0) => format!("{what}: {unit} {name}, nothing open"),
        ("closed" | "merged", open) => format!("{what}: {unit} {name}, {open} open complaints -> {to}"),
        ("renamed" | "moved", _) => format!("{what}: {unit} {from} -> {to}"),
        _ => format!("{what}: {unit} {name}"),
    }
}

/// Imports a tree, and waits until the register knows it.
pub(crate) async fn units(client: &Client, csv: Vec<u8>) -> anyhow::Result<DirectoryImported> {
    let done = client.post_csv("/routing/v1/directory/imports", None, csv).await?;
    known(client).await?;
    Ok(done)
}

/// Waits until the register knows what routing said last. Where it does not answer at this address, it hears of it by itself.
async fn known(client: &Client) -> anyhow::Result<()> {
    const NOT_HERE: u16 = 404;
    if client.look("/intake/v1/feed").await?.0 == NOT_HERE {
        say("The register is not at this address: it hears of the units in a moment.");
        return Ok(());
    }
    let known = async |client: &Client| {
        let said: FeedView = client.get("/routing/v1/feed").await?;
        let heard: FeedView = client.get("/intake/v1/feed").await?;
        Ok(said.unnumbered == 0 && heard.heard("routing") >= said.last)
    };
    client
        .wait_until("telling the register of the units", PATIENCE, known)
        .await
}

/// Imports staff and their duties.
pub(crate) async fn staff(client: &Client, csv: Vec<u8>) -> anyhow::Result<StaffImported> {
    client.post_csv("/routing/v1/staff/imports", None, csv).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(what: &str, from: Option<&str>, to: Option<&str>, open_complaints: usize) -> String {
        sentence(&UnitChangeView {
            unit: "o1".parse().unwrap(),
            name: "人民路".to_owned(),
            what: what.to_owned(),
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            open_complaints,
        })
    }

    #[test]
    fn a_plan_says_who_has_what_is_open() {
        assert_eq!(
            told("closed", None, Some("ho.b1"), 3),
            "closed: o1 人民路, 3 open complaints -> ho.b1"
        );
        assert_eq!(
            told("closed", None, Some("ho.b1"), 0),
            "closed: o1 人民路, nothing open"
        );
        assert_eq!(
            told("moved", Some("ho.b1.o1"), Some("ho.b2.o1"), 1),
            "moved: o1 ho.b1.o1 -> ho.b2.o1"
        );
        assert_eq!(told("opened", None, Some("ho.b1.o1"), 0), "opened: o1 人民路");
    }

    #[test]
    fn a_planned_change_is_one_line() {
        let mut change = PlannedChange {
            unit: "o1".parse().unwrap(),
            day: "2026-12-01".parse().unwrap(),
            at: "2026-11-30T16:00:00Z".parse().unwrap(),
            change: "move".to_owned(),
            name: None,
            other: Some("b2".parse().unwrap()),
            cannot: None,
        };
        assert_eq!(line(&change), "2026-12-01 move: o1 -> b2");
        change.cannot = Some("`b2` is closed".to_owned());
        assert_eq!(
            line(&change),
            "2026-12-01 move: o1 -> b2 (cannot be made: `b2` is closed)"
        );
    }

    #[test]
    fn without_a_yes_nothing_is_done() {
        let ask = |yes, plan| go_on(&Ask { yes, plan });
        assert!(ask(true, false).unwrap() && !ask(false, true).unwrap());
        assert_eq!(
            ask(false, false).unwrap_err().to_string(),
            "nothing was changed: run it again with --yes to do this"
        );
    }
}
