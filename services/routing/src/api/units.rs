//! `GET /units` and `GET /units/{code}`: the organisation's tree (R2.1).

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::Action;
use huiyin_contracts::views::routing::UnitView;
use huiyin_kernel::{Date, UnitCode};
use huiyin_web::{Caller, Gate, Json, Limit, Page, Path, Problem, Query, cursor};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{failed, the_directory, views};
use crate::app::App;
use crate::domain::directory::Directory;
use crate::domain::unit::Unit;

/// Which units.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct UnitsQuery {
    /// This unit and those below it.
    #[param(value_type = Option<String>)]
    under: Option<UnitCode>,
    /// Units of this level.
    level: Option<String>,
    /// Units that hold this duty.
    duty: Option<String>,
    /// Open units, or closed ones; all where it is absent.
    open: Option<bool>,
    /// The tree as it was on this day: `2026-11-27`.
    #[param(value_type = Option<String>)]
    on: Option<Date>,
    /// Units whose name or code holds this text.
    q: Option<String>,
    /// The page's `next`, to go on after it.
    after: Option<String>,
    /// How many rows at most.
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50, required = false)]
    limit: Limit,
}

impl UnitsQuery {
    fn fits(&self, directory: &Directory, unit: &Unit) -> bool {
        let text = |text: &String| unit.name.contains(text) || unit.code.as_str().contains(&text.to_lowercase());
        self.level.as_ref().is_none_or(|level| unit.level == *level)
            && self.open.is_none_or(|open| unit.is_open() == open)
            && self.q.as_ref().is_none_or(text)
            && self
                .duty
                .as_ref()
                .is_none_or(|duty| directory.duties_of(unit).any(|held| held == duty))
    }
}

/// Units in the order of the tree, each before those below it.
#[utoipa::path(get, path = "/units", tag = "directory", params(UnitsQuery), responses((status = 200, body = Page<UnitView>)))]
pub(crate) async fn units(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<UnitsQuery>,
) -> Result<Json<Page<UnitView>>, Problem> {
    gate.require(&caller, Action::ReadDirectory, &the_directory())?;
    let directory = match query.on {
        Some(day) => Arc::new(app.units_on(day).await.map_err(failed)?),
        None => app.units().await.map_err(failed)?,
    };
    let top = match &query.under {
        Some(code) => directory.within(&directory.get(code).ok_or_else(Problem::not_found)?.path),
        None => directory.units(),
    };
    let after: Option<UnitCode> = query.after.as_deref().map(cursor::decode).transpose()?;
    let begin = after
        .and_then(|code| top.iter().position(|unit| unit.code == code))
        .map_or(0, |at| at + 1);
    let fitting = top.iter().skip(begin).filter(|unit| query.fits(&directory, unit));
    let page = Page::cut(fitting.take(query.limit.rows() + 1).collect(), query.limit, |unit| {
        unit.code.clone()
    })?;
    Ok(Json(page.map(|unit| views::unit(&directory, unit))))
}

/// One unit, open or closed.
#[utoipa::path(
    get,
    path = "/units/{code}",
    tag = "directory",
    params(("code" = String, Path, description = "The unit's code")),
    responses((status = 200, body = UnitView), (status = 404, description = "There is no such unit"))
)]
pub(crate) async fn unit(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(code): Path<UnitCode>,
) -> Result<Json<UnitView>, Problem> {
    gate.require(&caller, Action::ReadDirectory, &the_directory())?;
    let directory = app.units().await.map_err(failed)?;
    let unit = directory.get(&code).ok_or_else(Problem::not_found)?;
    Ok(Json(views::unit(&directory, unit)))
}
