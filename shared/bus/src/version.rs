//! Which nats-server is new enough.

use std::fmt;
use std::str::FromStr;

/// A server's version: major, minor, patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(u32, u32, u32);

/// Older ones lack atomic batches, lose streams or carry known holes.
pub(crate) const OLDEST: Version = Version(2, 14, 6);

/// The text holds no version.
#[derive(Debug)]
pub(crate) struct NoVersion;

impl FromStr for Version {
    type Err = NoVersion;

    /// Reads `2.15.1`, `v2.15.1` or `nats-server: v2.15.1`; what follows a `-` is a pre-release's name and is left out.
    fn from_str(text: &str) -> Result<Self, NoVersion> {
        let last = text.split_whitespace().last().ok_or(NoVersion)?;
        let plain = last.trim_start_matches('v');
        let plain = plain.split(['-', '+']).next().unwrap_or(plain);
        let mut parts = plain.split('.').map(|part| part.parse().map_err(|_| NoVersion));
        let mut next = || parts.next().ok_or(NoVersion)?;
        let version = Self(next()?, next()?, next()?);
        if parts.next().is_some() {
            Err(NoVersion)
        } else {
            Ok(version)
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// Whether a server that gives this text as its version is new enough.
pub(crate) fn is_new_enough(text: &str) -> bool {
    text.parse::<Version>().is_ok_and(|version| version >= OLDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_before_2_14_6_is_too_old() {
        for old in ["2.9.10", "v2.14.5", "nats-server: v2.12.99", "1.99.99", "2.14.5-RC.1"] {
            assert!(!is_new_enough(old), "{old}");
        }
        for new in [
            "2.14.6",
            "v2.14.10",
            "nats-server: v2.15.1\n",
            "2.100.0",
            "3.0.0",
            "2.15.0-RC.2",
        ] {
            assert!(is_new_enough(new), "{new}");
        }
    }

    #[test]
    fn what_is_no_version_is_not_new_enough() {
        for text in ["", "v", "2.15", "2.15.1.1", "two.15.1", "99999999999.1.1"] {
            assert!(!is_new_enough(text), "{text}");
        }
    }
}
