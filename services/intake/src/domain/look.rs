//! Looking at who complained and what they said: each look is recorded (R8.1).

use huiyin_contracts::events::intake::LookedV1;
use huiyin_kernel::{Actor, ComplaintId};

use super::text::{TextError, line};

/// What is said of a look. The purpose is a line of at most 200 characters.
pub(crate) fn decide(
    complaint: ComplaintId,
    what: &'static str,
    purpose: &str,
    by: Actor,
) -> Result<LookedV1, TextError> {
    Ok(LookedV1 {
        complaint,
        what: what.to_owned(),
        purpose: line("purpose", purpose, 200)?,
        by,
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{clerk, complaint};
    use super::*;

    #[test]
    fn a_look_has_a_purpose() {
        let look = |purpose| decide(complaint().id, "whole", purpose, clerk());
        assert_eq!(look("reply letter").unwrap().purpose, "reply letter");
        assert_eq!(look("  ").unwrap_err().to_string(), "`purpose` is empty");
    }
}
