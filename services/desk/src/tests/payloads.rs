//! A thousand hostile texts, in every field of the views that take one: each page keeps the very marks that it has with a harmless text,
//! so none of them became more than text (P30).

use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::intake::{ComplaintView, Progress, Step};
use huiyin_web::Page;

use super::{html, visit};
use crate::commands::{Command, REGISTER};
use crate::form::Typed;
use crate::pages::act::{About, Place, Said};
use crate::pages::complaint::Panels;
use crate::pages::{act, complaint, learning, list, queue, register, track};
use crate::samples;
use crate::services::Answer;
use crate::visit::Visit;

const OPENINGS: [&str; 10] = [
    "",
    "\"",
    "'",
    ">",
    "</textarea>",
    "</title>",
    "</option>",
    "\u{202e}",
    "\u{0}",
    "-->",
];
const BODIES: [&str; 10] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "=cmd|' /C calc'!A0",
    "{{ 7 * 7 }}{% raw %}",
    "\u{2066}txet\u{2069}\u{200f}",
    "\u{7}\u{1b}[31m\u{85}\u{2028}",
    "<!--<style>*{display:none}</style>",
    "&lt;b&gt;&#x3c;script&#x3e;",
];
const ENDINGS: [&str; 10] = [
    "",
    "\"",
    "'",
    " onfocus=alert(1) autofocus ",
    "</td>",
    "</form>",
    "\r\nSet-Cookie: a=b",
    "\t|@SUM(1)",
    "\\\"",
    "＝1+1",
];

fn payloads() -> impl Iterator<Item = String> {
    OPENINGS.iter().flat_map(|opening| {
        let with =
            move |body: &'static &'static str| ENDINGS.iter().map(move |ending| format!("{opening}{body}{ending}"));
        BODIES.iter().flat_map(with)
    })
}

/// What makes a page's structure: its tags and the quotes of its attributes.
fn marks(page: &str) -> (usize, usize, usize) {
    let count = |mark: char| page.matches(mark).count();
    (count('<'), count('>'), count('"'))
}

fn all_fields(text: &str) -> Typed {
    let fields = REGISTER
        .fields
        .iter()
        .map(|field| (field.name.to_owned(), text.to_owned()));
    Typed(fields.collect())
}

fn of_complaint(visit: &Visit, text: &str) -> Response {
    let told = || Some(text.to_owned());
    let facts = ComplaintView {
        channel: text.to_owned(),
        class: told(),
        line: told(),
        product: told(),
        source: told(),
        stage: text.to_owned(),
        ..samples::complaint()
    };
    let panels = Panels {
        facts: Answer::Here(facts),
        ..samples::panels()
    };
    complaint::page(visit, samples::complaint().number.as_str(), panels, None)
}

fn of_list(visit: &Visit, text: &str) -> Response {
    let filter = list::Filter {
        stage: text.to_owned(),
        channel: text.to_owned(),
        unit: text.to_owned(),
        after: text.to_owned(),
    };
    let rows = Page {
        items: Vec::new(),
        next: Some(text.to_owned()),
    };
    list::show(visit, &filter, Answer::Here(rows))
}

fn of_queue(visit: &Visit, text: &str) -> Response {
    let filter = queue::Filter {
        under: text.to_owned(),
        after: text.to_owned(),
    };
    let rows = Page {
        items: Vec::new(),
        next: Some(text.to_owned()),
    };
    let units = vec![(text.to_owned(), text.to_owned())];
    queue::show(visit, "overdue", &filter, Answer::Here(rows), [None; 6], units)
}

fn of_registration(visit: &Visit, text: &str) -> Response {
    let said = Said {
        refused: Some(text.to_owned()),
        wrongs: all_fields(text).0,
        ..Said::default()
    };
    let units = vec![(text.to_owned(), text.to_owned())];
    register::show(
        visit,
        &all_fields(text),
        &said,
        &units,
        StatusCode::UNPROCESSABLE_ENTITY,
    )
}

/// The form of a reply beside what was answered before.
fn of_reply(visit: &Visit, text: &str) -> Response {
    let about = About {
        command: Command::named("reply").unwrap(),
        place: Place::Complaint(samples::complaint().number.to_string()),
        id: samples::complaint().id.to_string(),
    };
    let said = Said {
        before: vec![samples::earlier(text)],
        ..Said::default()
    };
    act::show(visit, &about, &Typed::default(), &said, &[], StatusCode::OK)
}

/// The form of a finding with the root causes of its pack.
fn of_finding(visit: &Visit, text: &str) -> Response {
    let about = About {
        command: Command::named("find").unwrap(),
        place: Place::Complaint(samples::complaint().number.to_string()),
        id: samples::complaint().id.to_string(),
    };
    let said = Said {
        causes: vec![(text.to_owned(), text.to_owned())],
        ..Said::default()
    };
    act::show(visit, &about, &Typed::default(), &said, &[], StatusCode::OK)
}

/// Circulars and improvements.
fn of_learning(visit: &Visit, text: &str) -> Response {
    learning::page(visit, samples::shelf(text), None)
}

fn of_tracking(visit: &Visit, text: &str) -> Response {
    let progress = Progress {
        number: samples::complaint().number,
        stage: text.to_owned(),
        language: text.to_owned(),
        steps: vec![Step {
            step: text.to_owned(),
            at: samples::complaint().registered,
            zh: text.to_owned(),
            en: text.to_owned(),
            words: Some(text.to_owned()),
        }],
        promised: None,
        responsible_unit: Some(text.to_owned()),
        can_withdraw: true,
    };
    let names = ["number", "receipt_code", "words"];
    let typed = Typed(names.map(|name| (name.to_owned(), text.to_owned())).into());
    track::show(visit, &typed, &track::Said::default(), Some(progress), StatusCode::OK)
}

#[tokio::test]
async fn a_thousand_hostile_texts_are_text_in_every_view() {
    assert_eq!(payloads().count(), 1_000);
    let visit = visit("/desk/?lang=en");
    for view in [
        of_complaint,
        of_list,
        of_queue,
        of_registration,
        of_reply,
        of_finding,
        of_learning,
        of_tracking,
    ] {
        let plain = marks(&html(view(&visit, "plain")).await);
        for text in payloads() {
            assert_eq!(marks(&html(view(&visit, &text)).await), plain, "{text:?}");
        }
    }
}
