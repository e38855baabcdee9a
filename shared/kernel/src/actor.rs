//! Who did something (R8.4).

use std::fmt;
use std::hash::{Hash, Hasher};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::UnitPath;

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
///
/// Two are equal where they are the same person, whichever post they act in: nobody approves in one post what they proposed in another.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A member of staff.
    Staff {
        /// Their code in the directory.
        code: StaffCode,
        /// The unit of the post that they acted in, where they have several posts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        post: Option<UnitPath>,
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
    /// A member of staff, who has one post or whose post does not matter.
    #[must_use]
    pub fn staff(code: StaffCode) -> Self {
        Self::Staff { code, post: None }
    }

    /// The person alone, or what else acted.
    fn identity(&self) -> (u8, &str) {
        match self {
            Self::Staff { code, post: _ } => (0, code.as_str()),
            Self::Complainant => (1, ""),
            Self::Operator => (2, ""),
            Self::System { service } => (3, service),
        }
    }

    /// A service acting by itself.
    #[must_use]
    pub fn system(service: &str) -> Self {
        Self::System {
            service: service.to_owned(),
        }
    }
}

impl PartialEq for Actor {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Actor {}

impl Hash for Actor {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Staff { code, post: _ } => write!(f, "staff:{code}"),
            Self::Complainant => f.write_str("complainant"),
            Self::Operator => f.write_str("operator"),
            Self::System { service } => write!(f, "system:{service}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn acting(post: Option<&str>) -> Actor {
        Actor::Staff {
            code: StaffCode::new("e012").unwrap(),
            post: post.map(|post| post.parse().unwrap()),
        }
    }

    #[test]
    fn somebody_is_the_same_person_in_whichever_post_they_act() {
        let (branch, outlet) = (acting(Some("ho.b01")), acting(Some("ho.b01.o011")));
        assert_eq!(branch, outlet);
        assert_eq!(outlet, acting(None));
        assert_eq!(HashSet::from([branch, outlet]).len(), 1);
        assert_ne!(acting(None), Actor::staff(StaffCode::new("e013").unwrap()));
        assert_ne!(acting(None), Actor::Operator);
        assert_ne!(Actor::system("intake"), Actor::system("audit"));
    }

    #[test]
    fn the_post_is_written_where_there_are_several_and_read_where_it_stands() {
        let written = serde_json::to_string(&acting(Some("ho.b01"))).unwrap();
        assert_eq!(written, r#"{"kind":"staff","code":"e012","post":"ho.b01"}"#);
        let Actor::Staff { post, .. } = serde_json::from_str(&written).unwrap() else {
            panic!("a member of staff");
        };
        assert_eq!(post.unwrap().as_str(), "ho.b01");
        let one = serde_json::to_string(&acting(None)).unwrap();
        assert_eq!(one, r#"{"kind":"staff","code":"e012"}"#);
        assert_eq!(serde_json::from_str::<Actor>(&one).unwrap(), acting(None));
    }
}
