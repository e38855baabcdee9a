//! Changing one's password: what will do, and how often one may guess.

use super::html;
use super::sign_in::{FIRST, NEXT, Room, location};

#[tokio::test]
async fn the_first_password_is_changed_before_anything_else_and_other_sessions_end() {
    let room = Room::with_account(true).await;
    let (other, cookie) = (room.signed_in().await, room.signed_in().await);
    assert_eq!(location(&room.get("/desk/", &cookie).await), "/desk/password");
    let change = async |old: &str, new: &str, again: &str| {
        let body = format!("old={old}&new={new}&again={again}").replace(' ', "+");
        room.post("/desk/password?lang=en", &cookie, &body).await
    };
    for (old, new, again, sentence) in [
        ("wrong", NEXT, NEXT, "The present password is wrong."),
        (FIRST, NEXT, FIRST, "The two new passwords differ."),
        (
            FIRST,
            "short",
            "short",
            "The new password has fewer than 10 characters.",
        ),
        (FIRST, FIRST, FIRST, "The new password is the present one."),
        (
            FIRST,
            "my e012 code",
            "my e012 code",
            "The new password holds your staff code.",
        ),
    ] {
        let response = change(old, new, again).await;
        assert_eq!(response.status(), 422, "{sentence}");
        let page = html(response).await;
        assert!(page.contains(sentence), "{page}");
    }
    assert_eq!(location(&change(FIRST, NEXT, NEXT).await), "/desk/?lang=en");
    assert_eq!(room.get("/desk/settings", &cookie).await.status(), 200);
    assert_eq!(room.get("/desk/settings", &other).await.status(), 303);
    assert_eq!(room.sign_in("e012", FIRST, "").await.status(), 401);
}

#[tokio::test]
async fn guesses_at_the_present_password_are_counted_as_at_the_door() {
    let room = Room::with_account(false).await;
    let cookie = room.signed_in().await;
    let guess = format!("old=a wrong guess&new={NEXT}&again={NEXT}").replace(' ', "+");
    for _ in 0..5 {
        assert_eq!(room.post("/desk/password?lang=en", &cookie, &guess).await.status(), 422);
    }
    let response = room.post("/desk/password?lang=en", &cookie, &guess).await;
    assert_eq!(response.status(), 429);
    let page = html(response).await;
    assert!(page.contains("Too many wrong passwords for this staff code."), "{page}");
    assert_eq!(
        room.sign_in("e012", FIRST, "").await.status(),
        429,
        "the door counts the same"
    );
}
