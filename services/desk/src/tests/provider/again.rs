//! Signing in again at the provider, for what needs a fresh sign-in.

use jiff::SignedDuration;
use serde_json::json;

use super::{Bench, Browser, SUBJECT, browser, html, lets_in, location, sentence, set};
use crate::app::Secret;
use crate::tests::sign_in::session;

impl Bench {
    /// Somebody who is signed in begins again.
    async fn begin_again(&self, cookie: &str) -> Browser {
        let response = self
            .room
            .get("/desk/sign-in/provider?to=/desk/settings&again=e012", cookie)
            .await;
        browser(&response, location(&response))
    }

    /// Whether what needs a fresh sign-in is refused to them.
    async fn is_stale(&self, cookie: &str) -> bool {
        let hash = Secret::of(cookie.strip_prefix("huiyin_session=").unwrap()).hash();
        self.room.app.who(&hash).await.unwrap().caller.stale
    }

    /// So many minutes in which they go on working.
    async fn works(&self, cookie: &str, minutes: i64) {
        for _ in 0..minutes / 20 {
            self.room.clock.wait(SignedDuration::from_mins(20));
            assert_eq!(self.room.get("/desk/settings", cookie).await.status(), 200);
        }
    }
}

#[tokio::test]
async fn a_sign_in_is_fresh_for_an_hour_and_then_the_provider_is_asked_for_a_new_one() {
    let bench = Bench::bound().await;
    let cookie = bench.signed_in().await;
    bench.works(&cookie, 40).await;
    assert!(!bench.is_stale(&cookie).await);
    bench.works(&cookie, 20).await;
    assert!(bench.is_stale(&cookie).await);
    let at = bench.begin_again(&cookie).await;
    assert_eq!(
        (at.asked("prompt").as_str(), at.asked("max_age").as_str()),
        ("login", "0")
    );
    let response = bench.back_with(&at, bench.honest(&at)).await;
    assert_eq!(response.status(), 303);
    assert!(!bench.is_stale(&session(&response)).await);
}

#[tokio::test]
async fn a_provider_that_asked_nobody_and_another_person_do_not_go_on_with_it() {
    let bench = Bench::bound().await;
    bench.room.joins("e013");
    bench.bind("2", "e013").await;
    let cookie = bench.signed_in().await;
    bench.works(&cookie, 60).await;
    let now = bench.room.clock.clock().now().as_second();
    for (fault, subject, at) in [
        ("not_fresh", SUBJECT, json!(now - 3600)),
        ("not_fresh", SUBJECT, json!(null)),
        ("other_person", "2", json!(now)),
    ] {
        let browser = bench.begin_again(&cookie).await;
        let mut token = bench.honest(&browser);
        set(&mut token.claims, "auth_time", at);
        set(&mut token.claims, "sub", subject);
        let response = bench.back_with(&browser, token).await;
        assert!(!lets_in(&response), "{fault}");
        let page = html(response).await;
        assert!(page.contains(&sentence(&format!("provider_fault.{fault}"))), "{page}");
    }
    assert!(
        bench.is_stale(&cookie).await,
        "who was signed in still is, and no fresher"
    );
}

#[tokio::test]
async fn who_was_signed_in_at_the_provider_long_before_is_not_fresh_here() {
    let bench = Bench::bound().await;
    let now = bench.room.clock.clock().now().as_second();
    for (at, stale) in [(json!(now - 4000), true), (json!(null), true), (json!(now - 60), false)] {
        let browser = bench.begin("/desk/settings").await;
        let mut token = bench.honest(&browser);
        set(&mut token.claims, "auth_time", at.clone());
        let cookie = session(&bench.back_with(&browser, token).await);
        assert_eq!(bench.is_stale(&cookie).await, stale, "{at}");
    }
}
