//! Reading the file of changes.

use std::collections::{BTreeMap, HashMap};

use huiyin_kernel::{Date, UnitCode};

use super::draft::{Draft, Named};
use super::{Act, Refusal, UnitChange, begins};
use crate::domain::import_directory::{LONGEST, OUTLET, clean};
use crate::domain::table::{Row, Table};

const REQUIRED: [&str; 2] = ["date", "change"];
const OPTIONAL: [&str; 7] = ["unit", "name", "parent", "successor", "code", "level", "node_id"];

/// The years in which units open and close: a day far beyond them stands for "never", and is refused rather than planned.
const YEARS: std::ops::Range<i16> = 1900..2200;

/// One line.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) line: u64,
    day: Date,
    kind: Kind,
    texts: HashMap<&'static str, String>,
}

/// The kinds in the order in which those of one day are gone through: what opens can be moved to, what is left can close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Open,
    Rename,
    Move,
    Merge,
    Close,
}

pub(super) struct Lines {
    lines: Vec<Line>,
    pub(super) ignored: Vec<String>,
}

impl Lines {
    pub(super) fn read(csv: &[u8]) -> Result<Self, Vec<Refusal>> {
        let table = Table::read(csv, &REQUIRED, &OPTIONAL).map_err(|error| vec![Refusal::Table(error)])?;
        let columns: Vec<_> = REQUIRED
            .iter()
            .chain(&OPTIONAL)
            .map(|name| (*name, table.column(name)))
            .collect();
        let mut refusals = Vec::new();
        let mut lines = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let texts = columns.iter().filter_map(|(name, read)| Some((*name, read(row)?)));
            match Line::read(row, texts.collect()) {
                Ok(line) => lines.push(line),
                Err(refusal) if refusals.len() < super::MOST_TOLD => refusals.push(refusal),
                Err(_) => break,
            }
        }
        if !refusals.is_empty() {
            return Err(refusals);
        }
        let ignored = table.ignored;
        Ok(Self { lines, ignored })
    }

    /// The lines of each day, the days on which something waits too.
    pub(super) fn by_day(self, pending: &[UnitChange]) -> BTreeMap<Date, Vec<Line>> {
        let mut days: BTreeMap<Date, Vec<Line>> = BTreeMap::new();
        for change in pending {
            days.entry(change.day).or_default();
        }
        for line in self.lines {
            days.entry(line.day).or_default().push(line);
        }
        for lines in days.values_mut() {
            lines.sort_by_key(|line| (line.kind, line.line));
        }
        days
    }
}

impl Line {
    fn read(row: &Row, texts: HashMap<&'static str, String>) -> Result<Self, Refusal> {
        let line = row.line;
        if let Some((&column, _)) = texts.iter().find(|(_, text)| text.chars().count() > LONGEST) {
            return Err(Refusal::TooLong { line, column });
        }
        let needed = |column: &'static str| texts.get(column).cloned().ok_or(Refusal::Missing { line, column });
        let date = needed("date")?;
        let day = date
            .parse()
            .ok()
            .filter(|day: &Date| YEARS.contains(&day.year()))
            .ok_or(Refusal::Date { line, text: date })?;
        let kind = match needed("change")?.to_ascii_lowercase().as_str() {
            "open" => Kind::Open,
            "close" => Kind::Close,
            "rename" => Kind::Rename,
            "merge" => Kind::Merge,
            "move" => Kind::Move,
            other => {
                let text = other.to_owned();
                return Err(Refusal::Kind { line, text });
            }
        };
        Ok(Self { line, day, kind, texts })
    }

    fn needed(&self, column: &'static str) -> Result<&String, Refusal> {
        let line = self.line;
        self.texts.get(column).ok_or(Refusal::Missing { line, column })
    }

    /// What the line asks for, its units found as they are.
    pub(super) fn change(&self, draft: &Draft, day: Date) -> Result<UnitChange, Refusal> {
        let line = self.line;
        if self.kind == Kind::Open {
            return self.opening(draft, day);
        }
        let text = self.needed("unit")?;
        let found = match draft.find(text) {
            Named::One(unit) => unit,
            Named::Several => {
                let text = text.clone();
                return Err(Refusal::Several { line, text });
            }
            Named::Nobody => {
                let text = text.clone();
                return Err(Refusal::UnknownUnit { line, text });
            }
        };
        let act = match self.kind {
            Kind::Rename => Act::Rename {
                name: self.needed("name")?.clone(),
            },
            Kind::Move => Act::Move {
                above: self.other(draft, "parent")?,
            },
            Kind::Merge => Act::Merge {
                into: self.other(draft, "successor")?,
            },
            _ if self.texts.contains_key("successor") => Act::Merge {
                into: self.other(draft, "successor")?,
            },
            _ => Act::Close,
        };
        Ok(UnitChange {
            line,
            unit: found.code.clone(),
            day,
            at: begins(day, &found.time_zone),
            act,
        })
    }

    fn other(&self, draft: &Draft, column: &'static str) -> Result<UnitCode, Refusal> {
        let line = self.line;
        let text = self.needed(column)?;
        match draft.find(text) {
            Named::One(unit) => Ok(unit.code.clone()),
            Named::Several => Err(Refusal::Several {
                line,
                text: text.clone(),
            }),
            Named::Nobody => Err(Refusal::UnknownOther {
                line,
                text: text.clone(),
            }),
        }
    }

    /// A unit without a parent stands below the root, one without a level is an outlet.
    fn opening(&self, draft: &Draft, day: Date) -> Result<UnitChange, Refusal> {
        let line = self.line;
        let name = self.needed("name")?.clone();
        let above = match (self.texts.get("parent"), &draft.root) {
            (None, Some(root)) => root.clone(),
            _ => self.other(draft, "parent")?,
        };
        let given = self.texts.get("code").or_else(|| self.texts.get("node_id"));
        let unit = match given {
            Some(text) => clean(text).ok_or_else(|| Refusal::NoCode {
                line,
                text: text.clone(),
            })?,
            None => draft
                .fresh_code(&format!("n{}-{line}", day.strftime("%Y%m%d")))
                .ok_or_else(|| Refusal::NoCode {
                    line,
                    text: name.clone(),
                })?,
        };
        let node = self.texts.get("node_id").cloned();
        let zone = draft.get(&above).map_or("UTC", |unit| unit.time_zone.as_str());
        Ok(UnitChange {
            line,
            day,
            at: begins(day, zone),
            act: Act::Open {
                node: node.unwrap_or_else(|| unit.to_string()),
                name,
                level: self.texts.get("level").cloned().unwrap_or_else(|| OUTLET.to_owned()),
                above,
            },
            unit,
        })
    }
}
