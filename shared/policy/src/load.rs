//! Reading and checking a pack.

mod clocks;
mod decision;
mod error;
mod lists;
mod text;

use std::collections::BTreeMap;
use std::path::Path;

use huiyin_kernel::Date;
use huiyin_worktime::Calendar;
use serde::Deserialize;
use toml::Spanned;

pub use error::{LoadError, LoadProblem};
use text::Text;

use crate::{Named, Pack, PackVersion};

/// Gives the text of a file by its path below the folder of all packs, or a sentence.
type Read<'a> = &'a dyn Fn(&str) -> Result<String, String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackFile {
    name: Spanned<String>,
    version: Spanned<String>,
    effective_from: Date,
    title: Title,
    calendar: Spanned<String>,
    calendars: Vec<Spanned<String>>,
    default_severity: Spanned<String>,
    triage_duty: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Title {
    zh: String,
    en: String,
}

impl Pack {
    /// Reads the pack in a folder, with its calendars in the folder `calendars` beside it.
    ///
    /// # Errors
    /// [`LoadError`], with file, line and sentence.
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, LoadError> {
        let folder = folder.as_ref();
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let all = folder.parent().unwrap_or(folder);
        let read = |path: &str| std::fs::read_to_string(all.join(path)).map_err(|refusal| refusal.to_string());
        Self::assemble(name, &read)
    }

    pub(crate) fn assemble(name: &str, read: Read<'_>) -> Result<Self, LoadError> {
        let open = |path: String| Text::open(path, read);
        let text = open(format!("{name}/pack.toml"))?;
        let file: PackFile = text.parse()?;
        check_name(&text, &file, name)?;
        let (lists, attributes) = lists::read(&open(format!("{name}/lists.toml"))?)?;
        text.listed("severities", &lists.severities, &file.default_severity)?;
        text.listed("duties", &lists.duties, &file.triage_duty)?;
        let (default_calendar, calendars) = calendars(&text, &file, read)?;
        let rows = decision::read(&open(format!("{name}/decision.toml"))?, &lists)?;
        let (clocks, ladders) = clocks::read(&open(format!("{name}/clocks.toml"))?, &lists)?;
        Ok(Self {
            version: PackVersion::new(name, file.version.get_ref()),
            effective_from: file.effective_from,
            title: Named {
                code: name.to_owned(),
                zh: file.title.zh,
                en: file.title.en,
            },
            default_severity: file.default_severity.into_inner(),
            triage_duty: file.triage_duty.into_inner(),
            lists,
            attributes,
            rows,
            clocks,
            ladders,
            default_calendar,
            calendars,
        })
    }
}

fn check_name(text: &Text, file: &PackFile, folder: &str) -> Result<(), LoadError> {
    let name = file.name.get_ref();
    if name != folder {
        let problem = LoadProblem::Folder {
            name: name.clone(),
            folder: folder.to_owned(),
        };
        return Err(text.refuse(&file.name.span(), problem));
    }
    let version = file.version.get_ref();
    let numbers = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    match version.split_once('.') {
        Some((year, count)) if year.len() == 4 && numbers(year) && numbers(count) => Ok(()),
        _ => Err(text.refuse(&file.version.span(), LoadProblem::Version(version.clone()))),
    }
}

fn calendars(
    text: &Text,
    file: &PackFile,
    read: Read<'_>,
) -> Result<(Calendar, BTreeMap<String, Calendar>), LoadError> {
    let mut all = BTreeMap::new();
    for name in &file.calendars {
        all.insert(name.get_ref().clone(), calendar(text, name, read)?);
    }
    let missing = || {
        text.refuse(
            &file.calendar.span(),
            LoadProblem::DefaultCalendar(file.calendar.get_ref().clone()),
        )
    };
    let default = all.get(file.calendar.get_ref()).cloned().ok_or_else(missing)?;
    Ok((default, all))
}

fn calendar(text: &Text, name: &Spanned<String>, read: Read<'_>) -> Result<Calendar, LoadError> {
    text::check_code(name.get_ref()).map_err(|problem| text.refuse(&name.span(), problem))?;
    let path = format!("calendars/{}.toml", name.get_ref());
    let file = Text::open(path, read)?;
    let calendar = Calendar::from_toml(&file.text).map_err(|refusal| LoadError {
        file: file.path.clone(),
        line: refusal.line,
        problem: LoadProblem::Calendar(refusal.problem),
    })?;
    if calendar.name() == name.get_ref() {
        return Ok(calendar);
    }
    let problem = LoadProblem::CalendarName {
        name: calendar.name().to_owned(),
        wanted: name.get_ref().clone(),
    };
    Err(file.refuse(&(0..0), problem))
}
