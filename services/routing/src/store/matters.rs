//! Complaints with their open orders and the clocks that wait: loaded for a decision, written as it left them.

use huiyin_kernel::{ClockId, ComplaintId, OrderId};
use huiyin_store::{Change, Only, StoreError};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{clock, complaint, order};
use super::rows::{clock_row, complaint_row, order_row, to_clock, to_complaint, to_order};
use super::{ROWS, deadlines, ledger};
use crate::domain::clock::Clock;
use crate::domain::complaint::{Complaint, Matter};
use crate::domain::effects::Effects;

/// A complaint with what is open on it, held until the change ends; nothing where routing has not heard of it.
///
/// Who changes anything of a complaint takes this lock first, ticks too: so no two of them decide about the same clocks, and no two
/// wait for each other.
pub(crate) async fn load(change: &Change, id: ComplaintId) -> Result<Option<Matter>, StoreError> {
    let find = complaint::Entity::find_by_id(id.uuid()).lock_exclusive();
    let Some(complaint) = find.only(change.conn()).await? else {
        return Ok(None);
    };
    let open = order::Column::Stage.is_in(["served", "accepted"]);
    let orders = order::Entity::find()
        .filter(order::Column::Complaint.eq(id.uuid()))
        .filter(open);
    let orders = orders
        .order_by_asc(order::Column::ServedAt)
        .order_by_asc(order::Column::Id)
        .all(change.conn())
        .await?;
    let clocks = clock::Entity::find()
        .filter(clock::Column::Complaint.eq(id.uuid()))
        .filter(waits());
    let clocks = clocks.order_by_asc(clock::Column::Id).all(change.conn()).await?;
    Ok(Some(Matter {
        complaint: to_complaint(complaint)?,
        orders: orders.into_iter().map(to_order).collect::<Result<_, _>>()?,
        clocks: clocks.into_iter().map(to_clock).collect::<Result<_, _>>()?,
    }))
}

fn waits() -> Condition {
    let breached = Condition::all()
        .add(clock::Column::Stage.eq("breached"))
        .add(clock::Column::EndedAt.is_null());
    Condition::any()
        .add(clock::Column::Stage.is_in(["running", "paused", "unset"]))
        .add(breached)
}

/// The complaint that an order is about, whatever the order's stage.
pub(crate) async fn of_order(change: &Change, id: OrderId) -> Result<Option<Matter>, StoreError> {
    match order::Entity::find_by_id(id.uuid()).only(change.conn()).await? {
        Some(row) => load(change, ComplaintId::from_uuid(row.complaint)).await,
        None => Ok(None),
    }
}

/// One clock, whatever its stage; to be read within its complaint's lock.
pub(crate) async fn clock(change: &Change, id: ClockId) -> Result<Option<Clock>, StoreError> {
    let find = clock::Entity::find_by_id(id.uuid());
    find.one(change.conn()).await?.map(to_clock).transpose()
}

/// Writes what a decision changed; of rows that stand twice the last counts. What it says is the app's to say.
pub(crate) async fn write(change: &Change, effects: &Effects) -> Result<(), StoreError> {
    if let Some(complaint) = &effects.complaint {
        write_complaint(change, complaint).await?;
    }
    write_orders(change, effects).await?;
    write_clocks(change, &last_of_each(&effects.clocks, |clock| clock.id)).await?;
    ledger::write(change, &effects.lines).await?;
    deadlines::forget(change, &effects.moved).await?;
    deadlines::write(change, &effects.deadlines).await
}

async fn write_complaint(change: &Change, complaint: &Complaint) -> Result<(), StoreError> {
    let mut again = OnConflict::column(complaint::Column::Id);
    again.update_columns([
        complaint::Column::Unit,
        complaint::Column::Severity,
        complaint::Column::Approve,
        complaint::Column::DecidedBy,
        complaint::Column::PolicyVersion,
        complaint::Column::Restricted,
        complaint::Column::EndedAt,
        complaint::Column::EndedWhy,
    ]);
    let insert = complaint::Entity::insert(complaint_row(complaint)).on_conflict(again);
    insert.exec_without_returning(change.conn()).await?;
    Ok(())
}

async fn write_orders(change: &Change, effects: &Effects) -> Result<(), StoreError> {
    for chunk in last_of_each(&effects.orders, |order| order.id).chunks(ROWS) {
        let mut again = OnConflict::column(order::Column::Id);
        again.update_columns([
            order::Column::Lead,
            order::Column::Stage,
            order::Column::StageAt,
            order::Column::AcceptedAt,
            order::Column::Supplied,
            order::Column::ConfirmedBy,
            order::Column::NextDueAt,
        ]);
        let rows: Vec<_> = chunk.iter().map(|order| order_row(order)).collect::<Result<_, _>>()?;
        let insert = order::Entity::insert_many(rows).on_conflict(again);
        insert.exec_without_returning(change.conn()).await?;
    }
    Ok(())
}

async fn write_clocks(change: &Change, clocks: &[&Clock]) -> Result<(), StoreError> {
    for chunk in clocks.chunks(ROWS) {
        let mut again = OnConflict::column(clock::Column::Id);
        again.update_columns([
            clock::Column::OrderId,
            clock::Column::Unit,
            clock::Column::Rule,
            clock::Column::PolicyVersion,
            clock::Column::Ladder,
            clock::Column::Basis,
            clock::Column::Amount,
            clock::Column::Calendar,
            clock::Column::Milestone,
            clock::Column::CeilingAt,
            clock::Column::Explanation,
            clock::Column::Stage,
            clock::Column::DueAt,
            clock::Column::PausedAt,
            clock::Column::EndedAt,
            clock::Column::WasMet,
            clock::Column::Why,
        ]);
        let rows: Vec<_> = chunk.iter().map(|clock| clock_row(clock)).collect::<Result<_, _>>()?;
        clock::Entity::insert_many(rows)
            .on_conflict(again)
            .exec_without_returning(change.conn())
            .await?;
        let over: Vec<_> = chunk
            .iter()
            .filter(|clock| !clock.waits())
            .map(|clock| clock.id)
            .collect();
        if !over.is_empty() {
            deadlines::forget(change, &over).await?;
        }
    }
    Ok(())
}

/// Of rows that stand twice the last: PostgreSQL writes no row twice in one statement.
fn last_of_each<T, K: PartialEq>(rows: &[T], key: impl Fn(&T) -> K) -> Vec<&T> {
    let last = |at: usize, row: &T| !rows.iter().skip(at + 1).any(|later| key(later) == key(row));
    rows.iter()
        .enumerate()
        .filter(|(at, row)| last(*at, row))
        .map(|(_, row)| row)
        .collect()
}

/// The versions of the policy pack that open complaints are on.
pub(crate) async fn policies(conn: &impl ConnectionTrait) -> Result<Vec<String>, StoreError> {
    let found = complaint::Entity::find()
        .select_only()
        .column(complaint::Column::PolicyVersion)
        .distinct()
        .filter(complaint::Column::EndedAt.is_null());
    Ok(found.into_tuple().all(conn).await?)
}
