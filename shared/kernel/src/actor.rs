//! Who did something (R8.4).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A member of staff, by the code that the organisation's directory gives: never a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
#[schema(value_type = String)]
pub struct StaffCode(String);

/// A staff code is 1 to 64 letters, digits, `-`, `_` or `.`.
#[derive(Debug, thiserror::Error)]
#[error("a staff code is 1 to 64 letters, digits, '-', '_' or '.'")]
pub struct StaffCodeError;

impl StaffCode {
    /// Reads a code.
    ///
    /// # Errors
    /// Where it is empty, over 64 characters, or holds anything but ASCII letters, digits, `-`, `_`, `.`.
    pub fn new(code: impl Into<String>) -> Result<Self, StaffCodeError> {
        let code = code.into();
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if code.is_empty() || code.len() > 64 || !code.chars().all(fits) {
            return Err(StaffCodeError);
        }
        Ok(Self(code))
    }

    /// The code's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for StaffCode {
    type Error = StaffCodeError;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::new(code)
    }
}

impl From<StaffCode> for String {
    fn from(code: StaffCode) -> Self {
        code.0
    }
}

impl fmt::Display for StaffCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who did something. Written to events and the audit record; holds no name and no address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A member of staff.
    Staff {
        /// Their code in the directory.
        code: StaffCode,
    },
    /// The complainant, known by the receipt only.
    Complainant,
    /// Someone at the machine itself, through the command line or the loopback address.
    Operator,
    /// A service acting by a rule or a clock.
    System {
        /// The service's name.
        service: String,
    },
}

impl Actor {
    /// A service acting by itself.
    #[must_use]
    pub fn system(service: &str) -> Self {
        Self::System {
            service: service.to_owned(),
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Staff { code } => write!(f, "staff:{code}"),
            Self::Complainant => f.write_str("complainant"),
            Self::Operator => f.write_str("operator"),
            Self::System { service } => write!(f, "system:{service}"),
        }
    }
}
