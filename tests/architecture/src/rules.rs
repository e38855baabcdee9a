//! Rules are cited by number, as R3.4: a number that the rule book does not have is a slip.

use std::collections::BTreeSet;
use std::path::Path;

use crate::tree::{Tree, just, none};

/// The rule numbers in a line: an R that begins a word, digits, a point, digits.
fn cited(line: &str) -> Vec<String> {
    let mut cited = Vec::new();
    for (at, _) in line.match_indices('R') {
        if line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
        let chapter = digits(&line[at + 1..]);
        let Some(rest) = line[at + 1 + chapter.len()..].strip_prefix('.') else {
            continue;
        };
        let rule = digits(rest);
        if !chapter.is_empty() && !rule.is_empty() {
            cited.push(format!("R{chapter}.{rule}"));
        }
    }
    cited
}

fn unknown(tree: &Tree, known: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in tree.with_extension(&["rs", "toml", "html", "md", "json"]) {
        for (at, line) in file.text.lines().enumerate() {
            for rule in cited(line).into_iter().filter(|rule| !known.contains(rule)) {
                wrong.push(format!(
                    "{}:{} cites {rule}, which the rule book does not have",
                    file.path,
                    at + 1
                ));
            }
        }
    }
    wrong
}

#[test]
fn every_rule_that_is_cited_exists() {
    let sample = Tree::sample(&[("a.rs", concat!("/// R3.4, R3.12 and HEADER3.9 (not R3", ".99)"))]);
    let few = BTreeSet::from(["R3.4".to_owned(), "R3.12".to_owned()]);
    just(&unknown(&sample, &few), concat!("a.rs:1 cites R3", ".99"));

    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/rules.md");
    let Ok(text) = std::fs::read_to_string(&book) else {
        eprintln!("skipped: the rule book is not beside this checkout");
        return;
    };
    let heads = text.lines().filter_map(|line| line.strip_prefix("- "));
    let known: BTreeSet<String> = heads.filter_map(|line| cited(line).into_iter().next()).collect();
    assert!(known.len() > 50, "the rule book was read");
    none(&unknown(&Tree::of_repository(), &known));
}
