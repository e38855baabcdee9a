//! Which commands a page offers where. It offers what fits the stage; the services decide, and say why where they refuse.

use huiyin_contracts::views::intake::{ComplaintView, LinkView};
use huiyin_contracts::views::investigation::{CaseView, ExtensionView, OpinionView, RedressView, SanctionView, Stage};
use huiyin_contracts::views::routing::{ClockView, DelayView, OrderView};

type Keys = &'static [&'static str];

/// With the complaint itself.
pub(crate) fn of_complaint(complaint: &ComplaintView) -> Keys {
    match complaint.stage.as_str() {
        "registered" => &["accept", "settle", "decline", "add_information", "link", "withdraw"],
        "accepted" | "assigned" => &["settle", "decline", "add_information", "link", "withdraw"],
        "declined" | "settled" | "withdrawn" | "joined" | "closed" => &["add_information", "link"],
        "archived" => &[],
        _ => &["add_information", "link", "withdraw"],
    }
}

/// With the case, by its stage.
pub(crate) fn of_case(case: &CaseView) -> Keys {
    match case.line.stage {
        Stage::Assigned => &["accept_order"],
        Stage::Investigating => &["take_statement", "find", "communicate"],
        Stage::Found => &[
            "reply",
            "decide_reply",
            "review",
            "propose_redress",
            "propose_sanction",
            "draw_lesson",
            "take_statement",
            "end_outside",
        ],
        Stage::Replied => &[
            "follow_up",
            "review",
            "propose_redress",
            "propose_sanction",
            "draw_lesson",
            "ask_again",
            "take_statement",
            "end_outside",
        ],
        Stage::FollowedUp => &[
            "close",
            "review",
            "propose_sanction",
            "draw_lesson",
            "ask_again",
            "take_statement",
            "end_outside",
        ],
        Stage::Closed => &["archive", "propose_sanction", "draw_lesson", "ask_again"],
        Stage::Reopened | Stage::Archived => &[],
    }
}

/// With an order that is open.
pub(crate) fn of_order(order: &OrderView) -> Keys {
    let (served, accepted) = (order.stage == "served", order.stage == "accepted");
    match order.kind.as_str() {
        _ if !served && !accepted => &[],
        // One that no ladder gave is answered by the unit that it presses (R4.7).
        "supervision" if order.level.is_none() && order.accepted_at.is_none() => &["acknowledge", "answer_supervision"],
        "supervision" if order.level.is_none() => &["answer_supervision"],
        "supervision" if order.accepted_at.is_none() => &["acknowledge"],
        "supervision" => &[],
        "co_handling" => &["supply", "supervise"],
        "alert" => &["confirm_alert", "supervise"],
        "dispute" => &["decide_dispute", "supervise"],
        "decided" => &["hand_over", "ask_co_handler", "supervise"],
        "returned" if served => &["hand_over", "dispute", "ask_co_handler", "supervise"],
        "transfer" if served => &["hand_over", "return_order", "dispute", "ask_co_handler", "supervise"],
        _ => &["hand_over", "ask_co_handler", "supervise"],
    }
}

/// With a clock: only the time to reply is extended or paused.
pub(crate) fn of_clock(clock: &ClockView) -> Keys {
    match (clock.kind.as_str(), clock.stage.as_str()) {
        ("reply", "running") => &["ask_extension", "ask_pause"],
        _ => &[],
    }
}

/// With a line of a clock's ledger.
pub(crate) fn of_delay(delay: &DelayView) -> Keys {
    match (delay.kind.as_str(), delay.stage.as_str()) {
        (_, "asked") => &["approve_delay", "refuse_delay"],
        ("pause", "approved") => &["resume_clock"],
        _ => &[],
    }
}

/// With a link that stands.
pub(crate) fn of_link(link: &LinkView) -> Keys {
    if link.undone.is_none() { &["unlink"] } else { &[] }
}

/// With redress of a case.
pub(crate) fn of_redress(redress: &RedressView) -> Keys {
    match redress.state.as_str() {
        "proposed" => &["decide_redress", "drop_redress"],
        "approved" => &["deliver_redress", "drop_redress"],
        _ => &[],
    }
}

/// With a sanction of a case.
pub(crate) fn of_sanction(sanction: &SanctionView) -> Keys {
    match sanction.state.as_str() {
        "proposed" => &["decide_sanction"],
        "imposed" => &["appeal_sanction"],
        "appealed" => &["settle_sanction"],
        _ => &[],
    }
}

/// With more time for the reply.
pub(crate) fn of_extension(extension: &ExtensionView) -> Keys {
    if extension.state == "owed" {
        &["tell_extension"]
    } else {
        &[]
    }
}

/// With what a co-handler was asked for.
pub(crate) fn of_opinion(opinion: &OpinionView) -> Keys {
    if opinion.state == "awaited" {
        &["overrule_opinion"]
    } else {
        &[]
    }
}
