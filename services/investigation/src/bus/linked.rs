//! Intake's `linked` and `unlinked`: a complaint that follows another one is handled with that one (R3.11).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::intake::{LinkedV1, UnlinkedV1};
use huiyin_store::Change;

use crate::app::App;
use crate::domain::Ending;
use crate::domain::end::Ended;

const JOIN: &str = "join";

pub(crate) async fn linked(app: &App, change: &mut Change, heard: Heard<LinkedV1>) -> Outcome {
    let (event, at) = (heard.event, heard.envelope.occurred);
    if event.kind != JOIN {
        return Outcome::Done;
    }
    let ended = Ended {
        ending: Ending::Joined,
        finding: None,
        by: event.by,
        at,
    };
    super::outcome(app.ended(change, event.complaint, ended).await)
}

pub(crate) async fn unlinked(app: &App, change: &mut Change, heard: Heard<UnlinkedV1>) -> Outcome {
    let event = heard.event;
    if event.kind != JOIN {
        return Outcome::Done;
    }
    super::outcome(app.parted(change, event.complaint, event.by).await)
}
