//! What events told of a complaint, in one row.

use huiyin_store::{Change, StoreError};
use sea_orm::sea_query::{Alias, Expr, Func, OnConflict, Query};
use sea_orm::{ConnectionTrait, Value as DbValue};

use super::entity::fact::{Column, Entity};
use crate::domain::fact::{Field, How, Patch, Value};

/// Adds what an event told, with one statement: it sets, or fills what is empty.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn apply(change: &Change, patch: Patch) -> Result<(), StoreError> {
    let mut on_conflict = OnConflict::column(Column::Complaint);
    let mut columns = vec![Column::Complaint];
    let mut values = vec![Expr::val(patch.complaint)];
    for (field, how, value) in patch.details {
        let column = column(field);
        columns.push(column);
        values.push(Expr::val(database(value)));
        match how {
            How::Set => on_conflict.update_column(column),
            How::Fill => {
                let told = Expr::col((Alias::new("excluded"), column));
                on_conflict.value(column, Func::coalesce([Expr::col((Entity, column)), told]))
            }
        };
    }
    let insert = Query::insert()
        .into_table(Entity)
        .columns(columns)
        .values_panic(values)
        .on_conflict(on_conflict)
        .to_owned();
    change.conn().execute(&insert).await?;
    Ok(())
}

fn database(value: Value) -> DbValue {
    match value {
        Value::Text(text) => text.into(),
        Value::Instant(number) | Value::Count(number) => number.into(),
        Value::Flag(flag) => flag.into(),
        Value::NoInstant => None::<i64>.into(),
        Value::NoText => None::<String>.into(),
    }
}

fn column(field: Field) -> Column {
    match field {
        Field::Number => Column::Number,
        Field::Channel => Column::Channel,
        Field::Class => Column::Class,
        Field::Product => Column::Product,
        Field::Line => Column::Line,
        Field::Unit => Column::Unit,
        Field::Lead => Column::Lead,
        Field::ReceivedOn => Column::ReceivedOn,
        Field::ReceivedAt => Column::ReceivedAt,
        Field::RegisteredAt => Column::RegisteredAt,
        Field::RegisterStage => Column::RegisterStage,
        Field::CaseStage => Column::CaseStage,
        Field::Finding => Column::Finding,
        Field::RootCause => Column::RootCause,
        Field::CauseOne => Column::CauseOne,
        Field::CauseTwo => Column::CauseTwo,
        Field::Ending => Column::Ending,
        Field::ClosedAt => Column::ClosedAt,
        Field::InTime => Column::InTime,
        Field::Severity => Column::Severity,
        Field::Persons => Column::Persons,
        Field::Imported => Column::Imported,
        Field::Source => Column::Source,
        Field::Restricted => Column::Restricted,
        Field::Concerned => Column::Concerned,
        Field::Repeats => Column::Repeats,
        Field::Handler => Column::Handler,
        Field::HandlerUnit => Column::HandlerUnit,
        Field::Satisfaction => Column::Satisfaction,
    }
}
