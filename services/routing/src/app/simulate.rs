//! Replaying what is on record against another pack.

use huiyin_kernel::{Date, Timestamp};
use huiyin_policy::{Pack, Simulated, Simulation};
use huiyin_store::StoreError;

use super::{App, store};
use crate::domain::simulate::led_by;
use crate::store::past::Span;

/// Complaints that are read at once: a page is counted in a few milliseconds, and no request waits longer for it.
const PAGE: u64 = 500;

impl App {
    /// The pack by which complaints are decided now.
    pub(crate) fn pack(&self) -> &Pack {
        self.pack_in_force()
    }

    /// The versions that are at hand, by the day from which they are in force.
    pub(crate) fn packs(&self) -> impl Iterator<Item = &Pack> {
        self.packs.all()
    }

    /// What `after` would have made of the complaints that were registered from one day to another, both included.
    pub(crate) async fn simulate(
        &self,
        after: &Pack,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Result<Simulated, StoreError> {
        let conn = self.store.read();
        let directory = self.directory(conn).await?;
        let now = self.store.clock().now();
        let simulation = Simulation {
            before: self.pack_in_force(),
            after,
            led_by: led_by(self.rules_of(self.pack_in_force(), &directory)),
        };
        let mut span = Span {
            from: from.and_then(|day| self.begin_of(day)).unwrap_or(Timestamp::MIN),
            to: to
                .and_then(|day| self.begin_of(day.tomorrow().ok()?))
                .unwrap_or(Timestamp::MAX),
            after: None,
        };
        let mut simulated = Simulated::default();
        loop {
            let page = store::past::page(conn, span, PAGE).await?;
            let Some(last) = page.last().map(|recorded| recorded.complaint.id) else {
                return Ok(simulated);
            };
            span.after = Some(last);
            let past = page.into_iter().map(|recorded| recorded.past(&directory, now));
            simulation.run(past, &mut simulated);
            tokio::task::yield_now().await;
        }
    }

    /// The instant at which a day begins where the organisation is.
    fn begin_of(&self, day: Date) -> Option<Timestamp> {
        day.in_tz(&self.time_zone).ok().map(|begin| begin.timestamp())
    }
}
