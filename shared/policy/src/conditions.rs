//! The conditions of rows.

use crate::lists::{Lists, Named};
use crate::{Facts, Place};

/// The conditions of a row: all must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) channel: Option<Codes>,
    pub(crate) class: Option<Codes>,
    pub(crate) line: Option<Codes>,
    pub(crate) product: Option<Codes>,
    pub(crate) severity_hint: Option<Codes>,
    pub(crate) level: Option<Codes>,
    pub(crate) anonymous: Option<bool>,
    pub(crate) confidential: Option<bool>,
    pub(crate) media: Option<bool>,
    pub(crate) about_leader: Option<bool>,
    pub(crate) repeats: Option<bool>,
    pub(crate) persons_at_least: Option<u32>,
}

/// Facts that a pack leaves to the triage duty on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftToTriage {
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// Why, as a sentence.
    pub says: String,
    pub(crate) when: When,
    /// Where it stands.
    pub place: Place,
}

/// One of these codes, or one of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Codes {
    pub(crate) codes: Vec<String>,
    /// Any code of the list.
    pub(crate) listed: bool,
    /// Any text that the list does not know.
    pub(crate) unlisted: bool,
    /// None given.
    pub(crate) absent: bool,
}

impl Codes {
    pub(crate) fn holds(&self, code: Option<&str>, list: &[Named]) -> bool {
        match code {
            None => self.absent,
            Some(code) if Named::find(list, code).is_none() => self.unlisted,
            Some(code) => self.listed || self.codes.iter().any(|one| one == code),
        }
    }

    /// The codes as the file writes them.
    pub(crate) fn words(&self) -> Vec<String> {
        let kinds = [
            (self.listed, "listed"),
            (self.unlisted, "unlisted"),
            (self.absent, "absent"),
        ];
        let kinds = kinds.into_iter().filter(|(is, _)| *is).map(|(_, word)| word.to_owned());
        self.codes.iter().cloned().chain(kinds).collect()
    }
}

/// A condition on a code: none always holds.
pub(crate) fn fits(codes: Option<&Codes>, code: Option<&str>, list: &[Named]) -> bool {
    codes.is_none_or(|codes| codes.holds(code, list))
}

impl When {
    pub(crate) fn holds(&self, facts: &Facts, lists: &Lists) -> bool {
        let is = |asked: Option<bool>, fact: bool| asked.is_none_or(|asked| asked == fact);
        is(self.anonymous, facts.anonymous)
            && is(self.confidential, facts.confidential)
            && is(self.media, facts.media)
            && is(self.about_leader, facts.about_leader)
            && is(self.repeats, facts.repeats)
            && self.persons_at_least.is_none_or(|least| facts.persons >= least)
            && fits(self.channel.as_ref(), Some(&facts.channel), &lists.channels)
            && fits(self.class.as_ref(), facts.class.as_deref(), &lists.classes)
            && fits(self.line.as_ref(), facts.line.as_deref(), &lists.lines)
            && fits(self.product.as_ref(), facts.product.as_deref(), &lists.products)
            && fits(
                self.severity_hint.as_ref(),
                facts.severity_hint.as_deref(),
                &lists.severities,
            )
            && fits(self.level.as_ref(), Some(&facts.level), &lists.levels)
    }

    /// Each condition as the file writes it, for people.
    pub(crate) fn words(&self) -> Vec<String> {
        let codes = [
            ("channel", &self.channel),
            ("class", &self.class),
            ("line", &self.line),
            ("product", &self.product),
            ("severity_hint", &self.severity_hint),
            ("level", &self.level),
        ];
        let flags = [
            ("anonymous", self.anonymous),
            ("confidential", self.confidential),
            ("media", self.media),
            ("about_leader", self.about_leader),
            ("repeats", self.repeats),
        ];
        let codes = codes.into_iter().filter_map(|(name, codes)| {
            let codes = codes.as_ref()?;
            Some(format!("{name} = {}", codes.words().join(" or ")))
        });
        let flags = flags
            .into_iter()
            .filter_map(|(name, flag)| flag.map(|flag| format!("{name} = {flag}")));
        let persons = self.persons_at_least.map(|least| format!("persons at least {least}"));
        codes.chain(flags).chain(persons).collect()
    }
}
