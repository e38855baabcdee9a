//! Who is believed, and who is not.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::testing::{problem_of, send, text_of};
use crate::{STAFF, Signer};
use axum::body::Body;
use axum::response::Response;
use axum::routing::get as on_get;
use huiyin_kernel::{HeldClock, StaffCode};
use jiff::SignedDuration;

fn clock() -> HeldClock {
    HeldClock::at(Timestamp::from_second(1_795_000_000).unwrap())
}

fn signer() -> Signer {
    Signer::new(&[7; 32]).unwrap()
}

fn staff() -> huiyin_access::Caller {
    huiyin_access::Caller::staff(
        StaffCode::new("e012").unwrap(),
        Some("ho.b01".parse().unwrap()),
        Vec::new(),
    )
}

/// One opaque token stands for e012, any other for nobody; `asked` counts the questions.
fn signed(clock: &HeldClock, asked: Arc<AtomicUsize>) -> Callers {
    let at = clock.clock();
    let exchange: Exchange = Arc::new(move |hashed, service| {
        asked.fetch_add(1, Ordering::SeqCst);
        let claims = Claims::new(staff(), &service, at.now(), 60);
        let known = hashed == hash("hys_known");
        let answer = match hashed == hash("hys_away") {
            true => Err("nobody is there".to_owned()),
            false => Ok(known.then(|| signer().sign(&claims).unwrap())),
        };
        Box::pin(async move { answer })
    });
    Callers::signed(Verifier::new(vec![signer().public()]), clock.clock(), exchange)
}

fn router(callers: &Callers) -> Router {
    let who = async |caller: Caller| caller.actor.to_string();
    callers.guard("intake", Router::new().route("/", on_get(who).post(who)))
}

async fn ask(callers: &Callers, method: &str, headers: &[(&str, &str)]) -> Response {
    let start = axum::http::Request::builder().method(method).uri("/");
    let request = headers
        .iter()
        .fold(start, |request, (name, value)| request.header(*name, *value));
    send(&router(callers), request.body(Body::empty()).unwrap()).await
}

async fn refusal(callers: &Callers, authorization: &str) -> (u16, String, String) {
    let problem = problem_of(ask(callers, "GET", &[("authorization", authorization)]).await).await;
    (problem.status, problem.code().to_owned(), problem.detail.to_string())
}

#[tokio::test]
async fn claims_of_headers_count_only_where_they_are_believed() {
    let callers = Callers::claimed();
    assert!(callers.believes_headers());
    assert_eq!(text_of(ask(&callers, "GET", &[(STAFF, "s1")]).await).await, "staff:s1");
    let callers = signed(&clock(), Arc::default());
    for headers in [&[][..], &[(STAFF, "s1")]] {
        assert_eq!(
            problem_of(ask(&callers, "GET", headers).await).await,
            nobody(),
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn a_signed_token_says_who_asks_and_headers_beside_it_say_nothing() {
    let clock = clock();
    let callers = signed(&clock, Arc::default());
    let token = signer()
        .sign(&Claims::new(staff(), "intake", clock.clock().now(), 60))
        .unwrap();
    let bearer = format!("bearer {token}");
    let headers = [("authorization", bearer.as_str()), (STAFF, "s1")];
    assert_eq!(text_of(ask(&callers, "GET", &headers).await).await, "staff:e012");
    assert_eq!(
        ask(
            &callers,
            "GET",
            &[("authorization", &bearer), ("authorization", &bearer)]
        )
        .await
        .status(),
        401
    );
    clock.wait(SignedDuration::from_secs(60));
    let (status, code, _) = refusal(&callers, &bearer).await;
    assert_eq!((status, code.as_str()), (401, "token-expired"));
}

#[tokio::test]
async fn each_token_that_is_not_to_be_believed_has_its_sentence() {
    let clock = clock();
    let callers = signed(&clock, Arc::default());
    let now = clock.clock().now();
    let sign = |signer: &Signer, service: &str| signer.sign(&Claims::new(staff(), service, now, 60)).unwrap();
    let other_key = sign(&Signer::new(&[8; 32]).unwrap(), "intake");
    let other_service = sign(&signer(), "routing");
    for (authorization, code, sentence) in [
        (
            "Basic eDp5".to_owned(),
            "token-malformed",
            "this is no caller token: sign in again",
        ),
        (
            "Bearer eyJhbGciOiJub25lIn0.e30.".to_owned(),
            "token-malformed",
            "this is no caller token: sign in again",
        ),
        (
            format!("Bearer {other_key}"),
            "token-forged",
            "the caller token is signed by no key of this installation",
        ),
        (
            format!("Bearer {other_service}"),
            "token-for-another-service",
            "the caller token is for another service",
        ),
        (
            "Bearer hys_unknown".to_owned(),
            "token-unknown",
            "this token stands for nobody: it has expired, was ended, or never was; sign in again",
        ),
    ] {
        let told = refusal(&callers, &authorization).await;
        assert_eq!(told, (401, code.to_owned(), sentence.to_owned()), "{authorization}");
    }
    assert_eq!(refusal(&callers, "Bearer hys_away").await.0, 503);
}

#[tokio::test]
async fn whose_an_opaque_token_is_is_asked_again_within_five_seconds() {
    let (clock, asked) = (clock(), Arc::new(AtomicUsize::new(0)));
    let callers = signed(&clock, Arc::clone(&asked));
    for _ in 0..3 {
        assert_eq!(
            text_of(ask(&callers, "GET", &[("authorization", "Bearer hys_known")]).await).await,
            "staff:e012"
        );
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    clock.wait(SignedDuration::from_secs(4));
    ask(&callers, "GET", &[("authorization", "Bearer hys_known")]).await;
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_token_for_reading_changes_nothing() {
    let clock = clock();
    let callers = signed(&clock, Arc::default());
    let claims = Claims {
        reads_only: true,
        ..Claims::new(staff(), "intake", clock.clock().now(), 60)
    };
    let bearer = format!("Bearer {}", signer().sign(&claims).unwrap());
    let headers = [("authorization", bearer.as_str())];
    assert_eq!(ask(&callers, "GET", &headers).await.status(), 200);
    let refused = problem_of(ask(&callers, "POST", &headers).await).await;
    assert_eq!(
        (refused.status, &*refused.detail),
        (403, "this token serves for reading alone")
    );
}
