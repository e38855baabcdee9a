//! What the desk asks and answers over the bus.

use std::sync::Arc;
use std::time::Duration;

use huiyin_bus::Bus;
use huiyin_chassis::Built;
use huiyin_contracts::requests::{OpenRequest, StaffRequest};
use huiyin_contracts::subjects;

use crate::app::{App, Drafts, Lookup, Opens};

/// Between two looks at what is over.
const SWEEP: Duration = Duration::from_secs(600);

/// Asks routing who somebody is now.
pub(crate) fn lookup(bus: Bus) -> Lookup {
    Arc::new(move |code| {
        let bus = bus.clone();
        Box::pin(async move {
            let subject = subjects::request("routing", "staff");
            let answer = bus.request(&subject, &StaffRequest { code }).await;
            answer.map_err(|error| error.to_string())
        })
    })
}

/// Asks audit whether break-glass still opens a complaint.
pub(crate) fn opens(bus: Bus) -> Opens {
    Arc::new(move |asked: OpenRequest| {
        let bus = bus.clone();
        Box::pin(async move {
            let subject = subjects::request("audit", "break_glass");
            let answer = bus.request(&subject, &asked).await;
            answer.map_err(|error| error.to_string())
        })
    })
}

/// Removes the drafts that have ended.
pub(crate) fn sweeps(built: Built, drafts: &Drafts) -> Built {
    let drafts = drafts.clone();
    built.ticks("drafts", SWEEP, move || {
        let drafts = drafts.clone();
        Box::pin(async move { Ok(drafts.sweep().await?) })
    })
}

/// Says whose a token is; forgets what is over.
pub(crate) fn answers(built: Built, app: &Arc<App>) -> Built {
    let (asked, swept) = (Arc::clone(app), Arc::clone(app));
    built
        .answers("token", move |question| {
            let app = Arc::clone(&asked);
            Box::pin(async move { app.exchange(&question).await })
        })
        .ticks("sessions", SWEEP, move || {
            let app = Arc::clone(&swept);
            Box::pin(async move { Ok(app.sweep().await?) })
        })
}
