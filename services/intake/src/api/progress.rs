//! `POST /progress…`: what a complainant sees and does with number and receipt code. A POST, so that the code stands in no address.

use std::sync::Arc;

use axum::extract::State;
use axum::response::IntoResponse;
use huiyin_access::Action;
use huiyin_contracts::views::intake::{
    AddByReceipt, AttachmentView, COMPLAINT_NUMBER, DisagreeByReceipt, Information, Progress, RECEIPT_CODE,
    RateByReceipt, Receipt, Standing,
};
use huiyin_web::{Caller, Gate, Idempotency, Idempotent, Json, Problem, Streamed};

use super::answer::{once, problem, resource};
use super::attachments;
use crate::app::{App, Command};
use crate::domain::complaint::Complaint;

/// How far a complaint has come, in plain words (R5.6).
#[utoipa::path(
    post,
    path = "/progress",
    tag = "complainant",
    request_body = Receipt,
    responses((status = 200, body = Progress), (status = 404, description = "Number and code open nothing"), (status = 429, description = "Too many wrong codes"))
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
        (status = 409, description = "It has ended, or the authority of who complains for another is not accepted")
    )
)]
pub(crate) async fn withdraw(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    request: Idempotent<Receipt>,
) -> Result<Json<Standing>, Problem> {
    let receipt = &request.body;
    let complaint = open(&app, &gate, Action::Withdraw, &receipt.number, &receipt.receipt_code).await?;
    app.may_end(&complaint).await.map_err(problem)?;
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

/// Says whether the complainant is satisfied with the answer (R5.8).
#[utoipa::path(
    post,
    path = "/progress/rating",
    tag = "complainant",
    params(("Idempotency-Key" = String, Header)),
    request_body = RateByReceipt,
    responses(
        (status = 200, body = Standing),
        (status = 404, description = "Number and code open nothing"),
        (status = 409, description = "There is no answer to rate, it has been rated, or the authority of who complains for another is not accepted"),
        (status = 422, description = "It is no rating, or the words are too long")
    )
)]
pub(crate) async fn rate(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    request: Idempotent<RateByReceipt>,
) -> Result<Json<Standing>, Problem> {
    let told = &request.body;
    let complaint = open(&app, &gate, Action::Rate, &told.number, &told.receipt_code).await?;
    app.may_speak(&complaint).await.map_err(problem)?;
    carry_out(&app, &complaint, Command::Rate(told), &request.idempotency).await
}

/// Asks the level above to verify the answer, or appeals (R5.8, R5.11).
#[utoipa::path(
    post,
    path = "/progress/disagreement",
    tag = "complainant",
    params(("Idempotency-Key" = String, Header)),
    request_body = DisagreeByReceipt,
    responses(
        (status = 200, body = Standing),
        (status = 404, description = "Number and code open nothing"),
        (status = 409, description = "There is no answer to disagree with, the last day is over, or the authority of who complains for another is not accepted"),
        (status = 422, description = "It is no way to disagree, or the words are missing or too long")
    )
)]
pub(crate) async fn disagree(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    request: Idempotent<DisagreeByReceipt>,
) -> Result<Json<Standing>, Problem> {
    let told = &request.body;
    let complaint = open(&app, &gate, Action::Disagree, &told.number, &told.receipt_code).await?;
    app.may_speak(&complaint).await.map_err(problem)?;
    carry_out(&app, &complaint, Command::Disagree(told), &request.idempotency).await
}

/// Adds a file. The body is the file itself, so number and code stand in headers.
#[utoipa::path(
    post,
    path = "/progress/attachments",
    tag = "complainant",
    params(
        ("Idempotency-Key" = String, Header),
        ("Huiyin-Complaint-Number" = String, Header),
        ("Huiyin-Receipt-Code" = String, Header),
        ("Huiyin-File-Name" = Option<String>, Header, description = "UTF-8, percent-encoded")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, body = AttachmentView),
        (status = 404, description = "Number and code open nothing"),
        (status = 409, description = "It is in the archive, or attached already"),
        (status = 413, description = "The file, or all files of the complaint, would be too large"),
        (status = 429, description = "Too many wrong codes"),
        (status = 507, description = "No room to keep it")
    )
)]
pub(crate) async fn attach(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    upload: Streamed,
) -> Result<impl IntoResponse, Problem> {
    let told = |name: &str| {
        let value = upload.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let (number, code) = (told(COMPLAINT_NUMBER), told(RECEIPT_CODE));
    let complaint = open(&app, &gate, Action::AddInformation, &number, &code).await?;
    attachments::take(&app, &complaint, huiyin_kernel::Actor::Complainant, upload).await
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
