//! `GET /desk/complaints/{number or id}`: one complaint, without who complained and what they said.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::Action;
use huiyin_contracts::views::audit::{Timeline, TimelineEntry, TimelineQuery};
use huiyin_contracts::views::intake::{AttachmentView, ComplaintView, LinkView};
use huiyin_contracts::views::investigation::{CaseView, GroupView, RedressView, SanctionView, Stage};
use huiyin_contracts::views::notification::{DeliveriesQuery, Delivery, DeliveryState};
use huiyin_contracts::views::routing::{ClockView, HoldingsView, OrderView};
use huiyin_kernel::{ComplaintId, ComplaintNumber};
use huiyin_web::{Page as Rows, Path, Problem};
use serde::Deserialize;

use super::{problem, render, resource};
use crate::Door;
use crate::commands::{self, Command};
use crate::services::{Answer, Of};
use crate::signal::Signal;
use crate::visit::{Visit, event_code};

/// Which part of the timeline.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Part {
    after: Option<i64>,
    done: Option<String>,
}

/// What each service knows of a complaint: a panel of the page each.
pub(crate) struct Panels {
    pub(crate) facts: Answer<ComplaintView>,
    pub(crate) case: Answer<CaseView>,
    pub(crate) clocks: Answer<Vec<ClockView>>,
    pub(crate) orders: Answer<Vec<OrderView>>,
    pub(crate) notices: Answer<Rows<Delivery>>,
    pub(crate) timeline: Answer<Timeline>,
    pub(crate) links: Answer<Vec<LinkView>>,
    pub(crate) attachments: Answer<Vec<AttachmentView>>,
    pub(crate) holdings: Answer<HoldingsView>,
}

#[derive(Template)]
#[template(path = "complaint.html")]
struct Page<'a> {
    v: &'a Visit,
    reference: &'a str,
    panels: Panels,
    /// The command that was just given.
    done: Option<&'static Command>,
}

impl Page<'_> {
    /// Links to the forms of these commands about this.
    fn acts(&self, keys: &[&'static str], id: &impl std::fmt::Display) -> Vec<(String, &str)> {
        let link = |key: &&'static str| {
            let path = format!("/desk/complaints/{}/acts/{key}/{id}", self.heading());
            (self.v.link(&path), self.v.code("act", key))
        };
        keys.iter().map(link).collect()
    }

    fn paper(&self, order: &OrderView) -> String {
        self.v
            .link(&format!("/desk/complaints/{}/paper/{}", self.heading(), order.id))
    }

    fn look(&self) -> String {
        self.v.link(&format!("/desk/complaints/{}/look", self.heading()))
    }

    fn attachments(&self) -> String {
        self.v.link(&format!("/desk/complaints/{}/attachments", self.heading()))
    }

    fn evidence(&self, case: &CaseView) -> String {
        self.v.link(&format!(
            "/desk/complaints/{}/evidence/{}",
            self.heading(),
            case.line.id
        ))
    }

    fn failed(&self, notice: &Delivery) -> &'static [&'static str] {
        match notice.state {
            DeliveryState::Failed { .. } => &["retry_notice"],
            _ => &[],
        }
    }

    fn heading(&self) -> &str {
        match &self.panels.facts {
            Answer::Here(facts) => facts.number.as_str(),
            _ => self.reference,
        }
    }

    /// What is offered with a link, on the page of the complaint that it is a link of.
    fn link_acts(&self, link: &LinkView) -> Vec<(String, &str)> {
        let own = matches!(&self.panels.facts, Answer::Here(facts) if facts.id == link.complaint);
        if own {
            self.acts(commands::of_link(link), &link.id)
        } else {
            Vec::new()
        }
    }

    fn signal(&self, clock: &ClockView) -> Signal {
        Signal::of_clock(clock)
    }

    /// The time left, or by which it is over, in hours and minutes by the clock.
    fn left(&self, seconds: &i64) -> String {
        let minutes = seconds.unsigned_abs() / 60;
        let (hours, minutes) = ((minutes / 60).to_string(), (minutes % 60).to_string());
        let key = if *seconds < 0 { "clock.over" } else { "clock.left" };
        self.v.words.fill(key, &[&hours, &minutes])
    }

    fn case_stage(&self, stage: &Stage) -> &str {
        self.v.say(super::queue::stage_of(*stage))
    }

    fn delivery(&self, state: &DeliveryState) -> String {
        delivery(self.v, state)
    }

    /// Links to the forms of these commands about a part of the case.
    fn acts_of_part(
        &self,
        keys: &[&'static str],
        case: &CaseView,
        part: &impl std::fmt::Display,
    ) -> Vec<(String, &str)> {
        self.acts(keys, &format!("{}.{part}", case.line.id))
    }

    fn money(&self, redress: &RedressView) -> String {
        super::money(self.v, redress.amount.as_ref())
    }

    /// A group by its batches and persons.
    fn group(&self, group: &GroupView) -> String {
        let (complaints, persons) = (group.complaints.to_string(), group.persons.to_string());
        self.v.words.fill("case.group", &[&complaints, &persons])
    }

    fn sum(&self, sanction: &SanctionView) -> String {
        super::money(self.v, Some(&sanction.amount))
    }

    /// Whether somebody complains for another: the record says so, and their authority is to be looked at (R3.10).
    fn represented(&self) -> &'static [&'static str] {
        let said = |entry: &TimelineEntry| event_code(&entry.kind) == Some("represented");
        match &self.panels.timeline {
            Answer::Here(timeline) if timeline.entries.iter().any(said) => &["check_authority"],
            _ => &[],
        }
    }

    /// Whether the entry was written down noticeably later than it happened: a branch was offline.
    fn late(&self, entry: &TimelineEntry) -> bool {
        entry.recorded.duration_since(entry.occurred).as_secs() >= 60
    }

    fn page(&self, query: &[(&str, &str)]) -> String {
        self.v.link_with(&format!("/desk/complaints/{}", self.reference), query)
    }

    fn after(&self, position: &i64) -> String {
        self.page(&[("after", &position.to_string())])
    }

    fn other(&self, complaint: &ComplaintId) -> String {
        self.v.link(&format!("/desk/complaints/{complaint}"))
    }
}

/// The page of one complaint.
pub(crate) async fn show(
    State(door): State<Door>,
    visit: Visit,
    path: Result<Path<String>, Problem>,
    part: Result<Query<Part>, QueryRejection>,
) -> Response {
    // A position that is none shows the timeline from its beginning.
    let part = part.map(|Query(part)| part).unwrap_or_default();
    let done = part.done.as_deref().and_then(Command::named);
    match gather(&door, &visit, path, part.after).await {
        Ok((reference, panels)) => page(&visit, &reference, panels, done),
        Err(refused) => problem::page(&visit, &refused),
    }
}

/// The page with these panels.
pub(crate) fn page(visit: &Visit, reference: &str, panels: Panels, done: Option<&'static Command>) -> Response {
    let page = Page {
        v: visit,
        reference,
        panels,
        done,
    };
    render(visit, StatusCode::OK, &page)
}

async fn gather(
    door: &Door,
    visit: &Visit,
    path: Result<Path<String>, Problem>,
    after: Option<i64>,
) -> Result<(String, Panels), Problem> {
    door.gate.scope(&visit.caller)?;
    let (reference, id) = read(&path?.0)?;
    let asked = format!("/intake/v1/complaints/{reference}");
    let facts: Answer<ComplaintView> = door.services.get(Of::Intake, &asked, &(), &visit.passed).await;
    let id = match &facts {
        Answer::Here(complaint) => {
            door.gate.require(&visit.caller, Action::Read, &resource(complaint))?;
            Some(complaint.id)
        }
        Answer::Nothing | Answer::Refused => return Err(Problem::not_found()),
        // The others know it by its id, and decide by the same policies what the caller sees.
        Answer::Away => id,
    };
    Ok((reference, panels(door, visit, facts, id, after).await))
}

/// The reference as the services write it, and the id if it is one. What is neither names nothing.
pub(crate) fn read(text: &str) -> Result<(String, Option<ComplaintId>), Problem> {
    if let Ok(id) = text.parse::<ComplaintId>() {
        return Ok((id.to_string(), Some(id)));
    }
    let number: ComplaintNumber = text.parse().map_err(|_| Problem::not_found())?;
    Ok((number.to_string(), None))
}

/// What became of a notice.
pub(super) fn delivery(visit: &Visit, state: &DeliveryState) -> String {
    let words = &visit.words;
    match state {
        DeliveryState::Waiting { attempt, next } => {
            words.fill("notice.waiting", &[&attempt.to_string(), &visit.time(next)])
        }
        DeliveryState::Sent { at, channel } => {
            words.fill("notice.sent", &[&visit.time(at), words.code("notice_channel", channel)])
        }
        DeliveryState::Failed { reason } => words.fill("notice.failed", &[words.code("notice_reason", reason)]),
        DeliveryState::Suppressed { reason } => words.fill("notice.suppressed", &[words.code("notice_reason", reason)]),
    }
}

/// The id of a complaint that is named by id or number, where the register says it to this caller.
pub(crate) async fn id_of(door: &Door, visit: &Visit, reference: &str) -> Option<ComplaintId> {
    if let Ok(id) = reference.parse() {
        return Some(id);
    }
    let asked = format!("/intake/v1/complaints/{reference}");
    let facts: Answer<ComplaintView> = door.services.get(Of::Intake, &asked, &(), &visit.passed).await;
    match facts {
        Answer::Here(complaint) => Some(complaint.id),
        _ => None,
    }
}

async fn panels(
    door: &Door,
    visit: &Visit,
    facts: Answer<ComplaintView>,
    id: Option<ComplaintId>,
    after: Option<i64>,
) -> Panels {
    let Some(id) = id else {
        return Panels {
            facts,
            case: Answer::Away,
            clocks: Answer::Away,
            orders: Answer::Away,
            notices: Answer::Away,
            timeline: Answer::Away,
            links: Answer::Away,
            attachments: Answer::Away,
            holdings: Answer::Away,
        };
    };
    let (services, headers) = (&door.services, &visit.passed);
    let of_complaint = |service: &str, what: &str| format!("/{service}/v1/complaints/{id}/{what}");
    let (case, clocks, orders) = (
        of_complaint("investigation", "case"),
        of_complaint("routing", "clocks"),
        of_complaint("routing", "orders"),
    );
    let (links, attachments) = (of_complaint("intake", "links"), of_complaint("intake", "attachments"));
    let (holdings, timeline) = (of_complaint("routing", "holdings"), of_complaint("audit", "timeline"));
    let told = DeliveriesQuery {
        complaint: Some(id),
        ..DeliveriesQuery::default()
    };
    let part = TimelineQuery { after, limit: None };
    let (case, clocks, orders, notices, timeline, links, attachments, holdings) = tokio::join!(
        services.get(Of::Investigation, &case, &(), headers),
        services.get(Of::Routing, &clocks, &(), headers),
        services.get(Of::Routing, &orders, &(), headers),
        services.get(Of::Notification, "/notification/v1/deliveries", &told, headers),
        services.get(Of::Audit, &timeline, &part, headers),
        services.get(Of::Intake, &links, &(), headers),
        services.get(Of::Intake, &attachments, &(), headers),
        services.get(Of::Routing, &holdings, &(), headers),
    );
    Panels {
        facts,
        case,
        clocks,
        orders,
        notices,
        timeline,
        links,
        attachments,
        holdings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_is_named_by_its_number_as_people_type_it_or_by_its_id() {
        let number = crate::samples::complaint().number;
        assert_eq!(
            read(&format!(" {} ", number.as_str().to_lowercase())).unwrap(),
            (number.to_string(), None)
        );
        let id = crate::samples::complaint().id;
        assert_eq!(read(&id.to_string()).unwrap(), (id.to_string(), Some(id)));
        for nothing in ["", "1", "../cases", "<script>", "B01-20261123-00042-0"] {
            assert_eq!(read(nothing).unwrap_err(), Problem::not_found(), "{nothing:?}");
        }
    }
}
