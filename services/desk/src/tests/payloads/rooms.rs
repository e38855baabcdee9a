//! The pages of administration and of the opinion books, with a hostile text in every field of what they show.

use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::routing::PackChecked;
use jiff::civil::date;
use serde_json::{Value, json};

use super::pages::{AT, ID, UNIT, read, rows, said, system, typed, with};
use crate::pages::{admin, archive, books, break_glass, bus, calendars, letters, packs};
use crate::samples::{self, TEXT};
use crate::services::{Answer, Of};
use crate::visit::Visit;

pub(super) fn of_directory(visit: &Visit, text: &str) -> Response {
    let part = admin::Part {
        under: text.to_owned(),
        q: text.to_owned(),
        after: text.to_owned(),
    };
    let staff = json!({
        "code": "e012", "unit": "o0123", "duties": [text], "leader": true, "reports_to": null, "language": text,
        "has_email": true, "left": false,
        "further": [{"unit": "o011", "duties": [text], "leader": false, "reports_to": null}],
    });
    let planned = json!({
        "unit": "o0123", "day": "2026-12-01", "at": AT, "change": text, "name": text, "other": null, "cannot": text,
    });
    let unit = samples::unit_view(UNIT, text);
    let unit = huiyin_contracts::views::routing::UnitView {
        level: text.to_owned(),
        time_zone: text.to_owned(),
        duties: vec![text.to_owned()],
        ..unit
    };
    let tree = admin::Tree {
        units: rows(vec![unit], text),
        staff: Some(rows(vec![read(staff)], text)),
        planned: Answer::Here(vec![read(planned)]),
    };
    admin::show_directory(visit, &part, tree)
}

pub(super) fn of_deliveries(visit: &Visit, text: &str) -> Response {
    let failed = huiyin_contracts::views::notification::DeliveryState::Failed {
        reason: TEXT.to_owned(),
    };
    let found = rows(vec![with(&samples::delivery(failed), text)], text);
    admin::show_deliveries(visit, "failed", found)
}

fn file(text: &str) -> Value {
    json!({
        "complaint": ID, "number": text, "unit": UNIT, "archived": AT, "class": text, "kept_until": "2026-11-01",
        "state": text, "list": null,
        "holds": [{
            "id": ID, "ground": text, "reference": text, "by": system(text), "at": AT, "released_by": null, "released": null,
        }],
        "destroyed": [{ "service": text, "at": AT, "rows": 3, "files": 1 }],
    })
}

pub(super) fn of_archive(visit: &Visit, text: &str) -> Response {
    let files = archive::Shelf::Files(rows(vec![read(file(text))], text));
    archive::page(visit, "due", date(2026, 11, 27), files, None)
}

pub(super) fn of_destructions(visit: &Visit, text: &str) -> Response {
    let list = json!({
        "id": ID, "state": text, "by": system(text), "at": AT, "decided_by": system(text), "decided": AT,
        "files": [file(text)],
    });
    let lists = archive::Shelf::Lists(Answer::Here(vec![read(list)]));
    archive::page(visit, "lists", date(2026, 11, 27), lists, None)
}

pub(super) fn of_bus(visit: &Visit, text: &str) -> Response {
    let feed = json!({
        "epoch": ID, "last": 7, "unnumbered": 0, "relayed": 7, "waiting": 1, "parked": 1,
        "heard": [{ "producer": text, "epoch": ID, "through": 3 }], "consumers": [{ "name": text, "through": 3 }],
    });
    let parked = json!({
        "event": ID, "kind": text, "producer": text, "about": ID, "version": 3, "reason": text, "since": AT,
    });
    let line = bus::Line {
        of: Of::Audit,
        feed: Answer::Here(read(feed)),
        parked: Answer::Here(vec![read(parked)]),
    };
    bus::page(visit, &[line], &said(text), StatusCode::OK)
}

pub(super) fn of_calendars(visit: &Visit, text: &str) -> Response {
    let day = json!({ "day": "2026-10-01", "name": text, "works_as": text });
    let calendar = json!({
        "name": text, "time_zone": text, "usual": true, "week": [[text], [], [], [], [], [], []], "years": [2026],
        "days": [day],
    });
    calendars::page(visit, 2026, Answer::Here(vec![read(calendar)]))
}

pub(super) fn of_letters(visit: &Visit, text: &str) -> Response {
    let letter = json!({
        "code": text, "zh": text, "en": text, "rules": [text], "zh_text": text, "en_text": text, "approver": text,
    });
    letters::page(visit, text, Answer::Here(vec![read(letter)]))
}

pub(super) fn of_packs(visit: &Visit, text: &str) -> Response {
    let pack = json!({
        "version": text, "zh": text, "en": text, "effective_from": "2026-01-01", "in_force": true, "overlays": [text],
    });
    let checked = PackChecked {
        version: Some(text.to_owned()),
        effective_from: Some(date(2027, 1, 1)),
        wrong: vec![text.to_owned()],
        in_force: text.to_owned(),
        differences: vec![text.to_owned()],
    };
    let typed = typed(&["pack", "pack_file", "pack_text"], text);
    let packs = Answer::Here(vec![read(pack)]);
    packs::page(visit, packs, &typed, &said(text), Some(checked), StatusCode::OK)
}

pub(super) fn of_books(visit: &Visit, text: &str) -> Response {
    let book = json!({
        "id": ID, "unit": UNIT, "code": text, "place": text, "from": "2026-01-01", "to": null,
        "next_day": "2026-11-27", "due": AT,
    });
    let missed = json!({
        "book": ID, "unit": UNIT, "code": text, "day": "2026-11-26", "due": AT, "told": "ho.b01", "returned": null,
    });
    let returned = json!({
        "book": ID, "day": "2026-11-25", "revision": 2, "entries": 1, "complaints": [ID], "late": true, "reason": text,
        "by": system(text), "at": AT,
    });
    let shelf = books::Shelf {
        books: rows(vec![read(book)], text),
        missed: rows(vec![read(missed)], text),
        returns: Some((ID.parse().unwrap(), Answer::Here(vec![read(returned)]))),
    };
    books::page(visit, shelf, None)
}

pub(super) fn of_break_glass(visit: &Visit, text: &str) -> Response {
    let request = json!({
        "id": ID, "number": text, "ground": text, "reference": text, "hours": 4, "state": text, "asked_by": system(text),
        "asked": AT, "decided_by": system(text), "decided": AT, "until": AT, "closed_by": system(text), "decidable": true,
    });
    let requests = Answer::Here(vec![read(request)]);
    break_glass::shown(visit, requests, None, Some(text.to_owned()), StatusCode::OK)
}
