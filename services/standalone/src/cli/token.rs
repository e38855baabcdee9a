//! `huiyin token`: tokens for programs.

use clap::Subcommand;
use huiyin_contracts::views::desk::{IssueToken, IssuedToken, TokenView};
use huiyin_kernel::StaffCode;

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
        } => {
            let staff = StaffCode::new(staff)?;
            let asked = IssueToken {
                staff,
                name,
                days,
                reads_only,
            };
            let issued: IssuedToken = client.post("/desk/v1/tokens", None, &asked).await?;
            say(&format!("It is good until {}, and shown this once:", issued.expires));
            write(
                Output::Csv,
                &issued.token,
                &["token".to_owned()],
                &[vec![issued.token.clone()]],
            )
        }
        Act::List { output } => {
            let tokens: Vec<TokenView> = client.get("/desk/v1/tokens").await?;
            let header = ["token", "acts for", "what for", "reads only", "used last", "until"].map(str::to_owned);
            let row = |token: &TokenView| {
                vec![
                    format!("{}…", token.prefix),
                    token.staff.to_string(),
                    token.name.clone(),
                    if token.reads_only { "yes" } else { "no" }.to_owned(),
                    token.seen.to_string(),
                    token.expires.to_string(),
                ]
            };
            write(output, &tokens, &header, &tokens.iter().map(row).collect::<Vec<_>>())
        }
        Act::End { prefix } => {
            let prefix = prefix.trim_end_matches('…');
            client.delete(&format!("/desk/v1/tokens/{prefix}")).await?;
            say("It is ended: within five seconds no service takes it.");
            Ok(())
        }
    }
}
