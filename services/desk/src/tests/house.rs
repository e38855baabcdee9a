//! The house rules of pages: no prose in templates, no word unused, no class undefined.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::language::Language;
use crate::pages::assets;
use crate::words::Catalogues;

fn files(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(found.len() > 3, "{folder} is empty");
    found
}

pub(super) fn templates() -> Vec<(PathBuf, String)> {
    files("templates", "html")
}

/// The pieces between `open` and `close`.
pub(super) fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(open)
        .skip(1)
        .filter_map(move |rest| rest.split_once(close).map(|(piece, _)| piece))
}

/// The text without its pieces from `open` to `close`.
pub(super) fn without(text: &str, open: &str, close: &str) -> String {
    let mut pieces = text.split(open);
    let mut rest = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        rest.push_str(piece.split_once(close).map_or("", |(_, after)| after));
    }
    rest
}

/// What a template says by itself: its text, and the attributes that people read or hear.
fn prose(template: &str) -> Vec<String> {
    let mut template = without(template, "{%", "%}");
    let mut prose = Vec::new();
    for attribute in ["title", "placeholder", "alt", "aria-label", "aria-description"] {
        let marker = format!(" {attribute}=\"");
        prose.extend(
            between(&template, &marker, "\"")
                .filter(|value| !value.starts_with("{{"))
                .map(str::to_owned),
        );
    }
    template = without(&template, "{{", "}}");
    let text = without(&template, "<", ">").replace("&nbsp;", "");
    prose.extend(
        text.split_whitespace()
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .map(str::to_owned),
    );
    prose
}

/// String literals that look like `section.key`.
fn literals(text: &str) -> BTreeSet<String> {
    let letters = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || "._-".contains(c));
    let file = |text: &str| [".html", ".css", ".js", ".svg"].iter().any(|end| text.ends_with(end));
    let shape = |text: &&str| text.contains('.') && letters(text) && !file(text) && !text.ends_with('.');
    text.split('"').filter(shape).map(str::to_owned).collect()
}

fn code() -> String {
    let not_ours = ["words.rs", "samples.rs", "tests.rs"];
    let own = |(path, _): &(PathBuf, String)| not_ours.iter().all(|name| !path.ends_with(name));
    let rust = files("src", "rs").into_iter().filter(own);
    let rust = rust.map(|(_, text)| {
        text.split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    rust.chain(templates().into_iter().map(|(_, text)| text)).collect()
}

fn keys() -> BTreeSet<String> {
    let words = Catalogues::built_in().unwrap().words(Language::En);
    words.keys().map(str::to_owned).collect()
}

#[test]
fn no_visible_prose_stands_in_a_template() {
    for (path, text) in templates() {
        assert_eq!(prose(&text), Vec::<String>::new(), "{}", path.display());
    }
    assert_eq!(prose("<p class=\"x\">{{ v.say(\"a.b\") }} Hello</p>"), ["Hello"]);
    assert_eq!(prose("<p title=\"数\">{% if a %}·{% endif %}</p>"), ["数"]);
}

#[test]
fn every_key_that_a_page_asks_for_is_in_the_catalogues() {
    let (keys, code) = (keys(), code());
    let sections: BTreeSet<&str> = keys.iter().filter_map(|key| key.split('.').next()).collect();
    let asked = literals(&code);
    let unknown = asked
        .iter()
        .filter(|key| sections.contains(key.split('.').next().unwrap_or_default()) && !keys.contains(*key));
    assert_eq!(unknown.collect::<Vec<_>>(), Vec::<&String>::new());
    let said: Vec<&str> = between(&code, "say(\"", "\"").collect();
    assert!(said.len() > 50, "the search for keys finds {} only", said.len());
    assert!(said.iter().all(|key| keys.contains(*key)), "{said:?}");
}

#[test]
fn no_text_of_the_catalogues_is_unused() {
    let code = code();
    let asked = literals(&code);
    let families: BTreeSet<&str> = ["code(\"", "Code(\"", "Choice(\"", "maybe(\"", "family(\""]
        .into_iter()
        .flat_map(|call| between(&code, call, "\""))
        .collect();
    let is_used = |key: &&String| {
        asked.contains(*key)
            || key
                .rsplit_once('.')
                .is_some_and(|(family, _)| families.contains(family))
    };
    let unused: Vec<String> = keys().iter().filter(|key| !is_used(key)).cloned().collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn every_class_is_styled_once_and_every_style_is_used() {
    let mut used: BTreeSet<String> = templates()
        .iter()
        .flat_map(|(_, text)| {
            between(text, "class=\"", "\"")
                .map(|value| without(value, "{{", "}}"))
                .collect::<Vec<_>>()
        })
        .flat_map(|value| value.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    used.extend(between(include_str!("../signal.rs"), "=> \"light-", "\"").map(|name| format!("light-{name}")));
    let parts = assets::STYLE.split_once("@layer parts {").unwrap().1;
    let parts = parts.split_once("@layer print {").unwrap().0;
    let defined: Vec<&str> = parts
        .lines()
        .filter_map(|line| line.trim().strip_prefix('.')?.split_once(" {"))
        .map(|(name, _)| name)
        .filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        .collect();
    let once: BTreeSet<String> = defined.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(once.len(), defined.len(), "a class is defined twice: {defined:?}");
    assert_eq!(once, used);
}
