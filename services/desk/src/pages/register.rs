//! `/desk/register`: the registration at the counter, by telephone, from a letter (R3.1 to R3.5), and the receipt that it gives.

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use fast_qr::QRBuilder;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::intake::{Recognised, Registered};
use huiyin_web::Problem;
use serde::Deserialize;
use uuid::Uuid;

use super::act::{Said, refused_by};
use super::known::Known;
use super::{drafts, problem, render};
use crate::Door;
use crate::address::address;
use crate::commands::REGISTER;
use crate::form::{self, Shown, Typed};
use crate::services::Done;
use crate::visit::Visit;

/// Where the parts of the paper form begin: how it came and whom it is about, who complains, who does so for them, what they say.
const PARTS: [(&str, usize); 4] = [
    ("register.matter", 10),
    ("register.complainant", 19),
    ("register.on_behalf", 26),
    ("register.words", usize::MAX),
];

#[derive(Template)]
#[template(path = "register.html")]
struct Page<'a> {
    v: &'a Visit,
    parts: Vec<(&'static str, Vec<Shown<'a>>)>,
    said: &'a Said,
    key: &'a str,
    known: &'a Known,
    /// What is typed is kept under this name.
    draft: String,
}

/// The draft to go on with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    draft: Option<Uuid>,
}

impl Page<'_> {
    fn complaint(&self, known: &Recognised) -> String {
        self.v.link(&format!("/desk/complaints/{}", known.known.number))
    }

    fn alike(&self) -> String {
        self.v.words.fill("known.alike", &[&self.known.alike().to_string()])
    }

    /// The kinds of what is the same, by their names.
    fn same(&self, known: &Recognised) -> String {
        let names: Vec<&str> = known.known.same.iter().map(|kind| self.v.code("field", kind)).collect();
        names.join(self.v.say("known.and"))
    }
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct Receipt<'a> {
    v: &'a Visit,
    given: &'a Registered,
    tracking: Option<String>,
    qr: Option<(usize, String)>,
}

impl Receipt<'_> {
    fn complaint(&self) -> String {
        self.v.link(&format!("/desk/complaints/{}", self.given.number))
    }
}

/// The form: empty, or with what a draft holds.
pub(crate) async fn form(State(door): State<Door>, visit: Visit, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = may(&door, &visit) {
        return problem::page(&visit, &refused);
    }
    let typed = match asked.draft {
        Some(draft) => match drafts::typed(&door, &visit, draft).await {
            Ok(typed) => typed,
            Err(refused) => return problem::page(&visit, &refused),
        },
        None => Typed::default(),
    };
    let units = visit.names.offered();
    show(&visit, &typed, &Said::default(), &units, StatusCode::OK)
}

/// Registers. The same form sent twice is one complaint, and gives the same receipt.
pub(crate) async fn register(
    State(door): State<Door>,
    visit: Visit,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    if let Err(refused) = may(&door, &visit) {
        return problem::page(&visit, &refused);
    }
    let typed = Typed(typed);
    if typed.comes_back() {
        let units = visit.names.offered();
        return show(&visit, &typed, &Said::default(), &units, StatusCode::OK);
    }
    let (said, status) = match form::body(REGISTER.fields, &typed, &visit) {
        Err(wrongs) => {
            let said = Said {
                wrongs,
                ..Said::default()
            };
            (said, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Ok(body) => {
            let key = typed.key().unwrap_or(&visit.key);
            match door
                .services
                .post(REGISTER.of, REGISTER.route, &body, key, &visit.passed)
                .await
            {
                Done::Yes(given) => {
                    drafts::registered(&door, &visit, &typed).await;
                    return receipt(&visit, &door.public, &given);
                }
                Done::Refused(refused) => refused_by(&visit, &refused, &REGISTER),
                Done::Away => {
                    let said = Said {
                        away: true,
                        ..Said::default()
                    };
                    (said, StatusCode::SERVICE_UNAVAILABLE)
                }
            }
        }
    };
    let units = visit.names.offered();
    show(&visit, &typed, &said, &units, status)
}

pub(super) fn may(door: &Door, visit: &Visit) -> Result<(), Problem> {
    door.gate
        .require(&visit.caller, Action::Register, &Resource::new(Kind::Complaint))
}

/// The form with what was typed and what is said about it.
pub(crate) fn show(
    visit: &Visit,
    typed: &Typed,
    said: &Said,
    units: &[(String, String)],
    status: StatusCode,
) -> Response {
    with_known(visit, typed, said, units, (status, &Known::NotAsked))
}

/// The form, and what is known of the complainant.
pub(crate) fn with_known(
    visit: &Visit,
    typed: &Typed,
    said: &Said,
    units: &[(String, String)],
    (status, known): (StatusCode, &Known),
) -> Response {
    let mut fields = form::shown(REGISTER.fields, typed, &said.wrongs, units, visit).into_iter();
    let mut begun = 0;
    let mut parts = Vec::new();
    for (heading, end) in PARTS {
        let part: Vec<Shown<'_>> = fields.by_ref().take(end - begun).collect();
        begun = end;
        parts.push((heading, part));
    }
    let key = typed.key().filter(|_| said.away).unwrap_or(&visit.key);
    let page = Page {
        v: visit,
        parts,
        said,
        key,
        known,
        draft: drafts::named(typed).unwrap_or_else(|| visit.key.clone()),
    };
    render(visit, status, &page)
}

/// The receipt: number, code, and where the complainant follows it. The code is shown here once and stands in no address.
pub(crate) fn receipt(visit: &Visit, public: &str, given: &Registered) -> Response {
    // Where nobody said at which address complainants reach the desk, a path alone would lead a telephone nowhere.
    let known = !public.is_empty();
    let tracking = known.then(|| address(&format!("{public}/desk/track"), &[("number", given.number.as_str())]));
    let qr = tracking.as_deref().and_then(qr);
    let page = Receipt {
        v: visit,
        given,
        tracking,
        qr,
    };
    render(visit, StatusCode::OK, &page)
}

/// A QR code as its size in modules, with a quiet zone of four, and the path that draws its dark ones.
pub(super) fn qr(text: &str) -> Option<(usize, String)> {
    let code = QRBuilder::new(text).build().ok()?;
    let mut path = String::new();
    for (y, row) in code.data.chunks(code.size).take(code.size).enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, module)| module.value()) {
            path.push_str(&format!("M{} {}h1v1h-1z", x + 4, y + 4));
        }
    }
    Some((code.size + 8, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_the_form_begin_where_the_paper_has_them() {
        let ends: Vec<&str> = PARTS
            .iter()
            .filter_map(|(_, end)| REGISTER.fields.get(*end))
            .map(|field| field.name)
            .collect();
        assert_eq!(ends, ["complainant.name", "complainant.on_behalf.role", "narrative"]);
    }

    #[test]
    fn a_qr_code_is_drawn_with_its_quiet_zone() {
        let (size, path) = qr("http://127.0.0.1:8080/desk/track?number=O011-20261123-00042-0").unwrap();
        assert!(
            size > 29 && (size - 8) % 4 == 1,
            "a QR code has 17 + 4 × version modules: {size}"
        );
        assert!(
            path.starts_with("M4 4h1v1h-1zM5 4"),
            "the finder pattern begins at the quiet zone's corner"
        );
        assert!(
            !path.contains("M3 ") && !path.contains("M0 "),
            "the quiet zone is empty"
        );
    }
}
