//! Intake's `rated` and `disagreed`: what the complainant says of the answer.

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::intake::{DisagreedV1, RatedV1};
use huiyin_store::Change;

use crate::app::App;
use crate::domain::{Round, Satisfaction};

pub(crate) async fn rated(app: &App, change: &mut Change, heard: Heard<RatedV1>) -> Outcome {
    let (event, at) = (heard.event, heard.envelope.occurred);
    let satisfaction = match event.satisfaction.as_str() {
        "satisfied" => Satisfaction::Satisfied,
        "dissatisfied" => Satisfaction::Dissatisfied,
        other => return Outcome::Poison(format!("`{other}` is no rating")),
    };
    let took = app.rated(change, event.complaint, satisfaction, (event.by, at)).await;
    super::outcome(took)
}

pub(crate) async fn disagreed(app: &App, change: &mut Change, heard: Heard<DisagreedV1>) -> Outcome {
    let (event, at) = (heard.event, heard.envelope.occurred);
    let round = match event.way.as_str() {
        "verification" => Round::Verification,
        "appeal" => Round::Appeal,
        other => return Outcome::Poison(format!("`{other}` is no way to disagree")),
    };
    let Ok(day) = event.day.parse() else {
        return Outcome::Poison("the day is no date".to_owned());
    };
    let took = app
        .disagreed(change, event.complaint, (round, day), (event.by, at))
        .await;
    super::outcome(took)
}
