//! `/desk/learning`: circulars with the units that have not acknowledged them, and improvements with what came of them (R6.2).

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::audit::{EffectRow, Effects};
use huiyin_contracts::views::investigation::{CircularUnits, CircularView, ImprovementView};
use huiyin_web::Page as Rows;
use serde::Deserialize;
use uuid::Uuid;

use super::{problem, render};
use crate::Door;
use crate::commands::{Command, LEARNING};
use crate::services::{Answer, Of};
use crate::visit::Visit;

/// Which part of them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Part {
    circulars: Option<String>,
    improvements: Option<String>,
    circular: Option<Uuid>,
    done: Option<String>,
}

/// What the page shows.
pub(crate) struct Shelf {
    pub(crate) circulars: Answer<Rows<CircularView>>,
    /// The circular that was opened.
    pub(crate) opened: Option<Answer<CircularUnits>>,
    pub(crate) improvements: Answer<Rows<ImprovementView>>,
    pub(crate) effects: Answer<Effects>,
}

#[derive(Template)]
#[template(path = "learning.html")]
struct Page<'a> {
    v: &'a Visit,
    shelf: Shelf,
    /// The command that was just given.
    done: Option<&'static Command>,
}

impl Page<'_> {
    fn act(&self, key: &str, id: &impl std::fmt::Display) -> String {
        self.v.link(&format!("/desk/learning/acts/{key}/{id}"))
    }

    /// A new paper has no id yet: the form's own key stands for it, and its service gives the id.
    fn begin(&self, key: &str) -> String {
        self.act(key, &self.v.key)
    }

    fn opened(&self, circular: &Uuid) -> String {
        self.v
            .link_with("/desk/learning", &[("circular", &circular.to_string())])
    }

    fn next(&self, list: &str, cursor: &str) -> String {
        self.v.link_with("/desk/learning", &[(list, cursor)])
    }

    /// What came of it, where it is counted.
    fn effect(&self, one: &ImprovementView) -> Option<&EffectRow> {
        match &self.shelf.effects {
            Answer::Here(effects) => effects.rows.iter().find(|row| row.improvement == one.id),
            _ => None,
        }
    }

    fn came(&self, effect: &EffectRow) -> String {
        let (days, before, after) = (
            effect.days.to_string(),
            effect.before.to_string(),
            effect.after.to_string(),
        );
        self.v.words.fill("learning.came", &[&days, &before, &after])
    }
}

/// The page.
pub(crate) async fn show(
    State(door): State<Door>,
    visit: Visit,
    part: Result<Query<Part>, QueryRejection>,
) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let part = part.map(|Query(part)| part).unwrap_or_default();
    let (services, headers) = (&door.services, &visit.passed);
    let circulars = part.circulars.as_deref().map(|after| [("after", after)]);
    let improvements = part.improvements.as_deref().map(|after| [("after", after)]);
    let opened = async {
        let asked = format!("/investigation/v1/circulars/{}", part.circular?);
        Some(services.get(Of::Investigation, &asked, &(), headers).await)
    };
    let (circulars, opened, improvements, effects) = tokio::join!(
        services.get(Of::Investigation, "/investigation/v1/circulars", &circulars, headers),
        opened,
        services.get(
            Of::Investigation,
            "/investigation/v1/improvements",
            &improvements,
            headers
        ),
        services.get(Of::Audit, "/audit/v1/figures/effects", &(), headers),
    );
    let done = part.done.as_deref().and_then(|key| LEARNING.named(key));
    let shelf = Shelf {
        circulars,
        opened,
        improvements,
        effects,
    };
    page(&visit, shelf, done)
}

/// The page of these papers.
pub(crate) fn page(visit: &Visit, shelf: Shelf, done: Option<&'static Command>) -> Response {
    let page = Page { v: visit, shelf, done };
    render(visit, StatusCode::OK, &page)
}
