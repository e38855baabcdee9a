//! An open screen is not enough to see who complained: whoever signed in long ago is asked again, and goes on with what they typed.

use huiyin_testkit::{Databases, World};
use jiff::SignedDuration;
use serde_json::json;

use crate::bank::{MONDAY, bank, complaint, register};
use crate::signing_in::{PASSWORD, session};

/// The status and text of a form that a browser sends.
pub(crate) async fn sent(
    world: &World,
    path: &str,
    session: &str,
    fields: &[(&str, &str)],
) -> (u16, String, Option<String>) {
    let origin = world.url("");
    let form = reqwest::Url::parse_with_params("http://form.invalid", fields).unwrap();
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let request = client
        .post(world.url(path))
        .header("origin", origin.trim_end_matches('/'))
        .header("cookie", format!("huiyin_session={session}; huiyin_language=en"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.query().unwrap_or_default().to_owned());
    let answer = request.send().await.unwrap();
    let given = answer.headers().get_all("set-cookie").iter();
    let given = given.filter_map(|line| line.to_str().ok()?.strip_prefix("huiyin_session=")?.split(';').next());
    let given = given.map(str::to_owned).next();
    (answer.status().as_u16(), answer.text().await.unwrap(), given)
}

/// The status and sentence of looking at who complained, by the service itself.
async fn looks(world: &World, path: &str, token: &str, key: &str) -> (u16, String) {
    let asked = reqwest::Client::new().post(world.url(path)).bearer_auth(token);
    let asked = asked
        .header("idempotency-key", key)
        .json(&json!({ "purpose": "the next reply" }));
    let answer = asked.send().await.unwrap();
    let status = answer.status().as_u16();
    let body: serde_json::Value = answer.json().await.unwrap();
    (status, body["detail"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signed_in_long_ago_signs_in_again_before_they_see_who_complained() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    world.quiet().await;
    let token = session(&world, "h1").await;
    let service = format!("/intake/v1/complaints/{}/look", registered.id);
    assert_eq!(looks(&world, &service, &token, "look-1").await.0, 200);
    for _ in 0..3 {
        world.wait(SignedDuration::from_mins(25));
        assert_eq!(
            world.page("/desk/settings", &token).await.0,
            200,
            "it goes on by being used"
        );
    }
    let refused = looks(&world, &service, &token, "look-2").await;
    assert_eq!(
        refused,
        (403, "you signed in too long ago for this: sign in again".to_owned())
    );

    let desk = format!("/desk/complaints/{}/look", registered.id);
    let asked = [("purpose", "the next reply"), ("what", "told")];
    let (status, page, _) = sent(&world, &desk, &token, &asked).await;
    assert_eq!(status, 403);
    assert!(page.contains("You signed in too long ago for this."), "{page}");
    assert!(
        page.contains("name=\"kept.purpose\" value=\"the next reply\"") && !page.contains("anary"),
        "{page}"
    );
    assert!(page.contains("name=\"staff\" value=\"h1\""), "{page}");

    let again = |staff| {
        [
            ("staff", staff),
            ("again", "h1"),
            ("password", PASSWORD),
            ("to", desk.as_str()),
            ("kept.purpose", "the next reply"),
        ]
    };
    let (status, page, given) = sent(&world, "/desk/sign-in", &token, &again("o1")).await;
    assert_eq!(
        (status, given),
        (403, None),
        "somebody else does not go on with it: {page}"
    );
    let (status, page, given) = sent(&world, "/desk/sign-in", &token, &again("h1")).await;
    assert_eq!(status, 200);
    assert!(
        page.contains("name=\"purpose\" value=\"the next reply\"") && !page.contains("anary"),
        "it is shown first: {page}"
    );
    let fresh = given.unwrap();
    let (status, page, _) = sent(&world, &desk, &fresh, &asked).await;
    assert_eq!(status, 200);
    assert!(page.contains("Canary narrative"), "{page}");
    let (_, page) = world.page("/desk/settings?lang=en", &token).await;
    assert!(page.contains("name=\"password\""), "the session before is over: {page}");
    world.end().await;
}
