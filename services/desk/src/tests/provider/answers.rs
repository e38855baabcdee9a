//! Answers that the browser brings back, and that are not the provider's to this sign-in.

use axum::response::Response;
use jiff::SignedDuration;

use super::{Bench, Browser};

/// An attack that was made: the sentence that refuses it, what it is called, and what came of it.
pub(super) type Made = (&'static str, &'static str, Response);

const NOBODYS: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

type Pairs<'a> = Vec<(&'a str, &'a str)>;
/// What is left of an honest answer: its code, its state, its issuer.
type Left = fn(Pairs<'_>) -> Pairs<'_>;

/// Answers that lack something, or say it twice.
const INCOMPLETE: &[(&str, &str, Left)] = &[
    ("issuer_missing", "an answer that does not say whose it is", |own| {
        own[..2].to_vec()
    }),
    ("state_missing", "an answer without a state", |own| vec![own[0], own[2]]),
    ("code_missing", "an answer without a code", |own| own[1..].to_vec()),
    ("answer_twice", "a code twice", |own| [&own[..], &own[..1]].concat()),
    ("answer_twice", "a state twice", |own| [&own[..], &own[1..2]].concat()),
    ("answer_twice", "an issuer twice", |own| [&own[..], &own[2..]].concat()),
];

/// Answers of others, and answers that say something twice.
#[expect(clippy::too_many_lines, reason = "a table, read row by row")]
pub(super) async fn said(bench: &Bench) -> Vec<Made> {
    let mut made = Vec::new();
    let issuer = bench.fake.issuer.clone();
    let slash = format!("{issuer}/");
    let long = "x".repeat(9000);
    for (code, what, change) in INCOMPLETE {
        let (browser, given) = ready(bench).await;
        let state = browser.state();
        let own = vec![
            ("code", given.as_str()),
            ("state", state.as_str()),
            ("iss", issuer.as_str()),
        ];
        made.push((*code, *what, bench.back(&browser, &change(own)).await));
    }
    for (code, what, name, value) in [
        (
            "issuer_wrong",
            "another provider's answer (mix-up)",
            "iss",
            "https://evil.example",
        ),
        (
            "issuer_wrong",
            "the issuer with a slash behind it, in the answer",
            "iss",
            slash.as_str(),
        ),
        ("state_unknown", "a state that nobody drew", "state", NOBODYS),
        ("state_unknown", "a state of another length", "state", "short"),
        (
            "state_unknown",
            "a state that would be a header",
            "state",
            "x; Path=/\r\nSet-Cookie: huiyin_session=hys_x",
        ),
        ("code_missing", "an empty code", "code", ""),
        ("code_refused", "a code that nobody gave", "code", "code-of-nobody"),
        ("answer_long", "an endless answer", "code", long.as_str()),
    ] {
        let (browser, given) = ready(bench).await;
        let state = browser.state();
        let mut own = vec![
            ("code", given.as_str()),
            ("state", state.as_str()),
            ("iss", issuer.as_str()),
        ];
        own.iter_mut()
            .filter(|(key, _)| *key == name)
            .for_each(|pair| pair.1 = value);
        made.push((code, what, bench.back(&browser, &own).await));
    }
    for (code, what, more) in [
        ("answer_twice", "a code and an error", ("code", "x")),
        (
            "refused",
            "an error with a script in it",
            ("error_description", "<script>alert(1)</script>"),
        ),
        ("refused", "a token beside an error", ("id_token", "x.y.z")),
    ] {
        let browser = bench.begin("/desk/").await;
        let error = ("error", "<script>alert(1)</script>");
        let state = browser.state();
        let own = [error, more, ("state", state.as_str()), ("iss", issuer.as_str())];
        made.push((code, what, bench.back(&browser, &own).await));
    }
    let browser = bench.begin("/desk/").await;
    let state = browser.state();
    let own = [
        ("error", "access_denied"),
        ("state", state.as_str()),
        ("iss", issuer.as_str()),
    ];
    made.push((
        "denied",
        "a sign-in that was given up",
        bench.back(&browser, &own).await,
    ));
    made
}

/// Answers of other sign-ins: replayed, stolen, or from another browser.
#[expect(clippy::too_many_lines, reason = "a table, read row by row")]
pub(super) async fn others(bench: &Bench) -> Vec<Made> {
    let mut made = Vec::new();
    let issuer = bench.fake.issuer.clone();
    let back = async |browser: &Browser, state: &str, code: &str| {
        bench
            .back(browser, &[("code", code), ("state", state), ("iss", &issuer)])
            .await
    };
    let (browser, given) = ready(bench).await;
    assert_eq!(
        back(&browser, &browser.state(), &given).await.status(),
        303,
        "an honest one"
    );
    made.push((
        "state_unknown",
        "a replayed state",
        back(&browser, &browser.state(), &given).await,
    ));

    let again = bench.begin("/desk/").await;
    made.push((
        "code_spent",
        "a replayed code",
        back(&again, &again.state(), &given).await,
    ));

    let (victim, given) = ready(bench).await;
    let attacker = bench.begin("/desk/").await;
    made.push((
        "state_unknown",
        "another browser's state",
        back(&attacker, &victim.state(), &given).await,
    ));
    let bare = Browser {
        cookie: String::new(),
        ..victim.clone()
    };
    made.push((
        "state_unknown",
        "a browser that holds nothing",
        back(&bare, &victim.state(), &given).await,
    ));
    let secret = attacker.cookie.split_once('=').unwrap().1;
    let cookie = format!("huiyin_attempt_{}={secret}", victim.state());
    let mixed = Browser {
        cookie,
        ..victim.clone()
    };
    made.push((
        "state_unknown",
        "a cookie of another sign-in under this one's name",
        back(&mixed, &victim.state(), &given).await,
    ));

    let other = bench.begin("/desk/").await;
    made.push((
        "code_refused",
        "a code of another sign-in (injection): PKCE",
        back(&other, &other.state(), &given).await,
    ));

    let (first, second) = (bench.begin("/desk/").await, bench.begin("/desk/").await);
    let token = bench.honest(&first);
    made.push((
        "nonce",
        "a token of another sign-in behind a code of this one",
        bench.back_with(&second, token).await,
    ));

    let (late, given) = ready(bench).await;
    bench.room.clock.wait(SignedDuration::from_mins(10));
    made.push((
        "state_unknown",
        "an answer that comes after ten minutes",
        back(&late, &late.state(), &given).await,
    ));
    made
}

/// A browser at the provider, and an honest code for it.
async fn ready(bench: &Bench) -> (Browser, String) {
    let browser = bench.begin("/desk/").await;
    let code = bench
        .fake
        .grant(&browser.asked("code_challenge"), &bench.honest(&browser));
    (browser, code)
}
