//! What cases wait for: a decision of who holds a duty, or of a level above (R5.3, R5.4, R5.10, R6.3). Written with each change of a case, so that
//! whoever decides finds it without opening every case.

use huiyin_kernel::{CaseId, UnitPath};
use huiyin_store::{Change, StoreError, within};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::cases;
use super::entity_waits as row;

/// The decision of a level above, where no duty is named.
pub(crate) const PARENT: &str = "parent";

/// Whose decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waits {
    /// Of who holds one of these duties.
    pub(crate) duties: Vec<String>,
    /// Of who works in this unit, about the units below it; at the top about its own as well.
    pub(crate) unit: Option<UnitPath>,
    /// Of anybody.
    pub(crate) anybody: bool,
}

/// Writes what a case waits for from here on: duties, and [`PARENT`].
pub(crate) async fn keep_waits(change: &Change, case: CaseId, duties: &[String]) -> Result<(), StoreError> {
    let there: Vec<String> = row::Entity::find()
        .select_only()
        .column(row::Column::Duty)
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_asc(row::Column::Duty)
        .into_tuple()
        .all(change.conn())
        .await?;
    if there == duties {
        return Ok(());
    }
    row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .exec(change.conn())
        .await?;
    if duties.is_empty() {
        return Ok(());
    }
    let rows = duties.iter().map(|duty| row::ActiveModel {
        case_id: Set(case.uuid()),
        duty: Set(duty.clone()),
    });
    row::Entity::insert_many(rows)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// The cases that wait for them.
pub(super) fn waiting(waits: &Waits) -> Condition {
    let id = || Expr::col((cases::Entity, cases::Column::Id));
    let all = Query::select().column(row::Column::CaseId).from(row::Entity).to_owned();
    let anybody = Condition::all().add(id().in_subquery(all));
    if waits.anybody {
        return anybody;
    }
    let mut any = Condition::any().add(id().in_subquery(of(waits.duties.clone())));
    if let Some(unit) = &waits.unit {
        let mut below = Condition::all()
            .add(within(cases::Column::Unit, unit))
            .add(id().in_subquery(of(vec![PARENT.to_owned()])));
        if unit.parent().is_some() {
            below = below.add(cases::Column::Unit.ne(unit.as_str()));
        }
        any = any.add(below);
    }
    // That they wait at all is asked beside for whom: few do, and PostgreSQL begins with those few only where it stands by itself.
    anybody.add(any)
}

fn of(duties: Vec<String>) -> SelectStatement {
    Query::select()
        .column(row::Column::CaseId)
        .from(row::Entity)
        .and_where(row::Column::Duty.is_in(duties))
        .to_owned()
}
