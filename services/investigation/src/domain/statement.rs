//! A statement: evidence in words, never altered afterwards (R5.1).

use huiyin_kernel::{Actor, Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::text::{Code, Words};

/// One statement. Random, and told to nobody outside: so the fingerprint on the bus gives no hold for guessing the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct StatementId(pub(crate) Uuid);

/// What somebody said about the matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    /// The statement.
    pub(crate) id: StatementId,
    /// Who gave it, by role: `complainant`, `staff_concerned`, `witness` …; no name.
    pub(crate) given_by: Code,
    /// The words.
    pub(crate) words: Words,
    /// When it was given.
    pub(crate) taken: Timestamp,
    /// When it was written down here.
    pub(crate) recorded: Timestamp,
    /// Who took it.
    pub(crate) by: Actor,
    /// The statement that this one takes the place of.
    pub(crate) supersedes: Option<StatementId>,
}

impl Statement {
    /// SHA-256 in hexadecimal of id, role, instant (RFC 3339) and words, with a line feed after each of the first three.
    pub(crate) fn fingerprint(&self) -> String {
        let text = format!(
            "{}\n{}\n{}\n{}",
            self.id.0,
            self.given_by.as_str(),
            self.taken,
            self.words.as_str()
        );
        hex(&Sha256::digest(text))
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn any_alteration_of_a_statement_shows_in_its_fingerprint() {
        let statement = sample::statement(1);
        let print = statement.fingerprint();
        assert_eq!(print.len(), 64);
        assert_eq!(print, statement.clone().fingerprint());
        let mut altered = [statement.clone(), statement.clone(), statement.clone(), statement];
        altered[0].words = Words::new("he was polite").unwrap();
        altered[1].given_by = Code::new("witness").unwrap();
        altered[2].taken = sample::at(2);
        altered[3].id = StatementId(Uuid::from_u128(9));
        assert!(altered.iter().all(|other| other.fingerprint() != print));
    }
}
