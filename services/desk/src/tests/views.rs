//! Saved views: the address under a name, one's own or shared with one's unit.

use super::html;
use super::room::{Kept, both, sqlite};
use crate::address::address;

const LIST: &str = "/desk/lists/overdue";

fn form(name: &str, of: &str, shared: bool) -> String {
    let shared = if shared { "on" } else { "" };
    let pairs = [("name", name), ("address", of), ("shared", shared)];
    address("", &pairs).trim_start_matches('?').to_owned()
}

async fn save(room: &Kept, staff: &str, body: &str) -> axum::response::Response {
    room.post("/desk/views?lang=en", staff, &[], body).await
}

async fn beside(room: &Kept, staff: &str) -> String {
    let page = html(room.get(&format!("{LIST}?lang=en"), staff).await).await;
    page.split_once("<nav class=\"saved\"")
        .unwrap()
        .1
        .split_once("</nav>")
        .unwrap()
        .0
        .to_owned()
}

fn id_in(page: &str) -> String {
    page.split_once("/desk/views/")
        .unwrap()
        .1
        .split('/')
        .next()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn a_list_is_saved_under_a_name_without_its_page_and_shown_beside_the_lists() {
    for room in both().await {
        let of = format!("{LIST}?under=b01&after=c2&lang=en");
        let response = save(&room, "e012", &form("Branch 1", &of, false)).await;
        assert_eq!(response.status(), 303);
        assert_eq!(
            response.headers()["location"],
            format!("{LIST}?under=b01&lang=en").as_str()
        );
        let shown = beside(&room, "e012").await;
        assert!(
            shown.contains(&format!("href=\"{LIST}?under=b01&#38;lang=en\"")),
            "{shown}"
        );
        assert!(
            !beside(&room, "e011").await.contains("Branch 1"),
            "a colleague does not see what is not shared"
        );
        save(&room, "e012", &form("Branch 1", "/desk/?stage=closed", false)).await;
        let again = beside(&room, "e012").await;
        assert!(
            again.contains("/desk/?stage=closed&#38;lang=en") && !again.contains("under=b01"),
            "{again}"
        );
    }
}

#[tokio::test]
async fn what_is_shared_is_seen_by_ones_unit_and_changed_by_its_author_alone() {
    for room in both().await {
        save(&room, "e012", &form("Ours", LIST, true)).await;
        assert!(beside(&room, "e011").await.contains(">Ours<"));
        let theirs = html(room.get("/desk/views?lang=en", "e011").await).await;
        assert!(
            theirs.contains("saved by a colleague") && !theirs.contains("/rename"),
            "{theirs}"
        );
        let own = html(room.get("/desk/views?lang=en", "e012").await).await;
        let id = id_in(&own);
        for (staff, status) in [("e011", 404), ("e012", 303)] {
            let renamed = room
                .post(&format!("/desk/views/{id}/rename?lang=en"), staff, &[], "name=Late")
                .await;
            assert_eq!(renamed.status(), status, "{staff}");
        }
        assert!(beside(&room, "e011").await.contains(">Late<"));
        for (staff, status) in [("e011", 404), ("e012", 303), ("e012", 404)] {
            let deleted = room
                .post(&format!("/desk/views/{id}/delete?lang=en"), staff, &[], "")
                .await;
            assert_eq!(deleted.status(), status, "{staff}");
        }
        assert!(!beside(&room, "e011").await.contains(">Late<"));
    }
}

#[tokio::test]
async fn what_cannot_be_saved_is_refused_with_its_sentence() {
    let room = sqlite().await;
    for (body, sentence) in [
        (form(" ", LIST, false), "Give it a name."),
        (
            form(&"x".repeat(61), LIST, false),
            "A name is one line of at most 60 characters.",
        ),
        (
            form("x", "https://evil.example/desk/", false),
            "That is no list, register or figures of the desk.",
        ),
    ] {
        let response = save(&room, "e012", &body).await;
        assert_eq!(response.status(), 422, "{sentence}");
        assert!(html(response).await.contains(sentence), "{sentence}");
    }
    let nowhere = [("huiyin-staff", "s1")];
    let request = axum::http::Request::post("/desk/views?lang=en");
    let request = super::given::OURS
        .iter()
        .chain(&nowhere)
        .fold(request, |request, (name, value)| request.header(*name, *value));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let request = request.body(axum::body::Body::from(form("x", LIST, true))).unwrap();
    let response = tower::ServiceExt::oneshot(room.router.clone(), request).await.unwrap();
    assert_eq!(response.status(), 403, "who sees no list saves none");
    for nth in 0..50 {
        assert_eq!(
            save(&room, "e012", &form(&format!("view {nth}"), LIST, false))
                .await
                .status(),
            303
        );
    }
    let response = save(&room, "e012", &form("one more", LIST, false)).await;
    assert!(html(response).await.contains("There are 50 views already."));
    let page = html(room.get("/desk/views?lang=en", "e012").await).await;
    let taken = room
        .post(
            &format!("/desk/views/{}/rename?lang=en", id_in(&page)),
            "e012",
            &[],
            "name=view+9",
        )
        .await;
    assert_eq!(taken.status(), 409);
    assert!(html(taken).await.contains("Another view of yours has that name."));
}

#[tokio::test]
async fn a_hostile_name_stays_text() {
    let room = sqlite().await;
    save(&room, "e012", &form("</a><script>alert(1)</script>", LIST, false)).await;
    for page in [
        beside(&room, "e012").await,
        html(room.get("/desk/views?lang=en", "e012").await).await,
    ] {
        assert!(
            !page.contains("<script>alert") && page.contains("&#60;script&#62;"),
            "{page}"
        );
    }
}
