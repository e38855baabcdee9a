//! The page of a complaint's files: what has no purpose is not given out, and no file is asked for again.

use axum::body::Body;
use axum::http::Request;
use tower::ServiceExt;

use super::*;
use crate::samples;
use crate::tests::{door, html, visit};

const ID: &str = "01900000-0000-7000-8000-000000000001";

fn multipart(name: &str, address: &str) -> Request<Body> {
    let body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"number\"\r\n\r\nX-1\r\n\
         --b\r\ncontent-disposition: form-data; name=\"receipt_code\"\r\n\r\nCODE\r\n\
         --b\r\ncontent-disposition: form-data; name=\"key\"\r\n\r\nkey-00000001\r\n\
         --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\nbytes\r\n--b--\r\n"
    );
    let request = Request::post(address)
        .header("content-type", "multipart/form-data; boundary=b")
        .header("host", "desk.example")
        .header("origin", "http://desk.example");
    request.body(Body::from(body)).unwrap()
}

async fn sends(name: &str, address: &str) -> (u16, String) {
    let response = crate::pages::router(door())
        .oneshot(multipart(name, address))
        .await
        .unwrap();
    (response.status().as_u16(), html(response).await)
}

#[tokio::test]
async fn a_file_that_was_not_chosen_is_asked_for_and_one_that_nobody_took_goes_again_with_its_key() {
    let address = format!("/desk/complaints/{ID}/attachments?lang=en");
    let (status, page) = sends("", &address).await;
    assert_eq!(status, 422, "{page}");
    assert!(page.contains("id=\"file-wrong\">Fill this in."), "{page}");
    let (status, page) = sends("letter.pdf", &address).await;
    assert_eq!(status, 503, "{page}");
    assert!(page.contains("name=\"key\" value=\"key-00000001\""), "{page}");
}

#[tokio::test]
async fn the_complainant_sends_a_file_with_number_and_code_and_neither_stands_in_an_address() {
    let (status, page) = sends("photo.png", "/desk/track/attachments?lang=en").await;
    assert_eq!(status, 503, "the register is away: {page}");
    assert!(
        page.contains("value=\"CODE\"") && !page.contains("receipt_code="),
        "{page}"
    );
    let (_, page) = sends("", "/desk/track/attachments?lang=en").await;
    assert!(page.contains("Choose a file first."), "{page}");
}

#[tokio::test]
async fn a_file_is_not_given_out_without_a_purpose() {
    let request = Request::post(format!("/desk/complaints/{ID}/attachments/{ID}?lang=en"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("host", "desk.example")
        .header("origin", "http://desk.example");
    let request = request.body(Body::from("purpose=+")).unwrap();
    let response = crate::pages::router(door()).oneshot(request).await.unwrap();
    assert_eq!(response.status(), 422);
    assert!(html(response).await.contains("Say what you look for."));
}

#[tokio::test]
async fn what_is_infected_cannot_be_saved_and_hostile_text_is_text() {
    let shown = async |scan: &str| {
        let Answer::Here(mut files) = samples::panels().attachments else {
            panic!("a sample is there")
        };
        files[0].scan = scan.to_owned();
        let visit = visit("/desk/?lang=en");
        let said = Said::default();
        html(show(&visit, ID, Answer::Here(files), "", &said, StatusCode::OK)).await
    };
    let page = shown("not_scanned").await;
    assert!(
        page.contains("Save, and record it") && page.contains("not scanned"),
        "{page}"
    );
    assert!(!page.contains("<script>"), "{page}");
    assert!(!shown("infected").await.contains("Save, and record it"));
}
