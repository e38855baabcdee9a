//! `pack.toml` of an organisation's pack, and the calendars that it names.

use std::collections::BTreeMap;

use huiyin_kernel::Date;
use huiyin_worktime::Calendar;
use schemars::JsonSchema;
use serde::Deserialize;

use super::text::{At, Text, check_code};
use super::{LoadError, LoadProblem, Source, lists};
use crate::pack::PackPlaces;
use crate::{MoneyTables, Named, Pack, PackVersion, Terms};

/// `pack.toml`: name, version, calendar, and what happens where no row matches.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackFile {
    /// The folder's name, without its version.
    name: At<String>,
    /// Year and count: "2026.1".
    version: At<String>,
    /// The first day on which new complaints are decided by this version.
    #[schemars(with = "String")]
    effective_from: Date,
    /// What the pack is called.
    title: Title,
    /// The calendar of units that name none.
    calendar: At<String>,
    /// All calendars that the pack uses: files of the folder `calendars`.
    calendars: At<Vec<At<String>>>,
    /// The severity where neither the class nor a row says more.
    default_severity: At<String>,
    /// Who decides where no row names a lead.
    triage_duty: At<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Title {
    pub(super) zh: String,
    pub(super) en: String,
}

/// Whose pack it is; anything else in the file is looked at later.
#[derive(Deserialize)]
struct Kind {
    over: Option<At<Vec<String>>>,
}

/// Whether a `pack.toml` is that of a statutory pack.
pub(super) fn is_overlay(text: &Text) -> bool {
    text.parse::<Kind>().is_ok_and(|kind| kind.over.is_some())
}

pub(super) fn read(folder: &str, source: &Source<'_>) -> Result<Pack, LoadError> {
    let text = Text::open(format!("{folder}/pack.toml"), source)?;
    if is_overlay(&text) {
        return Err(text.refuse(&(0..0), LoadProblem::OverlayAlone(folder.to_owned())));
    }
    let file: PackFile = text.parse()?;
    check_name(&text, &file.name, &file.version, folder)?;
    let (lists, attributes) = lists::read(&Text::open(format!("{folder}/lists.toml"), source)?)?;
    text.listed("severities", &lists.severities, &file.default_severity)?;
    text.listed("duties", &lists.duties, &file.triage_duty)?;
    let calendars = calendars(&text, file.calendars.get_ref(), source)?;
    let missing = || {
        let problem = LoadProblem::DefaultCalendar(file.calendar.get_ref().clone());
        text.refuse(&file.calendar.span(), problem)
    };
    let default_calendar = calendars.get(file.calendar.get_ref()).cloned().ok_or_else(missing)?;
    let decision = Text::open(format!("{folder}/decision.toml"), source)?;
    let places = PackPlaces {
        triage_duty: text.place(&file.triage_duty.span()),
        calendars: text.place(&file.calendars.span()),
        decision: decision.place(&(0..0)),
    };
    Text::open(format!("{folder}/clocks.toml"), source)?;
    let mut pack = Pack {
        version: PackVersion::new(file.name.get_ref(), file.version.get_ref()),
        effective_from: file.effective_from,
        title: titled(file.name.get_ref(), file.title),
        default_severity: file.default_severity.into_inner(),
        triage_duty: file.triage_duty.into_inner(),
        lists,
        attributes,
        rows: Vec::new(),
        left: Vec::new(),
        clocks: Vec::new(),
        ladders: Vec::new(),
        terms: Terms::default(),
        money: MoneyTables::default(),
        reports: Vec::new(),
        letters: Vec::new(),
        overlays: Vec::new(),
        default_calendar,
        calendars,
        places,
    };
    pack.fill(folder, source)?;
    Ok(pack)
}

pub(super) fn titled(name: &str, title: Title) -> Named {
    Named {
        code: name.to_owned(),
        zh: title.zh,
        en: title.en,
    }
}

/// That a pack is called like its folder, which may say the version too.
pub(super) fn check_name(text: &Text, name: &At<String>, version: &At<String>, folder: &str) -> Result<(), LoadError> {
    let (called, count) = (name.get_ref(), version.get_ref());
    let numbers = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    match count.split_once('.') {
        Some((year, number)) if year.len() == 4 && numbers(year) && numbers(number) => {}
        _ => return Err(text.refuse(&version.span(), LoadProblem::Version(count.clone()))),
    }
    if folder == called || folder == format!("{called}@{count}") {
        return Ok(());
    }
    let problem = match folder.split_once('@') {
        Some((name, wanted)) if name == called => LoadProblem::FolderVersion {
            version: count.clone(),
            folder: wanted.to_owned(),
        },
        _ => LoadProblem::Folder {
            name: called.clone(),
            folder: folder.to_owned(),
        },
    };
    Err(text.refuse(&name.span(), problem))
}

pub(super) fn calendars(
    text: &Text,
    names: &[At<String>],
    source: &Source<'_>,
) -> Result<BTreeMap<String, Calendar>, LoadError> {
    let read = |name: &At<String>| Ok((name.get_ref().clone(), calendar(text, name, source)?));
    names.iter().map(read).collect()
}

fn calendar(text: &Text, name: &At<String>, source: &Source<'_>) -> Result<Calendar, LoadError> {
    check_code(name.get_ref()).map_err(|problem| text.refuse(&name.span(), problem))?;
    let path = format!("calendars/{}.toml", name.get_ref());
    let file = Text::open(path, source)?;
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
