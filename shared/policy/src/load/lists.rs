//! `lists.toml`.

use serde::Deserialize;
use toml::Spanned;

use super::text::{Text, check_code};
use super::{LoadError, LoadProblem};
use crate::lists::Attributes;
use crate::{Lists, Named, kinds};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListsFile {
    severities: Vec<Spanned<Severity>>,
    channels: Vec<Spanned<Entry>>,
    classes: Vec<Spanned<Class>>,
    duties: Vec<Spanned<Entry>>,
    levels: Vec<Spanned<Level>>,
    clocks: Vec<Spanned<Entry>>,
    findings: Vec<Spanned<Entry>>,
    root_causes: Vec<Spanned<Entry>>,
    endings: Vec<Spanned<Entry>>,
    decline_reasons: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Severity {
    code: String,
    zh: String,
    en: String,
    #[serde(default)]
    tell: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Class {
    code: String,
    zh: String,
    en: String,
    severity: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Level {
    code: String,
    zh: String,
    en: String,
    #[serde(default)]
    holds: Vec<Spanned<String>>,
}

/// The codes that the product itself writes.
const NEEDED_CLOCKS: [&str; 3] = [kinds::HAND_OVER, kinds::ACCEPT, kinds::REPLY];
const NEEDED_ENDINGS: [&str; 4] = ["replied", "settled", "declined", "withdrawn"];
const NEEDED_FINDINGS: [&str; 3] = ["upheld", "partly_upheld", "not_upheld"];

pub(super) fn read(text: &Text) -> Result<(Lists, Attributes), LoadError> {
    let file: ListsFile = text.parse()?;
    let plain = |list: &[Spanned<Entry>]| named(text, list, |entry| (&entry.code, &entry.zh, &entry.en));
    let lists = Lists {
        severities: named(text, &file.severities, |entry| (&entry.code, &entry.zh, &entry.en))?,
        channels: plain(&file.channels)?,
        classes: named(text, &file.classes, |entry| (&entry.code, &entry.zh, &entry.en))?,
        duties: plain(&file.duties)?,
        levels: named(text, &file.levels, |entry| (&entry.code, &entry.zh, &entry.en))?,
        clocks: plain(&file.clocks)?,
        findings: plain(&file.findings)?,
        root_causes: plain(&file.root_causes)?,
        endings: plain(&file.endings)?,
        decline_reasons: plain(&file.decline_reasons)?,
    };
    needed(text, "clocks", &lists.clocks, &NEEDED_CLOCKS)?;
    needed(text, "endings", &lists.endings, &NEEDED_ENDINGS)?;
    needed(text, "findings", &lists.findings, &NEEDED_FINDINGS)?;
    let attributes = attributes(text, file, &lists)?;
    Ok((lists, attributes))
}

fn named<T>(
    text: &Text,
    list: &[Spanned<T>],
    parts: impl Fn(&T) -> (&String, &String, &String),
) -> Result<Vec<Named>, LoadError> {
    let mut done: Vec<Named> = Vec::with_capacity(list.len());
    for entry in list {
        let refuse = |problem| text.refuse(&entry.span(), problem);
        let (code, zh, en) = parts(entry.get_ref());
        check_code(code).map_err(refuse)?;
        if Named::find(&done, code).is_some() {
            return Err(refuse(LoadProblem::Twice(code.clone())));
        }
        if zh.trim().is_empty() || en.trim().is_empty() {
            return Err(refuse(LoadProblem::Nameless(code.clone())));
        }
        done.push(Named {
            code: code.clone(),
            zh: zh.clone(),
            en: en.clone(),
        });
    }
    Ok(done)
}

fn needed(text: &Text, list: &'static str, entries: &[Named], codes: &[&'static str]) -> Result<(), LoadError> {
    match codes.iter().find(|code| Named::find(entries, code).is_none()) {
        Some(code) => Err(text.refuse(&(0..0), LoadProblem::Needed { list, code })),
        None => Ok(()),
    }
}

fn attributes(text: &Text, file: ListsFile, lists: &Lists) -> Result<Attributes, LoadError> {
    let mut done = Attributes::default();
    for severity in file.severities.into_iter().map(Spanned::into_inner) {
        let tell = text.all_listed("duties", &lists.duties, severity.tell)?;
        done.severity_tell.insert(severity.code, tell);
    }
    for class in file.classes.into_iter().map(Spanned::into_inner) {
        text.listed("severities", &lists.severities, &class.severity)?;
        done.class_severity.insert(class.code, class.severity.into_inner());
    }
    for level in file.levels.into_iter().map(Spanned::into_inner) {
        let holds = text.all_listed("duties", &lists.duties, level.holds)?;
        done.level_duties.insert(level.code, holds);
    }
    Ok(done)
}
