//! How the columns of somebody's list of changes become ours.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;

/// The columns that `POST /directory/changes` reads.
const COLUMNS: [&str; 9] = [
    "date",
    "change",
    "unit",
    "name",
    "parent",
    "successor",
    "code",
    "level",
    "node_id",
];

/// A mapping file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mapping {
    /// Our column → theirs.
    columns: BTreeMap<String, String>,
    /// Columns of which only units that open have a value.
    #[serde(default)]
    of_opened: Vec<String>,
}

/// The file with our columns.
pub(crate) fn mapped(mapping: &Path, text: &[u8]) -> anyhow::Result<Vec<u8>> {
    let file = std::fs::read_to_string(mapping)
        .with_context(|| format!("the mapping {} cannot be read", mapping.display()))?;
    let mapping: Mapping =
        toml::from_str(&file).with_context(|| format!("the mapping {} is not well formed", mapping.display()))?;
    mapping.apply(text)
}

impl Mapping {
    fn apply(&self, text: &[u8]) -> anyhow::Result<Vec<u8>> {
        if let Some(unknown) = self.columns.keys().find(|name| !COLUMNS.contains(&name.as_str())) {
            bail!(
                "the mapping fills a column '{unknown}', but there are only {}",
                COLUMNS.join(", ")
            );
        }
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let mut reader = csv::Reader::from_reader(text);
        let header = reader.headers()?.clone();
        let mut places = Vec::new();
        for theirs in self.columns.values() {
            let at = header.iter().position(|column| column.trim() == theirs);
            places.push(at.with_context(|| format!("the file has no column '{theirs}', which the mapping reads"))?);
        }
        let change = self.columns.keys().position(|name| name == "change");
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns.keys())?;
        for row in reader.records() {
            let row = row?;
            let values: Vec<&str> = places.iter().map(|&at| row.get(at).unwrap_or_default()).collect();
            let opens = change.and_then(|at| values.get(at)).is_some_and(|kind| *kind == "open");
            let kept = self.columns.keys().zip(values).map(|(name, value)| {
                let is_for_opened = self.of_opened.contains(name);
                if is_for_opened && !opens { "" } else { value }
            });
            writer.write_record(kept)?;
        }
        writer.into_inner().context("the mapped file cannot be written")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(text: &str) -> Mapping {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn the_columns_of_the_public_list_become_ours() {
        let public = mapping(include_str!("../../../../deploy/import/cn-branches.toml"));
        let list = "date,change,old_name,new_name,code\n2026-03-16,close,A,,123\n2026-03-16,open,,B,456\n";
        let ours = String::from_utf8(public.apply(list.as_bytes()).unwrap()).unwrap();
        assert_eq!(
            ours,
            "change,code,date,name,unit\nclose,,2026-03-16,,A\nopen,456,2026-03-16,B,\n"
        );
    }

    #[test]
    fn a_mapping_that_does_not_fit_says_why() {
        let other = mapping("[columns]\nwhen = \"date\"\n");
        let refused = other.apply(b"date\n").unwrap_err().to_string();
        assert!(refused.starts_with("the mapping fills a column 'when'"), "{refused}");
        let missing = mapping("[columns]\ndate = \"day\"\n");
        assert_eq!(
            missing.apply(b"date\n").unwrap_err().to_string(),
            "the file has no column 'day', which the mapping reads"
        );
    }
}
