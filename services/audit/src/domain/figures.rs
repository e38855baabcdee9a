//! Which figures can be asked for (R7.1).

use std::str::FromStr;

use huiyin_kernel::{Date, UnitPath};

use super::behind::Part;

/// What complaints are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// The channel that it came by (R3.1).
    Channel,
    /// The class: routing's where it has decided, else the desk's (R4.2).
    Class,
    /// The product.
    Product,
    /// The business line.
    Line,
    /// The unit complained about.
    Unit,
    /// The unit that leads it.
    Lead,
    /// The finding (R5.2).
    Finding,
    /// The root cause (R5.2).
    RootCause,
    /// The branch of the tree that the root cause stands on.
    CauseOne,
    /// The level below the branch.
    CauseTwo,
    /// The way that it ended.
    Ending,
    /// The month that it was received in.
    Month,
    /// Whether it was replied to in time.
    InTime,
    /// The severity (R4.2).
    Severity,
    /// How far it has come.
    Stage,
    /// Whether it repeats an earlier one (R3.6).
    Repeats,
    /// Whether it is a complaint of the past that was imported.
    Imported,
    /// Who handled it (R6.4).
    Handler,
}

/// Why figures are refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The key is none that can be counted by.
    #[error("{0:?} is nothing to count by; known are {known}", known = Key::known())]
    UnknownKey(String),
    /// It is no part of a figure.
    #[error("{0:?} is no part of a figure; known are {known}", known = super::behind::Part::known())]
    UnknownPart(String),
    /// The key stands there twice.
    #[error("{0:?} is asked for twice")]
    Twice(String),
    /// The period ends before it begins.
    #[error("the period ends on {to}, before it begins on {from}")]
    Backwards {
        /// The first day.
        from: Date,
        /// The last day.
        to: Date,
    },
    /// There are too many combinations to answer.
    #[error("there are more than {0} combinations: ask for a shorter period or for fewer keys")]
    TooMany(u64),
}

impl Refusal {
    /// The code that stays the same whatever the sentence says.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::UnknownKey(_) => "unknown_key",
            Self::UnknownPart(_) => "unknown_part",
            Self::Twice(_) => "key_twice",
            Self::Backwards { .. } => "period_backwards",
            Self::TooMany(_) => "too_many_combinations",
        }
    }
}

impl Key {
    const ALL: [Self; 18] = [
        Self::Channel,
        Self::Class,
        Self::Product,
        Self::Line,
        Self::Unit,
        Self::Lead,
        Self::Finding,
        Self::RootCause,
        Self::CauseOne,
        Self::CauseTwo,
        Self::Ending,
        Self::Month,
        Self::InTime,
        Self::Severity,
        Self::Stage,
        Self::Repeats,
        Self::Imported,
        Self::Handler,
    ];

    /// The key's name in a request.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Class => "class",
            Self::Product => "product",
            Self::Line => "line",
            Self::Unit => "unit",
            Self::Lead => "lead",
            Self::Finding => "finding",
            Self::RootCause => "root_cause",
            Self::CauseOne => "cause_one",
            Self::CauseTwo => "cause_two",
            Self::Ending => "ending",
            Self::Month => "month",
            Self::InTime => "in_time",
            Self::Severity => "severity",
            Self::Stage => "stage",
            Self::Repeats => "repeats",
            Self::Imported => "imported",
            Self::Handler => "handler",
        }
    }

    fn known() -> String {
        Self::ALL.map(Self::name).join(", ")
    }
}

impl FromStr for Key {
    type Err = Refusal;

    fn from_str(name: &str) -> Result<Self, Refusal> {
        let key = Self::ALL.into_iter().find(|key| key.name() == name);
        key.ok_or_else(|| Refusal::UnknownKey(name.to_owned()))
    }
}

/// Which complaints are counted: days with both ends included, and a subtree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    /// About a unit of this subtree, or led by one.
    pub(crate) under: Option<UnitPath>,
}

impl Period {
    /// # Errors
    /// [`Refusal::Backwards`]
    pub(crate) fn new(from: Option<Date>, to: Option<Date>, under: Option<UnitPath>) -> Result<Self, Refusal> {
        match (from, to) {
            (Some(from), Some(to)) if to < from => Err(Refusal::Backwards { from, to }),
            _ => Ok(Self { from, to, under }),
        }
    }
}

/// The figures asked for: at least one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) keys: Vec<Key>,
    pub(crate) period: Period,
    /// Those alone.
    pub(crate) part: Part,
}

impl Request {
    /// The most combinations that are answered.
    pub(crate) const MOST_ROWS: u64 = 10_000;

    /// Whether they are about persons: the handlers.
    pub(crate) fn tells_persons(&self) -> bool {
        self.keys.contains(&Key::Handler)
    }

    /// Reads a request: keys with commas between.
    ///
    /// # Errors
    /// [`Refusal`]
    pub(crate) fn new(by: &str, period: Period) -> Result<Self, Refusal> {
        let mut keys = Vec::new();
        for name in by.split(',') {
            let key: Key = name.trim().parse()?;
            if keys.contains(&key) {
                return Err(Refusal::Twice(key.name().to_owned()));
            }
            keys.push(key);
        }
        let part = Part::default();
        Ok(Self { keys, period, part })
    }

    /// The same of a part alone.
    ///
    /// # Errors
    /// [`Refusal::UnknownPart`]
    pub(crate) fn only(self, part: Option<&str>) -> Result<Self, Refusal> {
        let part = part.map(str::parse).transpose()?.unwrap_or_default();
        Ok(Self { part, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn keys_are_read_in_their_order() {
        let request = Request::new("month, channel", Period::default()).unwrap();
        assert_eq!(request.keys, [Key::Month, Key::Channel]);
    }

    #[test]
    fn every_key_is_read_by_its_name() {
        assert!(Key::ALL.into_iter().all(|key| key.name().parse() == Ok(key)));
    }

    #[test]
    fn an_unknown_key_is_refused_and_the_known_ones_named() {
        let sentence = Request::new("chanel", Period::default()).unwrap_err().to_string();
        assert!(sentence.starts_with("\"chanel\" is nothing to count by"), "{sentence}");
        assert!(Key::ALL.iter().all(|key| sentence.contains(key.name())), "{sentence}");
        assert_eq!(
            Request::new("", Period::default()),
            Err(Refusal::UnknownKey(String::new()))
        );
    }

    #[test]
    fn r6_4_only_what_counts_by_handler_tells_persons() {
        assert!(
            Request::new("finding,handler", Period::default())
                .unwrap()
                .tells_persons()
        );
        assert!(!Request::new("unit,lead", Period::default()).unwrap().tells_persons());
    }

    #[test]
    fn a_key_is_asked_for_once() {
        assert_eq!(
            Request::new("unit,unit", Period::default()),
            Err(Refusal::Twice("unit".to_owned()))
        );
    }

    #[test]
    fn what_is_too_much_to_answer_says_what_to_ask_for() {
        let refusal = Refusal::TooMany(Request::MOST_ROWS);
        assert_eq!(refusal.code(), "too_many_combinations");
        assert_eq!(
            refusal.to_string(),
            "there are more than 10000 combinations: ask for a shorter period or for fewer keys"
        );
    }

    #[test]
    fn a_period_does_not_run_backwards() {
        let (from, to) = (date(2026, 2, 1), date(2026, 1, 31));
        assert_eq!(
            Period::new(Some(from), Some(to), None),
            Err(Refusal::Backwards { from, to })
        );
        assert!(Period::new(Some(to), Some(to), None).is_ok(), "one day is a period");
    }
}
