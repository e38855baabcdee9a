//! A first unit for a new product, and the demonstration organisation.

mod walk;

use huiyin_contracts::views::desk::{AccountView, FirstPassword};
use huiyin_contracts::views::intake::ComplaintView;
use huiyin_contracts::views::routing::UnitView;
use serde::Deserialize;
use serde_json::json;

use crate::cli::client::Client;
use crate::cli::directory;
use crate::cli::output::say;

/// The tree of an organisation that has not imported its own yet: registration needs a unit.
const ROOT: &str = "node_id,parent_id,level,name\nHO,,head_office,总行 Head office\n";
const UNITS: &str = include_str!("demo/units.csv");
const STAFF: &str = include_str!("demo/staff.csv");

/// A page of a list, as far as it matters here.
#[derive(Deserialize)]
struct Items<T> {
    items: Vec<T>,
}

/// Makes sure that there is a unit to register at; a tree that is there stays as it is.
pub(crate) async fn first_unit(client: &Client, demo: bool) -> anyhow::Result<()> {
    let units: Items<UnitView> = client.get("/routing/v1/units?limit=1").await?;
    if units.items.is_empty() {
        let tree = if demo { UNITS } else { ROOT };
        directory::units(client, tree.as_bytes().to_vec()).await?;
    }
    Ok(())
}

/// Fills an empty register with open and closed complaints of invented people.
pub(crate) async fn fill(client: &Client) -> anyhow::Result<()> {
    let complaints: Items<ComplaintView> = client.get("/intake/v1/complaints?limit=1").await?;
    if !complaints.items.is_empty() {
        return Ok(());
    }
    let staff = directory::staff(client, STAFF.as_bytes().to_vec()).await?;
    let receipts = walk::all(client).await?;
    say(&format!(
        "The demonstration has {} members of staff and {} complaints.",
        staff.total,
        receipts.len()
    ));
    if let Some((number, code)) = receipts.first() {
        say(&format!(
            "Follow one as its complainant does: number {number}, receipt code {code}."
        ));
    }
    Ok(())
}

/// Lets the demonstration's staff sign in, all with one password. It need not be changed: it is printed at each start.
pub(crate) async fn accounts(client: &Client, password: &str) -> anyhow::Result<()> {
    let known: Vec<AccountView> = client.get("/desk/v1/accounts").await?;
    let codes = STAFF.lines().skip(1).filter_map(|line| line.split(',').next());
    for code in codes.filter(|code| known.iter().all(|account| account.staff.as_str() != *code)) {
        let account = json!({ "staff": code, "password": password, "must_change": false });
        let _made: FirstPassword = client.post("/desk/v1/accounts", None, &account).await?;
    }
    Ok(())
}
