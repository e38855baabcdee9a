//! `/desk/export/…`: the register and the figures as spreadsheets, in the columns and the order of their pages, and never more than the
//! viewer sees there. Neither holds who complained or what they said, so that nobody is looked at.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures::future::join_all;
use huiyin_contracts::views::intake::{ComplaintFilter, ComplaintView};
use huiyin_web::{Page as Rows, Problem};

use super::bulk::{AT_ONCE, Asked};
use super::{figures, list, problem, resource};
use crate::Door;
use crate::bulk::Chosen;
use crate::services::{Answer, Of};
use crate::sheet::{Cell, XLSX, workbook};
use crate::signal::Signal;
use crate::visit::Visit;

/// Lines that are asked for at once.
const PAGE: u16 = 200;
/// So many lines a sheet of the register has at the most; the last line says where it was cut.
const MOST: usize = 20_000;

/// The register, by the filter in the address.
pub(crate) async fn register(
    State(door): State<Door>,
    visit: Visit,
    filter: Result<Query<list::Filter>, QueryRejection>,
) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let asked = filter.ok().and_then(|Query(filter)| filter.asked());
    let Some(asked) = asked else {
        return list::show(&visit, &list::Filter::default(), Answer::Refused, None);
    };
    match all(&door, &visit, asked).await {
        Ok(found) => sheet(&visit, "register", &heading(&visit), lines(&visit, found)),
        Err(refused) => problem::page(&visit, &refused),
    }
}

/// What the register has of the lines that were chosen in a list; of which it has nothing for the viewer, the last lines say so.
pub(super) async fn chosen(door: &Door, visit: &Visit, asked: &Asked) -> Response {
    let (mut rows, mut refused) = (Vec::new(), Vec::new());
    for some in asked.chosen.chunks(AT_ONCE) {
        for (one, answer) in some
            .iter()
            .zip(join_all(some.iter().map(|one| of_one(door, visit, one))).await)
        {
            match answer {
                Answer::Here(row) => rows.push(line(visit, &row)),
                Answer::Away => return problem::page(visit, &Problem::unavailable(5)),
                _ => refused.push(vec![one.label().into(), visit.say("export.refused").into()]),
            }
        }
    }
    rows.extend(refused);
    sheet(visit, "chosen", &heading(visit), rows)
}

async fn of_one(door: &Door, visit: &Visit, one: &Chosen) -> Answer<ComplaintView> {
    let asked = format!("/intake/v1/complaints/{}", one.complaint);
    door.services.get(Of::Intake, &asked, &(), &visit.passed).await
}

/// What was found, and whether there is more.
pub(crate) type Found = (Vec<ComplaintView>, bool);

async fn all(door: &Door, visit: &Visit, mut asked: ComplaintFilter) -> Result<Found, Problem> {
    let mut found = Vec::new();
    asked.limit = Some(PAGE);
    let sight = door.gate.sight(&visit.caller);
    loop {
        let page: Answer<Rows<ComplaintView>> = door
            .services
            .get(Of::Intake, "/intake/v1/complaints", &asked, &visit.passed)
            .await;
        let page = match page {
            Answer::Here(page) => page,
            Answer::Away => return Err(Problem::unavailable(5)),
            Answer::Nothing | Answer::Refused => return Err(Problem::not_found()),
        };
        found.extend(page.items.into_iter().filter(|row| sight.may(resource(row))));
        asked.after = page.next;
        if asked.after.is_none() || found.len() >= MOST {
            return Ok((found, asked.after.is_some()));
        }
    }
}

/// The columns of the register's page, and what else the register has in codes.
pub(crate) fn heading(visit: &Visit) -> Vec<&str> {
    [
        "list.number",
        "list.limit",
        "fact.reply_due",
        "list.stage",
        "list.channel",
        "list.unit",
        "fact.lead",
        "fact.received",
        "fact.class",
        "fact.line",
        "fact.product",
        "fact.persons",
        "fact.restricted",
        "fact.media",
    ]
    .map(|key| visit.say(key))
    .to_vec()
}

/// The register's lines.
pub(crate) fn lines(visit: &Visit, (found, more): Found) -> Vec<Vec<Cell>> {
    let cut = more.then(|| vec![Cell::from(visit.words.fill("export.cut", &[&found.len().to_string()]))]);
    found.iter().map(|row| line(visit, row)).chain(cut).collect()
}

fn line(visit: &Visit, row: &ComplaintView) -> Vec<Cell> {
    let light = Signal::of_complaint(row, visit.now);
    let none = || visit.say("word.none").to_owned();
    vec![
        row.number.to_string().into(),
        visit.say(light.key).into(),
        row.reply_due.as_ref().map_or_else(none, |due| visit.time(due)).into(),
        visit.code("stage", &row.stage).into(),
        visit.code("channel", &row.channel).into(),
        visit.unit(&row.unit).into(),
        row.lead.as_ref().map_or_else(none, |lead| visit.unit(lead)).into(),
        visit.time(&row.received).into(),
        visit.maybe("class", &row.class).into(),
        row.line.clone().unwrap_or_else(none).into(),
        row.product.clone().unwrap_or_else(none).into(),
        u64::from(row.persons).into(),
        visit.yes(&row.restricted).into(),
        visit.yes(&row.media).into(),
    ]
}

/// The figures, by what the address asks for.
pub(crate) async fn figures(State(door): State<Door>, visit: Visit, Query(filter): Query<figures::Filter>) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let (by, period, _) = figures::asked(&visit, &filter);
    match figures::lines(&door, &visit, by, period, &filter.under).await {
        Answer::Here(lines) => {
            let (heading, rows) = figures::cells(&visit, by, &lines);
            sheet(&visit, "figures", &heading, rows)
        }
        Answer::Away => problem::page(&visit, &Problem::unavailable(5)),
        Answer::Nothing | Answer::Refused => problem::page(&visit, &Problem::not_found()),
    }
}

fn sheet(visit: &Visit, name: &str, heading: &[&str], rows: Vec<Vec<Cell>>) -> Response {
    match workbook(heading, rows) {
        Ok(book) => {
            let named = format!("attachment; filename=\"{name}-{}.xlsx\"", visit.today());
            ([(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, named)], book).into_response()
        }
        Err(error) => problem::page(visit, &Problem::failed(&error)),
    }
}
