//! Break-glass at the desk: whom it was opened to goes in, and from then on their session carries the complaint until it closes (R8.1).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures::future::BoxFuture;
use huiyin_contracts::requests::{Answer, OpenRequest};
use huiyin_contracts::views::break_glass::OpenedView;
use huiyin_kernel::{BreakGlassId, ComplaintId, StaffCode, Timestamp};
use huiyin_store::StoreError;
use jiff::SignedDuration;

use super::App;
use crate::store::{self, Opening};

/// Asks audit whether a request still opens its complaint; `Err` where it does not answer.
pub(crate) type Opens =
    Arc<dyn Fn(OpenRequest) -> BoxFuture<'static, Result<Answer<OpenedView>, String>> + Send + Sync>;

/// So long an answer is taken for the present. With the three seconds for which services remember a token's caller, what was closed is shut
/// within five.
const FRESH: SignedDuration = SignedDuration::from_secs(2);
/// How many answers are remembered.
const MOST: usize = 1_000;

/// What is still open.
pub(crate) struct Openings {
    opens: Opens,
    known: Mutex<HashMap<BreakGlassId, (Timestamp, bool)>>,
}

impl Openings {
    pub(crate) fn new(opens: Opens) -> Self {
        Self {
            opens,
            known: Mutex::default(),
        }
    }

    /// Whether it still is. Where nobody says so, it is not.
    async fn is_open(&self, request: BreakGlassId, staff: &StaffCode, now: Timestamp) -> bool {
        let known = self
            .known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&request)
            .copied();
        if let Some((since, open)) = known
            && now.duration_since(since) < FRESH
        {
            return open;
        }
        let asked = OpenRequest {
            request,
            staff: staff.clone(),
        };
        let open = match (self.opens)(asked).await {
            Ok(Answer::Ok(_)) => true,
            Ok(Answer::NotFound) => false,
            Ok(Answer::Unavailable) | Err(_) => {
                tracing::warn!("audit does not say whether a complaint is still open by break-glass: it is shut");
                return false;
            }
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(request, (now, open));
        open
    }
}

impl App {
    /// The complaint that is open to a session now.
    pub(super) async fn opened(&self, hash: &str, staff: &StaffCode) -> Result<Option<ComplaintId>, StoreError> {
        let Some(openings) = &self.openings else {
            return Ok(None);
        };
        let Some(opening) = store::opening(self.store.read(), hash).await? else {
            return Ok(None);
        };
        let now = self.now();
        let open = opening.until > now && openings.is_open(opening.request, staff, now).await;
        Ok(open.then_some(opening.complaint))
    }

    /// Opens to a session what audit let its owner into.
    pub(crate) async fn open(&self, hash: &str, opening: &Opening) -> Result<(), StoreError> {
        let change = self.store.change().await?;
        store::open(&change, hash, opening).await?;
        change.commit().await
    }

    /// Leaves what is open to a session.
    pub(crate) async fn leave(&self, hash: &str) -> Result<(), StoreError> {
        let change = self.store.change().await?;
        store::shut(&change, hash).await?;
        change.commit().await
    }
}
