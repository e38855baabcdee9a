//! Sign-in: who comes in, who does not, and what stays of what was typed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use huiyin_contracts::requests::{Answer, StaffNow, TokenRequest};
use huiyin_kernel::{HeldClock, Ids, Password, StaffCode};
use huiyin_seal::KeyRing;
use huiyin_store::{DataKeys, Store, StoreConfig};
use huiyin_web::{Signer, Verifier};
use jiff::SignedDuration;
use tempfile::TempDir;
use tower::ServiceExt;

use super::{door, html};
use crate::app::{App, Issue, Lookup, NewAccount};
use crate::config::{Costs, Oidc};
use crate::provider::Provider;
use crate::{Desk, pages, samples};
use huiyin_chassis::Service;

pub(super) const FIRST: &str = "the first password";
pub(super) const NEXT: &str = "another one, longer";
const ID: &str = "01900000-0000-7000-8000-000000000001";

/// A desk that people sign in at, and a directory that can change.
pub(super) struct Room {
    pub(super) clock: HeldClock,
    pub(super) app: Arc<App>,
    pub(super) router: Router,
    staff: Arc<Mutex<BTreeMap<String, StaffNow>>>,
    folder: TempDir,
}

pub(super) fn code(text: &str) -> StaffCode {
    StaffCode::new(text).unwrap()
}

async fn room(oidc: Option<Oidc>, second_for: &[&str]) -> Room {
    let folder = tempfile::tempdir().unwrap();
    let clock = HeldClock::at(samples::complaint().registered);
    let ids = Ids::random(clock.clock());
    let config = StoreConfig {
        url: format!("sqlite://{}", folder.path().join("desk.db").display()),
        connections: 2,
        migrate: true,
    };
    let store = Store::connect(&config, "desk", clock.clock(), ids.clone())
        .await
        .unwrap();
    store.prepare(Desk::migrations, true).await.unwrap();
    let e012 = StaffNow {
        unit: "ho.b01.o011".parse().unwrap(),
        duties: vec!["legal".to_owned()],
        further: Vec::new(),
    };
    let staff = Arc::new(Mutex::new(BTreeMap::from([("e012".to_owned(), e012)])));
    let known = Arc::clone(&staff);
    let lookup: Lookup = Arc::new(move |code| {
        let found = known.lock().unwrap().get(code.as_str()).cloned();
        Box::pin(async move { Ok(found.map_or(Answer::NotFound, Answer::Ok)) })
    });
    let config = super::config();
    // The cheapest that Argon2 takes: what is tested is not how long it takes.
    let costs = Costs {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };
    let signer = Signer::new(&[5; 32]).unwrap();
    let provider = oidc.map(|oidc| Provider::new(oidc, clock.clock()).unwrap());
    let app = App::new(store, ids, signer, lookup, costs, config.sessions.terms());
    let ring = KeyRing::open(&folder.path().join("sealing.keys"), true, &Ids::random(clock.clock())).unwrap();
    let second_for = second_for.iter().map(|duty| (*duty).to_owned()).collect();
    let app = app
        .with(provider)
        .asking_second(DataKeys::new("desk", ring), second_for);
    let app = Arc::new(app);
    let mut door = door();
    door.sign_in = Some(Arc::clone(&app));
    let router = pages::router(door);
    Room {
        clock,
        app,
        router,
        staff,
        folder,
    }
}

impl Room {
    pub(super) async fn with_account(must_change: bool) -> Self {
        Self::with_account_and(must_change, None).await
    }

    /// The same, where people sign in through a provider as well.
    pub(super) async fn with_account_and(must_change: bool, oidc: Option<Oidc>) -> Self {
        Self::of(room(oidc, &[]).await, must_change).await
    }

    /// One where the holders of duties must have a second factor.
    pub(super) async fn asking_second(duties: &[&str]) -> Self {
        Self::of(room(None, duties).await, false).await
    }

    async fn of(room: Self, must_change: bool) -> Self {
        let new = NewAccount {
            staff: code("e012"),
            password: Some(Password::from(FIRST)),
            must_change,
        };
        room.app.add(new).await.unwrap();
        room
    }

    pub(super) async fn get(&self, uri: &str, cookie: &str) -> Response {
        let request = Request::get(uri).header("cookie", cookie).body(Body::empty());
        self.router.clone().oneshot(request.unwrap()).await.unwrap()
    }

    pub(super) async fn post(&self, uri: &str, cookie: &str, body: &str) -> Response {
        let request = Request::post(uri)
            .header("host", "desk.example")
            .header("origin", "http://desk.example")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", cookie)
            .body(Body::from(body.to_owned()));
        self.router.clone().oneshot(request.unwrap()).await.unwrap()
    }

    pub(super) async fn sign_in(&self, staff: &str, password: &str, cookie: &str) -> Response {
        let body = format!("staff={staff}&password={}", password.replace(' ', "+"));
        self.post("/desk/sign-in?lang=en", cookie, &body).await
    }

    /// Somebody comes.
    pub(super) fn joins(&self, staff: &str) {
        let now = StaffNow {
            unit: "ho.b01.o011".parse().unwrap(),
            duties: Vec::new(),
            further: Vec::new(),
        };
        self.staff.lock().unwrap().insert(staff.to_owned(), now);
    }

    /// Somebody leaves.
    pub(super) fn leaves(&self, staff: &str) {
        self.staff.lock().unwrap().remove(staff);
    }

    /// All that the database's files hold.
    pub(super) fn everything(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files
            .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .collect()
    }

    /// Signs in; answers the cookie.
    pub(super) async fn signed_in(&self) -> String {
        let response = self.sign_in("e012", FIRST, "").await;
        assert_eq!(response.status(), 303);
        session(&response)
    }
}

/// The session's cookie as a browser sends it.
pub(super) fn session(response: &Response) -> String {
    let mut lines = response.headers().get_all("set-cookie").iter();
    let line = lines.find_map(|line| line.to_str().unwrap().strip_prefix("huiyin_session="));
    let value = line.expect("a session is given").split(';').next().unwrap();
    format!("huiyin_session={value}")
}

pub(super) fn location(response: &Response) -> &str {
    response.headers()["location"].to_str().unwrap()
}

#[tokio::test]
async fn who_is_not_signed_in_comes_to_the_sign_in_page_and_back_to_where_they_wanted() {
    let room = Room::with_account(false).await;
    let response = room.get("/desk/figures?by=month", "").await;
    assert_eq!(response.status(), 303);
    let to = location(&response).to_owned();
    assert_eq!(to, "/desk/sign-in?to=%2Fdesk%2Ffigures%3Fby%3Dmonth");
    let page = html(room.get(&format!("{to}&lang=en"), "").await).await;
    assert!(page.contains("name=\"to\" value=\"/desk/figures?by=month\""), "{page}");
    assert!(
        !page.contains("/desk/register"),
        "no room is shown before sign-in: {page}"
    );
    let body = "staff=e012&password=the+first+password&to=/desk/figures?by=month";
    let response = room.post("/desk/sign-in", "", body).await;
    assert_eq!(location(&response), "/desk/figures?by=month");
    let lines: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
    let line = lines[0].to_str().unwrap();
    assert!(line.ends_with("; Path=/desk; HttpOnly; SameSite=Lax"), "{line}");
    assert!(line.len() > 43 + "huiyin_session=".len(), "256 bits: {line}");
    let page = html(room.get("/desk/settings?lang=en", &session(&response)).await).await;
    assert!(page.contains("staff e012") && page.contains("ho.b01.o011"), "{page}");
}

#[tokio::test]
async fn headers_and_the_old_cookie_make_nobody_where_people_sign_in() {
    let room = Room::with_account(false).await;
    let request = Request::get("/desk/")
        .header("huiyin-staff", "e012")
        .header("huiyin-unit", "ho.b01.o011")
        .header("cookie", "huiyin_acting=e012~ho.b01.o011~");
    let request = request.body(Body::empty()).unwrap();
    let response = room.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 303);
    assert!(location(&response).starts_with("/desk/sign-in"));
    let cookie = room.signed_in().await;
    assert_eq!(
        room.post("/desk/settings/person", &cookie, "staff=d001").await.status(),
        404
    );
}

#[tokio::test]
async fn the_wrong_password_and_the_unknown_code_have_one_sentence_and_one_lock() {
    let room = Room::with_account(false).await;
    for staff in ["e012", "nobody", "two+words"] {
        let response = room.sign_in(staff, "wrong password", "").await;
        assert_eq!(response.status(), 401, "{staff}");
        let page = html(response).await;
        assert!(
            page.contains("The staff code, the password or the code is wrong."),
            "{page}"
        );
        assert!(!page.contains("wrong password"), "a password is never shown: {page}");
    }
    for staff in ["e012", "nobody"] {
        for _ in 0..4 {
            assert_eq!(room.sign_in(staff, "wrong password", "").await.status(), 401);
        }
        let response = room.sign_in(staff, FIRST, "").await;
        assert_eq!(response.status(), 429, "{staff}: the right one does not help now");
        let page = html(response).await;
        assert!(
            page.contains("Too many wrong passwords for this staff code. Try again in 31 seconds."),
            "{page}"
        );
    }
    room.clock.wait(SignedDuration::from_secs(31));
    assert_eq!(room.sign_in("e012", FIRST, "").await.status(), 303);
    assert_eq!(
        room.sign_in("e012", "wrong password", "").await.status(),
        401,
        "the count begins anew"
    );
}

#[tokio::test]
async fn a_session_that_was_planted_or_ended_is_worth_nothing() {
    let room = Room::with_account(false).await;
    let planted = "huiyin_session=hys_planted";
    let response = room.sign_in("e012", FIRST, planted).await;
    let first = session(&response);
    assert_ne!(first, planted);
    assert_eq!(room.get("/desk/settings", planted).await.status(), 303);
    let second = session(&room.sign_in("e012", FIRST, &first).await);
    assert_ne!(first, second, "each sign-in has a session of its own");
    assert_eq!(
        room.get("/desk/settings", &first).await.status(),
        303,
        "the one before is over"
    );
    let out = room.post("/desk/sign-out", &second, "").await;
    assert_eq!(location(&out), "/desk/sign-in");
    assert_eq!(
        room.get("/desk/settings", &second).await.status(),
        303,
        "replayed after sign-out"
    );
}

#[tokio::test]
async fn a_session_ends_when_it_rests_for_half_an_hour_and_after_twelve_hours() {
    let room = Room::with_account(false).await;
    let cookie = room.signed_in().await;
    room.clock.wait(SignedDuration::from_mins(30));
    assert_eq!(room.get("/desk/settings", &cookie).await.status(), 303);
    let cookie = room.signed_in().await;
    for _ in 0..28 {
        room.clock.wait(SignedDuration::from_mins(25));
        assert_eq!(room.get("/desk/settings", &cookie).await.status(), 200);
    }
    room.clock.wait(SignedDuration::from_mins(20));
    assert_eq!(room.get("/desk/settings", &cookie).await.status(), 303);
}

#[tokio::test]
async fn who_left_and_who_lost_a_duty_is_cut_off_within_five_seconds() {
    let room = Room::with_account(false).await;
    let cookie = room.signed_in().await;
    assert_eq!(room.get("/desk/settings", &cookie).await.status(), 200);
    let hash = crate::app::Secret::of(cookie.strip_prefix("huiyin_session=").unwrap()).hash();
    room.staff.lock().unwrap().get_mut("e012").unwrap().duties.clear();
    room.clock.wait(SignedDuration::from_secs(3));
    assert_eq!(room.app.who(&hash).await.unwrap().caller.duties.len(), 0);
    room.staff.lock().unwrap().clear();
    room.clock.wait(SignedDuration::from_secs(3));
    assert_eq!(room.get("/desk/settings", &cookie).await.status(), 303);
    let page = html(room.sign_in("e012", FIRST, "").await).await;
    assert!(page.contains("you are not on the staff any more"), "{page}");
}

#[tokio::test]
async fn a_form_that_was_typed_while_the_session_ended_comes_back_filled() {
    let room = Room::with_account(false).await;
    let act = format!("/desk/complaints/{ID}/acts/hand_over/{ID}?lang=en");
    for (address, field) in [(act.as_str(), "reason"), ("/desk/register?lang=en", "narrative")] {
        let typed = format!("key={ID}&{field}=a+%3Cb%3E+%E5%BE%88%E9%95%BF%0D%0Aline");
        let response = room.post(address, "huiyin_session=hys_over", &typed).await;
        assert_eq!(response.status(), 401, "{address}");
        let page = html(response).await;
        assert!(page.contains("What you typed is kept"), "{page}");
        let kept = format!("name=\"kept.{field}\" value=\"a &#60;b&#62; 很长\r\nline\"");
        assert!(page.contains(&kept), "{page}");
        let to = address.replace('?', "%3F").replace('=', "%3D");
        let again = format!(
            "staff=e012&password=the+first+password&to={to}&kept.key={ID}&kept.{field}=a+%3Cb%3E+%E5%BE%88%E9%95%BF%0D%0Aline"
        );
        let response = room.post("/desk/sign-in?lang=en", "", &again).await;
        assert_eq!(response.status(), 200, "{address}");
        session(&response);
        let page = html(response).await;
        assert!(page.contains("a &#60;b&#62; 很长\r\nline</textarea>"), "{page}");
        assert!(!page.contains("the first password"), "{page}");
    }
}

#[tokio::test]
async fn a_token_stands_for_its_caller_until_it_is_ended() {
    let room = Room::with_account(false).await;
    let issue = Issue {
        staff: code("e012"),
        name: "the cash desk's program".to_owned(),
        days: 30,
        reads_only: true,
        unit: None,
        acts: None,
    };
    let (secret, _) = room.app.issue(issue).await.unwrap();
    assert_eq!(format!("{secret:?}"), "Secret(***)");
    let asked = TokenRequest {
        hash: secret.hash(),
        service: "intake".to_owned(),
    };
    let token = room.app.exchange(&asked).await.unwrap().token.unwrap();
    let verifier = Verifier::new(vec![Signer::new(&[5; 32]).unwrap().public()]);
    let claims = verifier.verify(&token, "intake", room.clock.clock().now()).unwrap();
    assert!(claims.reads_only);
    assert_eq!(claims.caller().duties, ["legal"]);
    let cookie = format!("huiyin_session={}", secret.reveal());
    let desk = room.get("/desk/settings", &cookie).await;
    assert_eq!(
        desk.status(),
        303,
        "a token is no session: the desk's forms would give its commands"
    );
    assert!(room.app.end_token(&secret.prefix()).await.unwrap());
    assert_eq!(room.app.exchange(&asked).await.unwrap().token, None);
    let wrong = |days, name: &str| Issue {
        staff: code("e012"),
        name: name.to_owned(),
        days,
        reads_only: false,
        unit: None,
        acts: None,
    };
    for (issue, sentence) in [
        (wrong(0, "x"), "a token lives from 1 to 400 days"),
        (
            wrong(1, " "),
            "a token has a name of 1 to 100 characters: what it is for",
        ),
    ] {
        assert_eq!(room.app.issue(issue).await.unwrap_err().to_string(), sentence);
    }
}

#[tokio::test]
async fn an_unknown_code_costs_as_long_as_a_wrong_password() {
    let room = Room::with_account(false).await;
    let mut spent = [0_u128; 2];
    for round in 0..20 {
        for (place, staff) in ["e012".to_owned(), format!("x{round}")].iter().enumerate() {
            room.clock.wait(SignedDuration::from_hours(2));
            let began = Instant::now();
            room.sign_in(staff, "wrong password", "").await;
            spent[place] += began.elapsed().as_micros();
        }
    }
    println!(
        "20 wrong passwords of a known code: {} µs, of unknown ones: {} µs, ratio {:.2}",
        spent[0],
        spent[1],
        spent[0] as f64 / spent[1] as f64
    );
}
