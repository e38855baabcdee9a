//! Importing the staff of the units (R2.2, R2.3): the whole file is checked before anything is stored.

use std::collections::HashMap;

use huiyin_kernel::{StaffCode, UnitCode};

use super::directory::Directory;
use super::import_directory::duties;
use super::staff::Member;
use super::table::{Row, Table, TableError};

const REQUIRED: [&str; 2] = ["code", "unit"];
const OPTIONAL: [&str; 6] = ["duties", "leader", "reports_to", "email", "language", "status"];

/// Why a list of staff is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("{0}")]
    Table(TableError),
    #[error("line {line}: `{column}` is empty")]
    Missing { line: u64, column: &'static str },
    #[error("line {line}: `{column}` is no staff code: {error}")]
    Code {
        line: u64,
        column: &'static str,
        error: String,
    },
    #[error("line {line}: {code} stands already on line {first}")]
    Duplicate { line: u64, code: StaffCode, first: u64 },
    #[error("line {line}: there is no open unit `{unit}` in the directory")]
    Unit { line: u64, unit: String },
    #[error("line {line}: `leader` is yes or no")]
    Leader { line: u64 },
    #[error("line {line}: `language` is zh or en")]
    Language { line: u64 },
    #[error("line {line}: `email` is no e-mail address")]
    Email { line: u64 },
    #[error("line {line}: `status` is active or left")]
    Status { line: u64 },
    #[error("line {line}: {code} reports to {reports_to}, who is neither in the file nor in the directory")]
    Superior {
        line: u64,
        code: StaffCode,
        reports_to: StaffCode,
    },
    #[error("line {line}: {code} reports to themselves, directly or through others")]
    Loop { line: u64, code: StaffCode },
}

impl Refusal {
    /// The line of the file that it is about, where there is one.
    pub(crate) fn line(&self) -> Option<u64> {
        match self {
            Self::Table(error) => error.line(),
            Self::Missing { line, .. }
            | Self::Code { line, .. }
            | Self::Duplicate { line, .. }
            | Self::Unit { line, .. }
            | Self::Leader { line }
            | Self::Language { line }
            | Self::Email { line }
            | Self::Status { line }
            | Self::Superior { line, .. }
            | Self::Loop { line, .. } => Some(*line),
        }
    }
}

/// The people of a file, each with its line. People that it does not name stay as they are.
pub(crate) fn decide(
    csv: &[u8],
    directory: &Directory,
    present: &HashMap<StaffCode, Option<StaffCode>>,
) -> Result<Vec<Member>, Vec<Refusal>> {
    let table = Table::read(csv, &REQUIRED, &OPTIONAL).map_err(|error| vec![Refusal::Table(error)])?;
    let by_node: HashMap<&str, &UnitCode> = directory
        .units()
        .iter()
        .map(|unit| (unit.node.as_str(), &unit.code))
        .collect();
    let mut lines: HashMap<StaffCode, u64> = HashMap::new();
    let (mut members, mut refusals) = (Vec::new(), Vec::new());
    for row in &table.rows {
        let read = read(&table, row, directory, &by_node);
        match read.map(|member| (lines.insert(member.code.clone(), row.line), member)) {
            Ok((None, member)) => members.push(member),
            Ok((Some(first), member)) => {
                refusals.push(Refusal::Duplicate {
                    line: row.line,
                    code: member.code,
                    first,
                });
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    refusals.extend(wrong_superiors(&members, &lines, present));
    refusals.sort_by_key(Refusal::line);
    refusals.truncate(50);
    if refusals.is_empty() {
        Ok(members)
    } else {
        Err(refusals)
    }
}

fn read(
    table: &Table,
    row: &Row,
    directory: &Directory,
    by_node: &HashMap<&str, &UnitCode>,
) -> Result<Member, Refusal> {
    let line = row.line;
    let text = |column| table.column(column)(row);
    let staff = |column: &'static str| {
        let code = text(column).map(StaffCode::new).transpose();
        code.map_err(|error| Refusal::Code {
            line,
            column,
            error: error.to_string(),
        })
    };
    let unit = text("unit").ok_or(Refusal::Missing { line, column: "unit" })?;
    let code = by_node
        .get(unit.as_str())
        .map(|code| (*code).clone())
        .or_else(|| unit.to_lowercase().parse().ok());
    let place = code.and_then(|code| directory.get(&code)).filter(|unit| unit.is_open());
    Ok(Member {
        code: staff("code")?.ok_or(Refusal::Missing { line, column: "code" })?,
        unit: place.ok_or(Refusal::Unit { line, unit })?.code.clone(),
        duties: duties(text("duties")),
        leader: leader(text("leader").as_deref()).ok_or(Refusal::Leader { line })?,
        reports_to: staff("reports_to")?,
        email: text("email")
            .map(|email| address(email).ok_or(Refusal::Email { line }))
            .transpose()?,
        language: language(text("language")).ok_or(Refusal::Language { line })?,
        left: left(text("status").as_deref()).ok_or(Refusal::Status { line })?,
    })
}

fn leader(text: Option<&str>) -> Option<bool> {
    match text.map(str::to_ascii_lowercase).as_deref() {
        None | Some("no" | "false" | "0" | "n" | "否") => Some(false),
        Some("yes" | "true" | "1" | "y" | "是") => Some(true),
        Some(_) => None,
    }
}

fn left(text: Option<&str>) -> Option<bool> {
    match text {
        None | Some("active") => Some(false),
        Some("left") => Some(true),
        Some(_) => None,
    }
}

fn language(text: Option<String>) -> Option<String> {
    let language = text.unwrap_or_else(|| "zh".to_owned());
    matches!(language.as_str(), "zh" | "en").then_some(language)
}

/// The mail server judges an address; this only keeps out what cannot be one, and anything that could break a header.
fn address(email: String) -> Option<String> {
    let (local, domain) = email.split_once('@')?;
    let fits = |part: &str| !part.is_empty() && part.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != '@');
    (fits(local) && fits(domain) && email.len() <= 254).then_some(email)
}

/// Those who report to nobody known, or in the end to themselves.
fn wrong_superiors(
    members: &[Member],
    lines: &HashMap<StaffCode, u64>,
    present: &HashMap<StaffCode, Option<StaffCode>>,
) -> Vec<Refusal> {
    let mut superiors: HashMap<&StaffCode, Option<&StaffCode>> = present
        .iter()
        .map(|(code, superior)| (code, superior.as_ref()))
        .collect();
    superiors.extend(members.iter().map(|member| (&member.code, member.reports_to.as_ref())));
    let wrong = |member: &Member| {
        let line = lines.get(&member.code).copied().unwrap_or_default();
        let superior = member.reports_to.as_ref()?;
        if !superiors.contains_key(superior) {
            return Some(Refusal::Superior {
                line,
                code: member.code.clone(),
                reports_to: superior.clone(),
            });
        }
        let up = |code: &&StaffCode| superiors.get(*code).copied().flatten();
        let mut above = std::iter::successors(Some(superior), up).take(superiors.len());
        above.any(|code| *code == member.code).then(|| Refusal::Loop {
            line,
            code: member.code.clone(),
        })
    };
    members.iter().filter_map(wrong).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::directory::LevelDuties;
    use crate::domain::samples::units;

    fn import(rows: &str) -> Result<Vec<Member>, Vec<Refusal>> {
        let csv = format!("code,unit,duties,leader,reports_to,email,language,status\n{rows}");
        let directory = Directory::new(units(&["ho", "ho.b1", "ho.b1.o1"]), &LevelDuties::new());
        let present = HashMap::from([(StaffCode::new("boss").unwrap(), Some(StaffCode::new("s1").unwrap()))]);
        decide(csv.as_bytes(), &directory, &present)
    }

    fn refused(rows: &str) -> Vec<String> {
        import(rows).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn people_are_read_with_their_unit_by_code_or_node_id() {
        let members = import("s1,o1,legal; service_management,yes,,s1@bank.example,en,\ns2,Nb1,,,s1,,,left\n").unwrap();
        assert_eq!(members[0].duties, ["legal", "service_management"]);
        assert!(members[0].leader && members[0].language == "en");
        assert_eq!((members[1].unit.as_str(), members[1].left), ("b1", true));
    }

    #[test]
    fn what_is_wrong_in_a_line_is_told_with_its_line() {
        assert_eq!(refused(",o1,,,,,,\n"), ["line 2: `code` is empty"]);
        assert_eq!(refused("s1,,,,,,,\n"), ["line 2: `unit` is empty"]);
        assert_eq!(
            refused("s 1,o1,,,,,,\n"),
            ["line 2: `code` is no staff code: a staff code is 1 to 64 letters, digits, '-', '_' or '.'"]
        );
        assert_eq!(
            refused("s1,o9,,,,,,\n"),
            ["line 2: there is no open unit `o9` in the directory"]
        );
        assert_eq!(refused("s1,o1,,perhaps,,,,\n"), ["line 2: `leader` is yes or no"]);
        assert_eq!(refused("s1,o1,,,,,fr,\n"), ["line 2: `language` is zh or en"]);
        assert_eq!(refused("s1,o1,,,,nobody,,\n"), ["line 2: `email` is no e-mail address"]);
        assert_eq!(refused("s1,o1,,,,,,gone\n"), ["line 2: `status` is active or left"]);
        assert_eq!(
            refused("s1,o1,,,,,,\ns1,o1,,,,,,\n"),
            ["line 3: s1 stands already on line 2"]
        );
    }

    #[test]
    fn nobody_reports_to_a_stranger_or_to_themselves() {
        assert_eq!(
            refused("s1,o1,,,s9,,,\n"),
            ["line 2: s1 reports to s9, who is neither in the file nor in the directory"]
        );
        assert_eq!(
            refused("s1,o1,,,boss,,,\n"),
            ["line 2: s1 reports to themselves, directly or through others"]
        );
    }

    #[test]
    fn a_broken_table_is_refused() {
        let error = decide(b"code,unit\ns1,\"o1\n", &Directory::default(), &HashMap::new()).unwrap_err();
        assert_eq!(
            error[0].to_string(),
            "line 2: a quoted field begins here and never ends"
        );
        assert_eq!(error[0].line(), Some(2));
    }
}
