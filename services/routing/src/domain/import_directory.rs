//! Importing the organisation's tree (R2.1): the whole file is checked before anything is stored.

mod codes;
mod paths;
mod refusal;

use std::collections::HashMap;

use huiyin_kernel::{StaffCode, Timestamp, UnitCode};

pub(crate) use self::codes::clean;
pub(crate) use self::refusal::Refusal;
use super::directory::Directory;
use super::table::{Row, Table, TableError};
use super::unit::{Unit, UnitState};

const REQUIRED: [&str; 4] = ["node_id", "parent_id", "level", "name"];
const OPTIONAL: [&str; 11] = [
    "code",
    "city",
    "address",
    "status",
    "origin",
    "time_zone",
    "duties",
    "contact_1",
    "contact_2",
    "responsible",
    "successor",
];

/// The level of units that have none below them but departments.
pub(crate) const OUTLET: &str = "outlet";

/// The longest text of a field, in characters.
pub(crate) const LONGEST: usize = 500;
/// How many refusals are told at once.
const MOST_TOLD: usize = 50;

/// A request to make the tree what the file says.
pub(crate) struct ImportDirectory<'a> {
    pub(crate) csv: &'a [u8],
    /// The IANA name of the zone of units that give none and stand below none that does.
    pub(crate) time_zone: &'a str,
    pub(crate) now: Timestamp,
}

/// What the import changes.
#[derive(Debug)]
pub(crate) struct Import {
    /// Units to be written: new, changed, newly closed.
    pub(crate) write: Vec<Unit>,
    pub(crate) added: usize,
    pub(crate) changed: usize,
    pub(crate) closed: usize,
    /// Units of the file.
    pub(crate) total: usize,
    /// Columns of the file that were not read.
    pub(crate) ignored_columns: Vec<String>,
}

/// One line of the tree, not yet in its place.
#[derive(Debug)]
struct Node {
    line: u64,
    id: String,
    parent: Option<String>,
    code: Option<String>,
    level: String,
    name: String,
    city: Option<String>,
    address: Option<String>,
    origin: Option<String>,
    open: bool,
    time_zone: Option<String>,
    duties: Vec<String>,
    people: [Option<StaffCode>; 3],
    /// Of a closed one: the node that has what was open at it.
    successor: Option<String>,
}

impl ImportDirectory<'_> {
    /// What must be written so that the directory is what the file says; units that it no longer names close.
    pub(crate) fn decide(&self, present: &Directory) -> Result<Import, Vec<Refusal>> {
        let table = Table::read(self.csv, &REQUIRED, &OPTIONAL).map_err(|error| vec![Refusal::Table(error)])?;
        let nodes = read_nodes(&table)?;
        let known: HashMap<&str, &UnitCode> = present
            .units()
            .iter()
            .map(|unit| (unit.node.as_str(), &unit.code))
            .collect();
        let codes = codes::codes(&nodes, &known)?;
        codes::check_unused(&nodes, &codes, present)?;
        let units = paths::place(nodes, codes, self.time_zone, self.now)?;
        Ok(self.compare(present, units, table.ignored))
    }

    fn compare(&self, present: &Directory, units: Vec<Unit>, ignored_columns: Vec<String>) -> Import {
        let total = units.len();
        let gone: Vec<Unit> = {
            let kept: std::collections::HashSet<&UnitCode> = units.iter().map(|unit| &unit.code).collect();
            let gone = present
                .units()
                .iter()
                .filter(|unit| unit.is_open() && !kept.contains(&unit.code));
            gone.map(|unit| Unit {
                state: UnitState::Closed { at: self.now },
                ..unit.clone()
            })
            .collect()
        };
        let mut import = Import {
            write: gone,
            added: 0,
            changed: 0,
            closed: 0,
            total,
            ignored_columns,
        };
        import.closed = import.write.len();
        for mut unit in units {
            let before = present
                .get(&unit.code)
                .filter(|before| !before.is_open() && !unit.is_open());
            // A newer file need not repeat who has what was open at a unit that is long closed.
            if let Some(before) = before {
                unit.successor = before.successor.clone().or(unit.successor);
            }
            match present.get(&unit.code) {
                None => import.added += 1,
                Some(before) if before.says_the_same_as(&unit) => continue,
                Some(before) if before.is_open() && !unit.is_open() => import.closed += 1,
                Some(_) => import.changed += 1,
            }
            import.write.push(unit);
        }
        import
    }
}

fn read_nodes(table: &Table) -> Result<Vec<Node>, Vec<Refusal>> {
    let reader = NodeReader::new(table);
    let mut refusals = Vec::new();
    let mut nodes = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        match reader.read(row) {
            Ok(node) => nodes.push(node),
            Err(refusal) if refusals.len() < MOST_TOLD => refusals.push(refusal),
            Err(_) => break,
        }
    }
    if refusals.is_empty() { Ok(nodes) } else { Err(refusals) }
}

/// Reads one column of a row.
type Column = Box<dyn Fn(&Row) -> Option<String> + Send>;

struct NodeReader(HashMap<&'static str, Column>);

impl NodeReader {
    fn new(table: &Table) -> Self {
        let column = |name: &&'static str| (*name, Box::new(table.column(name)) as Column);
        Self(REQUIRED.iter().chain(&OPTIONAL).map(column).collect())
    }

    fn text(&self, row: &Row, column: &'static str) -> Result<Option<String>, Refusal> {
        let text = self.0.get(column).and_then(|read| read(row));
        match text {
            Some(text) if text.chars().count() > LONGEST => Err(Refusal::TooLong {
                line: row.line,
                column,
                most: LONGEST,
            }),
            text => Ok(text),
        }
    }

    fn needed(&self, row: &Row, column: &'static str) -> Result<String, Refusal> {
        self.text(row, column)?
            .ok_or(Refusal::Missing { line: row.line, column })
    }

    fn staff(&self, row: &Row, column: &'static str) -> Result<Option<StaffCode>, Refusal> {
        let code = self.text(row, column)?.map(StaffCode::new).transpose();
        code.map_err(|error| Refusal::Staff {
            line: row.line,
            column,
            error: error.to_string(),
        })
    }

    fn read(&self, row: &Row) -> Result<Node, Refusal> {
        let time_zone = self.text(row, "time_zone")?;
        if let Some(zone) = time_zone.as_ref().filter(|zone| jiff::tz::TimeZone::get(zone).is_err()) {
            return Err(Refusal::TimeZone {
                line: row.line,
                zone: zone.clone(),
            });
        }
        Ok(Node {
            line: row.line,
            id: self.needed(row, "node_id")?,
            parent: self.text(row, "parent_id")?,
            code: self.text(row, "code")?,
            level: self.needed(row, "level")?,
            name: self.needed(row, "name")?,
            city: self.text(row, "city")?,
            address: self.text(row, "address")?,
            origin: self.text(row, "origin")?,
            open: self
                .text(row, "status")?
                .is_none_or(|status| !status.eq_ignore_ascii_case("closed")),
            time_zone,
            duties: duties(self.text(row, "duties")?),
            successor: self.text(row, "successor")?,
            people: [
                self.staff(row, "contact_1")?,
                self.staff(row, "contact_2")?,
                self.staff(row, "responsible")?,
            ],
        })
    }
}

/// The duties of a field: codes with `;`, `|` or space between them.
pub(crate) fn duties(text: Option<String>) -> Vec<String> {
    let text = text.unwrap_or_default();
    let mut duties: Vec<String> = text
        .split(|c: char| matches!(c, ';' | '|') || c.is_whitespace())
        .filter(|duty| !duty.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    duties.sort_unstable();
    duties.dedup();
    duties
}

impl From<TableError> for Refusal {
    fn from(error: TableError) -> Self {
        Self::Table(error)
    }
}

#[cfg(test)]
mod tests;
