//! Who asks is known by sign-in, at every service, and only as long as the directory has them.

use huiyin_contracts::views::desk::{IssuedToken, SignedIn};
use huiyin_testkit::{Databases, World};
use jiff::SignedDuration;
use serde_json::json;

use crate::bank::{MONDAY, bank, complaint, register};

pub(crate) const PASSWORD: &str = "a sentence of the test";

/// Gives a member of staff an account, and signs them in.
pub(crate) async fn session(world: &World, staff: &str) -> String {
    let account = json!({ "staff": staff, "password": PASSWORD, "must_change": false });
    let made = world.post("/desk/v1/accounts", &account).await;
    assert_eq!(made.status, 201, "{}", made.body);
    sign_in(world, staff).await
}

async fn sign_in(world: &World, staff: &str) -> String {
    let asked = json!({ "staff": staff, "password": PASSWORD });
    let answer = world
        .post_as("/desk/v1/sessions", &asked, &[("authorization", "none")])
        .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.read::<SignedIn>().token
}

/// The status and the sentence of asking for the list of complaints with a token.
pub(crate) async fn lists(world: &World, path: &str, token: &str) -> (u16, String) {
    let answer = reqwest::Client::new().get(world.url(path)).bearer_auth(token).send();
    let answer = answer.await.unwrap();
    let status = answer.status().as_u16();
    let body: serde_json::Value = answer.json().await.unwrap();
    (status, body["detail"].as_str().unwrap_or_default().to_owned())
}

/// One list of each service.
pub(crate) const LISTS: [&str; 5] = [
    "/intake/v1/complaints",
    "/routing/v1/orders",
    "/investigation/v1/cases",
    "/notification/v1/deliveries",
    "/audit/v1/figures?by=channel",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_session_serves_at_every_service_until_sign_out_and_nobody_is_believed_without() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        register(&world, &complaint()).await;
        let token = session(&world, "h1").await;
        for path in LISTS {
            assert_eq!(lists(&world, path, &token).await.0, 200, "{path}");
            let (status, sentence) = lists(&world, path, "hys_nobody").await;
            assert_eq!(status, 401, "{path}");
            assert!(
                sentence.starts_with("this token stands for nobody"),
                "{path}: {sentence}"
            );
            let forged = world.token("/elsewhere", &[]);
            let (status, sentence) = lists(&world, path, &forged).await;
            assert_eq!(
                (status, &*sentence),
                (401, "the caller token is for another service"),
                "{path}"
            );
            let bare = reqwest::Client::new().get(world.url(path)).header("huiyin-staff", "h1");
            assert_eq!(
                bare.send().await.unwrap().status(),
                401,
                "{path}: claims are no longer believed"
            );
        }
        let out = reqwest::Client::new().delete(world.url("/desk/v1/sessions/current"));
        assert_eq!(out.bearer_auth(&token).send().await.unwrap().status(), 204);
        world.wait(SignedDuration::from_secs(5));
        for path in LISTS {
            assert_eq!(
                lists(&world, path, &token).await.0,
                401,
                "{path}: replayed after sign-out"
            );
        }
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_is_cut_off_at_every_service_within_five_seconds() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let token = session(&world, "h1").await;
    let issue = json!({ "staff": "h1", "name": "the test", "days": 30, "reads_only": true });
    let issued: IssuedToken = world.post("/desk/v1/tokens", &issue).await.read();
    for path in LISTS {
        assert_eq!(lists(&world, path, &token).await.0, 200, "{path}");
        assert_eq!(lists(&world, path, &issued.token).await.0, 200, "{path}");
    }
    let left = "code,unit,duties,leader,reports_to,email,language,status\nh1,ho,supervision_desk,false,h3,,en,left\n";
    let told = world
        .post_raw("/routing/v1/staff/imports", "text/csv", left.as_bytes().to_vec(), &[])
        .await;
    assert_eq!(told.status, 200, "{}", told.body);
    world.wait(SignedDuration::from_secs(5));
    for path in LISTS {
        assert_eq!(lists(&world, path, &token).await.0, 401, "{path}");
        assert_eq!(lists(&world, path, &issued.token).await.0, 401, "{path}");
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_and_tokens_are_the_operators() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let staff = [
        ("huiyin-staff", "h1"),
        ("huiyin-unit", "ho"),
        ("huiyin-duties", "supervision_desk"),
    ];
    let account = json!({ "staff": "o1" });
    let issue = json!({ "staff": "o1", "name": "x", "days": 1, "reads_only": true });
    for (path, body) in [
        ("/desk/v1/accounts", &account),
        ("/desk/v1/accounts/o1/reset", &json!({})),
        ("/desk/v1/tokens", &issue),
        (
            "/desk/v1/identities",
            &json!({ "staff": "h1", "issuer": "https://id.example", "subject": "1" }),
        ),
    ] {
        assert_eq!(world.post_as(path, body, &staff).await.status, 403, "{path}");
    }
    let token = session(&world, "h1").await;
    for path in ["/desk/v1/identities/h1", "/desk/v1/accounts/h1/second-factor"] {
        let asked = reqwest::Client::new().delete(world.url(path)).bearer_auth(&token);
        assert_eq!(asked.send().await.unwrap().status(), 403, "{path}");
    }
    assert_eq!(lists(&world, "/desk/v1/identities", &token).await.0, 403);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_account_that_cannot_be_made_or_used_has_its_sentence() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let account = json!({ "staff": "o1" });
    let first = world.post("/desk/v1/accounts", &account).await;
    assert_eq!(first.status, 201);
    let again = world.post("/desk/v1/accounts", &account).await;
    assert_eq!(
        (again.status, again.sentence()),
        (
            409,
            "this member of staff has an account: reset it to give a new first password"
        )
    );
    for (path, body, status, sentence) in [
        (
            "/desk/v1/accounts",
            json!({ "staff": "nobody" }),
            422,
            "the directory has nobody with this staff code: import the staff first",
        ),
        (
            "/desk/v1/accounts",
            json!({ "staff": "o2", "password": "short" }),
            422,
            "a password has at least 10 characters",
        ),
        (
            "/desk/v1/accounts/o2/reset",
            json!({}),
            404,
            "this member of staff has no account: add one",
        ),
        (
            "/desk/v1/identities",
            json!({ "staff": "o1", "issuer": "https://id.example", "subject": "1" }),
            422,
            "this desk signs nobody in through that issuer: its own stands in oidc.issuer, letter by letter",
        ),
        (
            "/desk/v1/sessions",
            json!({ "staff": "o1", "password": first.body["password"] }),
            403,
            "change the first password first: sign in at /desk/sign-in",
        ),
        (
            "/desk/v1/sessions",
            json!({ "staff": "o1", "password": "wrong" }),
            401,
            "the staff code, the password or the code of the second factor is wrong",
        ),
    ] {
        let refused = world.post(path, &body).await;
        assert_eq!(
            (refused.status, refused.sentence()),
            (status, sentence),
            "{path} {body}"
        );
    }
    world.end().await;
}
