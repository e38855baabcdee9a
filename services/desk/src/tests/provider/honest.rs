//! Signing in through the provider as it is meant.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use serde_json::json;

use super::fake::By;
use super::{Bench, SUBJECT, browser, html, lets_in, lines, location, sentence, set};
use crate::tests::sign_in::{FIRST, code, session};

#[tokio::test]
async fn who_is_bound_comes_in_through_the_provider_and_where_they_wanted() {
    let bench = Bench::bound().await;
    let page = html(bench.room.get("/desk/sign-in?to=/desk/figures&lang=en", "").await).await;
    assert!(
        page.contains("href=\"/desk/sign-in/provider?to=%2Fdesk%2Ffigures&#38;lang=en\""),
        "{page}"
    );
    let browser = bench.begin("/desk/figures?by=month").await;
    assert!(browser.asked.as_str().starts_with(&format!(
        "{}/authorize?tenant=bank&response_type=code&",
        bench.fake.issuer
    )));
    assert_eq!(
        browser.asked("redirect_uri"),
        "http://127.0.0.1:8080/desk/sign-in/provider/back"
    );
    assert_eq!(browser.asked("scope"), "openid profile");
    assert_eq!(
        (
            browser.asked("code_challenge_method").as_str(),
            browser.asked("code_challenge").len()
        ),
        ("S256", 43)
    );
    let response = bench.back_with(&browser, bench.honest(&browser)).await;
    assert_eq!(
        (response.status().as_u16(), location(&response)),
        (303, "/desk/figures?by=month")
    );
    let over = format!("huiyin_attempt_{}=; ", browser.state());
    assert!(
        lines(response.headers()).iter().any(|line| line.starts_with(&over)),
        "what it held is let go"
    );
    let page = html(bench.room.get("/desk/settings?lang=en", &session(&response)).await).await;
    assert!(page.contains("staff e012"), "{page}");
    let (shown, form) = bench.fake.says.lock().unwrap().told.clone().unwrap();
    let shown = STANDARD.decode(shown.strip_prefix("Basic ").unwrap()).unwrap();
    assert_eq!(shown, b"huiyin:a%20secret%2C%20of%20both");
    assert!(!form.contains_key("client_secret"), "the secret is shown once");
}

#[tokio::test]
async fn signing_out_leads_out_of_the_provider_too_and_a_password_session_does_not() {
    let bench = Bench::bound().await;
    let cookie = bench.signed_in().await;
    let page = html(bench.room.post("/desk/sign-out", &cookie, "").await).await;
    let end = format!(
        "{}/end?client_id=huiyin&#38;post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fdesk%2Fsign-in",
        bench.fake.issuer
    );
    assert!(page.contains(&end), "{page}");
    assert_eq!(
        bench.room.get("/desk/settings", &cookie).await.status(),
        303,
        "it is over here at once"
    );
    let cookie = bench.room.signed_in().await;
    let out = bench.room.post("/desk/sign-out", &cookie, "").await;
    assert_eq!(location(&out), "/desk/sign-in");
}

#[tokio::test]
async fn who_left_and_whose_identity_is_freed_is_out_within_five_seconds() {
    let bench = Bench::bound().await;
    let cookie = bench.signed_in().await;
    assert_eq!(bench.room.get("/desk/settings", &cookie).await.status(), 200);
    bench.room.leaves("e012");
    bench.room.clock.wait(SignedDuration::from_secs(3));
    assert_eq!(bench.room.get("/desk/settings", &cookie).await.status(), 303);
    let browser = bench.begin("/desk/").await;
    let page = html(bench.back_with(&browser, bench.honest(&browser)).await).await;
    assert!(page.contains(&sentence("provider_fault.gone")), "{page}");

    let bench = Bench::bound().await;
    let (by_provider, by_password) = (bench.signed_in().await, bench.room.signed_in().await);
    assert!(bench.room.app.unbind(&code("e012")).await.unwrap());
    assert_eq!(bench.room.get("/desk/settings", &by_provider).await.status(), 303);
    assert_eq!(bench.room.get("/desk/settings", &by_password).await.status(), 200);
}

#[tokio::test]
async fn a_claim_names_the_staff_code_only_where_it_is_configured_and_binds_the_first_who_comes() {
    let bench = Bench::with(|oidc| oidc.staff_claim = "employee_number".to_owned()).await;
    let come = async |subject: &str, number: serde_json::Value| {
        let browser = bench.begin("/desk/").await;
        let mut token = bench.honest(&browser);
        set(&mut token.claims, "sub", subject);
        set(&mut token.claims, "employee_number", number);
        bench.back_with(&browser, token).await
    };
    for (number, fault) in [
        (json!(null), "staff_claim"),
        (json!(["e012"]), "staff_claim"),
        (json!("two words"), "staff_claim"),
        (json!("e999"), "gone"),
    ] {
        let response = come("1", number.clone()).await;
        assert!(!lets_in(&response), "{number}");
        assert!(
            html(response)
                .await
                .contains(&sentence(&format!("provider_fault.{fault}"))),
            "{number}"
        );
    }
    assert!(lets_in(&come("1", json!("e012")).await));
    let later = html(come("2", json!("e012")).await).await;
    assert!(
        later.contains(&sentence("provider_fault.taken")),
        "a number that somebody else has now: {later}"
    );
    assert!(lets_in(&come("1", json!("e013")).await), "the identity stays who it is");
    let bound = bench.room.app.identities().await.unwrap();
    assert_eq!(
        bound
            .iter()
            .map(|one| (one.staff.as_str(), one.by.as_str()))
            .collect::<Vec<_>>(),
        [("e012", "claim")]
    );
}

#[tokio::test]
async fn a_form_that_was_typed_goes_through_the_provider_sealed_and_comes_back_filled() {
    let bench = Bench::bound().await;
    let typed = "to=/desk/register%3Flang%3Den&kept.narrative=%E5%BE%88%E9%95%BF+%3Cb%3E";
    let response = bench.room.post("/desk/sign-in/provider?lang=en", "", typed).await;
    let held = response.headers().clone();
    let page = html(response).await;
    assert!(
        page.contains("http-equiv=\"refresh\""),
        "no form of ours leads elsewhere: {page}"
    );
    assert!(!page.contains("很长"), "{page}");
    let address = page
        .split("url=")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&");
    let mut holding = axum::response::Response::new(axum::body::Body::empty());
    *holding.headers_mut() = held;
    let at = browser(&holding, &address);
    let database = bench.room.everything();
    assert!(
        !database.windows(6).any(|bytes| bytes == "很长".as_bytes()),
        "nobody reads it before it comes back"
    );
    let page = html(bench.back_with(&at, bench.honest(&at)).await).await;
    assert!(page.contains("很长 &#60;b&#62;</textarea>"), "{page}");

    let response = bench.room.post("/desk/sign-in/provider?lang=en", "", typed).await;
    let held = response.headers().clone();
    let page = html(response).await;
    let address = page
        .split("url=")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&");
    *holding.headers_mut() = held;
    let at = browser(&holding, &address);
    let state = at.state();
    let own = [
        ("error", "access_denied"),
        ("state", state.as_str()),
        ("iss", bench.fake.issuer.as_str()),
    ];
    let page = html(bench.back(&at, &own).await).await;
    assert!(
        page.contains("name=\"kept.narrative\" value=\"很长 &#60;b&#62;\""),
        "what was typed is not lost by a refusal: {page}"
    );
}

#[tokio::test]
async fn a_provider_that_is_away_has_its_sentence_and_passwords_go_on() {
    let bench = Bench::bound().await;
    bench.fake.change(|says| says.instead = Some((503, String::new())));
    let response = bench.room.get("/desk/sign-in/provider?lang=en", "").await;
    assert_eq!(response.status(), 503);
    let page = html(response).await;
    assert!(
        page.contains(&sentence("provider_fault.away")) && page.contains("name=\"password\""),
        "{page}"
    );
    assert_eq!(bench.room.sign_in("e012", FIRST, "").await.status(), 303);
    bench.fake.change(|says| says.instead = None);
    assert_eq!(
        bench.room.get("/desk/sign-in/provider", "").await.status(),
        503,
        "it rests"
    );
    bench.room.clock.wait(SignedDuration::from_secs(5));
    bench.signed_in().await;
}

#[tokio::test]
async fn a_new_key_is_asked_for_and_nobody_makes_us_ask_for_more_than_two_a_minute() {
    let bench = Bench::bound().await;
    bench.signed_in().await;
    let asked = || bench.fake.says.lock().unwrap().keys_asked;
    assert_eq!(asked(), 1);
    let by_rogue = async || {
        let browser = bench.begin("/desk/").await;
        let mut token = bench.honest(&browser);
        set(&mut token.header, "kid", "rogue");
        token.by = By::Rogue;
        bench.back_with(&browser, token).await
    };
    for _ in 0..20 {
        assert!(!lets_in(&by_rogue().await));
    }
    assert_eq!(asked(), 1, "it has just been asked");
    bench.room.clock.wait(SignedDuration::from_secs(30));
    for _ in 0..20 {
        assert!(!lets_in(&by_rogue().await));
    }
    assert_eq!(asked(), 2);
    let rogue = bench.fake.rogue();
    bench
        .fake
        .change(|says| says.keys["keys"].as_array_mut().unwrap().push(rogue));
    bench.room.clock.wait(SignedDuration::from_secs(30));
    assert!(lets_in(&by_rogue().await), "the provider changed its key");
    assert_eq!(asked(), 3);
}

#[tokio::test]
async fn an_identity_is_bound_once_and_each_that_cannot_be_has_its_sentence() {
    let bench = Bench::bound().await;
    let issuer = bench.fake.issuer.clone();
    for (issuer, subject, staff, said) in [
        (
            issuer.as_str(),
            SUBJECT,
            "e012",
            "this identity is bound to a member of staff: free it first",
        ),
        (
            issuer.as_str(),
            "2",
            "e012",
            "this member of staff has an identity at the provider: free it first",
        ),
        (
            issuer.as_str(),
            "2",
            "nobody",
            "the directory has nobody with this staff code: import the staff first",
        ),
        (
            issuer.as_str(),
            "",
            "e012",
            "an identity is an issuer and a subject, each of 1 to 255 characters",
        ),
        (
            "https://evil.example",
            "2",
            "e012",
            "this desk signs nobody in through that issuer: its own stands in oidc.issuer, letter by letter",
        ),
    ] {
        let asked = crate::app::Bind {
            issuer: issuer.to_owned(),
            subject: subject.to_owned(),
            staff: code(staff),
            by: "operator".to_owned(),
        };
        assert_eq!(bench.room.app.bind(asked).await.unwrap_err().to_string(), said);
    }
}

#[tokio::test]
async fn nobody_is_led_away_from_the_desk_after_the_provider() {
    let bench = Bench::bound().await;
    for to in [
        "https://evil.example/desk/",
        "//evil.example",
        "/desk//evil.example",
        "/desk/\\evil",
        "javascript:alert(1)",
    ] {
        let browser = bench.begin(to).await;
        let response = bench.back_with(&browser, bench.honest(&browser)).await;
        assert_eq!(
            (response.status().as_u16(), location(&response)),
            (303, "/desk/"),
            "{to}"
        );
    }
}
