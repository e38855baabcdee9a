//! `GET` and `POST /accounts`, `POST /accounts/{staff}/reset`: who can sign in with a password.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use huiyin_access::Action;
use huiyin_contracts::views::desk::{AccountView, AddAccount, FirstPassword, ResetAccount};
use huiyin_kernel::{Password, StaffCode};
use huiyin_web::{Caller, Gate, Json, Path, Problem};

use super::{broken, failed, the_directory};
use crate::app::{AddError, App, NewAccount};

/// Everyone who can sign in with a password.
#[utoipa::path(get, path = "/accounts", tag = "accounts", responses((status = 200, body = Vec<AccountView>)))]
pub(crate) async fn accounts(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
) -> Result<Json<Vec<AccountView>>, Problem> {
    gate.require(&caller, Action::ManageAccounts, &the_directory())?;
    let accounts = app.accounts().await.map_err(|error| failed(&error))?;
    let views = accounts.into_iter().map(|account| AccountView {
        staff: account.staff,
        must_change: account.must_change,
        changed: account.changed,
        signed_in: account.signed_in,
    });
    Ok(Json(views.collect()))
}

/// Makes an account for a member of staff; answers the first password.
///
/// It takes no `Idempotency-Key`: the answer is a secret, which is kept nowhere; sent again, it is refused.
#[utoipa::path(
    post,
    path = "/accounts",
    tag = "accounts",
    request_body = AddAccount,
    responses((status = 201, body = FirstPassword), (status = 409, description = "There is an account"), (status = 422))
)]
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Json(asked): Json<AddAccount>,
) -> Result<(StatusCode, Json<FirstPassword>), Problem> {
    gate.require(&caller, Action::ManageAccounts, &the_directory())?;
    let staff = asked.staff.clone();
    let new = NewAccount {
        staff: asked.staff,
        password: asked.password,
        must_change: asked.must_change.unwrap_or(true),
    };
    let password = app.add(new).await.map_err(refused)?;
    Ok((StatusCode::CREATED, shown(staff, &password)))
}

/// Gives an account a new first password, and signs out whoever is signed in with it.
///
/// It takes no `Idempotency-Key`: the answer is a secret, which is kept nowhere; sent again, it is another password.
#[utoipa::path(
    post,
    path = "/accounts/{staff}/reset",
    tag = "accounts",
    params(("staff" = String, Path, description = "The staff code")),
    request_body = ResetAccount,
    responses((status = 200, body = FirstPassword), (status = 404), (status = 422))
)]
pub(crate) async fn reset(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(staff): Path<StaffCode>,
    Json(asked): Json<ResetAccount>,
) -> Result<Json<FirstPassword>, Problem> {
    gate.require(&caller, Action::ManageAccounts, &the_directory())?;
    let new = NewAccount {
        staff: staff.clone(),
        password: asked.password,
        must_change: asked.must_change.unwrap_or(true),
    };
    let password = app.reset(new).await.map_err(refused)?;
    Ok(shown(staff, &password))
}

/// Ends the second factor of who has lost it, and signs them out.
#[utoipa::path(
    delete,
    path = "/accounts/{staff}/second-factor",
    tag = "accounts",
    params(("staff" = String, Path, description = "The staff code")),
    responses((status = 204), (status = 404))
)]
pub(crate) async fn end_second(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(staff): Path<StaffCode>,
) -> Result<StatusCode, Problem> {
    gate.require(&caller, Action::ManageAccounts, &the_directory())?;
    if app.end_second(&staff).await.map_err(|error| failed(&error))? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found())
    }
}

fn shown(staff: StaffCode, password: &Password) -> Json<FirstPassword> {
    let password = password.reveal().to_owned();
    Json(FirstPassword { staff, password })
}

fn refused(error: AddError) -> Problem {
    let sentence = error.to_string();
    match error {
        AddError::NobodyThere => Problem::refused("not-on-the-staff", sentence),
        AddError::Exists => Problem::conflict("account-exists", sentence),
        AddError::Missing => Problem::new(StatusCode::NOT_FOUND, "account-missing", sentence),
        AddError::Weak(_) => Problem::refused("weak-password", sentence),
        AddError::Away => Problem::unavailable(1),
        AddError::Failed(error) => broken(&error),
    }
}
