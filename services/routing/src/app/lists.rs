//! What people look up.

use std::collections::HashMap;
use std::sync::Arc;

use huiyin_kernel::{ComplaintId, OrderId, StaffCode, Timestamp, UnitCode};
use huiyin_store::StoreError;

use super::{App, OrderFilter, store};
use crate::domain::clock::Clock;
use crate::domain::complaint::Complaint;
use crate::domain::directory::Directory;
use crate::domain::holding::{Holding, holdings};
use crate::domain::order::Order;
use crate::domain::staff::Member;

impl App {
    pub(crate) fn now(&self) -> Timestamp {
        self.store.clock().now()
    }

    /// The directory of the moment.
    pub(crate) async fn units(&self) -> Result<Arc<Directory>, StoreError> {
        self.directory(self.store.read()).await
    }

    pub(crate) async fn staff(
        &self,
        of: (Option<&UnitCode>, Option<&StaffCode>),
        after: Option<&str>,
        rows: u64,
    ) -> Result<Vec<Member>, StoreError> {
        store::staff::page(self.store.read(), of, after, rows).await
    }

    /// A complaint, as routing knows it.
    pub(crate) async fn complaint(&self, id: ComplaintId) -> Result<Option<Complaint>, StoreError> {
        store::lists::complaint(self.store.read(), id).await
    }

    /// An order with its complaint.
    pub(crate) async fn order(&self, id: OrderId) -> Result<Option<(Order, Complaint)>, StoreError> {
        let Some(order) = store::lists::order(self.store.read(), id).await? else {
            return Ok(None);
        };
        let complaint = self.complaint(order.complaint).await?;
        Ok(complaint.map(|complaint| (order, complaint)))
    }

    /// A list of orders, each with its complaint.
    pub(crate) async fn orders(&self, filter: &OrderFilter, rows: u64) -> Result<Vec<(Order, Complaint)>, StoreError> {
        let orders = store::lists::orders(self.store.read(), filter, rows).await?;
        let ids = orders.iter().map(|order| order.complaint);
        let complaints: HashMap<_, _> = store::deadlines::complaints(self.store.read(), ids).await?;
        let with = |order: Order| {
            complaints
                .get(&order.complaint)
                .cloned()
                .map(|complaint| (order, complaint))
        };
        Ok(orders.into_iter().filter_map(with).collect())
    }

    pub(crate) async fn orders_of(&self, id: ComplaintId) -> Result<Vec<Order>, StoreError> {
        store::lists::orders_of(self.store.read(), id).await
    }

    /// Who held a complaint, by its orders, until now.
    pub(crate) fn holdings(&self, orders: &[Order]) -> Vec<Holding> {
        holdings(orders, self.now(), self.pack_in_force().default_calendar())
    }

    pub(crate) async fn clocks_of(&self, id: ComplaintId) -> Result<Vec<Clock>, StoreError> {
        store::lists::clocks_of(self.store.read(), id).await
    }
}
