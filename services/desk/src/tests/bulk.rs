//! Bulk acts: first how many and what, then who was refused and why; the same form twice is done once.

use axum::http::StatusCode;

use super::given::{OURS, harmless, post};
use super::{html, visit};
use crate::address::address;
use crate::bulk::{Act, Chosen};
use crate::form::{Typed, Wrongs};
use crate::pages::bulk::papers::page;
use crate::pages::bulk::{Asked, Outcome, Refusal, done, show};
use crate::samples::{self, TEXT};

fn chosen() -> Chosen {
    let complaint = samples::complaint();
    Chosen {
        complaint: complaint.id,
        order: Some(samples::order().id),
        number: Some(complaint.number),
    }
}

fn asked(list: &str, act: &str) -> Asked {
    Asked {
        list: list.to_owned(),
        act: Act::of(list, act).unwrap(),
        chosen: vec![chosen()],
        back: "/desk/lists/to_accept".to_owned(),
    }
}

fn form(pairs: &[(&str, &str)]) -> String {
    let line = chosen().to_string();
    let mut all = vec![("list", "to_accept"), ("chosen", &line)];
    all.extend(pairs);
    address("", &all).trim_start_matches('?').to_owned()
}

#[tokio::test]
async fn first_a_page_says_how_many_and_what_will_be_done_and_nothing_is_done() {
    let response = post("/desk/bulk?lang=en", &OURS, &form(&[("act", "hand_over")])).await;
    assert_eq!(response.status(), 200, "no service is asked: all of them are away");
    let page = html(response).await;
    assert!(page.contains("1 chosen.") && page.contains("Hand over (1)"), "{page}");
    assert!(
        page.contains("name=\"unit\"") && page.contains("name=\"reason\""),
        "{page}"
    );
    assert!(page.contains(&format!("value=\"{}\"", chosen())), "{page}");
}

#[tokio::test]
async fn what_is_missing_is_said_before_anything_is_done() {
    let pairs = [("act", "hand_over"), ("go", "yes"), ("reason", "r")];
    let response = post("/desk/bulk?lang=en", &OURS, &form(&pairs)).await;
    assert_eq!(response.status(), 422);
    assert!(html(response).await.contains("id=\"unit-wrong\">Fill this in."));
}

#[tokio::test]
async fn where_nobody_knows_the_same_key_and_words_go_again() {
    let key = "01900000-0000-7000-8000-00000000abcd";
    let pairs = [
        ("act", "return_order"),
        ("go", "yes"),
        ("reason", "not ours"),
        ("key", key),
    ];
    let response = post("/desk/bulk?lang=en", &OURS, &form(&pairs)).await;
    assert_eq!(response.status(), 503);
    let page = html(response).await;
    for kept in [key, "not ours", &chosen().to_string(), "Send it again"] {
        assert!(page.contains(kept), "{kept} is missing: {page}");
    }
}

#[tokio::test]
async fn nothing_chosen_and_too_many_are_refused_with_their_sentence() {
    let response = post("/desk/bulk?lang=en", &OURS, "list=to_accept&act=print").await;
    assert_eq!(response.status(), 422);
    assert!(html(response).await.contains("Nothing is chosen."));
    let many: Vec<String> = (0..201)
        .map(|nth| format!("chosen=01900000-0000-7000-8000-{nth:012x}~~"))
        .collect();
    let body = format!("list=to_accept&act=print&{}", many.join("&"));
    let response = post("/desk/bulk?lang=en", &OURS, &body).await;
    assert_eq!(response.status(), 422);
    assert!(html(response).await.contains("At most 200 are done at once."));
}

#[tokio::test]
async fn an_act_that_the_list_does_not_offer_and_a_line_that_is_none_are_404() {
    for body in [
        "list=follow_up&act=hand_over&chosen=01900000-0000-7000-8000-000000000001~~",
        "list=everything&act=print",
        "list=to_accept&act=print&chosen=x",
    ] {
        assert_eq!(post("/desk/bulk?lang=en", &OURS, body).await.status(), 404, "{body}");
    }
}

#[tokio::test]
async fn who_sees_no_list_gives_no_bulk_act() {
    let nobody = [OURS[0], OURS[1], ("huiyin-staff", "s1")];
    let response = post("/desk/bulk?lang=en", &nobody, &form(&[("act", "print")])).await;
    assert_eq!(response.status(), 403);
}

#[tokio::test]
async fn each_refusal_stands_with_its_complaint_and_what_was_done_is_counted() {
    let outcome = Outcome {
        done: 3,
        refused: vec![Refusal {
            label: TEXT.to_owned(),
            sentence: TEXT.to_owned(),
        }],
        away: Vec::new(),
    };
    let visit = visit("/desk/bulk?lang=en");
    let response = done(
        &visit,
        &asked("to_accept", "hand_over"),
        &Typed::default(),
        &outcome,
        "k",
    );
    assert_eq!(response.status(), StatusCode::OK);
    let page = html(response).await;
    assert!(page.contains("Done: 3 of 1.") && page.contains("Not done: 1"), "{page}");
    harmless(&page);
    let none = Outcome { done: 0, ..outcome };
    let response = done(&visit, &asked("to_accept", "hand_over"), &Typed::default(), &none, "k");
    assert_eq!(response.status(), StatusCode::CONFLICT);
}

#[tokio::test]
async fn papers_are_sheets_of_one_page_and_hostile_text_stays_text() {
    let outcome = Outcome {
        done: 2,
        ..Outcome::default()
    };
    let sheet = || (samples::complaint(), samples::order());
    let visit = visit("/desk/bulk?lang=en");
    let page = html(page(
        &visit,
        &asked("to_accept", "print"),
        &outcome,
        &[sheet(), sheet()],
    ))
    .await;
    assert_eq!(page.matches("<article class=\"paper\">").count(), 2, "{page}");
    harmless(&page);
    let wrongs: Wrongs = vec![("reason".to_owned(), TEXT.to_owned())];
    let typed = Typed(vec![("reason".to_owned(), TEXT.to_owned())]);
    harmless(&html(show(&visit, &asked("to_accept", "hand_over"), &typed, &wrongs, None)).await);
}

#[tokio::test]
async fn a_form_that_comes_back_after_sign_in_is_shown_and_nothing_is_done() {
    let pairs = [
        ("act", "return_order"),
        ("go", "yes"),
        ("reason", "not ours"),
        ("resume", "yes"),
    ];
    let response = post("/desk/bulk?lang=en", &OURS, &form(&pairs)).await;
    assert_eq!(response.status(), 200);
    assert!(html(response).await.contains("not ours</textarea>"));
}
