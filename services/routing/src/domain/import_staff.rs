//! Importing the staff of the units (R2.2, R2.3): the whole file is checked before anything is stored.

mod refusal;
mod superiors;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use huiyin_kernel::{StaffCode, UnitCode};

pub(crate) use refusal::Refusal;
use superiors::wrong_superiors;

use super::directory::Directory;
use super::import_directory::duties;
use super::staff::{Member, Post};
use super::table::{Row, Table};

const REQUIRED: [&str; 2] = ["code", "unit"];
const OPTIONAL: [&str; 6] = ["duties", "leader", "reports_to", "email", "language", "status"];
/// Somebody with more posts than this has none.
const MOST_POSTS: usize = 8;

/// What a line says.
struct Line {
    line: u64,
    code: StaffCode,
    post: Post,
    email: Option<String>,
    language: Option<String>,
    left: Option<bool>,
}

/// A person, with the line of each of their posts.
struct Person {
    member: Member,
    lines: Vec<u64>,
}

/// The people of a file. The first line of somebody is their main post, each further line another one; they have no posts but these. People
/// whom it does not name stay as they are; `present` says to whom those report.
pub(crate) fn decide(
    csv: &[u8],
    directory: &Directory,
    present: &HashMap<StaffCode, Vec<StaffCode>>,
) -> Result<Vec<Member>, Vec<Refusal>> {
    let table = Table::read(csv, &REQUIRED, &OPTIONAL).map_err(|error| vec![Refusal::Table(error)])?;
    let by_node: HashMap<&str, &UnitCode> = directory
        .units()
        .iter()
        .map(|unit| (unit.node.as_str(), &unit.code))
        .collect();
    let mut places: HashMap<StaffCode, usize> = HashMap::new();
    let (mut people, mut refusals) = (Vec::<Person>::new(), Vec::new());
    for row in &table.rows {
        let taken = read(&table, row, directory, &by_node).and_then(|line| {
            let place = *places.entry(line.code.clone()).or_insert(people.len());
            match people.get_mut(place) {
                Some(person) => person.has_also(line),
                None => {
                    people.push(Person::of(line));
                    Ok(())
                }
            }
        });
        refusals.extend(taken.err());
    }
    refusals.extend(wrong_superiors(&people, present));
    refusals.sort_by_key(Refusal::line);
    refusals.truncate(50);
    if refusals.is_empty() {
        Ok(people.into_iter().map(|person| person.member).collect())
    } else {
        Err(refusals)
    }
}

impl Person {
    fn of(line: Line) -> Self {
        Self {
            lines: vec![line.line],
            member: Member {
                code: line.code,
                main: line.post,
                further: Vec::new(),
                email: line.email,
                language: line.language.unwrap_or_else(|| "zh".to_owned()),
                left: line.left.unwrap_or_default(),
            },
        }
    }

    /// A further line of theirs: a post in another unit. What it says of the person is what the first one says, or nothing.
    fn has_also(&mut self, further: Line) -> Result<(), Refusal> {
        let (line, code) = (further.line, further.code);
        let mut lines = self.member.posts().zip(self.lines.iter().copied());
        let before = lines
            .find(|(post, _)| post.unit == further.post.unit)
            .map(|(_, line)| line);
        drop(lines);
        if let Some(first) = before {
            return Err(Refusal::Duplicate { line, code, first });
        }
        let first = self.lines.first().copied().unwrap_or_default();
        let email = further.email.is_some() && further.email != self.member.email;
        let language = further.language.is_some_and(|said| said != self.member.language);
        let status = further.left.is_some_and(|said| said != self.member.left);
        let differs = [("email", email), ("language", language), ("status", status)];
        if let Some((column, _)) = differs.into_iter().find(|(_, differs)| *differs) {
            return Err(Refusal::Differs {
                line,
                column,
                code,
                first,
            });
        }
        if self.lines.len() >= MOST_POSTS {
            return Err(Refusal::Posts { line, code });
        }
        self.member.further.push(further.post);
        self.lines.push(line);
        Ok(())
    }
}

fn read(table: &Table, row: &Row, directory: &Directory, by_node: &HashMap<&str, &UnitCode>) -> Result<Line, Refusal> {
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
    Ok(Line {
        line,
        code: staff("code")?.ok_or(Refusal::Missing { line, column: "code" })?,
        post: Post {
            unit: place.ok_or(Refusal::Unit { line, unit })?.code.clone(),
            duties: duties(text("duties")),
            leader: leader(text("leader").as_deref()).ok_or(Refusal::Leader { line })?,
            reports_to: staff("reports_to")?,
        },
        email: text("email")
            .map(|email| address(email).ok_or(Refusal::Email { line }))
            .transpose()?,
        language: text("language")
            .map(|text| language(text).ok_or(Refusal::Language { line }))
            .transpose()?,
        left: text("status")
            .map(|text| left(&text).ok_or(Refusal::Status { line }))
            .transpose()?,
    })
}

fn leader(text: Option<&str>) -> Option<bool> {
    match text.map(str::to_ascii_lowercase).as_deref() {
        None | Some("no" | "false" | "0" | "n" | "否") => Some(false),
        Some("yes" | "true" | "1" | "y" | "是") => Some(true),
        Some(_) => None,
    }
}

fn left(text: &str) -> Option<bool> {
    match text {
        "active" => Some(false),
        "left" => Some(true),
        _ => None,
    }
}

fn language(language: String) -> Option<String> {
    matches!(language.as_str(), "zh" | "en").then_some(language)
}

/// The mail server judges an address; this only keeps out what cannot be one, and anything that could break a header.
fn address(email: String) -> Option<String> {
    let (local, domain) = email.split_once('@')?;
    let fits = |part: &str| !part.is_empty() && part.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != '@');
    (fits(local) && fits(domain) && email.len() <= 254).then_some(email)
}
