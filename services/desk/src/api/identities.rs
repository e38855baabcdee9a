//! `GET` and `POST /identities`, `DELETE /identities/{staff}`: who of the staff somebody at the provider is.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use huiyin_access::Action;
use huiyin_contracts::views::desk::{BindIdentity, IdentityView};
use huiyin_kernel::StaffCode;
use huiyin_web::{Caller, Gate, Json, Path, Problem};

use super::{failed, the_directory};
use crate::app::{App, Bind, BindError, Identity};

/// Everyone who can sign in through the provider.
#[utoipa::path(get, path = "/identities", tag = "identities", responses((status = 200, body = Vec<IdentityView>)))]
pub(crate) async fn identities(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
) -> Result<Json<Vec<IdentityView>>, Problem> {
    gate.require(&caller, Action::ManageAccounts, &the_directory())?;
    let identities = app.identities().await.map_err(|error| failed(&error))?;
    Ok(Json(identities.into_iter().map(view).collect()))
}

/// Binds an identity at the provider to a member of staff: whoever signs in there with it is them.
///
/// It takes no `Idempotency-Key`: sent again, it is refused, and nothing is done twice.
#[utoipa::path(
    post,
    path = "/identities",
    tag = "identities",
    request_body = BindIdentity,
    responses(
        (status = 201, body = IdentityView),
        (status = 409, description = "The identity or the member of staff is bound"),
        (status = 422)
    )
)]
pub(crate) async fn bind(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Json(asked): Json<BindIdentity>,
) -> Result<(StatusCode, Json<IdentityView>), Problem> {
    gate.require(&caller, Action::ManageAccounts, &the_directory())?;
    let asked = Bind {
        issuer: asked.issuer,
        subject: asked.subject,
        staff: asked.staff,
        by: caller.actor.to_string(),
    };
    let bound = app.bind(asked).await.map_err(|error| refused(&error))?;
    Ok((StatusCode::CREATED, Json(view(bound))))
}

/// Frees the identity of a member of staff, and ends the sessions that began with it.
#[utoipa::path(
    delete,
    path = "/identities/{staff}",
    tag = "identities",
    params(("staff" = String, Path, description = "The staff code")),
    responses((status = 204), (status = 404))
)]
pub(crate) async fn unbind(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(staff): Path<StaffCode>,
) -> Result<StatusCode, Problem> {
    gate.require(&caller, Action::ManageAccounts, &the_directory())?;
    if app.unbind(&staff).await.map_err(|error| failed(&error))? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found())
    }
}

fn view(identity: Identity) -> IdentityView {
    IdentityView {
        staff: identity.staff,
        issuer: identity.issuer,
        subject: identity.subject,
        by: identity.by,
        bound: identity.bound,
    }
}

fn refused(error: &BindError) -> Problem {
    let sentence = error.to_string();
    match error {
        BindError::Shape => Problem::refused("identity-malformed", sentence),
        BindError::OtherIssuer => Problem::refused("identity-of-another-issuer", sentence),
        BindError::NobodyThere => Problem::refused("not-on-the-staff", sentence),
        BindError::Bound => Problem::conflict("identity-bound", sentence),
        BindError::Taken => Problem::conflict("staff-has-identity", sentence),
        BindError::Away => Problem::unavailable(1),
        BindError::Failed(error) => failed(error),
    }
}
