//! What no file may be or hold. Words that must not occur are put together from halves, so that this file passes its own check.

use crate::tree::{File, Tree, has_word, just, none};

const MOST_LINES: usize = 500;

const SOURCE: [&str; 8] = ["rs", "html", "js", "css", "sh", "py", "sql", "toml"];

/// Marks of unfinished work.
const MARKS: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
const UNFINISHED_CALLS: [&str; 3] = [
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("dbg", "!("),
];

/// Paths of the machines that this was made on, and hosts of package registries: a stranger has others.
const FOREIGN: [&str; 9] = [
    concat!("/wo", "rk/"),
    concat!("/fa", "rm/"),
    concat!("/ro", "ot/"),
    concat!(".lib", "rary"),
    concat!("farm", "-studio"),
    concat!("farm", "-bench"),
    concat!("sub", "agent"),
    concat!("python", "hosted"),
    concat!("npm", "js.org"),
];

fn over_long(tree: &Tree) -> Vec<String> {
    let lines = |file: &File| file.text.lines().count();
    let long = tree.with_extension(&["rs"]).filter(|file| lines(file) > MOST_LINES);
    long.map(|file| format!("{} has {} lines, {MOST_LINES} at most", file.path, lines(file)))
        .collect()
}

/// Source by its extension, and the commands, which have none.
fn source(tree: &Tree) -> impl Iterator<Item = &File> {
    let commands = tree
        .files
        .iter()
        .filter(|file| ["run", "test", ".ci/run"].contains(&file.path.as_str()));
    tree.with_extension(&SOURCE).chain(commands)
}

fn lines_where<'a>(files: impl Iterator<Item = &'a File>, says: impl Fn(&str) -> Option<&'static str>) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in files {
        for (at, line) in file.text.lines().enumerate() {
            wrong.extend(says(line).map(|word| format!("{}:{} says {word}", file.path, at + 1)));
        }
    }
    wrong
}

fn unfinished(tree: &Tree) -> Vec<String> {
    lines_where(source(tree), |line| {
        let mark = MARKS.into_iter().find(|mark| has_word(line, mark));
        mark.or_else(|| UNFINISHED_CALLS.into_iter().find(|call| line.contains(call)))
    })
}

fn foreign(tree: &Tree) -> Vec<String> {
    let ours = tree.files.iter().filter(|file| file.path != "Cargo.lock");
    lines_where(ours, |line| FOREIGN.into_iter().find(|word| line.contains(word)))
}

#[test]
fn no_rust_file_is_longer_than_500_lines() {
    none(&over_long(&Tree::of_repository()));
    let long = "// a line\n".repeat(501);
    let sample = Tree::sample(&[("shared/a/src/lib.rs", &long), ("shared/a/src/edge.rs", &long[10..])]);
    just(&over_long(&sample), "shared/a/src/lib.rs has 501 lines");
}

#[test]
fn nothing_unfinished_is_marked_for_later() {
    none(&unfinished(&Tree::of_repository()));
    let mark = format!("{} later", MARKS[0]);
    just(
        &unfinished(&Tree::sample(&[("run", &mark), ("README.md", &mark)])),
        "run:1 says",
    );
    let call = format!("fn a() {{\n    {});\n}}", UNFINISHED_CALLS[0]);
    just(&unfinished(&Tree::sample(&[("a.rs", &call)])), "a.rs:2 says");
}

#[test]
fn no_file_names_the_machine_it_was_made_on() {
    none(&foreign(&Tree::of_repository()));
    let path = format!("see {}main", FOREIGN[0]);
    just(
        &foreign(&Tree::sample(&[("README.md", &path), ("Cargo.lock", &path)])),
        "README.md:1 says",
    );
}
