//! A place in the organisation's tree (R2.1).

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A unit's code: one token of lower-case letters, digits, `-` and `_`, so that it can stand in a bus subject.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
#[schema(value_type = String)]
pub struct UnitCode(String);

/// A unit's code with those of all units above it, the root first: `ho.b01.o0123`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
#[schema(value_type = String)]
pub struct UnitPath(String);

/// What is wrong with a unit's code or path.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// The code holds something else than it may.
    #[error("a unit code is 1 to 40 lower-case letters, digits, '-' or '_'")]
    Code,
    /// The path is deeper than 12 units.
    #[error("a unit path has 1 to 12 codes with '.' between them")]
    Depth,
}

const LONGEST_CODE: usize = 40;
const DEEPEST: usize = 12;

fn is_code(code: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
    (1..=LONGEST_CODE).contains(&code.len()) && code.bytes().all(fits)
}

impl UnitCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`UnitError::Code`]
    pub fn new(code: impl Into<String>) -> Result<Self, UnitError> {
        let code = code.into();
        if is_code(&code) {
            Ok(Self(code))
        } else {
            Err(UnitError::Code)
        }
    }

    /// The code's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl UnitPath {
    /// Reads a path.
    ///
    /// # Errors
    /// [`UnitError`]
    pub fn new(path: impl Into<String>) -> Result<Self, UnitError> {
        let path = path.into();
        if !path.split('.').all(is_code) {
            return Err(UnitError::Code);
        }
        if path.split('.').count() > DEEPEST {
            return Err(UnitError::Depth);
        }
        Ok(Self(path))
    }

    /// The root's path.
    #[must_use]
    pub fn root(code: &UnitCode) -> Self {
        Self(code.0.clone())
    }

    /// The path of a unit below this one.
    ///
    /// # Errors
    /// [`UnitError::Depth`]
    pub fn child(&self, code: &UnitCode) -> Result<Self, UnitError> {
        Self::new(format!("{}.{}", self.0, code.0))
    }

    /// The unit's own code: the last of the path.
    #[must_use]
    pub fn code(&self) -> UnitCode {
        UnitCode(self.0.rsplit('.').next().unwrap_or_default().to_owned())
    }

    /// The path of the unit above, or nothing at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('.').map(|(above, _)| Self(above.to_owned()))
    }

    /// Whether this unit is `top` or stands below it.
    #[must_use]
    pub fn is_within(&self, top: &Self) -> bool {
        self.0
            .strip_prefix(&top.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// The path's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! text {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = UnitError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl FromStr for $name {
            type Err = UnitError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

text!(UnitCode);
text!(UnitPath);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_knows_its_code_its_parent_and_its_subtree() {
        let outlet: UnitPath = "ho.b01.o0123".parse().unwrap();
        let branch = outlet.parent().unwrap();
        assert_eq!(outlet.code().as_str(), "o0123");
        assert_eq!(branch.as_str(), "ho.b01");
        assert!(outlet.is_within(&branch) && outlet.is_within(&outlet));
        assert!(!branch.is_within(&outlet));
        assert!(
            !UnitPath::new("ho.b012").unwrap().is_within(&branch),
            "a longer code is not a subtree"
        );
        assert_eq!(UnitPath::new("ho").unwrap().parent(), None);
    }

    #[test]
    fn what_cannot_stand_in_a_subject_is_refused() {
        for bad in ["", ".", "ho.", "HO", "ho b", "ho.*", "ho.>", "ho..b", "分行"] {
            assert_eq!(UnitPath::new(bad), Err(UnitError::Code), "{bad:?}");
        }
        assert_eq!(UnitPath::new(vec!["a"; 13].join(".")), Err(UnitError::Depth));
    }
}
