//! Every command of the services that staff give, and its form: to add one, add a row here, its fields' and its own words to the
//! catalogues, and the place where it is offered.

mod archive;
mod books;
mod break_glass;
mod learning;
mod offered;

pub(crate) use offered::{
    of_case, of_clock, of_complaint, of_delay, of_extension, of_link, of_opinion, of_order, of_redress, of_sanction,
};

use crate::form::{Field, Kind, may, must};
use crate::services::Of;

/// A command and its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Command {
    /// Its name in addresses and, as `act.<key>`, in the catalogues.
    pub(crate) key: &'static str,
    /// The service that carries it out.
    pub(crate) of: Of,
    /// Where: `{complaint}` is the complaint of the page, `{id}` what the command is about, `{part}` which part of that.
    pub(crate) route: &'static str,
    pub(crate) fields: &'static [Field],
}

/// A page with commands of its own, which are about no complaint's file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Room {
    /// Its address; its forms are below it.
    pub(crate) address: &'static str,
    /// The key of its name.
    pub(crate) title: &'static str,
    pub(crate) commands: &'static [Command],
}

impl Room {
    /// The command of that name.
    pub(crate) fn named(&self, key: &str) -> Option<&'static Command> {
        self.commands.iter().find(|command| command.key == key)
    }
}

/// The opinion books (R3.7).
pub(crate) const BOOKS: Room = Room {
    address: "/desk/books",
    title: "books.title",
    commands: books::BOOKS,
};
/// What the organisation learns (R6.2).
pub(crate) const LEARNING: Room = Room {
    address: "/desk/learning",
    title: "learning.title",
    commands: learning::LEARNING,
};
/// The archive (R8.3).
pub(crate) const ARCHIVE: Room = Room {
    address: "/desk/admin/archive",
    title: "archive.title",
    commands: archive::ARCHIVE,
};

/// What is opened to somebody from whom the rules keep it (R8.1).
pub(crate) const BREAK_GLASS: Room = Room {
    address: "/desk/break-glass",
    title: "glass.title",
    commands: break_glass::BREAK_GLASS,
};

/// All pages with commands of their own.
pub(crate) static ROOMS: [Room; 4] = [BOOKS, LEARNING, ARCHIVE, BREAK_GLASS];

const fn row(key: &'static str, of: Of, route: &'static str, fields: &'static [Field]) -> Command {
    Command { key, of, route, fields }
}

const REASON: Field = must("reason", Kind::Words);
const REASON_LINE: Field = must("reason", Kind::Line);
const DECISION: &[Field] = &[may("approved", Kind::Flag), may("reason", Kind::Words)];

/// All of them.
pub(crate) const COMMANDS: &[Command] = &[
    // the register
    row("accept", Of::Intake, "/intake/v1/complaints/{complaint}/accept", &[]),
    row(
        "decline",
        Of::Intake,
        "/intake/v1/complaints/{complaint}/decline",
        &[
            must("reason", Kind::Code("decline_reason")),
            must("words", Kind::Words),
            may("passed_to", Kind::Line),
        ],
    ),
    row(
        "settle",
        Of::Intake,
        "/intake/v1/complaints/{complaint}/settle",
        &[may("finding", Kind::Choice("verdict")), must("words", Kind::Words)],
    ),
    row(
        "withdraw",
        Of::Intake,
        "/intake/v1/complaints/{complaint}/withdraw",
        &[],
    ),
    row(
        "add_information",
        Of::Intake,
        "/intake/v1/complaints/{complaint}/information",
        &[must("words", Kind::Words), may("new_facts", Kind::Flag)],
    ),
    row(
        "link",
        Of::Intake,
        "/intake/v1/complaints/{complaint}/links",
        &[
            must("kind", Kind::Choice("link_kind")),
            must("to", Kind::Line),
            may("new_facts", Kind::Flag),
            REASON_LINE,
        ],
    ),
    row(
        "unlink",
        Of::Intake,
        "/intake/v1/complaints/{complaint}/links/{id}/undo",
        &[REASON_LINE],
    ),
    row(
        "check_authority",
        Of::Intake,
        "/intake/v1/complaints/{complaint}/representation/check",
        &[
            must("outcome", Kind::Choice("authority_outcome")),
            may("reason", Kind::Line),
        ],
    ),
    // orders
    row(
        "hand_over",
        Of::Routing,
        "/routing/v1/orders/{id}/hand_over",
        &[must("unit", Kind::Unit), REASON],
    ),
    row("return_order", Of::Routing, "/routing/v1/orders/{id}/return", &[REASON]),
    row("dispute", Of::Routing, "/routing/v1/orders/{id}/dispute", &[REASON]),
    row(
        "decide_dispute",
        Of::Routing,
        "/routing/v1/orders/{id}/decide",
        &[must("unit", Kind::Unit), REASON],
    ),
    row(
        "ask_co_handler",
        Of::Routing,
        "/routing/v1/orders/{id}/co_handlers",
        &[
            must("unit", Kind::Unit),
            may("task", Kind::Choice("task_kind")),
            must("asks", Kind::Words),
            may("optional", Kind::Flag),
            may("limit.amount", Kind::Number),
            may("limit.basis", Kind::Choice("basis")),
        ],
    ),
    row(
        "supply",
        Of::Routing,
        "/routing/v1/orders/{id}/supply",
        &[must("supplied", Kind::Words)],
    ),
    row("acknowledge", Of::Routing, "/routing/v1/orders/{id}/acknowledge", &[]),
    row("confirm_alert", Of::Routing, "/routing/v1/orders/{id}/confirm", &[]),
    row(
        "supervise",
        Of::Routing,
        "/routing/v1/orders/{id}/supervise",
        &[must("asks", Kind::Words), must("due", Kind::Day)],
    ),
    row(
        "answer_supervision",
        Of::Routing,
        "/routing/v1/orders/{id}/answer",
        &[must("answer", Kind::Words)],
    ),
    // clocks
    row(
        "ask_extension",
        Of::Routing,
        "/routing/v1/clocks/{id}/extensions",
        &[
            must("limit.amount", Kind::Number),
            must("limit.basis", Kind::Choice("basis")),
            REASON,
        ],
    ),
    row(
        "ask_pause",
        Of::Routing,
        "/routing/v1/clocks/{id}/pauses",
        &[must("ground", Kind::Choice("delay_ground")), REASON],
    ),
    row("approve_delay", Of::Routing, "/routing/v1/delays/{id}/approve", &[]),
    row("refuse_delay", Of::Routing, "/routing/v1/delays/{id}/refuse", &[]),
    row("resume_clock", Of::Routing, "/routing/v1/delays/{id}/resume", &[]),
    // the case
    row(
        "accept_order",
        Of::Investigation,
        "/investigation/v1/cases/{id}/accept",
        &[],
    ),
    row(
        "take_statement",
        Of::Investigation,
        "/investigation/v1/cases/{id}/statements",
        &[
            must("given_by", Kind::Code("given_by")),
            must("taken", Kind::Moment),
            must("words", Kind::Words),
            may("supersedes", Kind::Line),
        ],
    ),
    row(
        "find",
        Of::Investigation,
        "/investigation/v1/cases/{id}/finding",
        &[
            must("finding", Kind::Choice("verdict")),
            must("root_cause", Kind::Code("root_cause")),
            must("facts", Kind::Words),
            may("cause_detail", Kind::Words),
            may("responsible_unit", Kind::Line),
            may("responsible", Kind::Many),
        ],
    ),
    row(
        "communicate",
        Of::Investigation,
        "/investigation/v1/cases/{id}/communication",
        &[
            must("kind", Kind::Choice("communication_kind")),
            must("channel", Kind::Code("channel")),
            must("words", Kind::Words),
        ],
    ),
    row(
        "propose_redress",
        Of::Investigation,
        "/investigation/v1/cases/{id}/redress",
        &[
            must("kind", Kind::Code("redress_kind")),
            may("amount.minor", Kind::Number),
            may("amount.currency", Kind::Line),
            must("what", Kind::Words),
        ],
    ),
    row(
        "decide_redress",
        Of::Investigation,
        "/investigation/v1/cases/{id}/redress/{part}/decision",
        DECISION,
    ),
    row(
        "deliver_redress",
        Of::Investigation,
        "/investigation/v1/cases/{id}/redress/{part}/delivery",
        &[must("proof", Kind::Words)],
    ),
    row(
        "overrule_opinion",
        Of::Investigation,
        "/investigation/v1/cases/{id}/opinions/{part}/overrule",
        &[REASON],
    ),
    row(
        "review",
        Of::Investigation,
        "/investigation/v1/cases/{id}/review",
        &[
            may("instead", Kind::Choice("verdict")),
            may("root_cause", Kind::Code("root_cause")),
            may("responsible_unit", Kind::Line),
            may("responsible", Kind::Many),
            must("reasons", Kind::Words),
        ],
    ),
    row(
        "propose_sanction",
        Of::Investigation,
        "/investigation/v1/cases/{id}/sanctions",
        &[
            must("rule", Kind::Code("sanction_rule")),
            must("role", Kind::Choice("sanction_role")),
            must("person", Kind::Line),
            must("amount.minor", Kind::Number),
            must("amount.currency", Kind::Line),
            may("loss", Kind::Flag),
            may("skips_level", Kind::Flag),
            must("reasons", Kind::Words),
        ],
    ),
    row(
        "decide_sanction",
        Of::Investigation,
        "/investigation/v1/cases/{id}/sanctions/{part}/decision",
        DECISION,
    ),
    row(
        "appeal_sanction",
        Of::Investigation,
        "/investigation/v1/cases/{id}/sanctions/{part}/appeal",
        &[must("grounds", Kind::Words)],
    ),
    row(
        "settle_sanction",
        Of::Investigation,
        "/investigation/v1/cases/{id}/sanctions/{part}/settlement",
        &[may("stays", Kind::Flag), must("reasons", Kind::Words)],
    ),
    row(
        "draw_lesson",
        Of::Investigation,
        "/investigation/v1/cases/{id}/lessons",
        &[must("words", Kind::Words)],
    ),
    row(
        "drop_redress",
        Of::Investigation,
        "/investigation/v1/cases/{id}/redress/{part}/drop",
        &[REASON],
    ),
    row(
        "reply",
        Of::Investigation,
        "/investigation/v1/cases/{id}/reply",
        &[
            must("channel", Kind::Code("channel")),
            must("words", Kind::Words),
            may("apology", Kind::Flag),
            may("redress", Kind::Words),
        ],
    ),
    row(
        "tell_extension",
        Of::Investigation,
        "/investigation/v1/cases/{id}/extensions/{part}/letter",
        &[must("channel", Kind::Code("channel")), REASON],
    ),
    row(
        "decide_reply",
        Of::Investigation,
        "/investigation/v1/cases/{id}/reply/decision",
        DECISION,
    ),
    row(
        "ask_again",
        Of::Investigation,
        "/investigation/v1/cases/{id}/ask_again",
        &[must("way", Kind::Choice("way_again")), must("reasons", Kind::Words)],
    ),
    row(
        "end_outside",
        Of::Investigation,
        "/investigation/v1/cases/{id}/end_outside",
        &[
            must("way", Kind::Choice("way_outside")),
            must("agreement", Kind::Words),
            may("summary", Kind::Words),
        ],
    ),
    row(
        "follow_up",
        Of::Investigation,
        "/investigation/v1/cases/{id}/follow_up",
        &[
            must("satisfaction", Kind::Choice("satisfaction_told")),
            may("remarks", Kind::Words),
        ],
    ),
    row(
        "close",
        Of::Investigation,
        "/investigation/v1/cases/{id}/close",
        &[may("summary", Kind::Words)],
    ),
    row(
        "archive",
        Of::Investigation,
        "/investigation/v1/cases/{id}/archive",
        &[],
    ),
    // notices
    row(
        "retry_notice",
        Of::Notification,
        "/notification/v1/deliveries/{id}/retry",
        &[],
    ),
];

/// The registration at the counter, by telephone or from a letter, in the order of the paper form (R3.3).
pub(crate) const REGISTER: Command = row(
    "register",
    Of::Intake,
    "/intake/v1/complaints",
    &[
        must("channel", Kind::Code("channel")),
        may("received", Kind::Moment),
        may("referrers_date", Kind::Day),
        may("registered_by_unit", Kind::Unit),
        must("unit", Kind::Unit),
        may("class", Kind::Code("class")),
        may("line", Kind::Line),
        may("product", Kind::Line),
        may("staff_concerned", Kind::Many),
        may("leader_concerned", Kind::Flag),
        may("complainant.name", Kind::Line),
        may("complainant.phone", Kind::Line),
        may("complainant.email", Kind::Line),
        may("complainant.address", Kind::Line),
        may("complainant.id_document", Kind::Line),
        may("complainant.persons", Kind::Number),
        may("complainant.representatives", Kind::Many),
        may("complainant.anonymous", Kind::Flag),
        may("complainant.confidential", Kind::Flag),
        may("complainant.on_behalf.role", Kind::Choice("on_behalf_role")),
        may("complainant.on_behalf.name", Kind::Line),
        may("complainant.on_behalf.phone", Kind::Line),
        may("complainant.on_behalf.email", Kind::Line),
        may("complainant.on_behalf.authority", Kind::Code("authority")),
        may("complainant.on_behalf.document", Kind::Line),
        may("complainant.on_behalf.receives", Kind::Flag),
        must("narrative", Kind::Words),
        may("asked_for", Kind::Words),
        may("occurred_from", Kind::Moment),
        may("occurred_to", Kind::Moment),
        may("reply_channel", Kind::Code("channel")),
        may("language", Kind::Choice("language")),
        may("media", Kind::Flag),
        may("repeats", Kind::Line),
    ],
);

impl Command {
    /// The command of that name about a complaint.
    pub(crate) fn named(key: &str) -> Option<&'static Self> {
        COMMANDS.iter().find(|command| command.key == key)
    }

    /// Whether it is about a part of something: then the page's id names both, with a dot between.
    pub(crate) fn takes_part(&self) -> bool {
        self.route.contains("{part}")
    }

    /// Its address at the service. All references are ids, numbers or days that were read before.
    pub(crate) fn address(&self, complaint: &str, id: &str) -> String {
        let (id, part) = id.split_once('.').unwrap_or((id, ""));
        self.route
            .replace("{complaint}", complaint)
            .replace("{id}", id)
            .replace("{part}", part)
    }
}

#[cfg(test)]
mod tests;
