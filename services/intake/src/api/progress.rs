//! `POST /progress…`: what a complainant sees and does with number and receipt code. A POST, so that the code stands in no address.

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::Action;
use huiyin_contracts::views::intake::{AddByReceipt, Information, Progress, Receipt, Standing};
use huiyin_web::{Caller, Gate, Idempotency, Idempotent, Json, Problem};

use super::answer::{once, problem, resource};
use crate::app::{App, Command};
use crate::domain::complaint::Complaint;

/// How far a complaint has come, in plain words (R5.6).
#[utoipa::path(
    post,
    path = "/progress",
    tag = "complainant",
    request_body = Receipt,
    responses((status = 200, body = Progress), (status = 404, description = "Number and code open nothing"))
)]
pub(crate) async fn progress(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    Json(receipt): Json<Receipt>,
) -> Result<Json<Progress>, Problem> {
    let complaint = open(&app, &gate, Action::Progress, &receipt.number, &receipt.receipt_code).await?;
    app.progress(&complaint).await.map(Json).map_err(problem)
}

/// Withdraws the complaint (R3.12).
#[utoipa::path(
    post,
    path = "/progress/withdraw",
    tag = "complainant",
    params(("Idempotency-Key" = String, Header)),
    request_body = Receipt,
    responses(
        (status = 200, body = Standing),
        (status = 404, description = "Number and code open nothing"),
        (status = 409, description = "It has ended")
    )
)]
pub(crate) async fn withdraw(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    request: Idempotent<Receipt>,
) -> Result<Json<Standing>, Problem> {
    let receipt = &request.body;
    let complaint = open(&app, &gate, Action::Withdraw, &receipt.number, &receipt.receipt_code).await?;
    carry_out(&app, &complaint, Command::Withdraw, &request.idempotency).await
}

/// Adds words to the file (R3.11).
#[utoipa::path(
    post,
    path = "/progress/information",
    tag = "complainant",
    params(("Idempotency-Key" = String, Header)),
    request_body = AddByReceipt,
    responses(
        (status = 200, body = Standing),
        (status = 404, description = "Number and code open nothing"),
        (status = 409, description = "It is in the archive")
    )
)]
pub(crate) async fn add_information(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    request: Idempotent<AddByReceipt>,
) -> Result<Json<Standing>, Problem> {
    let told = &request.body;
    let complaint = open(&app, &gate, Action::AddInformation, &told.number, &told.receipt_code).await?;
    let information = Information {
        words: told.words.clone(),
        new_facts: told.new_facts,
    };
    carry_out(&app, &complaint, Command::Add(&information), &request.idempotency).await
}

/// The complaint that number and code open. Whoever holds them is the complainant.
async fn open(app: &App, gate: &Gate, action: Action, number: &str, code: &str) -> Result<Complaint, Problem> {
    let complaint = app.open(number, code).await.map_err(problem)?;
    let complainant = Caller(huiyin_access::Caller::complainant());
    gate.require(&complainant, action, &resource(&complaint))?;
    Ok(complaint)
}

async fn carry_out(
    app: &App,
    complaint: &Complaint,
    command: Command<'_>,
    key: &Idempotency,
) -> Result<Json<Standing>, Problem> {
    let by = huiyin_kernel::Actor::Complainant;
    let done = app.act(complaint.id, &command, by, once(key), &|_| true).await;
    done.map(|(standing, _)| Json(standing)).map_err(problem)
}
