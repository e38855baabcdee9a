//! Every page with its template, and the hostile text in every field of what it shows. Views are written as their services write them; where
//! there is a sample, each text of it is replaced.

use axum::http::StatusCode;
use axum::response::Response;
use huiyin_web::Page as Rows;
use jiff::civil::date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::rooms;
use crate::bulk::{Act, Chosen};
use crate::commands::Command;
use crate::form::Typed;
use crate::pages::act::{About, Place, Said};
use crate::pages::known::Known;
use crate::pages::{
    act, attachments, behind, bulk, complaint, drafts, evidence, figures, learning, list, look, months, overview,
    paper, post, queue, register, settings, sign_in, track, views,
};
use crate::samples::{self, TEXT};
use crate::services::Answer;
use crate::store::{Draft, View};
use crate::visit::Visit;

/// A template, and its page with a text in every field.
type Case = (&'static str, fn(&Visit, &str) -> Response);

pub(super) const VIEWS: &[Case] = &[
    ("complaint.html", of_complaint),
    ("list.html", of_list),
    ("queue.html", of_queue),
    ("register.html", of_registration),
    ("receipt.html", of_receipt),
    ("act.html", of_reply),
    ("act.html", of_finding),
    ("learning.html", of_learning),
    ("track.html", of_tracking),
    ("directory.html", rooms::of_directory),
    ("deliveries.html", rooms::of_deliveries),
    ("archive.html", rooms::of_archive),
    ("archive.html", rooms::of_destructions),
    ("bus.html", rooms::of_bus),
    ("calendars.html", rooms::of_calendars),
    ("letters.html", rooms::of_letters),
    ("packs.html", rooms::of_packs),
    ("books.html", rooms::of_books),
    ("attachments.html", of_attachments),
    ("evidence.html", of_evidence),
    ("figures.html", of_figures),
    ("behind.html", of_behind),
    ("months.html", of_months),
    ("overview.html", of_overview),
    ("look.html", of_look),
    ("paper.html", of_paper),
    ("bulk.html", of_bulk),
    ("bulk_done.html", of_bulk_done),
    ("bulk_paper.html", of_bulk_paper),
    ("drafts.html", of_drafts),
    ("views.html", of_views),
    ("sign_in.html", of_sign_in),
    ("settings.html", of_settings),
    ("post.html", of_posts),
    ("break_glass.html", rooms::of_break_glass),
];

pub(super) const ID: &str = "01900000-0000-7000-8000-000000000001";
pub(super) const AT: &str = "2026-11-23T01:06:00Z";
pub(super) const UNIT: &str = "ho.b01.o0123";

/// What a service would send.
pub(super) fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// A sample with another text in the place of each of its own.
pub(super) fn with<T: Serialize + DeserializeOwned>(sample: &T, text: &str) -> T {
    let inner = |text: &str| {
        let quoted = serde_json::to_string(text).unwrap();
        quoted[1..quoted.len() - 1].to_owned()
    };
    let told = serde_json::to_string(sample)
        .unwrap()
        .replace(&inner(TEXT), &inner(text));
    serde_json::from_str(&told).unwrap()
}

fn answer<T: Serialize + DeserializeOwned>(sample: Answer<T>, text: &str) -> Answer<T> {
    sample.map(|sample| with(&sample, text))
}

pub(super) fn rows<T>(items: Vec<T>, text: &str) -> Answer<Rows<T>> {
    Answer::Here(Rows {
        items,
        next: Some(text.to_owned()),
    })
}

pub(super) fn said(text: &str) -> Said {
    Said {
        refused: Some(text.to_owned()),
        ..Said::default()
    }
}

pub(super) fn typed(names: &[&str], text: &str) -> Typed {
    Typed(names.iter().map(|name| ((*name).to_owned(), text.to_owned())).collect())
}

pub(super) fn system(text: &str) -> Value {
    json!({ "kind": "system", "service": text })
}

fn of_complaint(visit: &Visit, text: &str) -> Response {
    let sample = samples::panels();
    let panels = complaint::Panels {
        facts: answer(sample.facts, text),
        case: answer(sample.case, text),
        clocks: answer(sample.clocks, text),
        orders: answer(sample.orders, text),
        notices: answer(sample.notices, text),
        timeline: answer(sample.timeline, text),
        links: answer(sample.links, text),
        attachments: answer(sample.attachments, text),
        holdings: answer(sample.holdings, text),
    };
    complaint::page(visit, samples::complaint().number.as_str(), panels, None)
}

fn of_list(visit: &Visit, text: &str) -> Response {
    let filter = list::Filter {
        stage: text.to_owned(),
        channel: text.to_owned(),
        unit: text.to_owned(),
        after: text.to_owned(),
    };
    list::show(
        visit,
        &filter,
        rows(vec![with(&samples::complaint(), text)], text),
        None,
    )
}

fn of_queue(visit: &Visit, text: &str) -> Response {
    let filter = queue::Filter {
        under: text.to_owned(),
        after: text.to_owned(),
    };
    let row = queue::Row {
        complaint: samples::complaint().id,
        order: None,
        number: Some(samples::complaint().number),
        kind: Some(text.to_owned()),
        stage: text.to_owned(),
        severity: Some(text.to_owned()),
        unit: text.to_owned(),
        concerned: Some(text.to_owned()),
        due: None,
        since: samples::complaint().registered,
    };
    let units = vec![(text.to_owned(), text.to_owned())];
    queue::show(visit, "overdue", &filter, rows(vec![row], text), [None; 6], units)
}

fn of_registration(visit: &Visit, text: &str) -> Response {
    let candidate = json!({
        "id": ID, "number": samples::complaint().number, "unit": UNIT, "class": text, "product": text, "received": AT,
        "stage": text, "same": [text],
    });
    let known = json!([{ "known": candidate, "alike": true }]);
    let typed = typed(&["complainant.phone", "narrative", "draft"], text);
    let known = Known::Found(read(known));
    register::with_known(visit, &typed, &said(text), &[], (StatusCode::OK, &known))
}

/// The form of a reply beside what was answered before.
fn of_reply(visit: &Visit, text: &str) -> Response {
    let about = About {
        command: Command::named("reply").unwrap(),
        place: Place::Complaint(samples::complaint().number.to_string()),
        id: ID.to_owned(),
    };
    let said = Said {
        before: vec![samples::earlier(text)],
        ..said(text)
    };
    act::show(visit, &about, &Typed::default(), &said, &[], StatusCode::OK)
}

/// The form of a finding with the root causes of its pack.
fn of_finding(visit: &Visit, text: &str) -> Response {
    let about = About {
        command: Command::named("find").unwrap(),
        place: Place::Complaint(samples::complaint().number.to_string()),
        id: ID.to_owned(),
    };
    let said = Said {
        causes: vec![(text.to_owned(), text.to_owned())],
        ..said(text)
    };
    act::show(visit, &about, &Typed::default(), &said, &[], StatusCode::OK)
}

fn of_receipt(visit: &Visit, text: &str) -> Response {
    let given = json!({
        "id": ID, "number": samples::complaint().number, "receipt_code": text, "unit": UNIT, "registered_by_unit": UNIT,
        "received": AT, "registered": AT,
    });
    register::receipt(visit, "https://bank.example", &read(given))
}

fn of_learning(visit: &Visit, text: &str) -> Response {
    learning::page(visit, samples::shelf(text), None)
}

fn of_tracking(visit: &Visit, text: &str) -> Response {
    let progress = json!({
        "number": samples::complaint().number, "stage": text, "language": text, "promised": AT,
        "promise": { "rule": text, "basis": text, "amount": 3, "extended": { "basis": text, "amount": 2, "was_due": AT } },
        "responsible_unit": text, "can_withdraw": true, "can_rate": true, "verify_by": "2026-12-23", "appeal_by": "2026-12-23",
        "steps": [{ "step": text, "at": AT, "zh": text, "en": text, "words": text }],
    });
    let typed = typed(
        &[
            "number",
            "receipt_code",
            "words",
            "remarks",
            "reasons",
            "satisfaction",
            "way",
        ],
        text,
    );
    let said = track::Said {
        refused: Some(text.to_owned()),
        ..track::Said::default()
    };
    track::show(visit, &typed, &said, Some(read(progress)), StatusCode::OK)
}

fn of_attachments(visit: &Visit, text: &str) -> Response {
    let files = answer(samples::panels().attachments, text);
    attachments::show(visit, ID, files, text, &said(text), StatusCode::OK)
}

fn of_evidence(visit: &Visit, text: &str) -> Response {
    let line = json!({ "what": text, "at": AT, "by": system(text), "note": text, "sha256": text });
    let piece = json!({
        "id": ID, "kind": text, "given_by": text, "sha256": text, "bytes": 7, "media_type": text, "scan": text,
        "added": AT, "by": system(text), "supersedes": null, "superseded_by": null, "custody": [line],
    });
    let typed = typed(&["kind", "given_by", "reason", "supersedes"], text);
    let pieces = Answer::Here(vec![read(piece)]);
    evidence::show(
        visit,
        &evidence::About::of(ID, ID.parse().unwrap()),
        pieces,
        &typed,
        &said(text),
        StatusCode::OK,
    )
}

fn of_figures(visit: &Visit, text: &str) -> Response {
    let counts = read(json!({ "received": 3, "closed": 1, "open": 2, "in_time": 1, "late": 0, "persons": 3 }));
    let line = |key: Option<&str>| figures::Line {
        key: key.map(str::to_owned),
        counts,
        before: Some(1),
        year: None,
    };
    let lines = Answer::Here(vec![line(None), line(Some(text))]);
    figures::page(
        visit,
        "channel",
        (date(2026, 11, 1), date(2026, 11, 27)),
        text,
        lines,
        false,
    )
}

fn of_behind(visit: &Visit, text: &str) -> Response {
    let row =
        json!({ "complaint": ID, "number": text, "unit": UNIT, "lead": null, "stage": text, "received_on": text });
    let filter = behind::Filter {
        by: Some(text.to_owned()),
        key: Some(text.to_owned()),
        part: text.to_owned(),
        from: text.to_owned(),
        to: text.to_owned(),
        under: text.to_owned(),
        after: text.to_owned(),
    };
    let rows = read(json!({ "items": [row], "next": text }));
    behind::page(visit, &filter, Answer::Here(rows))
}

fn of_months(visit: &Visit, text: &str) -> Response {
    let period = (date(2026, 10, 1), date(2026, 11, 27));
    let table = Answer::Here(months::tests::table(text));
    months::page(visit, "channel", period, text, table, false)
}

fn of_overview(visit: &Visit, text: &str) -> Response {
    let counts = json!({ "received": 3, "closed": 1, "open": 2, "in_time": 1, "late": 0, "persons": 3, "overdue": 1 });
    let figures = |by: &str| {
        let row = json!({ "key": [text], "counts": counts });
        read(json!({ "by": [by], "from": null, "to": null, "time_zone": text, "total": counts, "rows": [row] }))
    };
    let count = json!({ "rows": 1, "more": true });
    let orders = json!({ "to_accept": count, "due": count, "overdue": count, "supervision": count });
    let seen = overview::Seen {
        orders: Answer::Here(read(orders)),
        open: Answer::Here(figures("lead")),
        lately: Answer::Here(figures("lead")),
        causes: Answer::Here(figures("root_cause")),
    };
    overview::page(visit, text, (date(2026, 8, 29), date(2026, 11, 27)), seen)
}

fn of_look(visit: &Visit, text: &str) -> Response {
    let attachment = match samples::panels().attachments {
        Answer::Here(mut files) => with(&files.remove(0), text),
        _ => panic!("a sample is there"),
    };
    let behalf = json!({
        "role": text, "name": text, "phone": text, "email": text, "authority": text, "document": text, "receives": true,
    });
    let told = json!({
        "id": ID,
        "complainant": {
            "name": text, "phone": text, "email": text, "address": text, "id_document": text, "anonymous": false,
            "confidential": false, "persons": 2, "representatives": [text], "on_behalf": behalf,
        },
        "staff_concerned": ["e011"], "narrative": text, "asked_for": text,
        "notes": [{ "kind": text, "code": text, "words": text, "by": system(text), "at": AT }],
        "attachments": [{ "attachment": attachment, "name": text }],
    });
    let statement = json!({
        "id": ID, "given_by": text, "words": text, "taken": AT, "recorded": AT, "by": system(text), "sha256": text,
        "supersedes": null, "superseded_by": null,
    });
    let seen = look::Seen {
        told: Some(read(told)),
        statements: Some(vec![read(statement)]),
        ..look::Seen::default()
    };
    look::show(visit, ID, (text, "told"), &said(text), Some(seen), StatusCode::OK)
}

fn of_paper(visit: &Visit, text: &str) -> Response {
    paper::show(
        visit,
        &with(&samples::complaint(), text),
        &with(&samples::order(), text),
    )
}

fn asked(act: &str) -> bulk::Asked {
    bulk::Asked {
        list: "to_accept".to_owned(),
        act: Act::of("to_accept", act).unwrap(),
        chosen: vec![Chosen {
            complaint: samples::complaint().id,
            order: Some(samples::order().id),
            number: Some(samples::complaint().number),
        }],
        back: "/desk/lists/to_accept".to_owned(),
    }
}

fn outcome(text: &str) -> bulk::Outcome {
    bulk::Outcome {
        done: 1,
        refused: vec![bulk::Refusal {
            label: text.to_owned(),
            sentence: text.to_owned(),
        }],
        ..bulk::Outcome::default()
    }
}

fn of_bulk(visit: &Visit, text: &str) -> Response {
    let wrongs = typed(&["unit", "reason"], text).0;
    bulk::show(
        visit,
        &asked("hand_over"),
        &typed(&["unit", "reason"], text),
        &wrongs,
        None,
    )
}

fn of_bulk_done(visit: &Visit, text: &str) -> Response {
    let typed = typed(&["unit", "reason"], text);
    bulk::done(visit, &asked("hand_over"), &typed, &outcome(text), "k")
}

fn of_bulk_paper(visit: &Visit, text: &str) -> Response {
    let sheet = (with(&samples::complaint(), text), with(&samples::order(), text));
    bulk::papers::page(visit, &asked("print"), &outcome(text), &[sheet])
}

fn of_drafts(visit: &Visit, text: &str) -> Response {
    let at = samples::complaint().registered;
    let draft = Draft {
        id: ID.parse().unwrap(),
        begun: at,
        kept: at,
        fields: typed(&["channel", "unit", "class"], text).0,
    };
    drafts::show(visit, &[draft])
}

fn of_views(_: &Visit, text: &str) -> Response {
    let mut visit = crate::tests::visit("/desk/views?lang=en");
    let view = |unit: Option<&str>| View {
        id: ID.parse().unwrap(),
        author: "operator".to_owned(),
        unit: unit.map(str::to_owned),
        name: text.to_owned(),
        address: "/desk/lists/overdue".to_owned(),
    };
    visit.views = Some(vec![view(None), view(Some(text))]);
    views::page(&visit, None)
}

fn of_sign_in(visit: &Visit, text: &str) -> Response {
    sign_in::in_between(
        &crate::tests::door(),
        visit,
        "/desk/register",
        &typed(&["narrative", "unit"], text).0,
    )
}

fn of_settings(visit: &Visit, text: &str) -> Response {
    let person = settings::Person {
        code: text.to_owned(),
        unit: text.to_owned(),
        duties: vec![text.to_owned()],
        leader: true,
    };
    settings::page(visit, Answer::Here(vec![person]), true)
}

fn of_posts(visit: &Visit, text: &str) -> Response {
    post::page(visit, text, Some(text), StatusCode::OK)
}
