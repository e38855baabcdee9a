//! Who somebody is now, by routing's directory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures::future::BoxFuture;
use huiyin_contracts::requests::{Answer, StaffNow};
use huiyin_kernel::{Clock, StaffCode, Timestamp};
use jiff::SignedDuration;

/// Asks routing; `Err` where it does not answer.
pub(crate) type Lookup = Arc<dyn Fn(StaffCode) -> BoxFuture<'static, Result<Answer<StaffNow>, String>> + Send + Sync>;

/// So long an answer is taken for the present. With the three seconds for which services remember a token's caller, who left is cut off
/// within five.
const FRESH: SignedDuration = SignedDuration::from_secs(2);
/// So long the last answer counts where routing cannot be reached: a branch goes on registering while its line is down.
const LAST_WORD: SignedDuration = SignedDuration::from_hours(8);

/// Nobody says who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Away;

pub(crate) struct Directory {
    lookup: Lookup,
    clock: Clock,
    known: Mutex<HashMap<StaffCode, (Timestamp, StaffNow)>>,
}

impl Directory {
    pub(crate) fn new(lookup: Lookup, clock: Clock) -> Self {
        Self {
            lookup,
            clock,
            known: Mutex::default(),
        }
    }

    /// Somebody's unit and duties now; `None` for who is not of the staff, or no longer.
    pub(crate) async fn now(&self, code: &StaffCode) -> Result<Option<StaffNow>, Away> {
        let known = self.known(code);
        let age = |since: Timestamp| self.clock.now().duration_since(since);
        if let Some((since, staff)) = &known
            && age(*since) < FRESH
        {
            return Ok(Some(staff.clone()));
        }
        match (self.lookup)(code.clone()).await {
            Ok(Answer::Ok(staff)) => {
                self.keep(code, Some(staff.clone()));
                Ok(Some(staff))
            }
            Ok(Answer::NotFound) => {
                self.keep(code, None);
                Ok(None)
            }
            Ok(Answer::Unavailable) | Err(_) => {
                tracing::warn!("routing does not say who is on the staff");
                let last = known.filter(|(since, _)| age(*since) < LAST_WORD);
                last.map(|(_, staff)| Some(staff)).ok_or(Away)
            }
        }
    }

    fn known(&self, code: &StaffCode) -> Option<(Timestamp, StaffNow)> {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(code)
            .cloned()
    }

    fn keep(&self, code: &StaffCode, staff: Option<StaffNow>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match staff {
            Some(staff) => known.insert(code.clone(), (self.clock.now(), staff)),
            None => known.remove(code),
        };
    }
}
