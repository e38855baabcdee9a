//! Pages that move by themselves are no use of a session, and a session that ended ends them.

use axum::body::to_bytes;
use axum::response::Response;
use jiff::SignedDuration;
use tower::ServiceExt;

use super::sign_in::Room;

async fn asks_by_itself(room: &Room, cookie: &str) -> Response {
    let request = axum::http::Request::get("/desk/settings")
        .header("cookie", cookie)
        .header("huiyin-live", "yes")
        .body(axum::body::Body::empty());
    room.router.clone().oneshot(request.unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_page_that_lies_open_does_not_keep_its_session_from_ending() {
    let room = Room::with_account(false).await;
    let cookie = room.signed_in().await;
    for _ in 0..2 {
        room.clock.wait(SignedDuration::from_mins(14));
        assert_eq!(asks_by_itself(&room, &cookie).await.status(), 200);
        assert_eq!(room.get("/desk/live", &cookie).await.status(), 200);
    }
    room.clock.wait(SignedDuration::from_mins(2));
    assert_eq!(
        asks_by_itself(&room, &cookie).await.status(),
        303,
        "half an hour without a use"
    );
}

#[tokio::test]
async fn who_is_not_signed_in_is_told_so_by_the_stream_and_by_nothing_else() {
    let room = Room::with_account(false).await;
    for cookie in ["", "huiyin_session=hys_nothing"] {
        let response = room.get("/desk/live", cookie).await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let told = to_bytes(response.into_body(), 1 << 10).await.unwrap();
        assert_eq!(&told[..], b"event: over\ndata: 1\n\n");
    }
}
