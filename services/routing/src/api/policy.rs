//! `GET /policy/…`: the versions of the policy pack, and the calendars and letters of the one in force, for people who answer for them.

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::routing::{CalendarDayView, CalendarView, CheckPack, LetterView, PackChecked, PackView};
use huiyin_policy::{Horizon, Pack, PackFiles};
use huiyin_web::{Caller, Gate, Json, Problem, Query};
use serde::Deserialize;
use utoipa::IntoParams;

use super::the_directory;
use crate::app::App;

/// For how many days ahead the calendars of a pack that is checked must be loaded.
const DAYS_AHEAD: u32 = 30;
/// How many packs can be laid over one another at most: each is read and merged.
const LAYERS: usize = 8;

/// The versions that are at hand, by the day from which they are in force.
#[utoipa::path(get, path = "/policy/packs", tag = "policy", responses((status = 200, body = Vec<PackView>)))]
pub(crate) async fn packs(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
) -> Result<Json<Vec<PackView>>, Problem> {
    gate.require(&caller, Action::ReadDirectory, &the_directory())?;
    let view = |pack: &Pack| PackView {
        version: pack.version().to_string(),
        zh: pack.title().zh.clone(),
        en: pack.title().en.clone(),
        effective_from: pack.effective_from(),
        in_force: pack.version() == app.pack().version(),
        overlays: pack.overlays().iter().map(|over| over.version.to_string()).collect(),
    };
    Ok(Json(app.packs().map(view).collect()))
}

/// Which year.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct YearQuery {
    /// The year whose days are shown; this one where it is absent.
    #[param(minimum = 1, maximum = 9999)]
    year: Option<i16>,
}

/// The calendars of the pack in force, with the days of one year that depart from their weekday (R4.6).
#[utoipa::path(get, path = "/policy/calendars", tag = "policy", params(YearQuery), responses((status = 200, body = Vec<CalendarView>)))]
pub(crate) async fn calendars(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<YearQuery>,
) -> Result<Json<Vec<CalendarView>>, Problem> {
    gate.require(&caller, Action::ReadDirectory, &the_directory())?;
    let pack = app.pack();
    let usual = pack.default_calendar();
    let year = query.year.unwrap_or_else(|| usual.date_of(gate.clock().now()).year());
    let view = |calendar: &huiyin_worktime::Calendar| CalendarView {
        name: calendar.name().to_owned(),
        time_zone: calendar.time_zone().to_owned(),
        usual: calendar.name() == usual.name(),
        week: calendar.week().collect(),
        years: calendar.years().collect(),
        days: calendar
            .departures(year)
            .map(|of| CalendarDayView {
                day: of.day,
                name: of.name.to_owned(),
                works_as: of.works_as.map(str::to_owned),
            })
            .collect(),
    };
    Ok(Json(pack.calendars().map(view).collect()))
}

/// The approved texts of letters of the pack in force (R5.4).
#[utoipa::path(get, path = "/policy/letters", tag = "policy", responses((status = 200, body = Vec<LetterView>)))]
pub(crate) async fn letters(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
) -> Result<Json<Vec<LetterView>>, Problem> {
    gate.require(&caller, Action::ReadDirectory, &the_directory())?;
    let view = |letter: &huiyin_policy::Letter| LetterView {
        code: letter.name.code.clone(),
        zh: letter.name.zh.clone(),
        en: letter.name.en.clone(),
        rules: letter.rules.clone(),
        zh_text: letter.zh.clone(),
        en_text: letter.en.clone(),
        approver: letter.approver.as_ref().map(ToString::to_string),
    };
    Ok(Json(app.pack().letters().iter().map(view).collect()))
}

/// Checks a pack, and tells how it differs from the one in force. Nothing is changed: a version comes into force on its own day, once it
/// stands in the folder of packs.
#[utoipa::path(
    post,
    path = "/policy/checks",
    tag = "policy",
    request_body = CheckPack,
    responses(
        (status = 200, body = PackChecked),
        (status = 413, description = "The pack is larger than 2 MiB"),
        (status = 422, description = "Too many packs are laid over one another")
    )
)]
pub(crate) async fn check_pack(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Json(asked): Json<CheckPack>,
) -> Result<Json<PackChecked>, Problem> {
    gate.require(&caller, Action::Simulate, &Resource::new(Kind::Figures))?;
    if asked.pack.split('+').count() > LAYERS {
        let sentence = format!("at most {LAYERS} packs are laid over one another");
        return Err(Problem::refused("too-many-layers", sentence));
    }
    let files = PackFiles {
        name: asked.pack,
        files: asked.files,
    };
    let on = app.pack().default_calendar().date_of(gate.clock().now());
    let horizon = Horizon { on, days: DAYS_AHEAD };
    Ok(Json(checked(app.pack(), &files, horizon)))
}

fn checked(in_force: &Pack, files: &PackFiles, horizon: Horizon) -> PackChecked {
    let told = |wrong, pack: Option<&Pack>| PackChecked {
        version: pack.map(|pack| pack.version().to_string()),
        effective_from: pack.map(Pack::effective_from),
        wrong,
        in_force: in_force.version().to_string(),
        differences: pack
            .map(|pack| in_force.differences(pack).iter().map(ToString::to_string).collect())
            .unwrap_or_default(),
    };
    match Pack::embedded_with(files) {
        Ok(pack) => told(
            pack.check(horizon).iter().map(ToString::to_string).collect(),
            Some(&pack),
        ),
        Err(refusal) => told(vec![refusal.to_string()], None),
    }
}
