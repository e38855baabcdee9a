#![doc = include_str!("../README.md")]

mod api;
mod app;
mod bus;
mod config;
mod domain;
mod store;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use huiyin_chassis::{Built, Parts, Service};
use huiyin_contracts::requests::{Answer, DutyContactsRequest, StaffRequest, UnitContactsRequest};
use huiyin_policy::{Pack, Shelf};
use huiyin_web::Gate;
use jiff::tz::TimeZone;
use sea_orm_migration::MigrationTrait;

pub use config::Config;

use crate::api::Api;
use crate::app::{App, Packs};

/// How often clocks are looked for that wait for a calendar, or run by one that was corrected.
const UNSET: Duration = Duration::from_secs(60);

/// How often what stands at a place that is no open unit's is looked for.
const SWEEP: Duration = Duration::from_secs(60);

/// The routing service.
pub struct Routing;

impl Service for Routing {
    const NAME: &'static str = "routing";
    const DEFAULTS: &'static str = include_str!("../config.default.toml");
    type Config = Config;

    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        store::migration::migrations()
    }

    fn build(config: Config, parts: Parts) -> anyhow::Result<Built> {
        let packs = packs(&config)?;
        TimeZone::get(&config.time_zone).with_context(|| {
            format!(
                "routing.time_zone {:?} is no IANA time zone, as Asia/Shanghai is",
                config.time_zone
            )
        })?;
        let app = Arc::new(App::new(
            parts.store,
            packs,
            config.time_zone,
            config.calendar_days_ahead,
        ));
        let api = Api {
            app: Arc::clone(&app),
            gate: Gate::new(parts.access, parts.clock),
        };
        let built = Built::new().routes(api::routes(api)).hears(bus::hears(&app));
        Ok(checks(ticks(answers(built, &app), &app, config.tick_seconds), &app))
    }
}

/// Every version of the pack: those beside its folder, or the one in the binary.
fn packs(config: &Config) -> anyhow::Result<Packs> {
    if config.pack_folder.is_empty() {
        let known = || Pack::embedded_names().collect::<Vec<_>>().join(", ");
        let pack = Pack::embedded(&config.pack)
            .with_context(|| format!("routing.pack {:?} cannot be used; there are: {}", config.pack, known()))?;
        return Packs::of(Shelf::of(vec![pack])).context("there is no policy pack");
    }
    let folder = Path::new(&config.pack_folder);
    let shelf = Shelf::beside(folder)
        .with_context(|| format!("routing.pack_folder {:?} cannot be used", config.pack_folder))?;
    Packs::of(shelf).context("there is no policy pack")
}

fn answers(built: Built, app: &Arc<App>) -> Built {
    let (app, people) = (Arc::clone(app), Arc::clone(app));
    let built = built.answers("staff", move |question: StaffRequest| {
        let app = Arc::clone(&people);
        Box::pin(async move {
            Ok(app.staff_now(&question.code).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "a member of staff could not be read");
                Answer::Unavailable
            }))
        })
    });
    let duties = Arc::clone(&app);
    let built = built.answers("duty_contacts", move |question: DutyContactsRequest| {
        let app = Arc::clone(&duties);
        Box::pin(async move {
            Ok(app.duty_contacts(&question.duties).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "who holds a duty could not be read");
                Answer::Unavailable
            }))
        })
    });
    built.answers("unit_contacts", move |question: UnitContactsRequest| {
        let app = Arc::clone(&app);
        Box::pin(async move {
            let told = app.unit_contacts(&question.unit, question.not_of.as_ref()).await;
            Ok(told.unwrap_or_else(|error| {
                tracing::warn!(%error, "the contacts of a unit could not be read");
                Answer::Unavailable
            }))
        })
    })
}

fn ticks(built: Built, app: &Arc<App>, seconds: u64) -> Built {
    let (fires, sets, corrects) = (Arc::clone(app), Arc::clone(app), Arc::clone(app));
    let (moves, sweeps) = (Arc::clone(app), Arc::clone(app));
    built
        .ticks("changes of units", Duration::from_secs(seconds.max(1)), move || {
            let app = Arc::clone(&moves);
            Box::pin(async move { Ok(app.change_on_the_day().await?) })
        })
        .ticks("deadlines", Duration::from_secs(seconds.max(1)), move || {
            let app = Arc::clone(&fires);
            Box::pin(async move { Ok(app.fire().await?) })
        })
        .ticks("left behind", SWEEP, move || {
            let app = Arc::clone(&sweeps);
            Box::pin(async move { Ok(app.follow_left_behind().await?) })
        })
        .ticks("unset clocks", UNSET, move || {
            let app = Arc::clone(&sets);
            Box::pin(async move { Ok(app.set_clocks().await?) })
        })
        .ticks("corrected calendars", UNSET, move || {
            let app = Arc::clone(&corrects);
            Box::pin(async move { Ok(app.recompute().await?) })
        })
}

fn checks(built: Built, app: &Arc<App>) -> Built {
    let (calendar, missed) = (Arc::clone(app), Arc::clone(app));
    let (past_due, unset, policies) = (Arc::clone(app), Arc::clone(app), Arc::clone(app));
    built
        .measures(
            "past_due_without_escalation",
            "Clocks that are past due and were not escalated: 0, or escalation does not work.",
            move || {
                let app = Arc::clone(&past_due);
                Box::pin(async move { app.count_missed().await.map_err(|error| error.to_string()) })
            },
        )
        .measures(
            "clocks_without_calendar",
            "Clocks that wait for a working calendar.",
            move || {
                let app = Arc::clone(&unset);
                Box::pin(async move { app.count_unset().await.map_err(|error| error.to_string()) })
            },
        )
        .warns("calendar", move || {
            let app = Arc::clone(&calendar);
            Box::pin(async move { app.check_calendar().await })
        })
        .warns("policy", move || {
            let app = Arc::clone(&policies);
            Box::pin(async move { app.check_policies().await })
        })
        .ready("escalation", move || {
            let app = Arc::clone(&missed);
            Box::pin(async move { app.check_missed().await })
        })
}
