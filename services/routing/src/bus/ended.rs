//! The complaint ended: settled (R3.9), declined (R3.5), withdrawn (R3.12) or closed (R6.1).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::intake::{DeclinedV1, SettledV1, WithdrawnV1};
use huiyin_contracts::events::investigation::ClosedV1;
use huiyin_store::Change;

use super::outcome;
use crate::app::App;
use crate::domain::end::Ending;

pub(super) async fn settled(app: &App, change: &mut Change, heard: Heard<SettledV1>) -> Outcome {
    outcome(
        app.ended(change, heard.event.complaint, Ending::Settled, heard.envelope.occurred)
            .await,
    )
}

pub(super) async fn declined(app: &App, change: &mut Change, heard: Heard<DeclinedV1>) -> Outcome {
    outcome(
        app.ended(change, heard.event.complaint, Ending::Declined, heard.envelope.occurred)
            .await,
    )
}

pub(super) async fn withdrawn(app: &App, change: &mut Change, heard: Heard<WithdrawnV1>) -> Outcome {
    outcome(
        app.ended(
            change,
            heard.event.complaint,
            Ending::Withdrawn,
            heard.envelope.occurred,
        )
        .await,
    )
}

pub(super) async fn closed(app: &App, change: &mut Change, heard: Heard<ClosedV1>) -> Outcome {
    let at = heard.event.closed.unwrap_or(heard.envelope.occurred);
    outcome(app.ended(change, heard.event.complaint, Ending::Closed, at).await)
}
