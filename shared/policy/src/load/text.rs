//! A file's text, and what every file's check needs.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::{LoadError, LoadProblem, Read};
use crate::Named;
use crate::table::Codes;

/// Words of the format that no list may use as a code.
const RESERVED: [&str; 5] = ["listed", "unlisted", "absent", "unit", "parent"];

/// One file of a pack.
pub(super) struct Text {
    pub(super) path: String,
    pub(super) text: String,
}

impl Text {
    pub(super) fn open(path: String, read: Read<'_>) -> Result<Self, LoadError> {
        match read(&path) {
            Ok(text) => Ok(Self { path, text }),
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
        let line = 1 + self.text.bytes().take(span.start).filter(|byte| *byte == b'\n').count();
        LoadError {
            file: self.path.clone(),
            line,
            problem,
        }
    }

    /// That a code is in a list.
    pub(super) fn listed(
        &self,
        list: &'static str,
        entries: &[Named],
        code: &Spanned<String>,
    ) -> Result<(), LoadError> {
        match Named::find(entries, code.get_ref()) {
            Some(_) => Ok(()),
            None => {
                let problem = LoadProblem::Unlisted {
                    code: code.get_ref().clone(),
                    list,
                };
                Err(self.refuse(&code.span(), problem))
            }
        }
    }

    /// Codes, each of them in a list.
    pub(super) fn all_listed(
        &self,
        list: &'static str,
        entries: &[Named],
        codes: Vec<Spanned<String>>,
    ) -> Result<Vec<String>, LoadError> {
        codes.iter().try_for_each(|code| self.listed(list, entries, code))?;
        Ok(codes.into_iter().map(Spanned::into_inner).collect())
    }

    /// A condition on a code of a list.
    pub(super) fn condition(
        &self,
        list: &'static str,
        entries: &[Named],
        asked: Option<Spanned<Vec<Spanned<String>>>>,
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
