//! `POST /policy-migrations`: chosen open complaints go on by another version of the policy pack (section 9).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::Action;
use huiyin_contracts::views::routing::{MigratePolicy, PolicyMigrated};
use huiyin_web::{Caller, FieldError, Gate, Idempotent, Problem};

use super::command::{self, Told};
use super::the_directory;
use crate::app::{App, CommandError, MOST_MIGRATED, NotMigrated};

/// Moves complaints to another version: those that are named, or the oldest open ones of a version, at most 200 at once. All or none.
#[utoipa::path(
    post,
    path = "/policy-migrations",
    tag = "policy",
    params(("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")),
    request_body = MigratePolicy,
    responses(
        (status = 200, description = "Which were moved, and how many of the version are left", body = PolicyMigrated),
        (status = 403, description = "Not allowed"),
        (status = 422, description = "None was moved: each that is refused, with its sentence")
    )
)]
pub(crate) async fn migrate_policy(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    request: Idempotent<MigratePolicy>,
) -> Result<Response, Problem> {
    gate.require(&caller, Action::MigratePolicy, &the_directory())?;
    check(&request.body)?;
    let key = command::key(&request.idempotency, StatusCode::OK);
    match app.migrate(key, &request.body, &caller.actor).await {
        Ok(answered) => Ok(command::answer(answered)),
        Err(CommandError::Refused(refused)) => Err(told(&refused)),
        Err(other) => Err(command::problem(other, |_| Told::Refused("policy-migration"))),
    }
}

/// Either complaints or a version, and not too many.
fn check(body: &MigratePolicy) -> Result<(), Problem> {
    let one_way = body.from.is_some() == body.complaints.is_empty();
    let few = u64::try_from(body.complaints.len()).is_ok_and(|count| count <= MOST_MIGRATED);
    if !one_way {
        let sentence = "name complaints, or the version whose open complaints are moved, and not both";
        return Err(Problem::refused("nothing-chosen", sentence));
    }
    if !few {
        let sentence = format!("one request moves at most {MOST_MIGRATED} complaints");
        return Err(Problem::refused("too-many", sentence));
    }
    Ok(())
}

fn told(refused: &NotMigrated) -> Problem {
    let error = |(place, refusal): &(usize, _)| FieldError::new(format!("/complaints/{place}"), format!("{refusal}"));
    Problem {
        errors: refused.0.iter().map(error).collect(),
        ..Problem::refused("policy-migration", refused.to_string())
    }
}
