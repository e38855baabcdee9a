//! Words and codes that the case keeps.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest text that is taken, in characters.
pub(crate) const LONGEST: usize = 20_000;

const LONGEST_CODE: usize = 64;

/// What somebody said or wrote. Shown by no `Debug`, so that it gets into no log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Words(String);

/// A code of the policy pack, or one that it does not know: an open list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Code(String);

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TextError {
    /// Nothing is said.
    #[error("the text is empty")]
    Empty,
    /// It is over the limit.
    #[error("the text is longer than 20000 characters")]
    TooLong,
    /// It holds what no paper can show.
    #[error("the text holds a control character")]
    Control,
    /// It is no code.
    #[error("a code is 1 to 64 lower-case letters, digits, '_', '-' or '.'")]
    Code,
}

impl Words {
    /// Takes a text, without the spaces around it.
    pub(crate) fn new(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        if text.chars().count() > LONGEST {
            return Err(TextError::TooLong);
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(TextError::Control);
        }
        Ok(Self(text.to_owned()))
    }

    /// Words that were checked when they were taken.
    pub(crate) fn kept(text: String) -> Self {
        Self(text)
    }

    /// The words.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} bytes)", self.0.len())
    }
}

impl Code {
    /// Reads a code.
    pub(crate) fn new(code: &str) -> Result<Self, TextError> {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-' | b'.');
        if (1..=LONGEST_CODE).contains(&code.len()) && code.bytes().all(fits) {
            Ok(Self(code.to_owned()))
        } else {
            Err(TextError::Code)
        }
    }

    /// The code's text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_show_in_no_debug_output() {
        let words = Words::new("the teller shouted").unwrap();
        assert_eq!(format!("{words:?}"), "Words(18 bytes)");
    }

    #[test]
    fn a_text_is_neither_empty_nor_over_long_nor_holds_a_control_character() {
        assert_eq!(Words::new(" \n "), Err(TextError::Empty));
        assert_eq!(Words::new("nul \0"), Err(TextError::Control));
        assert!(Words::new(&"好".repeat(LONGEST)).is_ok(), "characters count, not bytes");
        assert_eq!(Words::new(&"好".repeat(LONGEST + 1)), Err(TextError::TooLong));
        assert_eq!(Words::new(" two\nlines ").unwrap().as_str(), "two\nlines");
    }

    #[test]
    fn each_wrong_text_has_its_sentence() {
        let sentence = |text: &str| Words::new(text).unwrap_err().to_string();
        assert_eq!(sentence(""), "the text is empty");
        assert_eq!(
            sentence(&"x".repeat(LONGEST + 1)),
            "the text is longer than 20000 characters"
        );
        assert_eq!(sentence("bell \u{7}"), "the text holds a control character");
        assert_eq!(
            Code::new("Two Words").unwrap_err().to_string(),
            "a code is 1 to 64 lower-case letters, digits, '_', '-' or '.'"
        );
    }

    #[test]
    fn a_code_is_short_and_plain() {
        assert_eq!(Code::new("work_error").unwrap().as_str(), "work_error");
        for bad in ["", "Work", "a b", "错", &"a".repeat(65)] {
            assert_eq!(Code::new(bad), Err(TextError::Code), "{bad:?}");
        }
    }
}
