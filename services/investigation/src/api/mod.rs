//! The HTTP API: `/investigation/v1`.

mod access;
mod cases;
mod commands;
mod decisions;
mod earlier;
mod evidence;
mod extensions;
mod learning;
mod papers;
mod refusal;
mod sanctions;
mod waiting;

use axum::extract::FromRef;
use huiyin_access::{Action, Resource};
use huiyin_kernel::CaseId;
use huiyin_web::{Caller, Gate, Idempotency, IfMatch, Problem};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, Call};

/// What the routes work with.
#[derive(Clone, FromRef)]
pub(crate) struct Api {
    app: App,
    gate: Gate,
}

/// The routes.
pub(crate) fn routes(app: App, gate: Gate) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(access::access))
        .routes(routes!(cases::list))
        .routes(routes!(cases::count))
        .routes(routes!(waiting::list))
        .routes(routes!(waiting::count))
        .routes(routes!(cases::read))
        .routes(routes!(cases::read_of_complaint))
        .routes(routes!(cases::causes))
        .routes(routes!(commands::accept))
        .routes(routes!(papers::statements, commands::take_statement))
        .routes(routes!(commands::find))
        .routes(routes!(commands::reply))
        .routes(routes!(decisions::communicate))
        .routes(routes!(decisions::decide_reply))
        .routes(routes!(decisions::propose_redress))
        .routes(routes!(decisions::decide_redress))
        .routes(routes!(decisions::deliver_redress))
        .routes(routes!(decisions::drop_redress))
        .routes(routes!(decisions::review))
        .routes(routes!(decisions::ask_again))
        .routes(routes!(decisions::overrule_opinion))
        .routes(routes!(extensions::tell))
        .routes(routes!(extensions::letters))
        .routes(routes!(decisions::end_outside))
        .routes(routes!(sanctions::list, sanctions::propose))
        .routes(routes!(sanctions::decide))
        .routes(routes!(sanctions::appeal))
        .routes(routes!(sanctions::settle))
        .routes(routes!(commands::follow_up))
        .routes(routes!(commands::close))
        .routes(routes!(commands::archive))
        .routes(routes!(evidence::list, evidence::add))
        .routes(routes!(evidence::content))
        .routes(routes!(papers::lessons, papers::draw_lesson))
        .routes(routes!(earlier::answers))
        .routes(routes!(papers::form))
        .routes(routes!(learning::circulars, learning::issue))
        .routes(routes!(learning::circular))
        .routes(routes!(learning::acknowledge))
        .routes(routes!(learning::improvements, learning::propose))
        .routes(routes!(learning::finish))
        .routes(routes!(learning::refuse))
        .with_state(Api { app, gate })
}

impl Api {
    /// The call of a command, where the caller may give it. The permission holds for the case as it is now; the change checks
    /// that it still is.
    async fn call(
        &self,
        caller: &Caller,
        action: Action,
        case: CaseId,
        if_match: IfMatch,
        idempotency: Idempotency,
    ) -> Result<Call, Problem> {
        let allowed = self.allowed(caller, action, case).await?;
        Ok(allowed.call(caller, case, if_match, idempotency))
    }

    /// That the caller may give the command, before its body is read.
    async fn allowed(&self, caller: &Caller, action: Action, case: CaseId) -> Result<Allowed, Problem> {
        let permitted = self.app.case(case).await?.case.resource();
        self.gate.require(caller, action, &permitted)?;
        Ok(Allowed(permitted))
    }

    /// The call of somebody who decides what another proposed: with the duties that their unit holds.
    async fn deciding(
        &self,
        caller: &Caller,
        action: Action,
        case: CaseId,
        if_match: IfMatch,
        idempotency: Idempotency,
    ) -> Result<Call, Problem> {
        let kept = self.app.case(case).await?;
        let (resource, decider) = self.app.sight(caller, &kept).await?;
        self.gate.require(&decider, action, &resource)?;
        Ok(Call {
            case,
            by: caller.actor.clone(),
            unit: caller.unit.clone(),
            elsewhere: caller.elsewhere.clone(),
            duties: self.app.duties_of(caller, &kept.case).await?,
            permitted: kept.case.resource(),
            if_match,
            idempotency,
        })
    }
}

/// What a permission was given for.
struct Allowed(Resource);

impl Allowed {
    fn call(self, caller: &Caller, case: CaseId, if_match: IfMatch, idempotency: Idempotency) -> Call {
        Call {
            case,
            by: caller.actor.clone(),
            unit: caller.unit.clone(),
            elsewhere: caller.elsewhere.clone(),
            duties: caller.duties.clone(),
            permitted: self.0,
            if_match,
            idempotency,
        }
    }
}
