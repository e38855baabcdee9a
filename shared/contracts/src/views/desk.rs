//! What the desk's API takes and answers: sign-in, accounts, identities, tokens. Nothing here is printed: most of it is secret.

use huiyin_kernel::{Password, StaffCode, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Their staff code.
    pub staff: String,
    /// Their password.
    #[schema(value_type = String, format = "password")]
    pub password: Password,
    /// The code that their authenticator shows, or a recovery code, where the account has a second factor.
    pub code: Option<String>,
}

/// They are signed in.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct SignedIn {
    /// What every service takes as `Authorization: Bearer`.
    pub token: String,
    /// When it ends at the latest; it ends sooner when it is not used.
    #[schema(value_type = String, format = "date-time")]
    pub expires: Timestamp,
}

/// An account to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAccount {
    /// Whose.
    pub staff: StaffCode,
    /// The first password; none: one is drawn.
    #[schema(value_type = Option<String>, format = "password")]
    pub password: Option<Password>,
    /// Whether the first password must be changed at the first sign-in; where nothing is said, it must.
    pub must_change: Option<bool>,
}

/// A new first password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetAccount {
    /// The first password; none: one is drawn.
    #[schema(value_type = Option<String>, format = "password")]
    pub password: Option<Password>,
    /// Whether it must be changed at the first sign-in; where nothing is said, it must.
    pub must_change: Option<bool>,
}

/// A first password, shown once.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct FirstPassword {
    /// Whose.
    pub staff: StaffCode,
    /// The password.
    pub password: String,
}

/// An account.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct AccountView {
    /// Whose.
    pub staff: StaffCode,
    /// Whether the password must be changed.
    pub must_change: bool,
    /// When the password was set.
    #[schema(value_type = String, format = "date-time")]
    pub changed: Timestamp,
    /// When they signed in last.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub signed_in: Option<Timestamp>,
}

/// An identity at the provider, to be bound to a member of staff.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BindIdentity {
    /// Whose it is.
    pub staff: StaffCode,
    /// The provider's issuer identifier, letter by letter.
    pub issuer: String,
    /// Their subject there: what the provider calls them and nobody else.
    pub subject: String,
}

/// An identity that is bound.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct IdentityView {
    /// Whose it is.
    pub staff: StaffCode,
    /// The provider's issuer identifier.
    pub issuer: String,
    /// Their subject there.
    pub subject: String,
    /// Who bound it: `operator`, `staff:…`, or `claim` where a claim of the provider's did.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = "date-time")]
    pub bound: Timestamp,
}

/// A token to be issued to a program.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueToken {
    /// Whom it acts for.
    pub staff: StaffCode,
    /// What it is for.
    pub name: String,
    /// How many days it is good for, 1 to 400.
    pub days: u32,
    /// Whether it serves for reading alone.
    pub reads_only: bool,
    /// The path of a unit: it serves for that one and those below it alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitPath>,
    /// The names of acts: it serves for these alone, and never for more than its owner may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acts: Option<Vec<String>>,
}

/// A token, shown once.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct IssuedToken {
    /// The token.
    pub token: String,
    /// By which it is known in lists, and ended.
    pub prefix: String,
    /// When it ends.
    #[schema(value_type = String, format = "date-time")]
    pub expires: Timestamp,
}

/// A token that was issued.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct TokenView {
    /// Its first characters.
    pub prefix: String,
    /// Whom it acts for.
    pub staff: StaffCode,
    /// What it is for.
    pub name: String,
    /// Whether it serves for reading alone.
    pub reads_only: bool,
    /// The unit that it is kept within.
    pub unit: Option<UnitPath>,
    /// The acts that it is kept to.
    pub acts: Option<Vec<String>>,
    /// When it was issued.
    #[schema(value_type = String, format = "date-time")]
    pub created: Timestamp,
    /// When it was used last, to the minute.
    #[schema(value_type = String, format = "date-time")]
    pub seen: Timestamp,
    /// When it ends.
    #[schema(value_type = String, format = "date-time")]
    pub expires: Timestamp,
}
