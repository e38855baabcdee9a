//! Statements, steps and forms: added, never changed.

use huiyin_kernel::{Actor, CaseId, Timestamp, UnitPath};
use huiyin_store::{Change, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

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

/// Adds a step to a case.
pub(crate) async fn add_step(change: &Change, case: &Case, step: &Step) -> Result<(), StoreError> {
    let row = step_row::ActiveModel {
        case_id: Set(case.id.uuid()),
        version: Set(step.version),
        what: Set(step.what.clone()),
        unit: Set(step.unit.to_string()),
        actor: Set(serde_json::to_string(&step.by)?),
        done_at: Set(micros(step.at)),
        stage_left: Set(step.left.as_ref().map(serde_json::to_string).transpose()?),
    };
    step_row::Entity::insert(row)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// What was done in a case, the oldest first.
pub(crate) async fn steps(conn: &impl ConnectionTrait, case: CaseId) -> Result<Vec<Step>, StoreError> {
    let rows = step_row::Entity::find()
        .filter(step_row::Column::CaseId.eq(case.uuid()))
        .order_by_asc(step_row::Column::Version)
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Step {
                version: row.version,
                what: row.what,
                unit: read(&row.unit)?,
                by: serde_json::from_str(&row.actor)?,
                at: instant(row.done_at),
                left: row.stage_left.map(|json| serde_json::from_str(&json)).transpose()?,
            })
        })
        .collect()
}

/// Adds a statement, which gives the case this version.
pub(crate) async fn add_statement(
    change: &Change,
    case: CaseId,
    version: i64,
    statement: &Statement,
) -> Result<(), StoreError> {
    let row = statement_row::ActiveModel {
        id: Set(statement.id.0),
        case_id: Set(case.uuid()),
        version: Set(version),
        given_by: Set(statement.given_by.as_str().to_owned()),
        words: Set(statement.words.as_str().to_owned()),
        taken_at: Set(micros(statement.taken)),
        recorded_at: Set(micros(statement.recorded)),
        taker: Set(serde_json::to_string(&statement.by)?),
        sha256: Set(statement.fingerprint()),
        supersedes: Set(statement.supersedes.map(|old| old.0)),
    };
    statement_row::Entity::insert(row)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// A case's statements, each with the fingerprint that was taken when it was written, the oldest first.
pub(crate) async fn statements(
    conn: &impl ConnectionTrait,
    case: CaseId,
) -> Result<Vec<(Statement, String)>, StoreError> {
    let rows = statement_row::Entity::find()
        .filter(statement_row::Column::CaseId.eq(case.uuid()))
        .order_by_asc(statement_row::Column::Version)
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            let statement = Statement {
                id: StatementId(row.id),
                given_by: Code::new(&row.given_by).map_err(unreadable)?,
                words: Words::kept(row.words),
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
pub(crate) async fn add_form(change: &Change, case: CaseId, form: &Form, made: Timestamp) -> Result<(), StoreError> {
    let row = form_row::ActiveModel {
        case_id: Set(case.uuid()),
        body: Set(form.body.clone()),
        sha256: Set(form.sha256.clone()),
        made_at: Set(micros(made)),
    };
    form_row::Entity::insert(row)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// A case's handling form, once it is closed; of one that was closed again, the last.
pub(crate) async fn form(conn: &impl ConnectionTrait, case: CaseId) -> Result<Option<Form>, StoreError> {
    let forms = form_row::Entity::find().filter(form_row::Column::CaseId.eq(case.uuid()));
    let row = forms.order_by_desc(form_row::Column::MadeAt).one(conn).await?;
    Ok(row.map(|row| Form {
        body: row.body,
        sha256: row.sha256,
    }))
}
