//! `huiyin account`: who can sign in, with a password or through the organisation's provider.

use clap::{Args, Subcommand};
use huiyin_contracts::views::desk::{AccountView, BindIdentity, FirstPassword, IdentityView};
use huiyin_kernel::StaffCode;
use serde_json::json;

use super::client::Client;
use super::output::{Output, say, write};

#[derive(Subcommand)]
pub(crate) enum Act {
    /// Makes accounts for members of staff whom the directory has, and shows their first passwords.
    Add {
        /// Staff codes.
        #[arg(required = true)]
        staff: Vec<String>,
        #[command(flatten)]
        shown: Shown,
    },
    /// Gives an account a new first password, and signs out whoever is signed in with it.
    Reset {
        /// The staff code.
        staff: String,
        #[command(flatten)]
        shown: Shown,
    },
    /// Ends the second factor of who has lost it, and signs them out.
    EndSecondFactor {
        /// The staff code.
        staff: String,
    },
    /// Lists the accounts.
    List {
        #[command(flatten)]
        shown: Shown,
    },
    /// Binds an identity at the organisation's provider to a member of staff: whoever signs in there with it is them.
    Bind {
        /// The staff code.
        staff: String,
        /// The provider's issuer identifier, letter by letter.
        #[arg(long)]
        issuer: String,
        /// Their subject there: never an e-mail address, which somebody else is given later.
        #[arg(long)]
        subject: String,
        #[command(flatten)]
        shown: Shown,
    },
    /// Frees the identity of a member of staff, and signs out whoever is signed in with it.
    Unbind {
        /// The staff code.
        staff: String,
    },
    /// Lists the identities that are bound.
    Identities {
        #[command(flatten)]
        shown: Shown,
    },
}

#[derive(Args)]
pub(crate) struct Shown {
    #[arg(long, value_enum, default_value = "table")]
    output: Output,
}

pub(crate) async fn run(client: &Client, act: Act) -> anyhow::Result<()> {
    match act {
        Act::Add { staff, shown } => {
            let mut made = Vec::new();
            for code in staff {
                let added = client.post("/desk/v1/accounts", None, &json!({ "staff": code })).await;
                match added {
                    Ok(first) => made.push(first),
                    Err(error) => {
                        // Passwords that were drawn are shown nowhere else.
                        first_passwords(&shown, &made)?;
                        return Err(error.context(format!("no account is made for {code}")));
                    }
                }
            }
            first_passwords(&shown, &made)
        }
        Act::Reset { staff, shown } => {
            let path = format!("/desk/v1/accounts/{staff}/reset");
            let first: FirstPassword = client.post(&path, None, &json!({})).await?;
            first_passwords(&shown, &[first])
        }
        Act::EndSecondFactor { staff } => {
            let staff = StaffCode::new(staff)?;
            client
                .delete(&format!("/desk/v1/accounts/{staff}/second-factor"))
                .await?;
            say("It is ended: the password alone lets them in, until they set up another.");
            Ok(())
        }
        Act::List { shown } => {
            let accounts: Vec<AccountView> = client.get("/desk/v1/accounts").await?;
            list(&shown, &accounts)
        }
        Act::Bind {
            staff,
            issuer,
            subject,
            shown,
        } => {
            let staff = StaffCode::new(staff)?;
            let asked = BindIdentity { staff, issuer, subject };
            let bound: IdentityView = client.post("/desk/v1/identities", None, &asked).await?;
            identities(&shown, &[bound])
        }
        Act::Unbind { staff } => {
            let staff = StaffCode::new(staff)?;
            client.delete(&format!("/desk/v1/identities/{staff}")).await?;
            say("It is freed: nobody comes in as them through the provider.");
            Ok(())
        }
        Act::Identities { shown } => {
            let bound: Vec<IdentityView> = client.get("/desk/v1/identities").await?;
            identities(&shown, &bound)
        }
    }
}

fn identities(shown: &Shown, bound: &[IdentityView]) -> anyhow::Result<()> {
    let header = ["staff", "issuer", "subject", "bound by", "bound"].map(str::to_owned);
    let row = |identity: &IdentityView| {
        vec![
            identity.staff.to_string(),
            identity.issuer.clone(),
            identity.subject.clone(),
            identity.by.clone(),
            identity.bound.to_string(),
        ]
    };
    write(
        shown.output,
        &bound,
        &header,
        &bound.iter().map(row).collect::<Vec<_>>(),
    )
}

fn first_passwords(shown: &Shown, made: &[FirstPassword]) -> anyhow::Result<()> {
    let header = ["staff", "first password"].map(str::to_owned);
    let rows: Vec<_> = made
        .iter()
        .map(|first| vec![first.staff.to_string(), first.password.clone()])
        .collect();
    write(shown.output, &made, &header, &rows)?;
    say("Each must be changed at the first sign-in. They are shown this once.");
    Ok(())
}

fn list(shown: &Shown, accounts: &[AccountView]) -> anyhow::Result<()> {
    let header = ["staff", "password of", "must change it", "signed in last"].map(str::to_owned);
    let row = |account: &AccountView| {
        vec![
            account.staff.to_string(),
            account.changed.to_string(),
            if account.must_change { "yes" } else { "no" }.to_owned(),
            account.signed_in.map(|at| at.to_string()).unwrap_or_default(),
        ]
    };
    write(
        shown.output,
        &accounts,
        &header,
        &accounts.iter().map(row).collect::<Vec<_>>(),
    )
}
