//! How the columns of somebody's file become a complaint of the past.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use huiyin_contracts::views::intake::{Complainant, Past, PastComplaint};
use huiyin_kernel::{Date, Timestamp, UnitCode};
use jiff::tz::TimeZone;
use serde::Deserialize;

/// A mapping file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mapping {
    /// Names the source: its rows' keys are unique within it.
    pub(crate) source: String,
    /// The zone that dates without a time are in: the day's beginning.
    time_zone: String,
    /// The unit complained about, where no column names it.
    pub(crate) unit: UnitCode,
    /// Ways of writing the file; the first whose columns are all there is taken.
    layout: Vec<Layout>,
}

/// One way of writing the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Layout {
    /// The columns by which it is recognised.
    has: Vec<String>,
    /// Field of the complaint → column.
    columns: Columns,
    /// Words of the ending column that mean that it has not ended.
    #[serde(default)]
    open_endings: Vec<String>,
    /// Words of the in-time column.
    #[serde(default)]
    in_time: BTreeMap<String, bool>,
    /// Words of the ending column → finding.
    #[serde(default)]
    findings: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    key: String,
    received: String,
    channel: String,
    unit: Option<String>,
    class: Option<String>,
    line: Option<String>,
    product: Option<String>,
    narrative: Option<String>,
    closed: Option<String>,
    ending: Option<String>,
    in_time: Option<String>,
}

impl Columns {
    fn names(&self) -> Vec<&str> {
        let optional = [
            &self.unit,
            &self.class,
            &self.line,
            &self.product,
            &self.narrative,
            &self.closed,
            &self.ending,
            &self.in_time,
        ];
        let required = [&self.key, &self.received, &self.channel];
        required
            .into_iter()
            .chain(optional.into_iter().flatten())
            .map(String::as_str)
            .collect()
    }
}

impl Mapping {
    /// Reads a mapping file.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("the mapping {} cannot be read", path.display()))?;
        let mapping: Self =
            toml::from_str(&text).with_context(|| format!("the mapping {} is not well formed", path.display()))?;
        TimeZone::get(&mapping.time_zone)
            .with_context(|| format!("the mapping's time zone {} is not known", mapping.time_zone))?;
        Ok(mapping)
    }

    /// The reader of files with this header.
    pub(crate) fn reader(&self, header: &csv::StringRecord) -> anyhow::Result<Rows<'_>> {
        let place = |name: &str| header.iter().position(|column| column.trim() == name);
        let fits = |layout: &&Layout| layout.has.iter().all(|name| place(name).is_some());
        let layout =
            self.layout.iter().find(fits).context(
                "no layout of the mapping fits the file's columns: compare its `has` lists with the first line",
            )?;
        let mut places = BTreeMap::new();
        for name in layout.columns.names() {
            let at =
                place(name).with_context(|| format!("the file has no column '{name}', which the mapping reads"))?;
            places.insert(name.to_owned(), at);
        }
        Ok(Rows {
            mapping: self,
            layout,
            places,
            zone: TimeZone::get(&self.time_zone)?,
        })
    }
}

/// Turns rows into complaints.
pub(crate) struct Rows<'a> {
    mapping: &'a Mapping,
    layout: &'a Layout,
    places: BTreeMap<String, usize>,
    zone: TimeZone,
}

impl Rows<'_> {
    /// One row's complaint.
    pub(crate) fn complaint(&self, row: &csv::StringRecord) -> anyhow::Result<PastComplaint> {
        let columns = &self.layout.columns;
        let value = |column: &str| {
            let at = self.places.get(column).copied()?;
            row.get(at)
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let optional = |column: &Option<String>| column.as_deref().and_then(value);
        let required = |column: &str| value(column).with_context(|| format!("the column '{column}' is empty"));
        let unit = match optional(&columns.unit) {
            Some(code) => UnitCode::new(code)?,
            None => self.mapping.unit.clone(),
        };
        let narrative = optional(&columns.narrative);
        Ok(PastComplaint {
            key: required(&columns.key)?,
            channel: required(&columns.channel)?,
            unit,
            registered_by_unit: None,
            class: optional(&columns.class),
            line: optional(&columns.line),
            product: optional(&columns.product),
            complainant: narrative.is_some().then(Complainant::default),
            language: None,
            narrative,
            asked_for: None,
            occurred_from: None,
            occurred_to: None,
            received: self.instant(&columns.received, &required(&columns.received)?)?,
            media: false,
            past: self.past(value)?,
        })
    }

    fn past(&self, value: impl Fn(&str) -> Option<String>) -> anyhow::Result<Past> {
        let columns = &self.layout.columns;
        let optional = |column: &Option<String>| column.as_deref().and_then(&value);
        let ending = optional(&columns.ending).filter(|word| !self.layout.open_endings.contains(word));
        let closed = match (&columns.closed, optional(&columns.closed)) {
            (Some(column), Some(text)) if ending.is_some() => Some(self.instant(column, &text)?),
            _ => None,
        };
        let finding = ending.as_ref().and_then(|word| self.layout.findings.get(word)).cloned();
        let in_time = match optional(&columns.in_time) {
            None => None,
            Some(word) if self.layout.in_time.is_empty() => {
                anyhow::bail!("the mapping does not say what '{word}' means in time")
            }
            Some(word) => self.layout.in_time.get(&word).copied(),
        };
        Ok(Past {
            closed,
            ending,
            finding,
            in_time,
        })
    }

    /// An instant, or a day's beginning in the mapping's zone.
    fn instant(&self, column: &str, text: &str) -> anyhow::Result<Timestamp> {
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Ok(instant);
        }
        let day: Date = text
            .parse()
            .map_err(|_| anyhow::anyhow!("the column '{column}' holds no date: '{text}'"))?;
        Ok(day.to_zoned_datetime(self.zone.clone())?.timestamp())
    }
}
