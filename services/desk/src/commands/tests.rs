//! The table of commands against the services as they are.

use huiyin_contracts::views::{break_glass, intake, investigation, retention, routing};
use serde::de::DeserializeOwned;

use super::*;
use crate::form::{Typed, body};

fn all() -> impl Iterator<Item = &'static Command> {
    let rooms = ROOMS.iter().flat_map(|room| room.commands);
    COMMANDS.iter().chain(rooms).chain(std::iter::once(&REGISTER))
}

/// The rows of the README's table of commands: command, route, form.
fn told() -> Vec<[&'static str; 3]> {
    let readme = include_str!("../../README.md");
    let table = readme.split_once("| Command | Route | Form |").unwrap().1;
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let cells = |row: &'static str| {
        let cells: Vec<&str> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        cells[1..4].try_into().unwrap()
    };
    rows.map(cells).collect()
}

#[test]
fn the_readme_names_every_command_with_its_route_and_its_form_and_no_other() {
    let words = crate::tests::visit("/desk/?lang=en").words;
    let is: Vec<[&str; 3]> = all()
        .map(|command| {
            let form = match command.key {
                "register" => words.say("desk.registration"),
                key => words.code("act", key),
            };
            [command.key, command.route, form]
        })
        .collect();
    let told = told();
    let missing: Vec<_> = is.iter().filter(|row| !told.contains(row)).collect();
    assert_eq!(missing, Vec::<&[&str; 3]>::new(), "README.md lacks them");
    let stale: Vec<_> = told.iter().filter(|row| !is.contains(row)).collect();
    assert_eq!(stale, Vec::<&[&str; 3]>::new(), "no command is so");
    assert_eq!(told.len(), is.len(), "a row stands twice");
}

#[test]
fn no_command_has_the_name_of_another() {
    let mut keys: Vec<&str> = all().map(|command| command.key).collect();
    keys.sort_unstable();
    let before = keys.len();
    keys.dedup();
    assert_eq!(keys.len(), before);
}

fn reads<T: DeserializeOwned>(json: &str) -> Result<(), String> {
    serde_json::from_str::<T>(json)
        .map(drop)
        .map_err(|error| error.to_string())
}

/// Whether the service's own type takes the body.
#[expect(clippy::too_many_lines, reason = "a table, read row by row")]
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
        "supervise" => reads::<routing::Supervise>(json),
        "answer_supervision" => reads::<routing::AnswerSupervision>(json),
        "ask_extension" => reads::<routing::AskExtension>(json),
        "ask_pause" => reads::<routing::AskPause>(json),
        "approve_delay" | "refuse_delay" | "resume_clock" => reads::<routing::Decide>(json),
        "acknowledge" => reads::<routing::Acknowledge>(json),
        "confirm_alert" => reads::<routing::ConfirmAlert>(json),
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
        "hold_file" => reads::<retention::HoldFile>(json),
        "propose_destruction" => reads::<retention::ProposeDestruction>(json),
        "release_file"
        | "approve_destruction"
        | "drop_destruction"
        | "accept"
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
        Kind::Many if field.name == "complaints" => "01900000-0000-7000-8000-000000000001",
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
