//! Intake's `settled`, `declined` and `withdrawn`: the complaint ended without us.

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::intake::{DeclinedV1, SettledV1, WithdrawnV1};
use huiyin_store::Change;

use crate::app::App;
use crate::domain::Ending;
use crate::domain::end::Ended;

pub(crate) async fn settled(app: &App, change: &mut Change, heard: Heard<SettledV1>) -> Outcome {
    let (event, at) = (heard.event, heard.envelope.occurred);
    let ended = Ended {
        ending: Ending::Settled,
        finding: event.finding,
        by: event.by,
        at,
    };
    super::outcome(app.ended(change, event.complaint, ended).await)
}

pub(crate) async fn declined(app: &App, change: &mut Change, heard: Heard<DeclinedV1>) -> Outcome {
    let (event, at) = (heard.event, heard.envelope.occurred);
    let ended = Ended {
        ending: Ending::Declined,
        finding: None,
        by: event.by,
        at,
    };
    super::outcome(app.ended(change, event.complaint, ended).await)
}

pub(crate) async fn withdrawn(app: &App, change: &mut Change, heard: Heard<WithdrawnV1>) -> Outcome {
    let (event, at) = (heard.event, heard.envelope.occurred);
    let ended = Ended {
        ending: Ending::Withdrawn,
        finding: None,
        by: event.by,
        at,
    };
    super::outcome(app.ended(change, event.complaint, ended).await)
}
