//! What is known of the complainant, beside the form (R3.6, R3.11).

use axum::http::StatusCode;
use huiyin_contracts::views::intake::{Candidate, Recognised};

use super::given::{OURS, harmless, post};
use super::{html, visit};
use crate::form::Typed;
use crate::pages::act::Said;
use crate::pages::known::Known;
use crate::pages::register;
use crate::samples::{self, TEXT};

async fn asked(body: &str) -> String {
    let response = post("/desk/register/known?lang=en", &OURS, body).await;
    assert_eq!(response.status(), 200, "the form comes back, whatever is known");
    html(response).await
}

fn known(alike: bool) -> Recognised {
    let complaint = samples::complaint();
    Recognised {
        known: Candidate {
            id: complaint.id,
            number: complaint.number,
            unit: complaint.unit,
            class: Some(TEXT.to_owned()),
            product: Some(TEXT.to_owned()),
            received: complaint.received,
            stage: TEXT.to_owned(),
            same: vec!["phone".to_owned(), TEXT.to_owned()],
        },
        alike,
    }
}

async fn panel(known: Known) -> String {
    let visit = visit("/desk/register/known?lang=en");
    let typed = Typed(vec![("complainant.phone".to_owned(), TEXT.to_owned())]);
    let response = register::with_known(&visit, &typed, &Said::default(), &[], (StatusCode::OK, &known));
    html(response).await
}

#[tokio::test]
async fn what_was_typed_stays_and_the_form_goes_on_where_the_register_is_away() {
    let page =
        asked("complainant.phone=010+5550+0199&narrative=typed+words&draft=01900000-0000-7000-8000-00000000000d").await;
    assert!(
        page.contains("The register cannot be reached") && page.contains("You can register all the same."),
        "{page}"
    );
    assert!(
        page.contains("typed words</textarea>") && page.contains("value=\"010 5550 0199\""),
        "{page}"
    );
    assert!(
        page.contains("value=\"01900000-0000-7000-8000-00000000000d\""),
        "{page}"
    );
}

#[tokio::test]
async fn nobody_is_asked_for_without_a_contact_and_nobody_who_stays_anonymous() {
    assert!(
        asked("complainant.name=x")
            .await
            .contains("First fill in a telephone number")
    );
    let anonymous = asked("complainant.phone=010+5550+0199&complainant.anonymous=on").await;
    assert!(anonymous.contains("For an anonymous complaint"), "{anonymous}");
}

#[tokio::test]
async fn earlier_complaints_are_shown_as_text_and_what_may_be_the_same_is_said() {
    let page = panel(Known::Found(vec![known(true), known(false)])).await;
    harmless(&page);
    assert!(page.contains("1 not ended, about the same unit and class"), "{page}");
    assert_eq!(page.matches(">may be the same<").count(), 1, "{page}");
    assert!(
        page.contains("Telephone, &#60;"),
        "the kinds of what is the same have names: {page}"
    );
    assert!(
        panel(Known::Found(Vec::new()))
            .await
            .contains("complained of nothing before")
    );
    assert!(
        panel(Known::NotAsked)
            .await
            .contains("Once telephone, e-mail or document is filled in")
    );
}

#[tokio::test]
async fn the_panel_is_asked_for_when_a_contact_is_left_and_by_a_button() {
    let page = panel(Known::NotAsked).await;
    assert!(page.contains("hx-trigger=\"change from:#part-2\""), "{page}");
    assert!(page.contains("<fieldset id=\"part-2\">"), "{page}");
    assert!(
        page.contains("formaction=\"/desk/register/known?lang=en\" formnovalidate"),
        "{page}"
    );
}
