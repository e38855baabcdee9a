//! The archive: what is due, what holds a file, and lists with what can be done with them (R8.3).

use huiyin_contracts::views::retention::{DestructionView, FileView};
use huiyin_web::Page;
use jiff::civil::date;
use serde_json::{Value, json};

use super::{html, visit};
use crate::pages::archive::{Shelf, page};
use crate::services::Answer;

const ID: &str = "01900000-0000-7000-8000-000000000001";

fn file(state: &str, released: Value) -> FileView {
    serde_json::from_value(json!({
        "complaint": ID, "number": "O011-20261123-00042-0", "unit": "ho.b01.o011", "archived": "2026-11-23T01:06:00Z",
        "class": "retention", "kept_until": "2026-11-01", "state": state, "list": null,
        "holds": [{
            "id": ID, "ground": "court", "reference": "2026-17", "by": { "kind": "operator" },
            "at": "2026-11-24T01:06:00Z", "released_by": null, "released": released,
        }],
        "destroyed": [],
    }))
    .unwrap()
}

async fn shown(part: &str, shelf: Shelf) -> String {
    let visit = visit("/desk/admin/archive?lang=en");
    html(page(&visit, part, date(2026, 11, 27), shelf, None)).await
}

async fn due(file: FileView) -> String {
    let rows = Page {
        items: vec![file],
        next: None,
    };
    shown("due", Shelf::Files(Answer::Here(rows))).await
}

#[tokio::test]
async fn r8_3_a_file_that_is_due_can_be_proposed_and_one_on_hold_can_not() {
    let page = due(file("kept", json!("2026-11-25T01:06:00Z"))).await;
    assert!(page.contains("/acts/propose_destruction/"), "{page}");
    assert!(
        page.contains(&format!("name=\"complaints\" value=\"{ID}\" aria-label")),
        "{page}"
    );
    assert!(
        page.contains("/acts/hold_file/") && !page.contains("/acts/release_file/"),
        "{page}"
    );
    let held = due(file("held", Value::Null)).await;
    assert!(held.contains(&format!("/acts/release_file/{ID}.{ID}")), "{held}");
    assert!(
        held.contains("Court · 2026-17") && held.contains(" disabled>"),
        "{held}"
    );
}

#[tokio::test]
async fn a_list_that_waits_is_approved_or_given_up_and_one_that_is_done_is_the_certificate() {
    let list = |state: &str| -> DestructionView {
        serde_json::from_value(json!({
            "id": ID, "state": state, "by": { "kind": "operator" }, "at": "2026-11-24T01:06:00Z", "decided_by": null,
            "decided": null, "files": [file("proposed", Value::Null)],
        }))
        .unwrap()
    };
    let page = shown("lists", Shelf::Lists(Answer::Here(vec![list("proposed")]))).await;
    assert!(
        page.contains("/acts/approve_destruction/") && page.contains("/acts/drop_destruction/"),
        "{page}"
    );
    let done = shown("lists", Shelf::Lists(Answer::Here(vec![list("destroyed")]))).await;
    assert!(
        done.contains("this list is the certificate") && !done.contains("/acts/approve"),
        "{done}"
    );
    let nothing = shown("lists", Shelf::Lists(Answer::Nothing)).await;
    assert!(nothing.contains("You may not do this."), "{nothing}");
}
