//! Lists of orders and clocks, for people.

use huiyin_kernel::{ClockId, ComplaintId, OrderId, Timestamp, UnitPath};
use huiyin_store::{StoreError, micros, within};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::entity::{clock, complaint, order};
use super::rows::{NEVER, to_clock, to_complaint, to_order};
use crate::domain::clock::Clock;
use crate::domain::complaint::Complaint;
use crate::domain::order::Order;

/// Which orders a list holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct OrderFilter {
    /// Orders for this unit.
    pub(crate) unit: Option<UnitPath>,
    /// Orders for this unit and those below it.
    pub(crate) under: Option<UnitPath>,
    /// Orders of which this unit, or one below it, leads or is complained about: how wide the caller's lists can be.
    pub(crate) scope: Option<UnitPath>,
    pub(crate) state: OrderState,
    /// Orders whose next limit lies before this.
    pub(crate) due_before: Option<Timestamp>,
    /// Goes on after this place: (next limit in microseconds, id).
    pub(crate) after: Option<(i64, OrderId)>,
}

/// The lists that everyone knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OrderState {
    /// Served and not yet accepted.
    ToAccept,
    /// Served or accepted.
    #[default]
    Open,
    /// Supervision orders that are open.
    Supervision,
    /// Whatever the stage.
    All,
}

impl OrderState {
    /// What an order of the list is, word for word as the indexes of the lists say it.
    fn terms(self) -> &'static [&'static str] {
        match self {
            Self::ToAccept => &["stage = 'served'", "kind <> 'supervision'"],
            Self::Open => &["stage IN ('served', 'accepted')", "kind <> 'supervision'"],
            Self::Supervision => &["stage IN ('served', 'accepted')", "kind = 'supervision'"],
            Self::All => &[],
        }
    }
}

/// The place of an order in a list.
pub(crate) fn place(order: &Order) -> (i64, OrderId) {
    (order.next_due.map_or(NEVER, micros), order.id)
}

/// Orders by their next limit, those without one last.
pub(crate) async fn orders(
    conn: &impl ConnectionTrait,
    filter: &OrderFilter,
    rows: u64,
) -> Result<Vec<Order>, StoreError> {
    let mut all = Condition::all();
    for term in filter.state.terms() {
        all = all.add(Expr::cust(*term));
    }
    all = all.add_option(filter.unit.as_ref().map(|unit| order::Column::Lead.eq(unit.as_str())));
    all = all.add_option(filter.under.as_ref().map(|top| within(order::Column::Lead, top)));
    all = all.add_option(filter.scope.as_ref().map(|top| {
        let this = Expr::col((order::Entity, order::Column::Complaint));
        let about = complaint::Entity::find()
            .select_only()
            .column(complaint::Column::Id)
            .filter(Expr::col((complaint::Entity, complaint::Column::Id)).eq(this))
            .filter(within(complaint::Column::Unit, top))
            .into_query();
        within(order::Column::Lead, top).add(Expr::exists(about))
    }));
    all = all.add_option(
        filter
            .due_before
            .map(|limit| order::Column::NextDueAt.lt(micros(limit))),
    );
    all = all.add_option(filter.after.map(|(due, id)| {
        let same = Condition::all()
            .add(order::Column::NextDueAt.eq(due))
            .add(order::Column::Id.gt(id.uuid()));
        Condition::any().add(order::Column::NextDueAt.gt(due)).add(same)
    }));
    let find = order::Entity::find().filter(all).limit(rows);
    let find = find
        .order_by_asc(order::Column::NextDueAt)
        .order_by_asc(order::Column::Id);
    find.all(conn).await?.into_iter().map(to_order).collect()
}

/// One complaint, as routing knows it.
pub(crate) async fn complaint(conn: &impl ConnectionTrait, id: ComplaintId) -> Result<Option<Complaint>, StoreError> {
    complaint::Entity::find_by_id(id.uuid())
        .one(conn)
        .await?
        .map(to_complaint)
        .transpose()
}

/// One order.
pub(crate) async fn order(conn: &impl ConnectionTrait, id: OrderId) -> Result<Option<Order>, StoreError> {
    order::Entity::find_by_id(id.uuid())
        .one(conn)
        .await?
        .map(to_order)
        .transpose()
}

/// Every order of a complaint, in the order in which they were served.
pub(crate) async fn orders_of(conn: &impl ConnectionTrait, id: ComplaintId) -> Result<Vec<Order>, StoreError> {
    let find = order::Entity::find().filter(order::Column::Complaint.eq(id.uuid()));
    let find = find
        .order_by_asc(order::Column::ServedAt)
        .order_by_asc(order::Column::Id);
    find.all(conn).await?.into_iter().map(to_order).collect()
}

/// One clock.
pub(crate) async fn clock(conn: &impl ConnectionTrait, id: ClockId) -> Result<Option<Clock>, StoreError> {
    clock::Entity::find_by_id(id.uuid())
        .one(conn)
        .await?
        .map(to_clock)
        .transpose()
}

/// Every clock of a complaint, in the order in which they were started.
pub(crate) async fn clocks_of(conn: &impl ConnectionTrait, id: ComplaintId) -> Result<Vec<Clock>, StoreError> {
    let find = clock::Entity::find().filter(clock::Column::Complaint.eq(id.uuid()));
    let mut clocks: Vec<Clock> = find
        .all(conn)
        .await?
        .into_iter()
        .map(to_clock)
        .collect::<Result<_, _>>()?;
    clocks.sort_by_key(|clock| (clock.started, clock.stage.due(), clock.id));
    Ok(clocks)
}

/// The oldest open complaints of a version of the policy pack.
pub(crate) async fn open_by_version(
    conn: &impl ConnectionTrait,
    version: &str,
    most: u64,
) -> Result<Vec<ComplaintId>, StoreError> {
    let rows = of_version(version)
        .order_by_asc(complaint::Column::RegisteredAt)
        .order_by_asc(complaint::Column::Id)
        .limit(most)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| ComplaintId::from_uuid(row.id)).collect())
}

/// How many open complaints a version has.
pub(crate) async fn count_open_by_version(conn: &impl ConnectionTrait, version: &str) -> Result<u64, StoreError> {
    Ok(of_version(version).count(conn).await?)
}

fn of_version(version: &str) -> Select<complaint::Entity> {
    complaint::Entity::find()
        .filter(complaint::Column::PolicyVersion.eq(version))
        .filter(complaint::Column::EndedAt.is_null())
}
