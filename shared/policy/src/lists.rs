//! The coded lists of a pack.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::MetBy;

/// A code with the names that people see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The code, as events and figures carry it.
    pub code: String,
    /// The Chinese name.
    pub zh: String,
    /// The English name.
    pub en: String,
}

/// The coded lists of a pack, each in the order of its file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lists {
    /// In rising order (R4.2).
    pub severities: Vec<Named>,
    /// How a complaint comes (R3.1).
    pub channels: Vec<Named>,
    /// What it is about (R4.2).
    pub classes: Vec<Named>,
    /// What a unit can be charged with (R2.2).
    pub duties: Vec<Named>,
    /// The levels of the tree (R2.1).
    pub levels: Vec<Named>,
    /// What a clock waits for (R4.12).
    pub clocks: Vec<Named>,
    /// What an investigation finds (R5.2).
    pub findings: Vec<Named>,
    /// Why it came to the complaint (R5.2).
    pub root_causes: Vec<Named>,
    /// How a complaint ends (R5.7).
    pub endings: Vec<Named>,
    /// Why a complaint is not taken on (R3.5).
    pub decline_reasons: Vec<Named>,
    /// The business lines (R4.1), where the pack asks for them.
    pub lines: Vec<Named>,
    /// The products (R3.3), where the pack asks for them.
    pub products: Vec<Named>,
    /// Bodies outside of the organisation that are told or reported to (R4.11, R7.2).
    pub outside_bodies: Vec<Named>,
    /// What reports hold (R7.1, R7.2).
    pub measures: Vec<Named>,
    /// More ways to sort a complaint than by class (R7.1): each with its own codes.
    pub axes: Vec<Axis>,
}

/// A way to sort complaints for figures (R7.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Axis {
    /// Code and names.
    pub name: Named,
    /// Its entries.
    pub entries: Vec<Named>,
}

impl Named {
    /// The entry of `list` with this code.
    #[must_use]
    pub fn find<'a>(list: &'a [Self], code: &str) -> Option<&'a Self> {
        list.iter().find(|named| named.code == code)
    }

    /// The name in a language: `en`, or else the Chinese one.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        if language == "en" { &self.en } else { &self.zh }
    }
}

/// What the entries of some lists say besides their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    /// How severe a class is at least.
    pub(crate) class_severity: BTreeMap<String, String>,
    /// The duties that hear at once of a severity.
    pub(crate) severity_tell: BTreeMap<String, Vec<String>>,
    /// The duties of a level's units as long as no unit names them.
    pub(crate) level_duties: BTreeMap<String, Vec<String>>,
    /// What meets a kind of clock.
    pub(crate) met_by: BTreeMap<String, MetBy>,
    /// The kinds of clock that not every complaint has.
    pub(crate) optional_clocks: BTreeSet<String>,
    /// The root cause that another one is a kind of.
    pub(crate) cause_parent: BTreeMap<String, String>,
}

impl Attributes {
    /// A root cause with those above it, the branch first.
    pub(crate) fn cause_path<'a>(&'a self, code: &'a str) -> Vec<&'a str> {
        let above = std::iter::successors(Some(code), |code| self.cause_parent.get(*code).map(String::as_str));
        let mut path: Vec<&str> = above.collect();
        path.reverse();
        path
    }
}
