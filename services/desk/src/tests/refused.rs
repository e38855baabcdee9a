//! Every refusal of the services has its Chinese sentence.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::visit;

const SERVICES: [&str; 5] = ["intake", "routing", "investigation", "notification", "audit"];

/// Only the command line and programs meet these: what they print is English.
const FOR_PROGRAMS: &[&str] = &[
    "bad-period",
    "bad-row-count",
    "bad-source",
    "days-reversed",
    "key-twice",
    "nothing-chosen",
    "pack-unusable",
    "period-backwards",
    "policy-migration",
    "too-many",
    "too-many-combinations",
    "unknown-key",
    "unknown-stage",
    "unknown-state",
    "wrong-head",
    "wrong-limit",
];

fn sources(service: &str) -> Vec<(PathBuf, String)> {
    let mut folders = vec![
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(service)
            .join("src"),
    ];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
                found.push((path, text));
            }
        }
    }
    found
}

/// What stands in quotes right after each `mark`.
fn quoted_after<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    let rests = text.split(mark).skip(1);
    rests.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
}

/// The codes that a file gives its refusals: by a table of a macro, by `fn code` of a refusal, or where a problem is made.
fn codes(text: &str) -> Vec<String> {
    let mut found: Vec<&str> = Vec::new();
    for mark in [
        "Told::Conflict(",
        "Told::Refused(",
        "Problem::conflict(",
        "Problem::refused(",
    ] {
        found.extend(quoted_after(text, mark));
    }
    for table in text.split("refusals!").skip(1) {
        found.extend(quoted_after(table.split("\n}").next().unwrap_or_default(), "=>"));
    }
    for block in text.split("\nimpl ").skip(1) {
        let head = block.lines().next().unwrap_or_default();
        let body = block.split_once("fn code(").map(|(_, body)| body);
        if let (true, Some(body)) = (head.contains("Refus") || head.contains("TextError"), body) {
            found.extend(quoted_after(body.split("\n    }").next().unwrap_or_default(), "=>"));
        }
    }
    found.into_iter().map(|code| code.replace('_', "-")).collect()
}

#[test]
fn every_refusal_has_its_sentence_in_chinese() {
    let words = visit("/desk/?lang=zh").words;
    let mut known: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (path, text) in SERVICES.into_iter().flat_map(sources) {
        known.extend(codes(&text).into_iter().map(|code| (code, path.clone())));
    }
    assert!(known.len() > 170, "the search finds {} codes only", known.len());
    let program = |code: &str| FOR_PROGRAMS.contains(&code);
    let without: Vec<_> = known
        .iter()
        .filter(|(code, _)| !program(code) && words.refusal(code).is_none())
        .collect();
    assert!(
        without.is_empty(),
        "locales/refusals.toml lacks these, each a sentence: {without:#?}"
    );
    let both: Vec<_> = FOR_PROGRAMS
        .iter()
        .filter(|code| !known.contains_key(**code) || words.refusal(code).is_some())
        .collect();
    assert_eq!(
        both,
        Vec::<&&str>::new(),
        "no code of a service, or one that has a sentence"
    );
}

#[test]
fn every_text_that_notices_are_made_from_has_a_name_in_both_languages() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../notification/src/domain/notice/mod.rs");
    let text = std::fs::read_to_string(path).unwrap();
    let list = text.split_once("TEMPLATES: [").unwrap().1.split_once("];").unwrap().0;
    let list = list.split_once('[').unwrap().1;
    let templates: Vec<&str> = list.split('"').filter(|piece| piece.contains('.')).collect();
    assert!(templates.len() > 20, "the search finds {templates:?} only");
    for lang in ["zh", "en"] {
        let visit = visit(&format!("/desk/?lang={lang}"));
        for template in &templates {
            assert_ne!(visit.notice(template), *template, "{lang} has no name for it");
        }
        assert_eq!(visit.notice("complainant.unheard_of"), "complainant.unheard_of");
        assert_eq!(visit.notice("other"), "other");
    }
}
