//! Attempts at the built-in accounts' door.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use tower::ServiceExt;

use super::Bench;
use crate::tests::sign_in::{FIRST, Room};

/// An attempt at the door: what it is called, the status, and what came of it.
pub(super) type Knock = (&'static str, StatusCode, Response);

const RIGHT: &str = "staff=e012&password=the+first+password";

/// Codes and passwords that are not right, each with the one sentence that tells nothing.
pub(super) async fn wrong(room: &Room) -> Vec<(&'static str, Response)> {
    let mut made = Vec::new();
    let long = "x".repeat(5000);
    for (what, staff, password) in [
        ("a wrong password", "e012", "the+last+password"),
        ("a code that nobody has", "nobody", "the+first+password"),
        ("no code", "", "the+first+password"),
        ("no password", "e001", ""),
        ("a code in capitals", "E012", "the+first+password"),
        (
            "a code in wide letters",
            "%EF%BD%85%EF%BC%90%EF%BC%91%EF%BC%92",
            "the+first+password",
        ),
        (
            "a code with a letter of no width",
            "e0%E2%80%8B12",
            "the+first+password",
        ),
        ("a code with an end of text", "e012%00", "the+first+password"),
        ("a code that would be SQL", "e012'+OR+'1'%3D'1", "the+first+password"),
        ("a code of 5000 letters", long.as_str(), "the+first+password"),
        ("a password in capitals", "e002", "THE+FIRST+PASSWORD"),
        ("a password with spaces around it", "e003", "+the+first+password+"),
        ("a password and more", "e004", "the+first+password1"),
        ("a password that is a pattern", "e005", "%25"),
        ("a password of 5000 letters", "e006", long.as_str()),
    ] {
        let body = format!("staff={staff}&password={password}");
        made.push((what, room.post("/desk/sign-in?lang=en", "", &body).await));
    }
    made
}

/// A locked code, by each way around the lock.
pub(super) async fn locked() -> Vec<(&'static str, Response)> {
    let room = Room::with_account(false).await;
    for _ in 0..5 {
        room.sign_in("e012", "wrong password", "").await;
    }
    let mut made = Vec::new();
    for (what, uri, cookie, staff) in [
        (
            "the right password of a locked code",
            "/desk/sign-in?lang=en",
            "",
            "e012",
        ),
        (
            "a locked code with spaces around it",
            "/desk/sign-in?lang=en",
            "",
            "+e012+",
        ),
        (
            "a locked code from another browser",
            "/desk/sign-in?lang=en",
            "huiyin_session=hys_x",
            "e012",
        ),
        (
            "a locked code in another language",
            "/desk/sign-in?lang=en&x=1",
            "huiyin_language=zh",
            "e012",
        ),
    ] {
        let body = format!("staff={staff}&password={}", FIRST.replace(' ', "+"));
        made.push((what, room.post(uri, cookie, &body).await));
    }
    made
}

/// Requests that are no form of ours.
#[expect(clippy::too_many_lines, reason = "a table, read row by row")]
pub(super) async fn strange(bench: &Bench) -> Vec<Knock> {
    let room = &bench.room;
    let mut made = Vec::new();
    let (ours, form) = (
        ("origin", "http://desk.example"),
        ("content-type", "application/x-www-form-urlencoded"),
    );
    for (what, status, headers) in [
        (
            "a form of another page",
            StatusCode::FORBIDDEN,
            vec![("origin", "http://evil.example"), form],
        ),
        (
            "a form of a page without origin",
            StatusCode::FORBIDDEN,
            vec![("origin", "null"), form],
        ),
        (
            "a form that does not say whence it comes",
            StatusCode::FORBIDDEN,
            vec![form],
        ),
        (
            "a form of another port",
            StatusCode::FORBIDDEN,
            vec![("origin", "http://desk.example:81"), form],
        ),
        (
            "a form from across sites",
            StatusCode::FORBIDDEN,
            vec![ours, ("sec-fetch-site", "cross-site"), form],
        ),
        (
            "a form from a neighbour's site",
            StatusCode::FORBIDDEN,
            vec![ours, ("sec-fetch-site", "same-site"), form],
        ),
        (
            "a form as JSON",
            StatusCode::PAYLOAD_TOO_LARGE,
            vec![ours, ("content-type", "application/json")],
        ),
    ] {
        let start = Request::post("/desk/sign-in?lang=en").header("host", "desk.example");
        let request = headers
            .into_iter()
            .fold(start, |request, (name, value)| request.header(name, value));
        let request = request.body(Body::from(RIGHT)).unwrap();
        made.push((what, status, room.router.clone().oneshot(request).await.unwrap()));
    }
    let huge = format!("{RIGHT}&x={}", "x".repeat(2 << 20));
    made.push((
        "a form of two megabytes",
        StatusCode::PAYLOAD_TOO_LARGE,
        room.post("/desk/sign-in?lang=en", "", &huge).await,
    ));
    made.push((
        "a password in an address",
        StatusCode::OK,
        room.get(&format!("/desk/sign-in?lang=en&{RIGHT}"), "").await,
    ));
    for (what, cookie) in [
        ("a session that was planted", "huiyin_session=hys_planted"),
        ("a session that is empty", "huiyin_session="),
        (
            "a session's hash from the database",
            "huiyin_session=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
        (
            "whom a browser would act for where headers are believed",
            "huiyin_acting=e012~ho.b01.o011~",
        ),
    ] {
        made.push((what, StatusCode::SEE_OTHER, room.get("/desk/settings", cookie).await));
    }
    let answer = bench
        .room
        .post("/desk/sign-in/provider/back", "", "code=x&state=y")
        .await;
    made.push((
        "an answer of the provider by POST",
        StatusCode::METHOD_NOT_ALLOWED,
        answer,
    ));
    made
}
