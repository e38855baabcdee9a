//! `/desk/admin/calendars?year=…`: the working calendars of the policy pack in force: the hours of each weekday, and the holidays and make-up
//! working days of one year (R4.6). They come with the pack, whose next version brings the next year's.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::routing::CalendarView;
use serde::Deserialize;

use super::{problem, render};
use crate::Door;
use crate::services::{Answer, Of};
use crate::visit::Visit;

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Which year.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    year: String,
}

#[derive(Template)]
#[template(path = "calendars.html")]
struct Page<'a> {
    v: &'a Visit,
    year: i16,
    calendars: Answer<Vec<CalendarView>>,
}

impl Page<'_> {
    fn other(&self, by: i16) -> String {
        let year = self.year.saturating_add(by).to_string();
        self.v.link_with("/desk/admin/calendars", &[("year", &year)])
    }

    /// Each weekday with its hours.
    fn week<'a>(&'a self, calendar: &'a CalendarView) -> Vec<(&'a str, String)> {
        let hours = |periods: &Vec<String>| match periods.as_slice() {
            [] => self.v.say("calendars.rest").to_owned(),
            periods => periods.join(" · "),
        };
        let days = WEEKDAYS.iter().zip(&calendar.week);
        days.map(|(day, periods)| (self.v.code("weekday", day), hours(periods)))
            .collect()
    }

    fn knows(&self, calendar: &CalendarView) -> bool {
        calendar.years.contains(&self.year)
    }

    fn years(&self, calendar: &CalendarView) -> String {
        let years: Vec<String> = calendar.years.iter().map(ToString::to_string).collect();
        years.join(" · ")
    }
}

/// The page.
pub(crate) async fn show(
    State(door): State<Door>,
    visit: Visit,
    which: Result<Query<Which>, QueryRejection>,
) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    // A year that is none is this one.
    let asked = which.map(|Query(which)| which.year).unwrap_or_default();
    let asked = asked.parse().ok().filter(|year| (1..=9999).contains(year));
    let year: i16 = asked.unwrap_or_else(|| visit.today().year());
    let query = [("year", year)];
    let calendars = door
        .services
        .get(Of::Routing, "/routing/v1/policy/calendars", &query, &visit.passed)
        .await;
    page(&visit, year, calendars)
}

/// The page of this year.
pub(crate) fn page(visit: &Visit, year: i16, calendars: Answer<Vec<CalendarView>>) -> Response {
    let page = Page {
        v: visit,
        year,
        calendars,
    };
    render(visit, StatusCode::OK, &page)
}
