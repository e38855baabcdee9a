//! `GET /deliveries` and `POST /deliveries/{id}/retry`: who was told, and whether it arrived. Never an address.

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::notification::{DeliveriesQuery, Delivery as View, DeliveryState};
use huiyin_web::{Caller, Gate, Json, Limit, Page, Path, Problem, Query, cursor};
use uuid::Uuid;

use super::failed;
use crate::app::{App, RetryError};
use crate::domain::delivery::{Delivery, Filter, State as DomainState};
use crate::domain::matter::Matter;

/// The deliveries that the caller may see, the newest first. Those that they may not see are left out of their page.
#[utoipa::path(
    get,
    path = "/deliveries",
    tag = "deliveries",
    params(DeliveriesQuery),
    responses((status = 200, body = Page<View>), (status = 422, description = "An unknown state"))
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<DeliveriesQuery>,
) -> Result<Json<Page<View>>, Problem> {
    gate.scope(&caller)?;
    let limit = query.limit.map_or_else(|| Ok(Limit::default()), limit)?;
    let filter = Filter {
        complaint: query.complaint,
        state: query.state.as_deref().map(state).transpose()?,
        after: query.after.as_deref().map(cursor::decode::<Uuid>).transpose()?,
    };
    let rows = app.deliveries(&filter, limit.and_one()).await.map_err(failed)?;
    let page = Page::cut(rows, limit, |(delivery, _)| delivery.id)?;
    let seen = |(delivery, matter): (Delivery, Matter)| {
        gate.may(&caller, Action::ReadDeliveries, &resource(&delivery, &matter))
            .then(|| view(delivery))
    };
    Ok(Json(Page {
        items: page.items.into_iter().filter_map(seen).collect(),
        next: page.next,
    }))
}

/// Tries a failed delivery again, from the first attempt. Sent again it is refused: by then the delivery waits.
#[utoipa::path(
    post,
    path = "/deliveries/{id}/retry",
    tag = "deliveries",
    params(("id" = String, Path, format = Uuid, description = "The delivery")),
    responses((status = 200, body = View), (status = 409, description = "It has not failed"))
)]
pub(crate) async fn retry(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<View>, Problem> {
    let (delivery, matter) = app.delivery(id).await.map_err(failed)?.ok_or_else(Problem::not_found)?;
    gate.require(&caller, Action::ReadDeliveries, &resource(&delivery, &matter))?;
    gate.require(&caller, Action::Operate, &Resource::new(Kind::System))?;
    let delivery = app.retry(id).await.map_err(|error| match error {
        RetryError::Refused(refusal) => Problem::conflict(refusal.code(), refusal.to_string()),
        RetryError::NotThere => Problem::not_found(),
        RetryError::Failed(error) => failed(error),
    })?;
    Ok(Json(view(delivery)))
}

fn limit(rows: u64) -> Result<Limit, Problem> {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    Limit::try_from(rows).map_err(|error| Problem::refused("wrong_limit", error.to_string()))
}

fn state(name: &str) -> Result<&'static str, Problem> {
    let known = ["waiting", "sent", "failed", "suppressed"];
    let found = known.into_iter().find(|known| *known == name);
    found.ok_or_else(|| Problem::refused("unknown_state", "a delivery is waiting, sent, failed or suppressed"))
}

/// What the policies look at. A complaint whose registration is not heard yet is nobody's but the operator's.
/// What is about no complaint is for the unit that is told.
fn resource(delivery: &Delivery, matter: &Matter) -> Resource {
    if delivery.details.book.is_some() {
        return Resource::new(Kind::Complaint).of_unit(delivery.audience.unit().cloned());
    }
    Resource::new(Kind::Complaint)
        .of_unit(matter.unit.clone())
        .led_by(matter.lead.clone().filter(|_| matter.number.is_some()))
        .restricted(matter.restricted || matter.number.is_none())
        .about(matter.concerned.clone())
}

fn view(delivery: Delivery) -> View {
    View {
        id: delivery.id,
        complaint: delivery.complaint,
        event: delivery.event,
        template: delivery.template,
        audience: delivery.audience.name().to_owned(),
        unit: delivery.audience.unit().cloned(),
        created: delivery.created,
        state: match delivery.state {
            DomainState::Waiting { attempt, next } => DeliveryState::Waiting { attempt, next },
            DomainState::Sent { at, channel } => DeliveryState::Sent {
                at,
                channel: channel.code().to_owned(),
            },
            DomainState::Failed { reason } => DeliveryState::Failed {
                reason: reason.code().to_owned(),
            },
            DomainState::Suppressed { reason } => DeliveryState::Suppressed {
                reason: reason.code().to_owned(),
            },
        },
    }
}
