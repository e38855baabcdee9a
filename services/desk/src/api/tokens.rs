//! `GET` and `POST /tokens`, `DELETE /tokens/{prefix}`: tokens for programs.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use huiyin_access::Action;
use huiyin_contracts::views::desk::{IssueToken, IssuedToken, TokenView};
use huiyin_web::{Caller, Gate, Json, Path, Problem};

use super::{failed, the_directory};
use crate::app::{App, Issue, IssueError};

/// The tokens that were issued and not ended, newest first.
#[utoipa::path(get, path = "/tokens", tag = "tokens", responses((status = 200, body = Vec<TokenView>)))]
pub(crate) async fn tokens(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
) -> Result<Json<Vec<TokenView>>, Problem> {
    gate.require(&caller, Action::ManageAccounts, &the_directory())?;
    let tokens = app.tokens().await.map_err(|error| failed(&error))?;
    let views = tokens.into_iter().map(|(token, limits)| TokenView {
        prefix: token.prefix,
        staff: token.staff,
        name: token.name,
        reads_only: token.reads_only,
        unit: limits.unit,
        acts: limits
            .actions
            .map(|acts| acts.iter().map(ToString::to_string).collect()),
        created: token.created,
        seen: token.seen,
        expires: token.expires,
    });
    Ok(Json(views.collect()))
}

/// Issues a token that acts for a member of staff, with the unit and duties that they have when it is used.
///
/// It takes no `Idempotency-Key`: the answer is a secret, which is kept nowhere; sent again, it is another token.
#[utoipa::path(
    post,
    path = "/tokens",
    tag = "tokens",
    request_body = IssueToken,
    responses((status = 201, body = IssuedToken), (status = 422))
)]
pub(crate) async fn issue(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Json(asked): Json<IssueToken>,
) -> Result<(StatusCode, Json<IssuedToken>), Problem> {
    gate.require(&caller, Action::ManageAccounts, &the_directory())?;
    let asked = Issue {
        staff: asked.staff,
        name: asked.name,
        days: asked.days,
        reads_only: asked.reads_only,
        unit: asked.unit,
        acts: asked.acts,
    };
    let (secret, expires) = app.issue(asked).await.map_err(|error| refused(&error))?;
    let issued = IssuedToken {
        token: secret.reveal().to_owned(),
        prefix: secret.prefix(),
        expires,
    };
    Ok((StatusCode::CREATED, Json(issued)))
}

/// Ends a token: from the next request on, within five seconds everywhere.
#[utoipa::path(
    delete,
    path = "/tokens/{prefix}",
    tag = "tokens",
    params(("prefix" = String, Path, description = "Its first characters")),
    responses((status = 204), (status = 404))
)]
pub(crate) async fn end(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(prefix): Path<String>,
) -> Result<StatusCode, Problem> {
    gate.require(&caller, Action::ManageAccounts, &the_directory())?;
    let ended = app.end_token(&prefix).await.map_err(|error| failed(&error))?;
    if ended {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found())
    }
}

fn refused(error: &IssueError) -> Problem {
    let sentence = error.to_string();
    match error {
        IssueError::Days => Problem::refused("token-days", sentence),
        IssueError::Name => Problem::refused("token-name", sentence),
        IssueError::Act(_) => Problem::refused("unknown-act", sentence),
        IssueError::NoAct => Problem::refused("no-act", sentence),
        IssueError::NobodyThere => Problem::refused("not-on-the-staff", sentence),
        IssueError::Away => Problem::unavailable(1),
        IssueError::Failed(error) => failed(error),
    }
}
