//! Drafts of registrations: kept for their author alone, sealed, and gone when they are over.

use jiff::SignedDuration;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

use super::html;
use super::room::{Kept, both, sqlite};

const DRAFT: &str = "01900000-0000-7000-8000-00000000000d";
const CANARY: &str = "Canary-4711";
const BY_SCRIPT: [(&str, &str); 1] = [("huiyin-draft", "yes")];

fn form(draft: &str) -> String {
    format!("draft={draft}&key={DRAFT}&channel=visit&unit=o011&narrative={CANARY}&complainant.name=&other=x")
}

async fn kept(room: &Kept, staff: &str, draft: &str) -> u16 {
    let response = room.post("/desk/drafts?lang=en", staff, &BY_SCRIPT, &form(draft)).await;
    response.status().as_u16()
}

async fn shown(room: &Kept, staff: &str) -> (u16, String) {
    let response = room.get(&format!("/desk/register?lang=en&draft={DRAFT}"), staff).await;
    (response.status().as_u16(), html(response).await)
}

#[derive(FromQueryResult)]
struct Count {
    many: i64,
}

async fn rows(room: &Kept, table: &str) -> i64 {
    let conn = room.store.read();
    let sql = format!("SELECT COUNT(*) AS many FROM {table}");
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    Count::find_by_statement(statement)
        .one(conn)
        .await
        .unwrap()
        .unwrap()
        .many
}

#[tokio::test]
async fn what_was_typed_is_kept_and_comes_back_for_its_author_alone() {
    for room in both().await {
        let response = room
            .post("/desk/drafts?lang=en", "e012", &BY_SCRIPT, &form(DRAFT))
            .await;
        assert_eq!(response.status(), 200);
        assert_eq!(html(response).await, "Draft kept at 2026-11-23 09:05");
        let (status, page) = shown(&room, "e012").await;
        assert_eq!(status, 200);
        assert!(page.contains(&format!("{CANARY}</textarea>")), "{page}");
        assert!(page.contains(&format!("name=\"draft\" value=\"{DRAFT}\"")), "{page}");
        let list = html(room.get("/desk/drafts?lang=en", "e012").await).await;
        assert!(list.contains("Visit") && list.contains(DRAFT), "{list}");
        assert!(!list.contains(CANARY), "the list holds no narrative: {list}");

        assert_eq!(
            shown(&room, "e011").await.0,
            404,
            "another member of staff sees nothing"
        );
        assert!(
            html(room.get("/desk/drafts?lang=en", "e011").await)
                .await
                .contains("There are no drafts.")
        );
        assert_eq!(kept(&room, "e011", DRAFT).await, 409, "and writes nothing into it");
        let discard = format!("/desk/drafts/{DRAFT}/discard?lang=en");
        room.post(&discard, "e011", &[], "").await;
        assert_eq!(shown(&room, "e012").await.0, 200, "and ends nothing");
    }
}

#[tokio::test]
async fn nothing_that_was_typed_is_read_in_the_database() {
    for room in both().await {
        assert_eq!(kept(&room, "e012", DRAFT).await, 200);
        let conn = room.store.read();
        let sql = "SELECT body FROM draft".to_owned();
        let statement = Statement::from_string(conn.get_database_backend(), sql);
        let row = conn.query_one_raw(statement).await.unwrap().unwrap();
        let body: Vec<u8> = row.try_get("", "body").unwrap();
        let (canary, name) = (CANARY.as_bytes(), b"narrative");
        assert!(body.windows(canary.len()).all(|bytes| bytes != canary));
        assert!(body.windows(name.len()).all(|bytes| bytes != name));
    }
}

#[tokio::test]
async fn a_draft_that_is_discarded_is_gone_and_what_comes_late_does_not_bring_it_back() {
    for room in both().await {
        assert_eq!(kept(&room, "e012", DRAFT).await, 200);
        let discard = format!("/desk/drafts/{DRAFT}/discard?lang=en");
        let response = room.post(&discard, "e012", &[], "").await;
        assert_eq!(response.status(), 303);
        assert_eq!(shown(&room, "e012").await.0, 404);
        let late = room
            .post("/desk/drafts?lang=en", "e012", &BY_SCRIPT, &form(DRAFT))
            .await;
        assert_eq!(late.status(), 409);
        assert_eq!(
            html(late).await,
            "The draft was registered or discarded, and is kept no more."
        );
        assert_eq!(
            rows(&room, "data_key WHERE wrapped IS NOT NULL").await,
            0,
            "its key is destroyed"
        );
    }
}

#[tokio::test]
async fn a_draft_that_nobody_typed_at_ends_after_seven_days_and_leaves_nothing() {
    for room in both().await {
        assert_eq!(kept(&room, "e012", DRAFT).await, 200);
        room.clock.wait(SignedDuration::from_hours(7 * 24 - 1));
        assert!(!room.drafts.sweep().await.unwrap());
        assert_eq!(shown(&room, "e012").await.0, 200);
        room.clock.wait(SignedDuration::from_hours(1));
        assert_eq!(shown(&room, "e012").await.0, 404, "also before it is swept");
        assert!(room.drafts.sweep().await.unwrap());
        assert_eq!((rows(&room, "draft").await, rows(&room, "data_key").await), (0, 0));
        assert!(!room.drafts.sweep().await.unwrap());
    }
}

#[tokio::test]
async fn fifty_are_the_most_and_the_form_says_so() {
    let room = sqlite().await;
    for nth in 0..50 {
        assert_eq!(
            kept(&room, "e012", &format!("01900000-0000-7000-8000-{nth:012x}")).await,
            200
        );
    }
    let other = "01900000-0000-7000-8000-0000000000ff";
    let response = room.post("/desk/drafts?lang=en", "e012", &[], &form(other)).await;
    assert_eq!(response.status(), 409);
    let page = html(response).await;
    assert!(page.contains("There are 50 drafts already."), "{page}");
    assert!(
        page.contains(&format!("{CANARY}</textarea>")),
        "what was typed stays: {page}"
    );
    assert_eq!(kept(&room, "e011", other).await, 200, "others have their own");
}

#[tokio::test]
async fn without_a_script_a_button_keeps_the_draft() {
    let room = sqlite().await;
    let response = room.post("/desk/drafts?lang=en", "e012", &[], &form(DRAFT)).await;
    assert_eq!(response.status(), 303);
    assert_eq!(response.headers()["location"], "/desk/drafts?lang=en");
    let page = html(room.get("/desk/register?lang=en", "e012").await).await;
    assert!(
        page.contains("formaction=\"/desk/drafts?lang=en\" formnovalidate"),
        "{page}"
    );
}

#[tokio::test]
async fn a_draft_without_a_name_is_none_and_a_broken_caller_has_none() {
    let room = sqlite().await;
    assert_eq!(
        room.post("/desk/drafts?lang=en", "e012", &[], "narrative=x")
            .await
            .status(),
        404
    );
    let nameless = room.post("/desk/drafts/x/discard?lang=en", "e012", &[], "").await;
    assert_eq!(nameless.status(), 404);
    let request = axum::http::Request::get("/desk/drafts?lang=en").header("cookie", "huiyin_acting=two words");
    let request = request.body(axum::body::Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(room.router.clone(), request).await.unwrap();
    assert_eq!(response.status(), 400);
}
