//! Sanctions, and what they come to by unit.

use huiyin_contracts::views::audit::SanctionRow;
use huiyin_kernel::{Date, UnitPath};
use huiyin_store::{Change, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, QueryResult, Statement};

use super::entity::sanction::{ActiveModel, Column, Entity};
use crate::domain::sanction::{Told, What};
use crate::domain::sight::Sight;

/// Adds what an event told.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn apply_sanction(change: &Change, told: Told) -> Result<(), StoreError> {
    let mut row = ActiveModel {
        id: Set(told.sanction),
        complaint: Set(told.complaint),
        unit: Set(told.unit.to_string()),
        ..ActiveModel::default()
    };
    let mut columns = vec![Column::State];
    match told.what {
        What::State(state) => row.state = Set(state.to_owned()),
        What::Proposed { on, rule, amount } => {
            row.state = Set("proposed".to_owned());
            row.proposed_on = Set(Some(on));
            row.rule = Set(Some(rule));
            row.amount = Set(Some(amount.minor));
            row.currency = Set(Some(amount.currency.to_string()));
            columns.extend([Column::ProposedOn, Column::Rule, Column::Amount, Column::Currency]);
        }
    }
    Entity::insert(row)
        .on_conflict(OnConflict::column(Column::Id).update_columns(columns).to_owned())
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// A caller's own subtree is `$3`, all where it is empty; `$4` says whether they see restricted complaints. What no fact is known of
/// may be restricted.
const SQL: &str = "SELECT s.unit AS unit, s.currency AS currency, COUNT(*) AS proposed, \
     SUM(CASE WHEN s.state IN ('imposed', 'appealed', 'confirmed') THEN 1 ELSE 0 END) AS imposed, \
     SUM(CASE WHEN s.state = 'refused' THEN 1 ELSE 0 END) AS refused, \
     SUM(CASE WHEN s.state = 'lifted' THEN 1 ELSE 0 END) AS lifted, \
     SUM(CASE WHEN s.state = 'appealed' THEN 1 ELSE 0 END) AS appealed, \
     CAST(SUM(CASE WHEN s.state IN ('imposed', 'appealed', 'confirmed') THEN s.amount ELSE 0 END) AS BIGINT) AS amount \
     FROM sanction s LEFT JOIN fact f ON f.complaint = s.complaint \
     WHERE s.proposed_on BETWEEN $1 AND $2 \
     AND ($3 = '' OR s.unit = $3 OR SUBSTR(s.unit, 1, LENGTH($3) + 1) = $3 || '.') \
     AND ($4 OR NOT COALESCE(f.restricted, TRUE)) \
     GROUP BY s.unit, s.currency ORDER BY s.unit, s.currency";

/// What sanctions that were proposed in these days come to, by unit and currency.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn count_sanctions<C: ConnectionTrait>(
    conn: &C,
    (from, to): (Option<Date>, Option<Date>),
    sight: &Sight,
) -> Result<Vec<SanctionRow>, StoreError> {
    let day = |day: Option<Date>, open: &str| day.map_or_else(|| open.to_owned(), |day| day.to_string());
    let top = sight.top.as_ref().map(ToString::to_string).unwrap_or_default();
    let values = [
        day(from, "0000-01-01").into(),
        day(to, "9999-12-31").into(),
        top.into(),
        sight.restricted.into(),
    ];
    let asked = Statement::from_sql_and_values(conn.get_database_backend(), SQL, values);
    conn.query_all_raw(asked).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<SanctionRow, StoreError> {
    let number = |name: &str| row.try_get::<i64>("", name).map(|n| u64::try_from(n).unwrap_or(0));
    let unit: String = row.try_get("", "unit")?;
    let unit: UnitPath = unit
        .parse()
        .map_err(|error| sea_orm::DbErr::Custom(format!("sanction.unit: {error}")))?;
    Ok(SanctionRow {
        unit,
        currency: row.try_get("", "currency")?,
        proposed: number("proposed")?,
        imposed: number("imposed")?,
        refused: number("refused")?,
        appealed: number("appealed")?,
        lifted: number("lifted")?,
        amount: row.try_get("", "amount")?,
    })
}
