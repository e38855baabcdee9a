//! Cases at each stage, for the tests.

use huiyin_kernel::{Actor, CaseId, ComplaintId, ComplaintNumber, OrderId, StaffCode, Timestamp, UnitCode};
use jiff::SignedDuration;
use uuid::Uuid;

use super::open::{Order, open};
use super::*;

pub(crate) fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_795_396_800).unwrap() + SignedDuration::from_hours(hours)
}

pub(crate) fn actor(code: &str) -> Actor {
    Actor::Staff {
        code: StaffCode::new(code).unwrap(),
    }
}

pub(crate) fn complaint() -> ComplaintId {
    ComplaintId::from_uuid(Uuid::from_u128(1))
}

pub(crate) fn case_id() -> CaseId {
    CaseId::from_uuid(Uuid::from_u128(2))
}

pub(crate) fn order(n: u128, lead: &str) -> Order {
    Order {
        complaint: complaint(),
        order: OrderId::from_uuid(Uuid::from_u128(100 + n)),
        lead: lead.parse().unwrap(),
        severity: "general".to_owned(),
        restricted: false,
        imported: false,
        reply_due: Some(at(48)),
        excluded: vec![StaffCode::new("apprentice").unwrap()],
        at: at(0),
    }
}

/// A complaint about the teller of an outlet.
pub(crate) fn subject() -> Subject {
    let unit = UnitCode::new("o0123").unwrap();
    Subject {
        number: ComplaintNumber::new(&unit, jiff::civil::date(2026, 11, 23), 0, 42).unwrap(),
        unit: "ho.b01.o0123".parse().unwrap(),
        concerned: vec![StaffCode::new("teller").unwrap()],
        ended: None,
    }
}

pub(crate) fn statement(n: u128) -> Statement {
    Statement {
        id: StatementId(Uuid::from_u128(1000 + n)),
        given_by: Code::new("complainant").unwrap(),
        words: Words::new("the teller shouted").unwrap(),
        taken: at(1),
        recorded: at(2),
        by: actor("handler"),
        supersedes: None,
    }
}

pub(crate) fn work() -> Work {
    Work {
        handler: actor("handler"),
        accepted: at(1),
    }
}

pub(crate) fn finding() -> Finding {
    Finding {
        verdict: Verdict::Upheld,
        root_cause: Code::new("work_error").unwrap(),
        facts: Words::new("he did shout").unwrap(),
        responsible: vec![],
        at: at(3),
        by: actor("handler"),
    }
}

pub(crate) fn reply() -> Reply {
    Reply {
        channel: Code::new("phone").unwrap(),
        words: Words::new("we are sorry").unwrap(),
        apology: true,
        redress: None,
        at: at(4),
        lapses: at(4 + 7 * 24),
        by: actor("handler"),
    }
}

pub(crate) fn assigned() -> Case {
    open(case_id(), order(1, "ho.b01"), Some(subject()))
}

pub(crate) fn investigating() -> Case {
    assigned().at(Stage::Investigating { work: work() })
}

fn heard() -> Case {
    Case {
        statements: 1,
        ..investigating()
    }
}

pub(crate) fn found() -> Case {
    heard().at(Stage::Found {
        work: work(),
        finding: finding(),
    })
}

pub(crate) fn replied() -> Case {
    heard().at(Stage::Replied {
        work: work(),
        finding: finding(),
        reply: reply(),
    })
}

fn after(follow_up: FollowUp) -> Case {
    heard().at(Stage::FollowedUp {
        work: work(),
        finding: finding(),
        reply: reply(),
        follow_up,
    })
}

pub(crate) fn followed_up() -> Case {
    after(FollowUp::Visited {
        remarks: None,
        at: at(9),
        by: actor("visitor"),
    })
}

pub(crate) fn lapsed() -> Case {
    after(FollowUp::Lapsed { at: reply().lapses })
}

pub(crate) fn reopened() -> Case {
    heard().at(Stage::Reopened {
        remarks: None,
        at: at(9),
        by: actor("visitor"),
    })
}

fn closing() -> Closing {
    Closing {
        ending: Ending::Replied,
        finding: Some("upheld".to_owned()),
        root_cause: Some("work_error".to_owned()),
        form_sha256: Some("f".repeat(64)),
        at: Some(at(20)),
        by: actor("handler"),
    }
}

pub(crate) fn closed() -> Case {
    heard().at(Stage::Closed { closing: closing() })
}

pub(crate) fn archived() -> Case {
    heard().at(Stage::Archived {
        closing: closing(),
        at: at(21),
        by: actor("clerk"),
    })
}
