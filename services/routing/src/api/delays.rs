//! What the endpoints about more time have in common.

use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::{Action, Kind};
use huiyin_kernel::{ClockId, UnitPath};
use huiyin_web::{Caller, Gate, Idempotency, Problem};
use uuid::Uuid;

use super::command::{self, Told};
use super::{failed, held, views};
use crate::app::App;
use crate::domain::ledger::Line;
use crate::domain::{ask_delay, decide_delay, resume as end_pause};

/// Whether the caller may do this to a clock: it runs for their unit, or one below. To others it does not exist.
pub(super) async fn permit(
    app: &App,
    gate: &Gate,
    caller: &Caller,
    action: Action,
    id: ClockId,
) -> Result<(), Problem> {
    let (clock, complaint) = app.clock(id).await.map_err(failed)?.ok_or_else(Problem::not_found)?;
    gate.require(caller, action, &held(Kind::Order, &complaint, &clock.unit))
}

/// Whether the caller may decide about a line: the clock is in their subtree, or they are of the unit that the pack names (R4.5), which
/// need not stand above it. To others it does not exist.
async fn permit_to_decide(app: &App, gate: &Gate, caller: &Caller, asked: &Line) -> Result<(), Problem> {
    let (clock, complaint) = app
        .clock(asked.clock)
        .await
        .map_err(failed)?
        .ok_or_else(Problem::not_found)?;
    let approver = app.approver(asked, &clock, &complaint).await.map_err(failed)?;
    let of = |unit: &UnitPath| held(Kind::Order, &complaint, unit);
    match approver {
        Some(unit) if gate.may(caller, Action::DecideDelay, &of(&unit)) => Ok(()),
        _ => gate.require(caller, Action::DecideDelay, &of(&clock.unit)),
    }
}

/// A line as the answer shows it.
pub(super) fn line(line: &Line) -> Result<String, serde_json::Error> {
    serde_json::to_string(&views::delay(line.clone()))
}

/// Approves a line or refuses it.
pub(super) async fn decide(
    app: &App,
    gate: &Gate,
    caller: &Caller,
    id: Uuid,
    idempotency: &Idempotency,
    approve: bool,
) -> Result<Response, Problem> {
    let asked = app.line(id).await.map_err(failed)?.ok_or_else(Problem::not_found)?;
    permit_to_decide(app, gate, caller, &asked).await?;
    let people = (&caller.actor, Some(&asked.asked_by));
    let key = command::key(idempotency, StatusCode::OK);
    let done = app
        .on_clock(
            key,
            asked.clock,
            people,
            |ground| {
                decide_delay::DecideDelay {
                    matter: ground.matter,
                    clock: ground.clock,
                    lines: ground.lines,
                    line: ground.lines.iter().find(|line| line.id == id).unwrap_or(&asked),
                    approve,
                    by: &caller.actor,
                    unit: caller.unit.as_ref(),
                    elsewhere: &caller.elsewhere,
                    reports: ground.reports,
                    now: ground.now,
                }
                .decide(&ground.rules)
            },
            line,
        )
        .await;
    done.map(command::answer)
        .map_err(|error| command::problem(error, told_decided))
}

/// Ends a pause.
pub(super) async fn resume(
    app: &App,
    gate: &Gate,
    caller: &Caller,
    id: Uuid,
    idempotency: &Idempotency,
) -> Result<Response, Problem> {
    let pause = app.line(id).await.map_err(failed)?.ok_or_else(Problem::not_found)?;
    permit(app, gate, caller, Action::AskDelay, pause.clock).await?;
    let key = command::key(idempotency, StatusCode::OK);
    let done = app
        .on_clock(
            key,
            pause.clock,
            (&caller.actor, None),
            |ground| {
                end_pause::Resume {
                    matter: ground.matter,
                    clock: ground.clock,
                    lines: ground.lines,
                    line: ground.lines.iter().find(|line| line.id == id).unwrap_or(&pause),
                    by: &caller.actor,
                    now: ground.now,
                }
                .decide(&ground.rules)
            },
            line,
        )
        .await;
    done.map(command::answer)
        .map_err(|error| command::problem(error, told_resumed))
}

pub(super) fn told_asked(refusal: &ask_delay::Refusal) -> Told {
    use ask_delay::Refusal;
    match refusal {
        Refusal::Ended => Told::Conflict("complaint-ended"),
        Refusal::NotExtended => Told::Conflict("clock-not-extended"),
        Refusal::Over => Told::Conflict("limit-passed"),
        Refusal::NotRunning => Told::Conflict("clock-not-running"),
        Refusal::Pending => Told::Conflict("delay-pending"),
        Refusal::Bound => Told::Conflict("date-binding"),
        Refusal::Length(_) => Told::Refused("limit-out-of-range"),
        Refusal::Ground(_) => Told::Refused("ground-unknown"),
        Refusal::Ceiling => Told::Refused("ceiling"),
        Refusal::Calendar(_) => Told::Refused("calendar"),
        Refusal::NoWords => Told::Refused("reason-missing"),
        Refusal::LongWords => Told::Refused("reason-long"),
    }
}

fn told_decided(refusal: &decide_delay::Refusal) -> Told {
    use decide_delay::Refusal;
    match refusal {
        Refusal::Ended => Told::Conflict("complaint-ended"),
        Refusal::Decided => Told::Conflict("delay-decided"),
        Refusal::Own => Told::Conflict("delay-own"),
        Refusal::Reports => Told::Conflict("delay-reports"),
        Refusal::SameUnit => Told::Conflict("delay-same-unit"),
        Refusal::Concerned => Told::Conflict("delay-concerned"),
        Refusal::Elsewhere(_) => Told::Conflict("delay-elsewhere"),
        Refusal::Nobody => Told::Conflict("clock-not-extended"),
        Refusal::Over => Told::Conflict("limit-passed"),
        Refusal::NotRunning => Told::Conflict("clock-not-running"),
        Refusal::Ceiling => Told::Refused("ceiling"),
        Refusal::Calendar(_) => Told::Refused("calendar"),
    }
}

fn told_resumed(refusal: &end_pause::Refusal) -> Told {
    match refusal {
        end_pause::Refusal::NotPaused => Told::Conflict("clock-not-paused"),
        end_pause::Refusal::Calendar(_) => Told::Refused("calendar"),
    }
}
