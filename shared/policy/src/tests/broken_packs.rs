//! Each broken pack of `tests/broken` is refused with exactly its sentence, at exactly its line.
//!
//! A broken pack is a few changes to a good one. `at` names the text of the line, so that a new comment in a good pack does not move it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::{horizon, packs};
use crate::check::Checked;
use crate::load::Source;
use crate::{Horizon, Pack};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Broken {
    pack: String,
    says: String,
    at: At,
    /// For how many days the calendars must be loaded.
    days: Option<u32>,
    #[serde(default)]
    patch: Vec<Patch>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct At {
    file: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Patch {
    file: String,
    good: String,
    bad: String,
}

fn text(file: &str) -> String {
    std::fs::read_to_string(packs().join(file)).unwrap()
}

impl Broken {
    fn files(&self) -> BTreeMap<&str, String> {
        let mut files = BTreeMap::new();
        for Patch { file, good, bad } in &self.patch {
            let before = files.remove(file.as_str()).unwrap_or_else(|| text(file));
            assert!(before.contains(good.as_str()), "{file} holds no {good}");
            files.insert(file.as_str(), before.replacen(good.as_str(), bad, 1));
        }
        files
    }

    fn wanted(&self, files: &BTreeMap<&str, String>) -> String {
        let text = files
            .get(self.at.file.as_str())
            .cloned()
            .unwrap_or_else(|| text(&self.at.file));
        let at = text
            .find(&self.at.text)
            .unwrap_or_else(|| panic!("no {} in {}", self.at.text, self.at.file));
        let line = 1 + text[..at].matches('\n').count();
        format!("{}:{line}: {}", self.at.file, self.says)
    }

    fn wrong(&self, files: &BTreeMap<&str, String>) -> Vec<String> {
        let read = |path: &str| {
            let patched = files.get(path).cloned();
            Ok(patched.or_else(|| std::fs::read_to_string(packs().join(path)).ok()))
        };
        let source = Source {
            read: &read,
            absent: "there is no such file",
        };
        let days = self.days.unwrap_or(horizon().days);
        let horizon = Horizon { days, ..horizon() };
        Checked::one(&self.pack, Pack::assemble(&self.pack, &source), horizon).wrong
    }
}

#[test]
fn each_broken_pack_is_refused_with_its_sentence_and_its_line() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut count = 0;
    let mut different = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let broken: Broken = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let files = broken.files();
        let (wanted, wrong) = (broken.wanted(&files), broken.wrong(&files));
        if wrong != [wanted.clone()] {
            different.push(format!("{}\n  wanted {wanted}\n  found  {wrong:#?}", path.display()));
        }
        count += 1;
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(count >= 40, "{count} broken packs");
}
