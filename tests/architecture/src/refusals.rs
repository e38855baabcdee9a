//! Every refusal has a test with its sentence: one whose sentence no test holds may read as it likes, or never come.

use crate::tree::{File, Tree, just, none};

/// Where tests of a service stand besides its own files.
const OUTSIDE: &str = "tests/acceptance/src/";

/// Text without the folds of long strings, so that a sentence stands in one piece.
fn unfolded(text: &str) -> String {
    let mut pieces = text.split("\\\n");
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        whole.push_str(piece.trim_start());
    }
    whole
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("tests.rs") || path.starts_with("tests/")
}

/// What runs and what tests, of one file.
fn code_and_tests(file: &File) -> (String, String) {
    let text = unfolded(&file.text);
    if is_test(&file.path) {
        return (String::new(), text);
    }
    let begins = |at: &usize| {
        let rest = text[*at..].lines().skip(1).find(|line| !line.starts_with("#["));
        rest.is_some_and(|line| line.starts_with("mod ") || line.starts_with("pub(crate) mod "))
    };
    let at = text.match_indices("#[cfg(test)]").map(|(at, _)| at).find(begins);
    let (code, tests) = text.split_at(at.unwrap_or(text.len()));
    (code.to_owned(), tests.to_owned())
}

/// The sentences of the errors in some code: what is one word is a code, not a sentence.
fn sentences(code: &str) -> Vec<String> {
    let attributes = code.split("#[error(").skip(1);
    let quoted = attributes.filter_map(|rest| {
        let text = rest.trim_start().strip_prefix('"')?;
        let mut escaped = false;
        let end = text.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        })?;
        Some(text[..end].to_owned())
    });
    quoted.filter(|text| longest_words(text).contains(' ')).collect()
}

/// The longest part of a sentence that no value is put into, without the marks around it.
fn longest_words(sentence: &str) -> String {
    let mut parts = vec![String::new()];
    let mut inside = false;
    let mut letters = sentence.chars().peekable();
    while let Some(letter) = letters.next() {
        let doubled = "{}".contains(letter) && letters.peek() == Some(&letter) && !inside;
        match letter {
            _ if doubled => parts.extend(letters.next().map(String::from)),
            '{' => inside = true,
            '}' => {
                inside = false;
                parts.push(String::new());
            }
            _ if inside => {}
            _ => parts.last_mut().expect("there is one").push(letter),
        }
    }
    let longest = parts.iter().max_by_key(|part| part.len()).expect("there is one");
    longest.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// The service of a file of its domain.
fn service_of(path: &str) -> Option<&str> {
    let (service, _) = path.strip_prefix("services/")?.split_once("/src/domain")?;
    Some(service)
}

/// Whether a file's tests are those of a command: its own, of its folder, or beside it under its name.
fn belongs(path: &str, command: &str) -> bool {
    let stem = command.trim_end_matches(".rs");
    let folder = command.rsplit_once('/').map_or("", |(folder, _)| folder);
    path == command
        || path
            .strip_prefix(stem)
            .is_some_and(|rest| rest.starts_with('/') || rest == "_tests.rs")
        || path == format!("{folder}/tests.rs")
}

/// What the tests of a whole service say.
fn of_service(tree: &[(&File, String, String)], service: &str) -> String {
    let src = format!("services/{service}/");
    let whole = |(file, ..): &&(&File, String, String)| {
        is_test(&file.path) && (file.path.starts_with(&src) || file.path.starts_with(OUTSIDE))
    };
    tree.iter().filter(whole).map(|(_, _, tests)| tests.as_str()).collect()
}

/// Refusals without a test that says their sentence. A sentence that several commands have must stand in the tests of each of them.
fn untold(tree: &Tree) -> (usize, Vec<String>) {
    let files: Vec<(&File, String, String)> = tree
        .with_extension(&["rs"])
        .filter(|file| file.path.starts_with("services/") || file.path.starts_with(OUTSIDE))
        .map(|file| {
            let (code, tests) = code_and_tests(file);
            (file, code, tests)
        })
        .collect();
    let told: Vec<(&File, &str, String)> = files
        .iter()
        .filter_map(|(file, code, _)| Some((*file, service_of(&file.path)?, code)))
        .flat_map(|(file, service, code)| sentences(code).into_iter().map(move |said| (file, service, said)))
        .collect();
    let untold = |(file, service, sentence): &&(&File, &str, String)| {
        let words = longest_words(sentence);
        let own = files.iter().filter(|(other, ..)| belongs(&other.path, &file.path));
        let alone = told
            .iter()
            .filter(|(_, of, other)| of == service && other == sentence)
            .count()
            == 1;
        let said = own.map(|(_, _, tests)| tests).any(|tests| tests.contains(&words));
        !(said || alone && of_service(&files, service).contains(&words))
    };
    let wrong = told.iter().filter(untold);
    let wrong = wrong.map(|(file, _, sentence)| format!("{}: no test says {sentence:?}", file.path));
    (told.len(), wrong.collect())
}

#[test]
fn every_refusal_has_a_test_with_its_sentence() {
    let (count, wrong) = untold(&Tree::of_repository());
    none(&wrong);
    assert!(count > 440, "the refusals were read: {count}");
    let refusal =
        "pub(crate) enum Refusal {\n    #[error(\"the unit {0} is \\\n        closed\")]\n    Closed(Unit),\n}\n";
    let test = "#[cfg(test)]\nmod tests {\n    \"the unit ho is closed\"\n}\n";
    let path = "services/a/src/domain/open.rs";
    let other = "services/a/src/domain/move.rs";
    let wrong = |files: &[(&str, &str)]| untold(&Tree::sample(files)).1;
    just(&wrong(&[(path, refusal)]), "no test says \"the unit {0} is closed\"");
    none(&wrong(&[(path, &format!("{refusal}{test}"))]));
    none(&wrong(&[
        (path, refusal),
        ("services/a/src/domain/open/tests.rs", test),
    ]));
    none(&wrong(&[(path, refusal), ("services/a/src/tests/api.rs", test)]));
    just(&wrong(&[(path, refusal), ("services/b/src/tests/api.rs", test)]), path);
    let both = format!("{refusal}{test}");
    just(&wrong(&[(path, &both), (other, refusal)]), other);
    none(&wrong(&[(path, "#[error(\"altered\")]\n#[error(transparent)]")]));
}

#[test]
fn the_words_of_a_sentence_are_what_no_value_is_put_into() {
    assert_eq!(longest_words("line {line}: `{text}` is no date"), "is no date");
    assert_eq!(longest_words("a '{{' or '}}' stands alone"), "stands alone");
    assert_eq!(
        longest_words("{{{name}}} is filled in by nothing"),
        "is filled in by nothing"
    );
}
