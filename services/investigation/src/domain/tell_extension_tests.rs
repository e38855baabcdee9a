use huiyin_policy::PackFiles;

use super::*;
use crate::domain::Subject;
use crate::domain::sample::{self, extension, mark, words};

fn tell(case: &Case, all: &[Extension], id: u128, who: &str) -> Result<Extension, Refusal> {
    tell_by(case, all, id, who, sample::pack())
}

fn tell_by(case: &Case, all: &[Extension], id: u128, who: &str, pack: &Pack) -> Result<Extension, Refusal> {
    let tell = TellExtension {
        id: Uuid::from_u128(9000 + id),
        channel: Code::new("letter").unwrap(),
        reason: words("the expert's opinion {unit} comes late"),
        unit: "East branch",
        mark: mark(who),
    };
    decide(case, all, tell, pack)
}

fn refused(case: &Case, all: &[Extension], id: u128, who: &str) -> String {
    tell(case, all, id, who).unwrap_err().to_string()
}

/// The rural bank's pack with another English text about more time.
fn pack_saying(text: &str) -> Pack {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/policy/rural-bank");
    let mut files = PackFiles::collect(folder).unwrap();
    files
        .files
        .insert("letters/extended.en.txt".to_owned(), text.to_owned());
    Pack::from_files(&files).unwrap()
}

#[test]
fn r4_5_the_letter_says_why_until_when_and_whom_to_ask() {
    let told = tell(&sample::found(), &[extension(1, false)], 1, "handler").unwrap();
    let told = told.told.unwrap();
    let text = told.letter.words.as_str();
    for clause in [
        sample::subject().number.as_str(),
        "the expert's opinion {unit} comes late",
        "2026-11-26",
        "East branch",
    ] {
        assert!(text.contains(clause), "{clause} in {text}");
    }
    assert_eq!(
        (told.last_day.to_string().as_str(), told.channel.as_str()),
        ("2026-11-26", "letter")
    );
}

#[test]
fn every_pack_of_the_binary_writes_it_in_both_languages() {
    for name in Pack::embedded_names() {
        let pack = Pack::embedded(name).unwrap();
        for language in ["zh", "en"] {
            let case = Case {
                subject: Some(Subject {
                    language: language.to_owned(),
                    ..sample::subject()
                }),
                ..sample::investigating()
            };
            let told = tell_by(&case, &[extension(1, false)], 1, "handler", &pack).unwrap();
            let text = told.told.unwrap().letter.words;
            assert!(text.as_str().contains("East branch"), "{name} {language}");
            assert_eq!(text.as_str().contains("We "), language == "en", "{name}");
        }
    }
}

#[test]
fn a_text_that_lacks_a_clause_is_not_sent() {
    for (text, sentence) in [
        (
            "{due} {unit}",
            "the approved text about more time lacks a required clause: the reason",
        ),
        (
            "{reason} {unit}",
            "the approved text about more time lacks a required clause: the new last day",
        ),
        (
            "{reason} {due}",
            "the approved text about more time lacks a required clause: whom to ask",
        ),
    ] {
        let refused = tell_by(
            &sample::found(),
            &[extension(1, false)],
            1,
            "handler",
            &pack_saying(text),
        );
        assert_eq!(refused.unwrap_err().to_string(), sentence);
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/policy/rural-bank");
    let mut files = PackFiles::collect(folder).unwrap();
    let letters = files.files.get_mut("rural-bank/letters.toml").unwrap();
    *letters = letters.replace("code = \"extended\"", "code = \"prolonged\"");
    let textless = Pack::from_files(&files).unwrap();
    let refused = tell_by(&sample::found(), &[extension(1, false)], 1, "handler", &textless);
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the policy pack has no approved text for a letter about more time"
    );
}

#[test]
fn it_is_the_handlers_and_about_the_last_extension_and_goes_out_once() {
    let both = [extension(1, false), extension(2, false)];
    let found = sample::found();
    assert!(tell(&found, &both, 2, "handler").is_ok());
    assert_eq!(
        refused(&found, &both, 1, "handler"),
        "a later extension stands: the complainant is told of that one"
    );
    assert_eq!(
        refused(&found, &[extension(1, true)], 1, "handler"),
        "the complainant has the letter about this extension already"
    );
    assert_eq!(refused(&found, &both, 3, "handler"), "the case has no such extension");
    assert_eq!(
        refused(&found, &both, 2, "other"),
        "only the handler writes the letter about more time"
    );
}

#[test]
fn it_goes_out_while_somebody_works_on_the_answer() {
    let one = [extension(1, false)];
    for early in [sample::assigned(), sample::reopened()] {
        assert_eq!(
            refused(&early, &one, 1, "handler"),
            "the letter about more time is written after the order is accepted"
        );
    }
    for late in [sample::replied(), sample::followed_up()] {
        assert_eq!(
            refused(&late, &one, 1, "handler"),
            "the complainant has the answer, so nothing is told of more time"
        );
    }
    for over in [sample::closed(), sample::archived()] {
        assert_eq!(
            refused(&over, &one, 1, "handler"),
            "the case is closed, so nothing is told of more time"
        );
    }
}
