//! The list of cases.

use huiyin_kernel::{ComplaintId, StaffCode, UnitPath};
use huiyin_store::{DataKeys, StoreError, micros, within};
use sea_orm::sea_query::{Condition, Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::cases::{self, Kept};
use super::destroy::DESTROYED;
use super::entity::{cases as row, concerned, subject};
use super::subjects;
use super::waits::{self, Waits};

/// Which cases.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// Held by this unit or one below it.
    pub(crate) unit: Option<UnitPath>,
    /// At this stage.
    pub(crate) stage: Option<&'static str>,
    /// Held by, or about, this unit or one below it: the widest that the caller can see.
    pub(crate) sight: Option<UnitPath>,
    /// Not about this person (R4.10).
    pub(crate) not_about: Option<StaffCode>,
    /// Waiting for a decision of these.
    pub(crate) waits: Option<Waits>,
    /// In which order.
    pub(crate) order: Order,
    /// After this line.
    pub(crate) after: Option<Place>,
    /// At the most so many.
    pub(crate) most: u64,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// By the time that the case was opened.
    #[default]
    Opened,
    /// By the last day of the follow-up visit; only cases that wait for one.
    Lapse,
}

impl Order {
    fn column(self) -> row::Column {
        match self {
            Self::Opened => row::Column::OpenedAt,
            Self::Lapse => row::Column::LapsesAt,
        }
    }
}

/// A line's place in the list: the instant that it is ordered by, in microseconds, and its id.
pub(crate) type Place = (i64, Uuid);

impl Kept {
    /// Its place in a list of this order.
    pub(crate) fn place(&self, order: Order) -> Place {
        let lapses = || self.case.stage.reply().map(|reply| reply.lapses);
        let at = match order {
            Order::Opened => self.case.opened,
            Order::Lapse => lapses().unwrap_or(self.case.opened),
        };
        (micros(at), self.case.id.uuid())
    }
}

/// The cases that the filter lets through, in its order.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    keys: &DataKeys,
    filter: &Filter,
) -> Result<Vec<Kept>, StoreError> {
    let rows = row::Entity::find()
        .filter(condition(filter))
        .order_by_asc(filter.order.column())
        .order_by_asc(row::Column::Id)
        .limit(filter.most)
        .all(conn)
        .await?;
    let complaints: Vec<Uuid> = rows.iter().map(|row| row.complaint).collect();
    let mut subjects = subjects::of(conn, &complaints).await?;
    let complaints: Vec<_> = complaints.into_iter().map(ComplaintId::from_uuid).collect();
    let mut sealings = keys.of_many(conn, &complaints).await?;
    rows.into_iter()
        .map(|row| {
            let complaint = ComplaintId::from_uuid(row.complaint);
            let sealing = sealings.remove(&complaint).unwrap_or_else(|| keys.none(complaint));
            cases::assemble(subjects.remove(&row.complaint), sealing, row)
        })
        .collect()
}

fn condition(filter: &Filter) -> Condition {
    let mut all = Condition::all().add(row::Column::Stage.ne(DESTROYED));
    if let Some(unit) = &filter.unit {
        all = all.add(within(row::Column::Unit, unit));
    }
    if let Some(waits) = &filter.waits {
        all = all.add(waits::waiting(waits));
    }
    if let Some(stage) = filter.stage {
        all = all.add(row::Column::Stage.eq(stage));
    }
    if let Some(sight) = &filter.sight {
        all = all.add(within(row::Column::Unit, sight).add(Expr::exists(about_unit(sight))));
    }
    if let Some(staff) = &filter.not_about {
        all = all.add(Expr::col((row::Entity, row::Column::Complaint)).not_in_subquery(about(staff)));
    }
    let column = filter.order.column();
    if filter.order == Order::Lapse {
        all = all.add(column.is_not_null());
    }
    if let Some((at, id)) = filter.after {
        let later = column.gt(at);
        let same = column.eq(at).and(row::Column::Id.gt(id));
        all = all.add(later.or(same));
    }
    all
}

/// That the case's complaint is about this unit or one below it. Asked case by case: there are far more complaints than a list shows.
fn about_unit(unit: &UnitPath) -> SelectStatement {
    let this = Expr::col((row::Entity, row::Column::Complaint));
    Query::select()
        .column(subject::Column::Complaint)
        .from(subject::Entity)
        .and_where(Expr::col((subject::Entity, subject::Column::Complaint)).eq(this))
        .cond_where(within(subject::Column::Unit, unit))
        .to_owned()
}

fn about(staff: &StaffCode) -> SelectStatement {
    Query::select()
        .column(concerned::Column::Complaint)
        .from(concerned::Entity)
        .and_where(concerned::Column::Staff.eq(staff.as_str()))
        .to_owned()
}
