//! Statements, steps and forms: added, never changed.

use huiyin_kernel::{Actor, CaseId, Timestamp, UnitPath};
use huiyin_store::{Change, Sealing, StoreError, instant, is_sealed, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::cases::{read, unreadable};
use super::entity::{form as form_row, statement as statement_row, step as step_row};
use crate::domain::{Case, Code, Stage, Statement, StatementId, Words};

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// The case's version after it.
    pub(crate) version: i64,
    /// What.
    pub(crate) what: String,
    /// The unit that held the case.
    pub(crate) unit: UnitPath,
    /// Who.
    pub(crate) by: Actor,
    /// When.
    pub(crate) at: Timestamp,
    /// The stage that it ended, where nothing of it stands in the next one: work, or why the case was opened again.
    pub(crate) left: Option<Stage>,
}

/// A handling form with its fingerprint.
#[derive(Clone)]
pub(crate) struct Form {
    /// The JSON document.
    pub(crate) body: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub(crate) sha256: String,
}

const LEFT: (&str, &str) = ("step", "stage_left");
const WORDS: (&str, &str) = ("statement", "words");
const FORM: (&str, &str) = ("closing_form", "body");

/// What is bound to a step's stage.
fn of_step(case: uuid::Uuid, version: i64) -> Vec<u8> {
    format!("{case} {version}").into_bytes()
}

/// What is bound to a statement's words: all that stands beside them and does not change.
fn of_statement(row: &statement_row::Model) -> Vec<u8> {
    format!(
        "{} {} {} {} {} {}",
        row.id, row.case_id, row.given_by, row.taken_at, row.recorded_at, row.taker
    )
    .into_bytes()
}

/// What is bound to a handling form.
fn of_form(case: uuid::Uuid, made_at: i64) -> Vec<u8> {
    format!("{case} {made_at}").into_bytes()
}

/// Adds a step to a case.
pub(crate) async fn add_step(change: &Change, sealing: &Sealing, case: &Case, step: &Step) -> Result<(), StoreError> {
    let left = step.left.as_ref().map(serde_json::to_string).transpose()?;
    let bound = of_step(case.id.uuid(), step.version);
    let left = left.map(|left| sealing.seal_text(LEFT, &bound, &left, change.store().ids()));
    let row = step_row::ActiveModel {
        case_id: Set(case.id.uuid()),
        version: Set(step.version),
        what: Set(step.what.clone()),
        unit: Set(step.unit.to_string()),
        actor: Set(serde_json::to_string(&step.by)?),
        done_at: Set(micros(step.at)),
        stage_left: Set(left.transpose()?),
    };
    step_row::Entity::insert(row)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// What was done in a case, the oldest first.
pub(crate) async fn steps(
    conn: &impl ConnectionTrait,
    sealing: &Sealing,
    case: CaseId,
) -> Result<Vec<Step>, StoreError> {
    let rows = step_row::Entity::find()
        .filter(step_row::Column::CaseId.eq(case.uuid()))
        .order_by_asc(step_row::Column::Version)
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            let bound = of_step(row.case_id, row.version);
            let left = row.stage_left.map(|left| sealing.open_text(LEFT, &bound, &left));
            let left = left.transpose()?.flatten();
            Ok(Step {
                version: row.version,
                what: row.what,
                unit: read(&row.unit)?,
                by: serde_json::from_str(&row.actor)?,
                at: instant(row.done_at),
                left: left.map(|json| serde_json::from_str(&json)).transpose()?,
            })
        })
        .collect()
}

/// Adds a statement, which gives the case this version.
pub(crate) async fn add_statement(
    change: &Change,
    sealing: &Sealing,
    case: CaseId,
    version: i64,
    statement: &Statement,
) -> Result<(), StoreError> {
    let mut row = statement_row::Model {
        id: statement.id.0,
        case_id: case.uuid(),
        version,
        given_by: statement.given_by.as_str().to_owned(),
        words: String::new(),
        taken_at: micros(statement.taken),
        recorded_at: micros(statement.recorded),
        taker: serde_json::to_string(&statement.by)?,
        sha256: statement.fingerprint(),
        supersedes: statement.supersedes.map(|old| old.0),
    };
    let words = statement.words.as_str();
    row.words = sealing.seal_text(WORDS, &of_statement(&row), words, change.store().ids())?;
    statement_row::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// A case's statements, each with the fingerprint that was taken when it was written, the oldest first.
pub(crate) async fn statements(
    conn: &impl ConnectionTrait,
    sealing: &Sealing,
    case: CaseId,
) -> Result<Vec<(Statement, String)>, StoreError> {
    let rows = statement_row::Entity::find()
        .filter(statement_row::Column::CaseId.eq(case.uuid()))
        .order_by_asc(statement_row::Column::Version)
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            let words = sealing.open_text(WORDS, &of_statement(&row), &row.words)?;
            let words = words.map(|words| words.to_string()).unwrap_or_default();
            let statement = Statement {
                id: StatementId(row.id),
                given_by: Code::new(&row.given_by).map_err(unreadable)?,
                words: Words::kept(words),
                taken: instant(row.taken_at),
                recorded: instant(row.recorded_at),
                by: serde_json::from_str(&row.taker)?,
                supersedes: row.supersedes.map(StatementId),
            };
            Ok((statement, row.sha256))
        })
        .collect()
}

/// Adds the handling form.
pub(crate) async fn add_form(
    change: &Change,
    sealing: &Sealing,
    case: CaseId,
    form: &Form,
    made: Timestamp,
) -> Result<(), StoreError> {
    let bound = of_form(case.uuid(), micros(made));
    let row = form_row::ActiveModel {
        case_id: Set(case.uuid()),
        body: Set(sealing.seal_text(FORM, &bound, &form.body, change.store().ids())?),
        sha256: Set(form.sha256.clone()),
        made_at: Set(micros(made)),
    };
    form_row::Entity::insert(row)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// A case's handling form, once it is closed; of one that was closed again, the last.
pub(crate) async fn form(
    conn: &impl ConnectionTrait,
    sealing: &Sealing,
    case: CaseId,
) -> Result<Option<Form>, StoreError> {
    let forms = form_row::Entity::find().filter(form_row::Column::CaseId.eq(case.uuid()));
    let row = forms.order_by_desc(form_row::Column::MadeAt).one(conn).await?;
    let Some(row) = row else { return Ok(None) };
    let body = sealing.open_text(FORM, &of_form(row.case_id, row.made_at), &row.body)?;
    Ok(body.map(|body| Form {
        body: body.to_string(),
        sha256: row.sha256,
    }))
}

/// Seals the statements, steps and forms of a case that stand in clear.
pub(super) async fn seal_old(change: &Change, sealing: &Sealing, case: CaseId) -> Result<(), StoreError> {
    let (conn, ids) = (change.conn(), change.store().ids());
    let of_case = statement_row::Entity::find().filter(statement_row::Column::CaseId.eq(case.uuid()));
    for row in of_case
        .all(conn)
        .await?
        .into_iter()
        .filter(|row| !is_sealed(&row.words))
    {
        let words = sealing.seal_text(WORDS, &of_statement(&row), &row.words, ids)?;
        statement_row::Entity::update_many()
            .col_expr(statement_row::Column::Words, Expr::value(words))
            .filter(statement_row::Column::Id.eq(row.id))
            .exec(conn)
            .await?;
    }
    let of_case = step_row::Entity::find().filter(step_row::Column::CaseId.eq(case.uuid()));
    for row in of_case.all(conn).await? {
        let Some(left) = row.stage_left.filter(|left| !is_sealed(left)) else {
            continue;
        };
        let left = sealing.seal_text(LEFT, &of_step(row.case_id, row.version), &left, ids)?;
        step_row::Entity::update_many()
            .col_expr(step_row::Column::StageLeft, Expr::value(left))
            .filter(step_row::Column::CaseId.eq(row.case_id))
            .filter(step_row::Column::Version.eq(row.version))
            .exec(conn)
            .await?;
    }
    let of_case = form_row::Entity::find().filter(form_row::Column::CaseId.eq(case.uuid()));
    for row in of_case.all(conn).await?.into_iter().filter(|row| !is_sealed(&row.body)) {
        let body = sealing.seal_text(FORM, &of_form(row.case_id, row.made_at), &row.body, ids)?;
        form_row::Entity::update_many()
            .col_expr(form_row::Column::Body, Expr::value(body))
            .filter(form_row::Column::CaseId.eq(row.case_id))
            .filter(form_row::Column::MadeAt.eq(row.made_at))
            .exec(conn)
            .await?;
    }
    Ok(())
}
