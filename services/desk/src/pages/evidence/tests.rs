//! The page of evidence: hostile text stays text, what is infected has no way out, and a form keeps what was typed.

use axum::body::Body;
use axum::http::Request;
use huiyin_contracts::views::investigation::CustodyLine;
use huiyin_kernel::Actor;
use tower::ServiceExt;

use super::*;
use crate::samples;
use crate::tests::{door, html, visit};

const ID: &str = "01900000-0000-7000-8000-000000000001";

fn piece(scan: &str) -> EvidenceView {
    let (at, by) = (samples::complaint().registered, Actor::system(samples::TEXT));
    EvidenceView {
        id: ID.parse().unwrap(),
        kind: samples::TEXT.to_owned(),
        given_by: samples::TEXT.to_owned(),
        sha256: "ab".repeat(32),
        bytes: 7,
        media_type: "text/html".to_owned(),
        scan: scan.to_owned(),
        added: at,
        by: by.clone(),
        supersedes: None,
        superseded_by: None,
        custody: vec![CustodyLine {
            what: "received".to_owned(),
            at,
            by,
            note: Some("complainant".to_owned()),
            sha256: "ab".repeat(32),
        }],
    }
}

async fn shown(scan: &str) -> String {
    let visit = visit("/desk/?lang=en");
    let about = About {
        reference: ID.to_owned(),
        case: ID.parse().unwrap(),
    };
    let evidence = Answer::Here(vec![piece(scan)]);
    html(show(
        &visit,
        &about,
        evidence,
        &Typed::default(),
        &Said::default(),
        StatusCode::OK,
    ))
    .await
}

#[tokio::test]
async fn a_piece_is_shown_with_its_scan_and_custody_and_what_is_infected_cannot_be_saved() {
    let page = shown("unscanned").await;
    for words in [
        "Not scanned",
        "Taken in",
        "Complainant",
        &"ab".repeat(32),
        "Save, and record it",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("<script>"), "hostile text is text: {page}");
    let infected = shown("infected").await;
    assert!(infected.contains("Infected: given out to nobody"), "{infected}");
    assert!(!infected.contains("Save, and record it"), "{infected}");
}

const PARTS: &str = "--b\r\ncontent-disposition: form-data; name=\"kind\"\r\n\r\nrecording\r\n\
    --b\r\ncontent-disposition: form-data; name=\"given_by\"\r\n\r\n";

async fn sends(given_by: &str, name: &str) -> (u16, String) {
    let body = format!(
        "{PARTS}{given_by}\r\n--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\nbytes\r\n--b--\r\n"
    );
    let request = Request::post(format!("/desk/complaints/{ID}/evidence/{ID}?lang=en"))
        .header("content-type", "multipart/form-data; boundary=b")
        .header("host", "desk.example")
        .header("origin", "http://desk.example");
    let request = request.body(Body::from(body)).unwrap();
    let response = crate::pages::router(door()).oneshot(request).await.unwrap();
    (response.status().as_u16(), html(response).await)
}

#[tokio::test]
async fn what_was_typed_stays_where_the_file_or_a_field_is_missing_or_the_service_is_away() {
    let (status, page) = sends("", "call.mp3").await;
    assert_eq!(status, 422, "{page}");
    assert!(
        page.contains("Fill this in.") && page.contains("value=\"Recording\""),
        "{page}"
    );
    let (status, page) = sends("complainant", "").await;
    assert_eq!(status, 422, "no file was chosen: {page}");
    let (status, page) = sends("complainant", "call.mp3").await;
    assert_eq!(status, 503, "{page}");
    assert!(
        page.contains("value=\"Recording\"") && page.contains("value=\"Complainant\""),
        "{page}"
    );
}

#[tokio::test]
async fn a_file_is_not_given_out_without_a_purpose() {
    let request = Request::post(format!("/desk/complaints/{ID}/evidence/{ID}/{ID}?lang=en"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("host", "desk.example")
        .header("origin", "http://desk.example");
    let request = request.body(Body::from("purpose=+")).unwrap();
    let response = crate::pages::router(door()).oneshot(request).await.unwrap();
    assert_eq!(response.status(), 422);
    assert!(html(response).await.contains("Say what you look for."));
}

#[test]
fn words_go_in_headers_and_codes_in_the_address() {
    let told = serde_json::json!({ "kind": "photo", "given_by": "witness", "reason": "更清楚" });
    let typed = Typed(vec![("supersedes".to_owned(), ID.to_owned())]);
    let headers = incoming::headers(Some("照片 1.png"), "key-0001");
    let (query, headers) = described(told.as_object().unwrap(), &typed, headers);
    let query: Vec<_> = query
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(query, [("kind", "photo"), ("given_by", "witness"), ("supersedes", ID)]);
    assert_eq!(headers["huiyin-file-name"], "%E7%85%A7%E7%89%87%201.png");
    assert_eq!(headers["huiyin-reason"], "%E6%9B%B4%E6%B8%85%E6%A5%9A");
    assert_eq!(headers["idempotency-key"], "key-0001");
}
