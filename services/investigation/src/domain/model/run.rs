//! Doing a command to a real case.

use super::*;
use crate::domain::open::Order;

pub(super) fn run(case: Case, command: &Command, now: i64) -> Option<Case> {
    match *command {
        Command::Register => {
            let subject = Some(sample::subject());
            Some(Case { subject, ..case })
        }
        Command::Order(n) => reassign::decide(case.clone(), ordered(&case, n)).ok(),
        Command::Lapse => lapse::decide(case, at(now)).ok(),
        Command::Withdraw => withdraw(case, now),
        Command::Accept(who)
        | Command::Statement(who)
        | Command::Find(who, _)
        | Command::Reply(who, _)
        | Command::Visit(who, _)
        | Command::Review(who, _)
        | Command::AskAgain(who)
        | Command::Close(who)
        | Command::Archive(who) => run_by(case, command, actor(PEOPLE[who]), at(now)),
    }
}

fn withdraw(case: Case, now: i64) -> Option<Case> {
    case.subject.as_ref()?; // intake ends only what it has registered
    let (ending, finding, by) = (Ending::Withdrawn, None, Actor::Complainant);
    let at = at(now);
    end::decide(
        case,
        Ended {
            ending,
            finding,
            by,
            at,
        },
    )
    .ok()
}

fn run_by(case: Case, command: &Command, by: Actor, at: Timestamp) -> Option<Case> {
    match *command {
        Command::Accept(_) => accept_order::decide(case, AcceptOrder { by, unit: None, at }).ok(),
        Command::Statement(_) => take(case, by, at),
        Command::Find(_, verdict) => {
            let sample = sample::finding();
            find::decide(case, Finding { verdict, by, ..sample }, sample::pack()).ok()
        }
        Command::Reply(_, apology) => reply(case, by, at, apology),
        Command::Visit(_, satisfaction) => {
            let remarks = None;
            let visit = Visit {
                satisfaction,
                remarks,
                by,
                at,
            };
            follow_up::decide(case, visit).ok()
        }
        Command::Review(_, overrules) => {
            let review = review::Review {
                instead: overrules.then_some(Verdict::Upheld),
                reasons: sample::words("heard it"),
                decider: Decider {
                    by,
                    ..sample::decider("any", "ho")
                },
            };
            review::decide(case, review).ok()
        }
        Command::AskAgain(_) => {
            let ask = ask_again::AskAgain {
                round: Round::Verification,
                reasons: sample::words("no"),
                today: jiff::civil::date(2026, 12, 1),
                mark: Mark { by, at },
            };
            ask_again::decide(case, ask).ok().map(|asked| asked.case)
        }
        Command::Close(_) => {
            let form_sha256 = "f".repeat(64);
            close::decide(case, Close { form_sha256, by, at }, &[]).ok()
        }
        Command::Archive(_) => archive::decide(case, by, at).ok(),
        Command::Register | Command::Order(_) | Command::Lapse | Command::Withdraw => None,
    }
}

fn take(case: Case, by: Actor, at: Timestamp) -> Option<Case> {
    let statement = Statement {
        by,
        recorded: at,
        taken: at,
        ..sample::statement(1)
    };
    take_statement::decide(case, &statement, &[]).ok()
}

fn reply(case: Case, by: Actor, at: Timestamp, apology: bool) -> Option<Case> {
    let draft = Draft {
        apology,
        by,
        ..sample::draft()
    };
    let answered = letter::answered(sample::pack(), case.answered.as_ref(), at);
    let outgoing = reply::Outgoing {
        letter: None,
        answered,
        lapses: at + SignedDuration::from_hours(LAPSE_HOURS),
    };
    reply::decide(case, draft, reply::Papers::default(), outgoing).ok()
}

/// An order of routing's; the one by which the case is held names the unit that holds it.
fn ordered(case: &Case, n: u128) -> Order {
    let order = sample::order(n, "ho");
    let lead = if case.order == Some(order.order) {
        case.unit.clone()
    } else {
        order.lead
    };
    Order { lead, ..order }
}
