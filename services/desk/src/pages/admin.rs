//! `/desk/admin/…`: what the organisation is and how its notices fare, for who may read it: the directory's tree with its staff and what waits
//! for its day, and deliveries by their state. Each page is its service's answer; each service decides who sees it.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::notification::{Delivery, DeliveryState};
use huiyin_contracts::views::routing::{PlannedChange, PostView, StaffView, UnitView};
use huiyin_kernel::UnitCode;
use huiyin_web::Page as Rows;
use serde::Deserialize;

use super::{problem, render};
use crate::Door;
use crate::services::{Answer, Of};
use crate::visit::Visit;

/// The states of deliveries, those that need somebody first.
const STATES: [&str; 4] = ["failed", "waiting", "sent", "suppressed"];

/// Which part of the directory.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Part {
    pub(crate) under: String,
    pub(crate) q: String,
    pub(crate) after: String,
}

/// What the directory's page shows.
pub(crate) struct Tree {
    pub(crate) units: Answer<Rows<UnitView>>,
    /// The staff of the unit that was asked for.
    pub(crate) staff: Option<Answer<Rows<StaffView>>>,
    pub(crate) planned: Answer<Vec<PlannedChange>>,
}

#[derive(Template)]
#[template(path = "directory.html")]
struct Directory<'a> {
    v: &'a Visit,
    part: &'a Part,
    tree: Tree,
}

impl Directory<'_> {
    fn under(&self, code: &UnitCode) -> String {
        self.v.link_with("/desk/admin/directory", &[("under", code.as_str())])
    }

    fn next(&self, cursor: &str) -> String {
        let query = [
            ("under", self.part.under.as_str()),
            ("q", &self.part.q),
            ("after", cursor),
        ];
        self.v.link_with("/desk/admin/directory", &query)
    }

    fn duties(&self, duties: &[String]) -> String {
        let names: Vec<&str> = duties.iter().map(|duty| self.v.code("duty", duty)).collect();
        names.join(self.v.say("known.and"))
    }

    /// What somebody is in the unit that was asked for: their main post is elsewhere, where they have a further one here.
    fn here(&self, one: &StaffView) -> PostView {
        let main = PostView {
            unit: one.unit.clone(),
            duties: one.duties.clone(),
            leader: one.leader,
            reports_to: one.reports_to.clone(),
        };
        let under = self.part.under.trim();
        let further = one.further.iter().find(|post| post.unit.as_str() == under);
        further.cloned().unwrap_or(main)
    }

    /// The units of their other posts.
    fn elsewhere(&self, one: &StaffView, here: &PostView) -> String {
        let units = std::iter::once(&one.unit).chain(one.further.iter().map(|post| &post.unit));
        let others: Vec<&str> = units.filter(|unit| **unit != here.unit).map(UnitCode::as_str).collect();
        match others.as_slice() {
            [] => self.v.say("word.none").to_owned(),
            others => others.join(self.v.say("known.and")),
        }
    }

    /// Whom a unit names: first and second contact, first responsible person (R2.3).
    fn contacts(&self, unit: &UnitView) -> String {
        let all = [&unit.contact_1, &unit.contact_2, &unit.responsible];
        let named = all.map(|one| one.as_ref().map_or(self.v.say("word.none"), |code| code.as_str()));
        named.join(" / ")
    }
}

/// The directory.
pub(crate) async fn directory(
    State(door): State<Door>,
    visit: Visit,
    part: Result<Query<Part>, QueryRejection>,
) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let part = part.map(|Query(part)| part).unwrap_or_default();
    let (services, passed) = (&door.services, &visit.passed);
    let given = |pairs: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        let filled = pairs.iter().filter(|(_, text)| !text.trim().is_empty());
        filled.map(|(name, text)| (*name, text.trim().to_owned())).collect()
    };
    let units = given(&[("under", &part.under), ("q", &part.q), ("after", &part.after)]);
    let staff = async {
        let unit = Some(part.under.trim()).filter(|unit| !unit.is_empty())?;
        let asked = [("unit", unit), ("limit", "200")];
        Some(services.get(Of::Routing, "/routing/v1/staff", &asked, passed).await)
    };
    let (units, staff, planned) = tokio::join!(
        services.get(Of::Routing, "/routing/v1/units", &units, passed),
        staff,
        services.get(Of::Routing, "/routing/v1/directory/changes", &(), passed),
    );
    show_directory(&visit, &part, Tree { units, staff, planned })
}

/// The page of this part of the tree.
pub(crate) fn show_directory(visit: &Visit, part: &Part, tree: Tree) -> Response {
    let status = match tree.units {
        Answer::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    render(visit, status, &Directory { v: visit, part, tree })
}

/// Which deliveries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    pub(crate) state: String,
    pub(crate) after: String,
}

#[derive(Template)]
#[template(path = "deliveries.html")]
struct Deliveries<'a> {
    v: &'a Visit,
    state: &'a str,
    found: Answer<Rows<Delivery>>,
}

impl Deliveries<'_> {
    fn is_at(&self, state: &str) -> bool {
        self.state == state
    }

    fn tab(&self, state: &str) -> String {
        self.v.link_with("/desk/admin/deliveries", &[("state", state)])
    }

    fn next(&self, cursor: &str) -> String {
        self.v
            .link_with("/desk/admin/deliveries", &[("state", self.state), ("after", cursor)])
    }

    fn complaint(&self, notice: &Delivery) -> String {
        self.v.link(&format!("/desk/complaints/{}", notice.complaint))
    }

    fn retry(&self, notice: &Delivery) -> Option<String> {
        let failed = matches!(notice.state, DeliveryState::Failed { .. });
        let act = || format!("/desk/complaints/{}/acts/retry_notice/{}", notice.complaint, notice.id);
        failed.then(|| self.v.link(&act()))
    }

    fn told(&self, notice: &Delivery) -> String {
        super::complaint::delivery(self.v, &notice.state)
    }
}

/// Deliveries by their state, the newest first.
pub(crate) async fn deliveries(
    State(door): State<Door>,
    visit: Visit,
    which: Result<Query<Which>, QueryRejection>,
) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let which = which.map(|Query(which)| which).unwrap_or_default();
    let state = STATES
        .into_iter()
        .find(|state| *state == which.state)
        .unwrap_or("failed");
    let mut asked = vec![("state", state)];
    asked.extend(Some(("after", which.after.as_str())).filter(|(_, after)| !after.is_empty()));
    let services = &door.services;
    let found = services
        .get(Of::Notification, "/notification/v1/deliveries", &asked, &visit.passed)
        .await;
    show_deliveries(&visit, state, found)
}

/// The page of these deliveries.
pub(crate) fn show_deliveries(visit: &Visit, state: &str, found: Answer<Rows<Delivery>>) -> Response {
    render(visit, StatusCode::OK, &Deliveries { v: visit, state, found })
}
