//! Signing in through a provider. The provider is this test's, with keys of its own: it is what the desk asks, and it lies when it is told to.

mod again;
mod answers;
mod doors;
mod fake;
mod honest;
mod hostile;
mod metadata;
mod tokens;

use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_kernel::Password;
use reqwest::Url;
use serde_json::{Value, json};

use super::html;
use super::sign_in::{Room, code, location};
use crate::app::{Bind, Identity};
use crate::config::Oidc;
use fake::{Fake, Forged};

/// What the provider calls e012.
const SUBJECT: &str = "248289761001";
const CLIENT: &str = "huiyin";
/// Where browsers reach the desk.
const ADDRESS: &str = "http://127.0.0.1:8080";

/// A desk and its provider.
struct Bench {
    room: Room,
    fake: Fake,
}

/// Somebody's browser while they are at the provider.
#[derive(Clone)]
struct Browser {
    cookie: String,
    asked: Url,
}

impl Browser {
    fn asked(&self, name: &str) -> String {
        let found = self.asked.query_pairs().find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    }

    fn state(&self) -> String {
        self.asked("state")
    }
}

fn config(issuer: &str) -> Oidc {
    Oidc {
        issuer: issuer.to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret: Password::from("a secret, of both"),
        address: ADDRESS.to_owned(),
        name: String::new(),
        scopes: vec!["profile".to_owned()],
        staff_claim: String::new(),
        ca_file: std::path::PathBuf::new(),
        sign_out: true,
    }
}

impl Bench {
    async fn new() -> Self {
        Self::with(|_| ()).await
    }

    async fn with(change: impl FnOnce(&mut Oidc)) -> Self {
        let fake = Fake::start().await;
        let mut oidc = config(&fake.issuer);
        change(&mut oidc);
        let room = Room::with_account_and(false, Some(oidc)).await;
        Self { room, fake }
    }

    /// The same, where e012 is bound to their identity.
    async fn bound() -> Self {
        let bench = Self::new().await;
        bench.bind(SUBJECT, "e012").await;
        bench
    }

    async fn bind(&self, subject: &str, staff: &str) -> Identity {
        let asked = Bind {
            issuer: self.fake.issuer.clone(),
            subject: subject.to_owned(),
            staff: code(staff),
            by: "operator".to_owned(),
        };
        self.room.app.bind(asked).await.unwrap()
    }

    /// Begins, wanting to go to an address.
    async fn begin(&self, to: &str) -> Browser {
        let to = crate::address::encoded(to);
        let response = self.room.get(&format!("/desk/sign-in/provider?to={to}"), "").await;
        assert_eq!(response.status(), 303);
        browser(&response, location(&response))
    }

    /// What an honest provider says to this browser at this moment.
    fn honest(&self, browser: &Browser) -> Forged {
        let now = self.room.clock.clock().now().as_second();
        Forged::new(json!({
            "iss": self.fake.issuer, "sub": SUBJECT, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": browser.asked("nonce"),
            "auth_time": now, "email": "somebody@bank.example",
        }))
    }

    /// The provider leads the browser back, with a code for what was made.
    async fn back_with(&self, browser: &Browser, forged: Forged) -> Response {
        let code = self.fake.grant(&browser.asked("code_challenge"), &forged);
        self.back(
            browser,
            &[("code", &code), ("state", &browser.state()), ("iss", &self.fake.issuer)],
        )
        .await
    }

    async fn back(&self, browser: &Browser, pairs: &[(&str, &str)]) -> Response {
        let query = crate::address::address("/desk/sign-in/provider/back", pairs);
        self.room
            .get(&query, &format!("{}; huiyin_language=en", browser.cookie))
            .await
    }

    /// Signs e012 in; answers the session's cookie.
    async fn signed_in(&self) -> String {
        let browser = self.begin("/desk/settings").await;
        let response = self.back_with(&browser, self.honest(&browser)).await;
        assert_eq!(response.status(), 303, "{}", html(response).await);
        super::sign_in::session(&response)
    }
}

/// The browser that was led to an address.
fn browser(response: &Response, address: &str) -> Browser {
    let lines = lines(response.headers());
    let line = lines.iter().find(|line| line.starts_with("huiyin_attempt_")).unwrap();
    Browser {
        cookie: line.split(';').next().unwrap().to_owned(),
        asked: address.parse().unwrap(),
    }
}

fn lines(headers: &HeaderMap) -> Vec<String> {
    let lines = headers.get_all("set-cookie").iter();
    lines.map(|line| line.to_str().unwrap().to_owned()).collect()
}

/// Whether a response gives a session.
fn lets_in(response: &Response) -> bool {
    let gives = |line: &String| line.starts_with("huiyin_session=hys_");
    lines(response.headers()).iter().any(gives)
}

/// The sentence of a key, as a page has it.
fn sentence(key: &str) -> String {
    let visit = super::visit("/desk/?lang=en");
    visit.say(key).replace('\'', "&#39;")
}

fn set(claims: &mut Value, name: &str, value: impl Into<Value>) {
    claims[name] = value.into();
}
