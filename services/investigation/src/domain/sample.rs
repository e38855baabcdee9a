//! Cases at each stage, for the tests.

use std::sync::LazyLock;

use huiyin_kernel::{
    Actor, CaseId, ComplaintId, ComplaintNumber, Currency, Money, OrderId, StaffCode, Timestamp, UnitCode,
};
use huiyin_policy::Pack;
use jiff::SignedDuration;
use uuid::Uuid;

use super::open::{Order, open};
use super::*;

pub(crate) fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_795_396_800).unwrap() + SignedDuration::from_hours(hours)
}

pub(crate) fn actor(code: &str) -> Actor {
    Actor::staff(StaffCode::new(code).unwrap())
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
        approve: Vec::new(),
        class: Some("service_attitude".to_owned()),
        policy: None,
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
        channel: "help_line".to_owned(),
        language: "en".to_owned(),
        ended: None,
    }
}

/// Read once: it takes milliseconds, and random commands ask for it a million times.
pub(crate) fn pack() -> &'static Pack {
    static PACK: LazyLock<Pack> = LazyLock::new(|| Pack::embedded("rural-bank").unwrap());
    &PACK
}

/// Somebody of a unit, who holds no duty.
pub(crate) fn decider(code: &str, unit: &str) -> Decider {
    Decider {
        by: actor(code),
        unit: Some(unit.parse().unwrap()),
        elsewhere: Vec::new(),
        duties: Vec::new(),
        at: at(10),
    }
}

pub(crate) fn mark(code: &str) -> Mark {
    Mark {
        by: actor(code),
        at: at(5),
    }
}

pub(crate) fn words(text: &str) -> Words {
    Words::new(text).unwrap()
}

pub(crate) fn yuan(amount: i64) -> Money {
    Money {
        minor: amount * 100,
        currency: Currency::try_from("CNY".to_owned()).unwrap(),
    }
}

/// Money that the handler proposes.
pub(crate) fn redress(n: u128, amount: i64, stage: RedressStage) -> Redress {
    Redress {
        id: Uuid::from_u128(2000 + n),
        kind: Code::new("money").unwrap(),
        amount: Some(yuan(amount)),
        what: words("the fee, paid back"),
        proposed: mark("handler"),
        stage,
    }
}

/// What the teller of the outlet is to pay; proposed by the handler.
pub(crate) fn sanction(stage: SanctionStage) -> Sanction {
    Sanction {
        id: Uuid::from_u128(7001),
        rule: "attitude".to_owned(),
        cause: Code::new("service_attitude").unwrap(),
        role: Role::Person,
        person: StaffCode::new("teller").unwrap(),
        unit: "ho.b01.o0123".parse().unwrap(),
        amount: yuan(500),
        reasons: words("it was not the first time"),
        proposed: mark("handler"),
        stage,
    }
}

/// A circular of head office.
pub(crate) fn circular() -> learning::Circular {
    learning::Circular {
        id: Uuid::from_u128(8101),
        unit: "ho".parse().unwrap(),
        title: words("Queues at noon"),
        text: words("Two counters stay open at noon."),
        due: jiff::civil::date(2026, 12, 11),
        issued: mark("desk"),
    }
}

/// An improvement that a branch proposes to a department.
pub(crate) fn improvement() -> learning::Improvement {
    learning::Improvement {
        id: Uuid::from_u128(8201),
        unit: "ho.b01".parse().unwrap(),
        owner: "ho.d01".parse().unwrap(),
        reach: "ho.b01".parse().unwrap(),
        cause: Code::new("service_channel").unwrap(),
        title: words("A second counter"),
        what: words("A second counter is open at noon."),
        due: jiff::civil::date(2026, 12, 31),
        proposed: mark("clerk"),
        stage: learning::ImprovementStage::Open,
    }
}

pub(crate) fn own() -> Approval {
    Approval::Own {
        rule: Some("branch".to_owned()),
    }
}

pub(crate) fn opinion(n: u128, stage: OpinionStage) -> Opinion {
    Opinion {
        order: OrderId::from_uuid(Uuid::from_u128(300 + n)),
        unit: "ho.b02".parse().unwrap(),
        asked: mark("handler"),
        task: None,
        optional: false,
        due: None,
        stage,
    }
}

/// The n-th extension of the reply, a day longer each; told or not.
pub(crate) fn extension(n: u128, told: bool) -> Extension {
    let letter = Letter {
        code: "extended".to_owned(),
        words: words("it needs longer"),
        last_day: None,
    };
    let told = told.then(|| extension::Told {
        channel: Code::new("letter").unwrap(),
        reason: words("the expert is away"),
        last_day: jiff::civil::date(2026, 11, 26),
        letter,
        mark: mark("handler"),
    });
    Extension {
        id: Uuid::from_u128(9000 + n),
        due: at(48 + 24 * i64::try_from(n).unwrap()),
        approved: mark("boss"),
        told,
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
        cause_detail: None,
        facts: Words::new("he did shout").unwrap(),
        responsible_unit: None,
        responsible: vec![],
        review: Review::NotNeeded,
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
        letter: None,
        at: at(4),
        lapses: at(4 + 7 * 24),
        by: actor("handler"),
    }
}

/// What the handler writes to the complainant.
pub(crate) fn draft() -> Draft {
    Draft {
        channel: Code::new("phone").unwrap(),
        words: words("we are sorry"),
        apology: true,
        redress: None,
        approver: None,
        then: Vec::new(),
        refused: None,
        at: at(4),
        by: actor("handler"),
    }
}

/// What goes out: without a letter.
pub(crate) fn outgoing() -> reply::Outgoing {
    reply::Outgoing {
        letter: None,
        answered: answered(Round::First),
        lapses: at(4 + 7 * 24),
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

/// What is not upheld, and waits for the reviewer.
pub(crate) fn not_upheld(before_reply: bool) -> Finding {
    Finding {
        verdict: Verdict::NotUpheld,
        root_cause: Code::new("unfounded").unwrap(),
        review: Review::Asked {
            reviewer: Approver::Above,
            before_reply,
        },
        ..finding()
    }
}

pub(crate) fn found() -> Case {
    heard().at(Stage::Found {
        work: work(),
        finding: finding(),
        draft: None,
    })
}

pub(crate) fn replied() -> Case {
    Case {
        answered: Some(answered(Round::First)),
        ..heard()
    }
    .at(Stage::Replied {
        work: work(),
        finding: finding(),
        reply: reply(),
    })
}

fn after(follow_up: FollowUp) -> Case {
    replied().at(Stage::FollowedUp {
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
    replied().at(Stage::Reopened {
        why: Why::Dissatisfied,
        remarks: None,
        at: at(9),
        by: actor("visitor"),
    })
}

/// The answer of the handler, with thirty days to disagree.
pub(crate) fn answered(round: Round) -> Answered {
    Answered {
        at: at(4),
        round,
        verify_by: (round == Round::First).then(|| jiff::civil::date(2026, 12, 23)),
        appeal_by: (round != Round::Appeal).then(|| jiff::civil::date(2026, 12, 23)),
        asked: None,
    }
}

pub(crate) fn closing() -> Closing {
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
    replied().at(Stage::Closed { closing: closing() })
}

pub(crate) fn archived() -> Case {
    replied().at(Stage::Archived {
        closing: closing(),
        retention: None,
        at: at(21),
        by: actor("clerk"),
    })
}
