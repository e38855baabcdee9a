//! `lists.toml`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::text::{At, Text, check_code};
use super::{LoadError, LoadProblem};
use crate::lists::Attributes;
use crate::{Axis, Lists, MetBy, Named, kinds};

/// `lists.toml`: the coded lists. A statutory pack has the entries that it adds.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(crate) struct ListsFile {
    /// In rising order (R4.2).
    severities: Vec<At<Severity>>,
    /// How a complaint comes (R3.1).
    channels: Vec<At<Entry>>,
    /// What it is about (R4.2).
    classes: Vec<At<Class>>,
    /// What a unit can be charged with (R2.2).
    duties: Vec<At<Duty>>,
    /// The levels of the tree (R2.1).
    levels: Vec<At<Level>>,
    /// What a clock waits for (R4.12).
    clocks: Vec<At<Kind>>,
    /// What an investigation finds (R5.2).
    findings: Vec<At<Entry>>,
    /// Why it came to the complaint (R5.2): a tree of at most three levels.
    root_causes: Vec<At<Cause>>,
    /// How a complaint ends (R5.7).
    endings: Vec<At<Entry>>,
    /// Why a complaint is not taken on (R3.5).
    decline_reasons: Vec<At<Entry>>,
    /// The business lines (R4.1).
    lines: Vec<At<Entry>>,
    /// The products (R3.3).
    products: Vec<At<Entry>>,
    /// Bodies outside of the organisation (R4.11, R7.2).
    outside_bodies: Vec<At<Entry>>,
    /// What reports hold (R7.2).
    measures: Vec<At<Entry>>,
    /// More ways to sort complaints (R7.1).
    axes: Vec<At<AxisFile>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    zh: String,
    en: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Cause {
    code: String,
    zh: String,
    en: String,
    /// The cause that it is a kind of: one that stands before it. A cause without one is a branch of its own.
    parent: Option<At<String>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Severity {
    code: String,
    zh: String,
    en: String,
    /// The duties that hear at once of such a complaint (R4.11).
    #[serde(default)]
    tell: Vec<At<String>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Class {
    code: String,
    zh: String,
    en: String,
    /// How severe it is at least.
    severity: At<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Duty {
    code: String,
    zh: String,
    en: String,
    /// A duty whose holders have this one too, as long as no unit of the directory names it.
    held_with: Option<At<String>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Level {
    code: String,
    zh: String,
    en: String,
    /// The duties of its units as long as no unit of the directory names them.
    #[serde(default)]
    holds: Vec<At<String>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Kind {
    code: String,
    zh: String,
    en: String,
    /// What meets it; the product knows it of hand_over, accept, reply and supply.
    met_by: Option<MetBy>,
    /// Not every complaint has it: its rows may leave cases out.
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AxisFile {
    code: String,
    zh: String,
    en: String,
    entries: Vec<At<Entry>>,
}

/// A code with its names, and maybe more.
trait Coded {
    fn parts(&self) -> (&String, &String, &String);
}

macro_rules! coded {
    ($($name:ident),*) => {
        $(impl Coded for $name {
            fn parts(&self) -> (&String, &String, &String) {
                (&self.code, &self.zh, &self.en)
            }
        })*
    };
}

coded!(Entry, Cause, Severity, Class, Duty, Level, Kind, AxisFile);

/// The codes that the product itself writes.
const NEEDED_CLOCKS: [&str; 4] = [kinds::HAND_OVER, kinds::ACCEPT, kinds::REPLY, kinds::SUPPLY];
const NEEDED_ENDINGS: [&str; 4] = ["replied", "settled", "declined", "withdrawn"];
const NEEDED_FINDINGS: [&str; 3] = ["upheld", "partly_upheld", "not_upheld"];

/// The lists of an organisation's pack.
pub(super) fn read(text: &Text) -> Result<(Lists, Attributes), LoadError> {
    let (mut lists, mut attributes) = (Lists::default(), Attributes::default());
    let file: ListsFile = text.parse()?;
    entries(text, &mut lists.severities, &file.severities)?;
    merge(text, &file, &mut lists)?;
    let filled = [
        ("severities", &lists.severities),
        ("channels", &lists.channels),
        ("classes", &lists.classes),
        ("duties", &lists.duties),
        ("levels", &lists.levels),
        ("root causes", &lists.root_causes),
        ("decline reasons", &lists.decline_reasons),
    ];
    if let Some((list, _)) = filled.iter().find(|(_, list)| list.is_empty()) {
        return Err(text.refuse(&(0..0), LoadProblem::NoEntries(list)));
    }
    needed(text, "clocks", &lists.clocks, &NEEDED_CLOCKS)?;
    needed(text, "endings", &lists.endings, &NEEDED_ENDINGS)?;
    needed(text, "findings", &lists.findings, &NEEDED_FINDINGS)?;
    fill_attributes(text, file, &lists, &mut attributes)?;
    Ok((lists, attributes))
}

/// Adds the entries of a statutory pack. What the organisation's pack has already stays as it is.
pub(super) fn add(text: &Text, lists: &mut Lists, attributes: &mut Attributes) -> Result<(), LoadError> {
    let file: ListsFile = text.parse()?;
    if let Some(severity) = file.severities.first() {
        return Err(text.refuse(&severity.span(), LoadProblem::OverlaySeverities));
    }
    merge(text, &file, lists)?;
    fill_attributes(text, file, lists, attributes)
}

/// Adds entries to lists, but for the severities.
fn merge(text: &Text, file: &ListsFile, lists: &mut Lists) -> Result<(), LoadError> {
    entries(text, &mut lists.channels, &file.channels)?;
    entries(text, &mut lists.classes, &file.classes)?;
    entries(text, &mut lists.duties, &file.duties)?;
    entries(text, &mut lists.levels, &file.levels)?;
    entries(text, &mut lists.clocks, &file.clocks)?;
    entries(text, &mut lists.findings, &file.findings)?;
    entries(text, &mut lists.root_causes, &file.root_causes)?;
    entries(text, &mut lists.endings, &file.endings)?;
    entries(text, &mut lists.decline_reasons, &file.decline_reasons)?;
    entries(text, &mut lists.lines, &file.lines)?;
    entries(text, &mut lists.products, &file.products)?;
    entries(text, &mut lists.outside_bodies, &file.outside_bodies)?;
    entries(text, &mut lists.measures, &file.measures)?;
    let mut names = Vec::new();
    entries(text, &mut names, &file.axes)?;
    for (name, axis) in names.into_iter().zip(&file.axes) {
        let mut codes = Vec::new();
        entries(text, &mut codes, &axis.get_ref().entries)?;
        lists.axes.push(Axis { name, entries: codes });
    }
    Ok(())
}

/// Checks the entries of a list, and adds those whose code it does not have from another pack.
fn entries<T: Coded>(text: &Text, list: &mut Vec<Named>, file: &[At<T>]) -> Result<(), LoadError> {
    let mut done: Vec<Named> = Vec::with_capacity(file.len());
    for entry in file {
        let refuse = |problem| text.refuse(&entry.span(), problem);
        let (code, zh, en) = entry.get_ref().parts();
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
    done.retain(|named| Named::find(list, &named.code).is_none());
    list.extend(done);
    Ok(())
}

fn needed(text: &Text, list: &'static str, entries: &[Named], codes: &[&'static str]) -> Result<(), LoadError> {
    match codes.iter().find(|code| Named::find(entries, code).is_none()) {
        Some(code) => Err(text.refuse(&(0..0), LoadProblem::Needed { list, code })),
        None => Ok(()),
    }
}

/// How many levels the tree of root causes has at most: figures are counted by each (R7.1).
const CAUSE_LEVELS: usize = 3;

/// The tree of root causes. A parent stands before its children, so that no cause can stand below itself.
fn fill_causes(text: &Text, file: Vec<At<Cause>>, lists: &Lists, done: &mut Attributes) -> Result<(), LoadError> {
    for cause in file.into_iter().map(At::into_inner) {
        let Some(parent) = cause.parent else { continue };
        let place = |code: &str| lists.root_causes.iter().position(|one| one.code == code);
        text.listed("root causes", &lists.root_causes, &parent)?;
        let span = parent.span();
        let parent = parent.into_inner();
        if place(&parent) >= place(&cause.code) {
            return Err(text.refuse(
                &span,
                LoadProblem::CauseBefore {
                    cause: cause.code,
                    parent,
                },
            ));
        }
        // What the organisation's pack has already stays as it is.
        done.cause_parent.entry(cause.code.clone()).or_insert(parent);
        if done.cause_path(&cause.code).len() > CAUSE_LEVELS {
            return Err(text.refuse(&span, LoadProblem::CauseDepth(cause.code)));
        }
    }
    Ok(())
}

fn fill_attributes(text: &Text, file: ListsFile, lists: &Lists, done: &mut Attributes) -> Result<(), LoadError> {
    fill_causes(text, file.root_causes, lists, done)?;
    for severity in file.severities.into_iter().map(At::into_inner) {
        let tell = text.all_listed("duties", &lists.duties, severity.tell)?;
        done.severity_tell.insert(severity.code, tell);
    }
    for class in file.classes.into_iter().map(At::into_inner) {
        text.listed("severities", &lists.severities, &class.severity)?;
        let severity = class.severity.into_inner();
        done.class_severity.entry(class.code).or_insert(severity);
    }
    for level in file.levels.into_iter().map(At::into_inner) {
        let holds = text.all_listed("duties", &lists.duties, level.holds)?;
        done.level_duties.entry(level.code).or_insert(holds);
    }
    for duty in file.duties.into_iter().map(At::into_inner) {
        let Some(other) = duty.held_with else { continue };
        text.listed("duties", &lists.duties, &other)?;
        let other = other.into_inner();
        for holds in done.level_duties.values_mut() {
            if holds.contains(&other) && !holds.contains(&duty.code) {
                holds.push(duty.code.clone());
            }
        }
    }
    for kind in file.clocks {
        let (span, kind) = (kind.span(), kind.into_inner());
        let known = kind.met_by.or(match kind.code.as_str() {
            kinds::HAND_OVER => Some(MetBy::HandedOver),
            kinds::ACCEPT => Some(MetBy::Accepted),
            kinds::REPLY => Some(MetBy::Replied),
            kinds::SUPPLY => Some(MetBy::Supplied),
            kinds::ALERT => Some(MetBy::AlertConfirmed),
            _ => None,
        });
        let met_by = known.ok_or_else(|| text.refuse(&span, LoadProblem::MetBy(kind.code.clone())))?;
        if kind.optional && !done.met_by.contains_key(&kind.code) {
            done.optional_clocks.insert(kind.code.clone());
        }
        done.met_by.entry(kind.code).or_insert(met_by);
    }
    Ok(())
}
