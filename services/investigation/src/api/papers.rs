//! What a case holds in words: every look is recorded (R8.1).

use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::CONTENT_TYPE;
use huiyin_access::Action;
use huiyin_contracts::views::investigation::{CaseView, DrawLesson, HandlingForm, LessonWords, StatementView};
use huiyin_kernel::CaseId;
use huiyin_web::{Caller, Idempotent, IfMatch, Json, Path, Problem, Query};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Api;
use super::commands::{Shown, shown, words};
use super::refusal::wrong_text;
use crate::app::{Look, lesson_words, statement_views};
use crate::domain::Words;

/// What the look is for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Purpose {
    /// What the caller needs it for, in a few words; it stands in the record.
    #[param(min_length = 1, max_length = 200, example = "to write the reply")]
    purpose: String,
}

/// The longest purpose, in characters.
const LONGEST: usize = 200;

impl Api {
    pub(super) async fn look(&self, caller: &Caller, case: CaseId, purpose: &Purpose) -> Result<Look, Problem> {
        let kept = self.app.case(case).await?;
        let (resource, reader) = self.app.sight(caller, &kept).await?;
        self.gate.require(&reader, Action::Reveal, &resource)?;
        let purpose = Words::new(&purpose.purpose).map_err(|error| wrong_text("/purpose", error))?;
        if purpose.as_str().chars().count() > LONGEST {
            return Err(Problem::refused(
                "wrong-query",
                "the purpose is longer than 200 characters",
            ));
        }
        Ok(Look {
            case,
            purpose,
            by: caller.actor.clone(),
        })
    }
}

/// Shows a case's statements, superseded ones too, the oldest first.
#[utoipa::path(get, path = "/cases/{id}/statements", params(("id" = uuid::Uuid, Path), Purpose), responses(
    (status = 200, body = Vec<StatementView>), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn statements(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Query(purpose): Query<Purpose>,
) -> Result<Json<Vec<StatementView>>, Problem> {
    let look = api.look(&caller, id, &purpose).await?;
    let statements = api.app.look_at_statements(&look).await?;
    Ok(Json(statement_views(statements)))
}

/// Draws a lesson from a case (R6.2).
#[utoipa::path(post, path = "/cases/{id}/lessons", request_body = DrawLesson, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn draw_lesson(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<DrawLesson>,
) -> Shown {
    let call = api.call(&caller, Action::DrawLesson, id, if_match, idempotency).await?;
    let lesson = words("/words", &body.words)?;
    shown(api.app.draw_lesson(&call, &lesson).await?)
}

/// Shows a case's lessons with their words, the oldest first. The look is recorded (R8.1).
#[utoipa::path(get, path = "/cases/{id}/lessons", params(("id" = uuid::Uuid, Path), Purpose), responses(
    (status = 200, body = Vec<LessonWords>), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn lessons(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Query(purpose): Query<Purpose>,
) -> Result<Json<Vec<LessonWords>>, Problem> {
    let look = api.look(&caller, id, &purpose).await?;
    let lessons = api.app.look_at_lessons(&look).await?;
    Ok(Json(lessons.iter().map(lesson_words).collect()))
}

/// Shows the handling form: of a closed case the very bytes whose SHA-256 the header names, of an open one as it is so far.
#[utoipa::path(get, path = "/cases/{id}/form", params(("id" = uuid::Uuid, Path), Purpose), responses(
    (status = 200, body = HandlingForm, headers(("huiyin-form-sha256" = String))),
    (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn form(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Query(purpose): Query<Purpose>,
) -> Result<([(HeaderName, String); 2], String), Problem> {
    let look = api.look(&caller, id, &purpose).await?;
    let form = api.app.look_at_form(&look).await?;
    let sha256 = HeaderName::from_static("huiyin-form-sha256");
    Ok((
        [(CONTENT_TYPE, "application/json".to_owned()), (sha256, form.sha256)],
        form.body,
    ))
}
