//! The complaints behind a figure (R7.3).

use std::str::FromStr;

use super::figures::{Key, Period, Refusal};
use super::known::Known;

/// Which of the complaints that a figure counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Part {
    /// All.
    #[default]
    Received,
    Closed,
    Open,
    InTime,
    Late,
    Overdue,
    Satisfied,
    Dissatisfied,
}

impl Part {
    /// All parts.
    pub(crate) const ALL: [Self; 8] = [
        Self::Received,
        Self::Closed,
        Self::Open,
        Self::InTime,
        Self::Late,
        Self::Overdue,
        Self::Satisfied,
        Self::Dissatisfied,
    ];

    /// Its name: that of the count.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Closed => "closed",
            Self::Open => "open",
            Self::InTime => "in_time",
            Self::Late => "late",
            Self::Overdue => "overdue",
            Self::Satisfied => "satisfied",
            Self::Dissatisfied => "dissatisfied",
        }
    }

    pub(super) fn known() -> String {
        Self::ALL.map(Self::name).join(", ")
    }
}

impl FromStr for Part {
    type Err = Refusal;

    fn from_str(name: &str) -> Result<Self, Refusal> {
        let part = Self::ALL.into_iter().find(|part| part.name() == name);
        part.ok_or_else(|| Refusal::UnknownPart(name.to_owned()))
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Behind {
    /// The key with its value, or with none; absent: all.
    pub(crate) of: Option<(Key, Option<String>)>,
    pub(crate) part: Part,
    pub(crate) period: Period,
}

impl Behind {
    /// Reads a request.
    ///
    /// # Errors
    /// [`Refusal`]
    pub(crate) fn new(
        by: Option<&str>,
        key: Option<String>,
        part: Option<&str>,
        period: Period,
    ) -> Result<Self, Refusal> {
        let of = by.map(|by| by.parse().map(|by| (by, key))).transpose()?;
        let part = part.map(str::parse).transpose()?.unwrap_or_default();
        Ok(Self { of, part, period })
    }

    /// Whether it is about persons: those whom a handler handled.
    pub(crate) fn tells_persons(&self) -> bool {
        matches!(self.of, Some((Key::Handler, _)))
    }
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) known: Known,
    pub(crate) stage: Option<String>,
    /// `YYYY-MM-DD`.
    pub(crate) received_on: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_read_by_its_name_and_another_one_is_refused_with_the_known_ones() {
        assert!(Part::ALL.into_iter().all(|part| part.name().parse() == Ok(part)));
        let sentence = "late-ish".parse::<Part>().unwrap_err().to_string();
        assert_eq!(
            sentence,
            "\"late-ish\" is no part of a figure; known are received, closed, open, in_time, late, overdue, satisfied, dissatisfied"
        );
    }

    #[test]
    fn without_a_key_all_are_meant_and_a_key_without_a_value_means_those_that_have_none() {
        let all = Behind::new(None, None, None, Period::default()).unwrap();
        assert_eq!((all.of, all.part), (None, Part::Received));
        let none = Behind::new(Some("handler"), None, Some("open"), Period::default()).unwrap();
        assert!(none.tells_persons());
        assert_eq!((none.of, none.part), (Some((Key::Handler, None)), Part::Open));
    }
}
