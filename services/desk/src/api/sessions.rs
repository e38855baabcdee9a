//! `POST /sessions`: a program signs in with a password. `DELETE /sessions/current`: it signs out.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use huiyin_contracts::views::desk::{SignIn, SignedIn};
use huiyin_web::{Json, Problem};

use super::{broken, failed};
use crate::app::{App, Secret, SignInError, WhoError};

/// Signs in with staff code and password, and with a code where the account has a second factor. The token serves at every service until it rests for the idle time, at most until `expires`.
///
/// It takes no `Idempotency-Key`: the answer is a secret, which is kept nowhere; sent again, it is another session.
#[utoipa::path(
    post,
    path = "/sessions",
    tag = "sign-in",
    request_body = SignIn,
    responses(
        (status = 201, body = SignedIn),
        (status = 401, description = "The staff code, the password or the code is wrong"),
        (status = 403, description = "The first password must be changed, or a second factor set up, on the desk's page; or the directory does not know them"),
        (status = 429, description = "Too many wrong passwords for this staff code")
    )
)]
pub(crate) async fn sign_in(
    State(app): State<Arc<App>>,
    Json(asked): Json<SignIn>,
) -> Result<(StatusCode, Json<SignedIn>), Problem> {
    let second = asked.code.as_deref().unwrap_or_default();
    let begun = app.sign_in(&asked.staff, (&asked.password, second), None).await;
    let (secret, expires) = begun.map_err(refused)?;
    match app.who(&secret.hash()).await {
        Ok(who) if who.must_change => {
            app.sign_out(&secret).await.map_err(|error| failed(&error))?;
            let sentence = "change the first password first: sign in at /desk/sign-in";
            Err(Problem::new(StatusCode::FORBIDDEN, "password-must-change", sentence))
        }
        Ok(who) if who.must_set_up => {
            app.sign_out(&secret).await.map_err(|error| failed(&error))?;
            let sentence = "set up a second factor first: sign in at /desk/sign-in";
            Err(Problem::new(StatusCode::FORBIDDEN, "second-factor-missing", sentence))
        }
        Ok(_) => {
            let token = secret.reveal().to_owned();
            Ok((StatusCode::CREATED, Json(SignedIn { token, expires })))
        }
        Err(WhoError::Failed(error)) => Err(failed(&error)),
        Err(_) => Err(Problem::unavailable(1)),
    }
}

/// Ends the session whose token is sent: sent again, it stands for nobody.
#[utoipa::path(delete, path = "/sessions/current", tag = "sign-in", responses((status = 204)))]
pub(crate) async fn sign_out(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<StatusCode, Problem> {
    let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    if let Some(token) = value.and_then(|value| value.split_once(' ')).map(|(_, token)| token) {
        let ended = app.sign_out(&Secret::of(token.trim())).await;
        ended.map_err(|error| failed(&error))?;
    }
    Ok(StatusCode::NO_CONTENT)
}

fn refused(error: SignInError) -> Problem {
    let sentence = error.to_string();
    match error {
        SignInError::Wrong => Problem::unauthorized("wrong-password", sentence),
        SignInError::Locked { seconds } => Problem {
            detail: sentence.into(),
            ..Problem::slow_down(seconds)
        },
        SignInError::Gone => Problem::new(StatusCode::FORBIDDEN, "not-on-the-staff", sentence),
        SignInError::Away => Problem::unavailable(1),
        SignInError::Failed(error) => broken(&error),
    }
}
