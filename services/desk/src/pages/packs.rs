//! `/desk/admin/packs`: the versions of the policy pack, since when each is in force, and a check: files of a pack are pasted, and routing says
//! what is wrong and what would differ. A version comes into force on its own day, once its folder stands beside the others; no form moves it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::routing::{CheckPack, PackChecked, PackView};

use super::act::Said;
use super::{problem, render};
use crate::Door;
use crate::form::{self, Field, Kind, Shown, Typed, may, must};
use crate::language::Language;
use crate::refusal;
use crate::services::{Answer, Done, Of};
use crate::visit::Visit;

/// What is asked of a check: the pack, and one file of it that differs from the product's own.
pub(crate) const FIELDS: &[Field] = &[
    must("pack", Kind::Line),
    may("pack_file", Kind::Line),
    may("pack_text", Kind::Words),
];

#[derive(Template)]
#[template(path = "packs.html")]
struct Page<'a> {
    v: &'a Visit,
    packs: Answer<Vec<PackView>>,
    fields: Vec<Shown<'a>>,
    said: &'a Said,
    checked: Option<PackChecked>,
}

impl Page<'_> {
    fn name<'a>(&self, pack: &'a PackView) -> &'a str {
        match self.v.words.language {
            Language::Zh => &pack.zh,
            Language::En => &pack.en,
        }
    }

    fn state(&self, pack: &PackView) -> &str {
        let key = if pack.in_force {
            "packs.in_force"
        } else if pack.effective_from > self.v.today() {
            "packs.ahead"
        } else {
            "packs.before"
        };
        self.v.say(key)
    }
}

/// The page.
pub(crate) async fn show(State(door): State<Door>, visit: Visit) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    gather(&door, &visit, &Typed::default(), &Said::default(), None, StatusCode::OK).await
}

/// Checks what was pasted.
pub(crate) async fn check(
    State(door): State<Door>,
    visit: Visit,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let typed = Typed(typed);
    if typed.comes_back() {
        return gather(&door, &visit, &typed, &Said::default(), None, StatusCode::OK).await;
    }
    if let Err(wrongs) = form::body(FIELDS, &typed, &visit) {
        let said = Said {
            wrongs,
            ..Said::default()
        };
        return gather(&door, &visit, &typed, &said, None, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let asked = CheckPack {
        pack: typed.get("pack").trim().to_owned(),
        files: file(&typed),
    };
    let path = "/routing/v1/policy/checks";
    match door
        .services
        .post(Of::Routing, path, &asked, &visit.key, &visit.passed)
        .await
    {
        Done::Yes(checked) => gather(&door, &visit, &typed, &Said::default(), Some(checked), StatusCode::OK).await,
        Done::Refused(refused) => {
            let said = Said {
                refused: Some(refusal::sentence(&visit, &refused)),
                ..Said::default()
            };
            let status = StatusCode::from_u16(refused.status).unwrap_or(StatusCode::CONFLICT);
            gather(&door, &visit, &typed, &said, None, status).await
        }
        Done::Away => {
            let said = Said {
                away: true,
                ..Said::default()
            };
            gather(&door, &visit, &typed, &said, None, StatusCode::SERVICE_UNAVAILABLE).await
        }
    }
}

/// The file that was pasted, by its path; none where no path was given. Browsers send lines with both their ends.
fn file(typed: &Typed) -> BTreeMap<String, String> {
    let path = typed.get("pack_file").trim();
    let text = typed.get("pack_text").replace("\r\n", "\n");
    let pasted = (!path.is_empty()).then(|| (path.to_owned(), text));
    pasted.into_iter().collect()
}

async fn gather(
    door: &Door,
    visit: &Visit,
    typed: &Typed,
    said: &Said,
    checked: Option<PackChecked>,
    status: StatusCode,
) -> Response {
    let packs = door
        .services
        .get(Of::Routing, "/routing/v1/policy/packs", &(), &visit.passed)
        .await;
    page(visit, packs, typed, said, checked, status)
}

/// The page with what was typed, and what came of it.
pub(crate) fn page(
    visit: &Visit,
    packs: Answer<Vec<PackView>>,
    typed: &Typed,
    said: &Said,
    checked: Option<PackChecked>,
    status: StatusCode,
) -> Response {
    let page = Page {
        v: visit,
        packs,
        fields: form::shown(FIELDS, typed, &said.wrongs, &[], visit),
        said,
        checked,
    };
    render(visit, status, &page)
}
