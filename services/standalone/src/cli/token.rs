//! `huiyin token`: tokens for programs.

use clap::Subcommand;
use huiyin_contracts::views::desk::{IssueToken, IssuedToken, TokenView};
use huiyin_kernel::{StaffCode, UnitPath};

use super::client::Client;
use super::output::{Output, say, write};

#[derive(Subcommand)]
pub(crate) enum Act {
    /// Issues a token that acts for a member of staff, with the unit and duties that they have when it is used.
    Issue {
        /// The staff code.
        staff: String,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// How many days it is good for, 1 to 400.
        #[arg(long, default_value_t = 90)]
        days: u32,
        /// It serves for reading alone.
        #[arg(long)]
        reads_only: bool,
        /// It serves for this unit and those below it alone: a path, as `ho.b01`.
        #[arg(long)]
        unit: Option<String>,
        /// It serves for this act alone, by its name in the policies: `register`, `read`. More than once: for each of them.
        #[arg(long = "act")]
        acts: Vec<String>,
    },
    /// Lists the tokens that were issued and not ended.
    List {
        #[arg(long, value_enum, default_value = "table")]
        output: Output,
    },
    /// Ends a token.
    End {
        /// Its first characters, as the list shows them.
        prefix: String,
    },
}

pub(crate) async fn run(client: &Client, act: Act) -> anyhow::Result<()> {
    match act {
        Act::Issue {
            staff,
            name,
            days,
            reads_only,
            unit,
            acts,
        } => {
            let asked = IssueToken {
                staff: StaffCode::new(staff)?,
                name,
                days,
                reads_only,
                unit: unit.map(UnitPath::new).transpose()?,
                acts: (!acts.is_empty()).then_some(acts),
            };
            issue(client, &asked).await
        }
        Act::List { output } => list(client, output).await,
        Act::End { prefix } => {
            let prefix = prefix.trim_end_matches('…');
            client.delete(&format!("/desk/v1/tokens/{prefix}")).await?;
            say("It is ended: within five seconds no service takes it.");
            Ok(())
        }
    }
}

async fn issue(client: &Client, asked: &IssueToken) -> anyhow::Result<()> {
    let issued: IssuedToken = client.post("/desk/v1/tokens", None, asked).await?;
    say(&format!("It is good until {}, and shown this once:", issued.expires));
    write(
        Output::Csv,
        &issued.token,
        &["token".to_owned()],
        &[vec![issued.token.clone()]],
    )
}

async fn list(client: &Client, output: Output) -> anyhow::Result<()> {
    let tokens: Vec<TokenView> = client.get("/desk/v1/tokens").await?;
    let header = [
        "token",
        "acts for",
        "what for",
        "reads only",
        "within",
        "acts",
        "used last",
        "until",
    ]
    .map(str::to_owned);
    let row = |token: &TokenView| {
        vec![
            format!("{}…", token.prefix),
            token.staff.to_string(),
            token.name.clone(),
            if token.reads_only { "yes" } else { "no" }.to_owned(),
            token
                .unit
                .as_ref()
                .map_or_else(|| "all".to_owned(), ToString::to_string),
            token
                .acts
                .as_ref()
                .map_or_else(|| "all".to_owned(), |acts| acts.join(" ")),
            token.seen.to_string(),
            token.expires.to_string(),
        ]
    };
    write(output, &tokens, &header, &tokens.iter().map(row).collect::<Vec<_>>())
}
