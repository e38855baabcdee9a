//! The second factor of a built-in account.

use jiff::SignedDuration;

use super::html;
use super::sign_in::{FIRST, Room, code, location};
use crate::app::Standing;
use crate::domain::second::{Seed, shown};

const PAGE: &str = "/desk/second-factor?lang=en";

impl Room {
    async fn seed(&self) -> Seed {
        match self.app.standing(&code("e012")).await.unwrap() {
            Standing::Begun(seed) => seed,
            standing => panic!("{standing:?}"),
        }
    }

    /// What the authenticator shows now.
    fn shows(&self, seed: &Seed) -> String {
        shown(seed, self.clock.clock().now())
    }

    /// The status of signing in with the right password and a code.
    async fn comes_in(&self, typed: &str) -> u16 {
        let body = format!("staff=e012&password={}&code={typed}", FIRST.replace(' ', "+"));
        self.post("/desk/sign-in?lang=en", "", &body).await.status().as_u16()
    }

    /// Sets it up; answers what is shared, and the recovery codes.
    async fn set_up(&self, cookie: &str) -> (Seed, Vec<String>) {
        let page = html(self.post(PAGE, cookie, "").await).await;
        assert!(page.contains("aria-label=\"QR code for the authenticator\""), "{page}");
        let seed = self.seed().await;
        let body = format!("code={}", self.shows(&seed));
        let page = html(self.post(PAGE, cookie, &body).await).await;
        let codes = page.split("<li><code>").skip(1);
        let codes = codes.map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
        (seed, codes)
    }
}

#[tokio::test]
async fn a_second_factor_is_confirmed_by_a_code_and_then_asked_for_and_each_code_serves_once() {
    let room = Room::with_account(false).await;
    let (cookie, other) = (room.signed_in().await, room.signed_in().await);
    let page = html(room.get(PAGE, &cookie).await).await;
    assert!(page.contains("Set up</button>"), "{page}");
    let early = room.post(PAGE, &cookie, "code=123456").await;
    assert_eq!(early.status(), 409);
    assert!(html(early).await.contains("Nothing was begun: set it up first."));
    html(room.post(PAGE, &cookie, "").await).await;
    assert_eq!(room.comes_in("").await, 303, "what is not confirmed is not asked for");
    let wrong = room.post(PAGE, &cookie, "code=000000").await;
    assert_eq!(wrong.status(), 422);
    assert!(html(wrong).await.contains("The code is wrong."));
    let (seed, codes) = room.set_up(&cookie).await;
    assert_eq!(codes.len(), 10);
    assert_eq!(
        room.get("/desk/settings", &other).await.status(),
        303,
        "other sessions end"
    );
    assert_eq!(room.get("/desk/settings", &cookie).await.status(), 200);
    assert_eq!(room.comes_in("").await, 401);
    assert_eq!(
        room.comes_in(&room.shows(&seed)).await,
        401,
        "the code that confirmed it was used"
    );
    room.clock.wait(SignedDuration::from_secs(30));
    let typed = room.shows(&seed);
    assert_eq!(
        room.comes_in(&format!("{}+{}", &typed[..3], &typed[3..])).await,
        303,
        "spaces are for reading"
    );
    assert_eq!(room.comes_in(&typed).await, 401, "replayed");
    assert_eq!(room.comes_in(&codes[3].to_lowercase()).await, 303, "a recovery code");
    assert_eq!(room.comes_in(&codes[3]).await, 401, "replayed");
    let page = html(room.get(PAGE, &cookie).await).await;
    assert!(page.contains("Recovery codes left: 9"), "{page}");
    assert!(!page.contains(&codes[0]), "they are shown once");
    let again = room.post(PAGE, &cookie, "").await;
    assert_eq!(
        again.status(),
        409,
        "whoever sits down at an open session does not replace it"
    );
}

#[tokio::test]
async fn wrong_codes_are_counted_as_wrong_passwords_are_and_say_the_same() {
    let room = Room::with_account(false).await;
    let cookie = room.signed_in().await;
    let (seed, _) = room.set_up(&cookie).await;
    room.clock.wait(SignedDuration::from_secs(30));
    let by_code = html(
        room.post(
            "/desk/sign-in?lang=en",
            "",
            "staff=e012&password=the+first+password&code=1",
        )
        .await,
    )
    .await;
    let by_password = html(
        room.post(
            "/desk/sign-in?lang=en",
            "",
            "staff=e012&password=another+one+here&code=1",
        )
        .await,
    )
    .await;
    let said = |page: &str| {
        page.split("role=\"alert\">")
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        said(&by_code),
        said(&by_password),
        "nobody learns that the password was right"
    );
    for _ in 0..3 {
        assert_eq!(room.comes_in("000000").await, 401);
    }
    assert_eq!(
        room.comes_in(&room.shows(&seed)).await,
        429,
        "the right one does not help now"
    );
}

#[tokio::test]
async fn whose_duties_ask_for_it_sets_it_up_before_anything_else() {
    let room = Room::asking_second(&["legal"]).await;
    let cookie = room.signed_in().await;
    assert_eq!(location(&room.get("/desk/", &cookie).await), "/desk/second-factor");
    let page = html(room.get(PAGE, &cookie).await).await;
    assert!(page.contains("Your duties ask for a second factor."), "{page}");
    let asked = huiyin_contracts::requests::TokenRequest {
        hash: crate::app::Secret::of(cookie.strip_prefix("huiyin_session=").unwrap()).hash(),
        service: "intake".to_owned(),
    };
    assert_eq!(
        room.app.exchange(&asked).await.unwrap().token,
        None,
        "nor does a program go around it"
    );
    room.set_up(&cookie).await;
    assert_eq!(room.get("/desk/settings", &cookie).await.status(), 200);
    assert!(room.app.exchange(&asked).await.unwrap().token.is_some());
}

#[tokio::test]
async fn an_operator_ends_what_was_lost_and_what_is_shared_lies_sealed() {
    let room = Room::with_account(false).await;
    let cookie = room.signed_in().await;
    let (seed, codes) = room.set_up(&cookie).await;
    let database = room.everything();
    for secret in [
        &seed[..],
        crate::domain::second::readable(&seed).as_bytes(),
        codes[0].as_bytes(),
    ] {
        assert!(!database.windows(secret.len()).any(|bytes| bytes == secret));
    }
    assert!(room.app.end_second(&code("e012")).await.unwrap());
    assert_eq!(
        room.get("/desk/settings", &cookie).await.status(),
        303,
        "whoever was signed in is out"
    );
    assert_eq!(room.comes_in("").await, 303);
    assert_eq!(room.comes_in(&codes[0]).await, 303, "no code is asked for");
    assert!(!room.app.end_second(&code("e012")).await.unwrap());
}
