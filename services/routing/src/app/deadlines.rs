//! Firing what falls due, and saying whether any was missed (R4.7).

use std::collections::HashMap;

use huiyin_kernel::{ComplaintId, Timestamp};
use huiyin_store::{Change, StoreError};
use jiff::SignedDuration;

use super::say::{Spoken, rank, say, spoken};
use super::{App, store};
use crate::domain::complaint::{Complaint, Matter};
use crate::domain::deadline::{Deadline, Step};
use crate::domain::effects::{Effects, started};
use crate::domain::fire::Fire;

/// Deadlines that one transaction fires.
const BATCH: u64 = 500;
/// Clocks that one transaction tries to set.
const UNSET: u64 = 200;
/// A clock that is past due for longer than this and still runs was missed: ticks come far more often.
pub(super) const GRACE: SignedDuration = SignedDuration::from_mins(2);

impl App {
    /// Fires a batch of what is due; tells whether there is more.
    pub(crate) async fn fire(&self) -> Result<bool, StoreError> {
        let now = self.store.clock().now();
        if !store::deadlines::any_due(self.store.read(), now).await? {
            return Ok(false);
        }
        let mut change = self.store.change().await?;
        let (due, complaints) = store::deadlines::due(&change, now, BATCH).await?;
        let (effects, mut spoken) = self.decide(&change, &due, complaints, now).await?;
        // Before what a decision takes back: a row that fired stays, as the record of it.
        store::deadlines::fired(&change, &due, now).await?;
        store::matters::write(&change, &effects).await?;
        spoken.sort_by_key(|(saying, ..)| rank(saying));
        say(&mut change, spoken)?;
        change.commit().await?;
        // What was fired may have written steps that are due as well, so one look more is always right.
        Ok(!due.is_empty())
    }

    async fn decide(
        &self,
        change: &Change,
        due: &[Deadline],
        complaints: HashMap<ComplaintId, Complaint>,
        now: Timestamp,
    ) -> Result<(Effects, Vec<Spoken>), StoreError> {
        let mut clocks = store::deadlines::clocks(change, due).await?;
        let mut matters: HashMap<ComplaintId, Matter> = complaints.into_iter().map(alone).collect();
        let directory = self.directory(change.conn()).await?;
        let mut all = Effects::default();
        let mut said = Vec::new();
        for deadline in due {
            let mut lines = Vec::new();
            if let Step::Resume(_) = deadline.step {
                lines = store::ledger::of_clock(change.conn(), deadline.clock).await?;
                let whole = store::matters::load(change, deadline.complaint).await?;
                matters.extend(whole.map(|matter| (deadline.complaint, matter)));
            }
            let (Some(clock), Some(matter)) = (clocks.get(&deadline.clock), matters.get(&deadline.complaint)) else {
                continue;
            };
            let fire = Fire {
                deadline,
                clock,
                matter,
                lines: &lines,
                now,
            };
            let mut effects = fire.decide(&self.rules(&matter.complaint, &directory));
            clocks.extend(effects.clocks.iter().map(|clock| (clock.id, clock.clone())));
            said.extend(spoken(&matter.complaint, std::mem::take(&mut effects.said)));
            all = all.and(effects);
        }
        Ok((all, said))
    }

    /// Sets the clocks whose calendar has come since (R4.6); tells whether there may be more.
    pub(crate) async fn set_clocks(&self) -> Result<bool, StoreError> {
        if store::deadlines::count_unset(self.store.read()).await? == 0 {
            return Ok(false);
        }
        let mut change = self.store.change().await?;
        let mut set = 0;
        for clock in store::deadlines::unset(&change, UNSET).await? {
            let Some(matter) = store::matters::load(&change, clock.complaint).await? else {
                continue;
            };
            // As it is within the complaint's lock.
            let Some(clock) = matter.clocks.iter().find(|now| now.id == clock.id) else {
                continue;
            };
            let directory = self.directory(change.conn()).await?;
            let rules = self.rules(&matter.complaint, &directory);
            let again = rules.set_again(clock, &matter.complaint);
            let Some((clock, deadlines)) = again else { continue };
            set += 1;
            self.set_clock(&mut change, &matter, clock, deadlines).await?;
        }
        change.commit().await?;
        Ok(set > 0)
    }

    async fn set_clock(
        &self,
        change: &mut Change,
        matter: &Matter,
        clock: crate::domain::clock::Clock,
        deadlines: Vec<Deadline>,
    ) -> Result<(), StoreError> {
        let order = matter.order(clock.order).cloned();
        let said: Vec<_> = started(&clock).into_iter().collect();
        let mut effects = Effects {
            clocks: vec![clock],
            deadlines,
            ..Effects::default()
        };
        if let Some(order) = order {
            effects.order(matter, order);
        }
        store::matters::write(change, &effects).await?;
        say(change, spoken(&matter.complaint, said).collect())
    }

    /// Whether the working calendar is loaded far enough ahead, and no clock waits for it (R4.6).
    pub(crate) async fn check_calendar(&self) -> Result<(), String> {
        // Whatever the unit's calendar is, a statutory clock may run by another (R4.12).
        let (pack, mut name) = (self.pack_in_force(), "");
        for calendar in pack.calendars() {
            name = calendar.name();
            let today = calendar.date_of(self.store.clock().now());
            let ahead = jiff::Span::new().days(i64::from(self.calendar_days_ahead));
            let needed = today.checked_add(ahead).unwrap_or(today);
            match calendar.covered_until(today) {
                None => return Err(format!("calendar `{name}` has not loaded the year {}", today.year())),
                Some(until) if until < needed => {
                    return Err(format!(
                        "calendar `{name}` is loaded until {until}, but is needed until {needed}"
                    ));
                }
                Some(_) => {}
            }
        }
        match store::deadlines::count_unset(self.store.read()).await {
            Ok(0) => Ok(()),
            Ok(count) => Err(format!("{count} clocks wait for calendar `{name}`")),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Whether the versions of the policy that open complaints are on are at hand.
    pub(crate) async fn check_policies(&self) -> Result<(), String> {
        let on = store::matters::policies(self.store.read()).await;
        let missing = self.packs.missing(on.map_err(|error| error.to_string())?);
        if missing.is_empty() {
            return Ok(());
        }
        Err(format!(
            "open complaints are on versions of the policy pack that are not at hand, and the one in force governs: {}; put their folders \
             beside routing.pack_folder, or move the complaints with `huiyin policy migrate`",
            missing.join(", ")
        ))
    }

    /// Whether every clock that is past due was escalated (P14).
    pub(crate) async fn check_missed(&self) -> Result<(), String> {
        match self.count_missed().await {
            Ok(0) => Ok(()),
            Ok(count) => Err(format!("{count} clocks are past due without escalation")),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// A complaint without what is open on it: most steps are about one clock alone.
fn alone((id, complaint): (ComplaintId, Complaint)) -> (ComplaintId, Matter) {
    let matter = Matter {
        complaint,
        orders: Vec::new(),
        clocks: Vec::new(),
    };
    (id, matter)
}
