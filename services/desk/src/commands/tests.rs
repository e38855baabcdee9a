//! The table of commands against the services as they are.

use std::path::Path;

use huiyin_contracts::views::{break_glass, intake, investigation, routing};
use serde::de::DeserializeOwned;

use super::*;
use crate::form::{Typed, body};

/// What is no command of a complaint's file, with the reason.
const ELSEWHERE: &[(&str, &str)] = &[
    ("/intake/v1/complaints", "the form of registration"),
    ("/intake/v1/progress", "the complainant's page"),
    ("/intake/v1/progress/withdraw", "the complainant's page"),
    ("/intake/v1/progress/information", "the complainant's page"),
    ("/intake/v1/progress/attachments", "no form yet"),
    ("/intake/v1/complaints/{complaint}/look", "the page of looks"),
    ("/intake/v1/complaints/{complaint}/attachments", "no form yet"),
    (
        "/intake/v1/complaints/{complaint}/attachments/{attachment}/look",
        "no form yet",
    ),
    ("/investigation/v1/cases/{id}/evidence", "the page of evidence"),
    ("/intake/v1/lookups", "the panel beside the form of registration"),
    ("/intake/v1/imports", "the command line"),
    ("/routing/v1/directory/changes", "the command line alone: a file"),
    ("/routing/v1/policy-migrations", "the command line"),
    ("/routing/v1/policy/simulations", "the command line"),
    ("/routing/v1/directory/imports", "the command line"),
    ("/routing/v1/staff/imports", "the command line"),
    ("/audit/v1/counted", "for programs"),
    ("/audit/v1/break-glass/{request}/enter", "the page of break-glass"),
    ("/audit/v1/files/{id}/holds", "the command line"),
    ("/audit/v1/files/{id}/holds/{hold}/release", "the command line"),
    ("/audit/v1/destructions", "the command line"),
    ("/audit/v1/destructions/{list}/approve", "the command line"),
    ("/audit/v1/destructions/{list}/drop", "the command line"),
];

/// The routes that a service takes POSTs at, as its own description beside each handler says.
fn routes(service: &str) -> Vec<String> {
    let mut folders = vec![
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(service)
            .join("src/api"),
    ];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for piece in text
                .split("#[utoipa::path(")
                .skip(1)
                .filter(|piece| piece.trim_start().starts_with("post"))
            {
                let route = piece.split_once("path = \"").unwrap().1.split('"').next().unwrap();
                found.push(format!("/{service}/v1{route}"));
            }
        }
    }
    found
}

fn plain(route: &str) -> String {
    let mut plain = String::new();
    for (at, piece) in route.split('{').enumerate() {
        let rest = if at == 0 {
            piece
        } else {
            piece.split_once('}').map_or("", |(_, rest)| rest)
        };
        plain.push_str(rest);
        plain.push('*');
    }
    plain
}

fn all() -> impl Iterator<Item = &'static Command> {
    COMMANDS
        .iter()
        .chain(BOOKS)
        .chain(LEARNING)
        .chain(BREAK_GLASS)
        .chain(std::iter::once(&REGISTER))
}

#[test]
fn every_post_of_the_services_has_a_form_or_a_reason_to_have_none() {
    let services = ["intake", "routing", "investigation", "notification", "audit"];
    let routes: Vec<String> = services.into_iter().flat_map(routes).collect();
    assert!(routes.len() > 30, "the search finds {} routes only", routes.len());
    let forms: Vec<String> = all().map(|command| plain(command.route)).collect();
    let without: Vec<&String> = routes
        .iter()
        .filter(|route| {
            !forms.contains(&plain(route)) && !ELSEWHERE.iter().any(|(other, _)| plain(other) == plain(route))
        })
        .collect();
    let formless = ELSEWHERE.iter().filter(|(_, why)| *why == "no form yet").count();
    assert!(
        formless <= 3,
        "{formless} commands have no form: their number only falls"
    );
    assert_eq!(
        without,
        Vec::<&String>::new(),
        "a command without a form: a row in COMMANDS, or in ELSEWHERE with the reason"
    );
    let known: Vec<String> = routes.iter().map(|route| plain(route)).collect();
    for command in all() {
        assert!(known.contains(&plain(command.route)), "{} leads nowhere", command.route);
    }
}

#[test]
fn the_readme_names_every_command() {
    let readme = include_str!("../../README.md");
    for command in all() {
        assert!(
            readme.contains(&format!("| `{}` |", command.key)),
            "README.md does not name {}",
            command.key
        );
        assert!(
            readme.contains(&format!("`{}`", command.route)),
            "README.md does not name {}",
            command.route
        );
    }
}

fn reads<T: DeserializeOwned>(json: &str) -> Result<(), String> {
    serde_json::from_str::<T>(json)
        .map(drop)
        .map_err(|error| error.to_string())
}

/// Whether the service's own type takes the body.
fn taken(key: &str, json: &str) -> Result<(), String> {
    match key {
        "register" => reads::<intake::Register>(json),
        "decline" => reads::<intake::Decline>(json),
        "settle" => reads::<intake::Settle>(json),
        "add_information" => reads::<intake::Information>(json),
        "link" => reads::<intake::LinkRequest>(json),
        "unlink" => reads::<intake::Unlink>(json),
        "hand_over" | "decide_dispute" => reads::<routing::HandOver>(json),
        "return_order" | "dispute" => reads::<routing::Reason>(json),
        "ask_co_handler" => reads::<routing::AskCoHandler>(json),
        "supply" => reads::<routing::Supply>(json),
        "ask_extension" => reads::<routing::AskExtension>(json),
        "ask_pause" => reads::<routing::AskPause>(json),
        "approve_delay" | "refuse_delay" | "resume_clock" => reads::<routing::Decide>(json),
        "acknowledge" => reads::<routing::Acknowledge>(json),
        "take_statement" => reads::<investigation::TakeStatement>(json),
        "find" => reads::<investigation::RecordFinding>(json),
        "reply" => reads::<investigation::SendReply>(json),
        "tell_extension" => reads::<investigation::TellExtension>(json),
        "communicate" => reads::<investigation::AnswerCommunication>(json),
        "propose_redress" => reads::<investigation::ProposeRedress>(json),
        "drop_redress" => reads::<investigation::DropRedress>(json),
        "review" => reads::<investigation::ReviewFinding>(json),
        "decide_reply" | "decide_redress" | "decide_sanction" => reads::<investigation::Decide>(json),
        "draw_lesson" => reads::<investigation::DrawLesson>(json),
        "issue_circular" => reads::<investigation::IssueCircular>(json),
        "propose_improvement" => reads::<investigation::ProposeImprovement>(json),
        "finish_improvement" => reads::<investigation::FinishImprovement>(json),
        "refuse_improvement" => reads::<investigation::RefuseImprovement>(json),
        "propose_sanction" => reads::<investigation::ProposeSanction>(json),
        "appeal_sanction" => reads::<investigation::AppealSanction>(json),
        "settle_sanction" => reads::<investigation::SettleAppeal>(json),
        "deliver_redress" => reads::<investigation::DeliverRedress>(json),
        "overrule_opinion" => reads::<investigation::OverruleOpinion>(json),
        "check_authority" => reads::<intake::CheckAuthority>(json),
        "ask_break_glass" => reads::<break_glass::AskBreakGlass>(json),
        "keep_book" => reads::<intake::KeepBook>(json),
        "return_book" => reads::<intake::BookReturn>(json),
        "amend_return" => reads::<intake::AmendReturn>(json),
        "end_book" => reads::<intake::EndBook>(json),
        "ask_again" => reads::<investigation::AskAgain>(json),
        "end_outside" => reads::<investigation::EndOutside>(json),
        "follow_up" => reads::<investigation::RecordFollowUp>(json),
        "close" => reads::<investigation::CloseCase>(json),
        "accept"
        | "withdraw"
        | "accept_order"
        | "archive"
        | "retry_notice"
        | "acknowledge_circular"
        | "open_break_glass"
        | "refuse_break_glass"
        | "close_break_glass" => (json == "{}").then_some(()).ok_or_else(|| json.to_owned()),
        other => Err(format!("no type is known for {other}")),
    }
}

/// How many codes the longest choice of a command has: each is sent once.
fn codes(command: &Command, visit: &crate::visit::Visit) -> usize {
    let of = |field: &Field| match field.kind {
        Kind::Choice(family) => visit.words.family(family).len(),
        _ => 1,
    };
    command.fields.iter().map(of).max().unwrap_or(1)
}

fn filled(field: &Field, visit: &crate::visit::Visit, nth: usize) -> (String, String) {
    let nth_of = |family: &'static str| {
        let codes = visit.words.family(family);
        codes[nth % codes.len()].0
    };
    let value = match field.kind {
        Kind::Flag => "on",
        Kind::Number => "2",
        Kind::Moment => "2026-11-23T10:00",
        Kind::Day => "2026-11-23",
        Kind::Choice(family) | Kind::Code(family) => nth_of(family),
        Kind::Unit => "o011",
        Kind::Many if field.name == "complaints" => "O011-20261123-00042-0",
        Kind::Line if field.name == "amount.currency" => "CNY",
        Kind::Line if field.name == "responsible_unit" => "ho.b01",
        Kind::Line if field.name == "supersedes" => "01900000-0000-7000-8000-000000000001",
        Kind::Line | Kind::Words | Kind::Many => "e011",
    };
    (field.name.to_owned(), value.to_owned())
}

#[test]
fn what_a_form_sends_is_what_its_service_takes() {
    let visit = crate::tests::visit("/desk/?lang=en");
    for command in all() {
        for (only_required, nth) in [false, true]
            .into_iter()
            .flat_map(|only| (0..codes(command, &visit)).map(move |nth| (only, nth)))
        {
            let fields = command.fields.iter().filter(|field| field.required || !only_required);
            let typed = Typed(fields.map(|field| filled(field, &visit, nth)).collect());
            let sent = serde_json::Value::Object(body(command.fields, &typed, &visit).unwrap()).to_string();
            assert_eq!(taken(command.key, &sent), Ok(()), "{}: {sent}", command.key);
        }
    }
}
