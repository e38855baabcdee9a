//! `/desk/admin/letters?letter=…`: the approved texts of letters of the policy pack in force, and how one looks when its blanks are filled with
//! example values (R5.4). The values name nobody.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::routing::LetterView;
use serde::Deserialize;

use super::{problem, render};
use crate::Door;
use crate::language::Language;
use crate::services::{Answer, Of};
use crate::visit::Visit;

/// The letter that is opened.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    letter: String,
}

#[derive(Template)]
#[template(path = "letters.html")]
struct Page<'a> {
    v: &'a Visit,
    letter: &'a str,
    letters: Answer<Vec<LetterView>>,
}

impl Page<'_> {
    fn name<'a>(&self, letter: &'a LetterView) -> &'a str {
        match self.v.words.language {
            Language::Zh => &letter.zh,
            Language::En => &letter.en,
        }
    }

    fn open(&self, letter: &LetterView) -> String {
        self.v.link_with("/desk/admin/letters", &[("letter", &letter.code)])
    }

    fn is_open(&self, letter: &LetterView) -> bool {
        letter.code == self.letter
    }

    fn approver<'a>(&'a self, letter: &'a LetterView) -> &'a str {
        match letter.approver.as_deref() {
            None => self.v.say("word.none"),
            Some("parent") => self.v.say("letters.parent"),
            Some(duty) => self.v.code("duty", duty),
        }
    }

    /// The text with its blanks filled.
    fn preview(&self, text: &str) -> String {
        filled(text, |blank| self.v.code("letter_example", blank).to_owned())
    }
}

/// A text with each `{blank}` replaced. A brace that opens nothing stays.
fn filled(text: &str, value: impl Fn(&str) -> String) -> String {
    let mut pieces = text.split('{');
    let mut told = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('}') {
            Some((blank, rest)) => {
                told.push_str(&value(blank));
                told.push_str(rest);
            }
            None => {
                told.push('{');
                told.push_str(piece);
            }
        }
    }
    told
}

/// The page.
pub(crate) async fn show(
    State(door): State<Door>,
    visit: Visit,
    which: Result<Query<Which>, QueryRejection>,
) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let which = which.map(|Query(which)| which).unwrap_or_default();
    let letters = door
        .services
        .get(Of::Routing, "/routing/v1/policy/letters", &(), &visit.passed)
        .await;
    page(&visit, &which.letter, letters)
}

/// The page of these letters.
pub(crate) fn page(visit: &Visit, letter: &str, letters: Answer<Vec<LetterView>>) -> Response {
    let page = Page {
        v: visit,
        letter,
        letters,
    };
    render(visit, StatusCode::OK, &page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_and_a_lone_brace_stays() {
        let value = |blank: &str| format!("<{blank}>");
        assert_eq!(filled("{unit}: {finding}.", value), "<unit>: <finding>.");
        assert_eq!(filled("a { b", value), "a { b");
    }

    #[test]
    fn every_blank_that_a_letter_of_ours_leaves_has_an_example_in_both_languages() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/policy/letters");
        let texts = std::fs::read_dir(folder).unwrap();
        let texts: String = texts
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .collect();
        for lang in ["zh", "en"] {
            let visit = crate::tests::visit(&format!("/desk/?lang={lang}"));
            let told = filled(&texts, |blank| {
                assert_ne!(visit.code("letter_example", blank), blank, "{lang}");
                String::new()
            });
            assert!(!told.contains('{') && told.len() < texts.len());
        }
    }
}
