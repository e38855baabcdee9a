//! A file's text, and what every file's check needs.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::{LoadError, LoadProblem, Source};
use crate::table::Codes;
use crate::{Limit, Lists, Named, Place, StepTo};

/// A value that knows where in its file it stands. In the published schema it is the value alone.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct At<T>(#[schemars(with = "T")] Spanned<T>);

impl<T> At<T> {
    pub(super) fn span(&self) -> Range<usize> {
        self.0.span()
    }

    pub(super) fn get_ref(&self) -> &T {
        self.0.get_ref()
    }

    pub(super) fn into_inner(self) -> T {
        self.0.into_inner()
    }
}

/// Words of the format that no list may use as a code.
const RESERVED: [&str; 5] = ["listed", "unlisted", "absent", "unit", "parent"];

/// One file of a pack.
pub(super) struct Text {
    pub(super) path: String,
    pub(super) text: String,
}

impl Text {
    pub(super) fn open(path: String, source: &Source<'_>) -> Result<Self, LoadError> {
        let file = path.clone();
        let absent = || LoadError {
            file,
            line: 1,
            problem: LoadProblem::Read(source.absent.to_owned()),
        };
        Self::open_if_there(path, source)?.ok_or_else(absent)
    }

    /// A file that a pack may leave out.
    pub(super) fn open_if_there(path: String, source: &Source<'_>) -> Result<Option<Self>, LoadError> {
        match (source.read)(&path) {
            Ok(text) => Ok(text.map(|text| Self { path, text })),
            Err(sentence) => Err(LoadError {
                file: path,
                line: 1,
                problem: LoadProblem::Read(sentence),
            }),
        }
    }

    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, LoadError> {
        toml::from_str(&self.text).map_err(|refusal| {
            let span = refusal.span().unwrap_or_default();
            self.refuse(&span, LoadProblem::Format(refusal.message().to_owned()))
        })
    }

    /// The problem, at the line where the span starts.
    pub(super) fn refuse(&self, span: &Range<usize>, problem: LoadProblem) -> LoadError {
        let Place { file, line } = self.place(span);
        LoadError { file, line, problem }
    }

    /// File and line where the span starts.
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        let line = 1 + self.text.bytes().take(span.start).filter(|byte| *byte == b'\n').count();
        let file = self.path.clone();
        Place { file, line }
    }

    /// That a code is in a list.
    pub(super) fn listed(&self, list: &'static str, entries: &[Named], code: &At<String>) -> Result<(), LoadError> {
        self.known(list, Named::find(entries, code.get_ref()).is_some(), code)
    }

    /// That a code is known where it is looked for.
    pub(super) fn known(&self, list: &'static str, known: bool, code: &At<String>) -> Result<(), LoadError> {
        if known {
            return Ok(());
        }
        let code_text = code.get_ref().clone();
        Err(self.refuse(&code.span(), LoadProblem::Unlisted { code: code_text, list }))
    }

    /// Codes, each of them in a list.
    pub(super) fn all_listed(
        &self,
        list: &'static str,
        entries: &[Named],
        codes: Vec<At<String>>,
    ) -> Result<Vec<String>, LoadError> {
        codes.iter().try_for_each(|code| self.listed(list, entries, code))?;
        Ok(codes.into_iter().map(At::into_inner).collect())
    }

    /// "parent", or a duty.
    pub(super) fn step_to(&self, lists: &Lists, to: At<String>) -> Result<StepTo, LoadError> {
        if to.get_ref() == "parent" {
            return Ok(StepTo::Parent);
        }
        self.listed("duties", &lists.duties, &to)?;
        Ok(StepTo::Duty(to.into_inner()))
    }

    /// Kinds of clock; at least one.
    pub(super) fn kinds(&self, lists: &Lists, kinds: At<Vec<At<String>>>) -> Result<Vec<String>, LoadError> {
        if kinds.get_ref().is_empty() {
            return Err(self.refuse(&kinds.span(), LoadProblem::Empty("kinds")));
        }
        self.all_listed("clocks", &lists.clocks, kinds.into_inner())
    }

    /// A limit of something.
    pub(super) fn limit(&self, limit: &At<Limit>) -> Result<Limit, LoadError> {
        match limit.get_ref().amount {
            0 => Err(self.refuse(&limit.span(), LoadProblem::ZeroLimit)),
            _ => Ok(*limit.get_ref()),
        }
    }

    /// What every row has: a code that is plain and stands once, rules, a sentence.
    pub(super) fn row(
        &self,
        span: &Range<usize>,
        code: &str,
        (rules, says): (&[String], &str),
        taken: bool,
    ) -> Result<(), LoadError> {
        check_code(code).map_err(|problem| self.refuse(span, problem))?;
        self.grounded(span, rules, Some(says))?;
        if taken {
            return Err(self.refuse(span, LoadProblem::Twice(code.to_owned())));
        }
        Ok(())
    }

    /// That an entry has both names.
    pub(super) fn named(&self, span: &Range<usize>, code: &str, zh: &str, en: &str) -> Result<(), LoadError> {
        if zh.trim().is_empty() || en.trim().is_empty() {
            return Err(self.refuse(span, LoadProblem::Nameless(code.to_owned())));
        }
        Ok(())
    }

    /// A condition on a code of a list.
    pub(super) fn condition(
        &self,
        list: &'static str,
        entries: &[Named],
        asked: Option<At<Vec<At<String>>>>,
    ) -> Result<Option<Codes>, LoadError> {
        let Some(asked) = asked else { return Ok(None) };
        if asked.get_ref().is_empty() {
            return Err(self.refuse(&asked.span(), LoadProblem::Never));
        }
        let mut codes = Codes::default();
        for code in asked.into_inner() {
            match code.get_ref().as_str() {
                "listed" => codes.listed = true,
                "unlisted" => codes.unlisted = true,
                "absent" => codes.absent = true,
                _ => {
                    self.listed(list, entries, &code)?;
                    codes.codes.push(code.into_inner());
                }
            }
        }
        Ok(Some(codes))
    }

    /// That a row names its rules and says what it means.
    pub(super) fn grounded(&self, span: &Range<usize>, rules: &[String], says: Option<&str>) -> Result<(), LoadError> {
        if rules.is_empty() || !rules.iter().all(|rule| is_rule(rule)) {
            return Err(self.refuse(span, LoadProblem::Rules));
        }
        if says.is_some_and(|says| says.trim().is_empty()) {
            return Err(self.refuse(span, LoadProblem::Sentence));
        }
        Ok(())
    }
}

/// `R4.3`: a section and a number.
fn is_rule(text: &str) -> bool {
    let number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let parts = text.strip_prefix('R').and_then(|rest| rest.split_once('.'));
    parts.is_some_and(|(section, rule)| number(section) && number(rule))
}

/// That a text can be a code.
pub(super) fn check_code(code: &str) -> Result<(), LoadProblem> {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-');
    if !(1..=64).contains(&code.len()) || !code.bytes().all(fits) {
        return Err(LoadProblem::Code(code.to_owned()));
    }
    if RESERVED.contains(&code) {
        Err(LoadProblem::Reserved(code.to_owned()))
    } else {
        Ok(())
    }
}
