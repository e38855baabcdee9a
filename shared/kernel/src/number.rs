//! The number that people read to each other (R3.3).

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::UnitCode;

/// A complaint's number: `O0123-20261123-00042-7`.
///
/// Unit that registered, its local date, sequence, check character (ISO 7064 mod 37,36 over the letters and digits before it).
/// The sequence's first digit is the *series* of the intake that numbered: 0 at head office, another at a branch that numbers on
/// its own for the same unit while the line is down. So two intakes never give one number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
#[schema(value_type = String)]
pub struct ComplaintNumber(String);

/// What is wrong with a number.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// It has not the four parts.
    #[error("a complaint number reads UNIT-YYYYMMDD-SEQUENCE-CHECK")]
    Shape,
    /// The check character does not fit: a letter or digit is wrong, or two are swapped.
    #[error("the number's check character does not fit: please read it again")]
    Check,
    /// The series is one digit.
    #[error("a numbering series is one digit, 0 to 9")]
    Series,
}

const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

impl ComplaintNumber {
    /// The number of the `ordinal`-th complaint (from 1) that `unit` registers on `date` in `series`.
    ///
    /// # Errors
    /// [`NumberError::Series`] where the series is over 9.
    pub fn new(unit: &UnitCode, date: Date, series: u8, ordinal: u32) -> Result<Self, NumberError> {
        if series > 9 {
            return Err(NumberError::Series);
        }
        let unit = unit.as_str().to_ascii_uppercase();
        let stem = format!(
            "{unit}-{:04}{:02}{:02}-{series}{ordinal:04}",
            date.year(),
            date.month(),
            date.day()
        );
        let check = check_character(&stem);
        Ok(Self(format!("{stem}-{check}")))
    }

    /// The number's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// ISO 7064, hybrid system mod 37,36, over the letters and digits of `text`.
fn check_character(text: &str) -> char {
    let values = text
        .bytes()
        .filter_map(|b| ALPHABET.iter().position(|&letter| letter == b));
    let product = values.fold(36, |product, value| {
        let sum = (product + value) % 36;
        (if sum == 0 { 36 } else { sum }) * 2 % 37
    });
    ALPHABET.get((37 - product) % 36).copied().map_or('0', char::from)
}

impl FromStr for ComplaintNumber {
    type Err = NumberError;

    /// Reads a number as a person types it: capitals or not, spaces around it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().to_ascii_uppercase();
        let (stem, check) = text.rsplit_once('-').ok_or(NumberError::Shape)?;
        let mut parts = stem.rsplitn(3, '-');
        let mut digits = |length: std::ops::RangeInclusive<usize>| {
            parts
                .next()
                .is_some_and(|part| length.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
        };
        let tail = digits(5..=11) && digits(8..=8);
        let unit = parts.next().unwrap_or_default().to_ascii_lowercase();
        if !tail || UnitCode::new(unit).is_err() || check.chars().count() != 1 {
            return Err(NumberError::Shape);
        }
        if !check.starts_with(check_character(stem)) {
            return Err(NumberError::Check);
        }
        Ok(Self(text))
    }
}

impl TryFrom<String> for ComplaintNumber {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ComplaintNumber> for String {
    fn from(number: ComplaintNumber) -> Self {
        number.0
    }
}

impl fmt::Display for ComplaintNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ComplaintNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ComplaintNumber({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn number(unit: &str, series: u8, ordinal: u32) -> ComplaintNumber {
        ComplaintNumber::new(&UnitCode::new(unit).unwrap(), date(2026, 11, 23), series, ordinal).unwrap()
    }

    #[test]
    fn a_number_is_read_back_as_people_type_it() {
        let made = number("o-01_23", 0, 42);
        let typed = format!("  {} ", made.as_str().to_lowercase());
        assert_eq!(typed.parse(), Ok(made));
    }

    #[test]
    fn every_wrong_letter_and_every_swap_shows() {
        let made = number("b01", 1, 12_345).to_string();
        let bytes = made.as_bytes();
        for at in 0..made.len() {
            for &other in ALPHABET {
                let mut wrong = bytes.to_vec();
                if wrong[at] == b'-' || wrong[at] == other {
                    continue;
                }
                wrong[at] = other;
                assert!(
                    String::from_utf8(wrong).unwrap().parse::<ComplaintNumber>().is_err(),
                    "{made} at {at}"
                );
            }
        }
        let swaps =
            (1..made.len()).filter(|&at| bytes[at - 1] != b'-' && bytes[at] != b'-' && bytes[at - 1] != bytes[at]);
        for at in swaps {
            let mut wrong = bytes.to_vec();
            wrong.swap(at - 1, at);
            assert!(
                String::from_utf8(wrong).unwrap().parse::<ComplaintNumber>().is_err(),
                "{made} at {at}"
            );
        }
    }

    #[test]
    fn series_of_two_intakes_never_meet() {
        let head: std::collections::HashSet<_> = (1..20_000).map(|n| number("o1", 0, n)).collect();
        assert!((1..20_000).all(|n| !head.contains(&number("o1", 1, n))));
        assert_eq!(
            ComplaintNumber::new(&UnitCode::new("o1").unwrap(), date(2026, 1, 1), 10, 1),
            Err(NumberError::Series)
        );
    }

    #[test]
    fn what_is_no_number_is_refused_with_a_sentence() {
        for bad in [
            "",
            "x",
            "B01-2026-00042-7",
            "B01-20261123-42-7",
            "B01-20261123-0004A-7",
            "-20261123-00042-7",
        ] {
            assert_eq!(bad.parse::<ComplaintNumber>(), Err(NumberError::Shape), "{bad:?}");
        }
    }
}
