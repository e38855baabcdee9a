//! Views as the services answer them. Every field that can hold a free text holds `TEXT`.

use huiyin_contracts::views::audit::{EffectRow, Effects, Timeline, TimelineEntry};
use huiyin_contracts::views::intake::{AttachmentView, ComplaintView, LinkView, Undone};
use huiyin_contracts::views::investigation::{
    AcknowledgementView, CaseLine, CaseView, CircularUnits, CircularView, EarlierAnswer, EarlierCase, EarlierFile,
    FormReply, GroupView, ImprovementView, LessonView, MissingPart, SanctionView, Stage, Step,
};
use huiyin_contracts::views::notification::{Delivery, DeliveryState};
use huiyin_contracts::views::routing::{
    ArithmeticDay, ArithmeticView, ClockView, DelayView, HoldingView, HoldingsView, OrderView, UnitView,
};
use huiyin_kernel::{Actor, ComplaintNumber, Timestamp, UnitCode, UnitPath};
use huiyin_web::Page;
use jiff::civil::date;

mod parts;

use crate::pages::complaint::Panels;
use crate::pages::learning::Shelf;
use crate::services::Answer;

/// What a hostile complainant, import or neighbour would write.
pub(crate) const TEXT: &str = r#"</td><script>alert(1)</script><img src=x onerror="alert('2')">&"#;

const ID: &str = "01900000-0000-7000-8000-000000000001";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn unit() -> UnitPath {
    "ho.b01.o0123".parse().unwrap()
}

/// An open unit.
pub(crate) fn unit_view(path: &str, name: &str) -> UnitView {
    let path: UnitPath = path.parse().unwrap();
    UnitView {
        code: path.code().as_str().parse().unwrap(),
        parent: None,
        level: "branch".to_owned(),
        name: name.to_owned(),
        city: None,
        address: None,
        time_zone: "Asia/Shanghai".to_owned(),
        duties: Vec::new(),
        contact_1: None,
        contact_2: None,
        responsible: None,
        open: true,
        closed_at: None,
        path,
    }
}

fn text() -> Option<String> {
    Some(TEXT.to_owned())
}

pub(crate) fn complaint() -> ComplaintView {
    ComplaintView {
        id: ID.parse().unwrap(),
        number: ComplaintNumber::new(&UnitCode::new("o0123").unwrap(), date(2026, 11, 23), 0, 42).unwrap(),
        channel: TEXT.to_owned(),
        unit: unit(),
        registered_by_unit: unit(),
        by: Actor::Operator,
        class: text(),
        line: text(),
        product: text(),
        leader_concerned: false,
        persons: 2,
        anonymous: true,
        confidential: false,
        restricted: false,
        media: true,
        repeats: Some("01900000-0000-7000-8000-000000000009".parse().unwrap()),
        language: TEXT.to_owned(),
        reply_channel: text(),
        received: at("2026-11-23T01:00:00Z"),
        referrers_date: Some(date(2026, 12, 31)),
        registered: at("2026-11-23T01:05:00Z"),
        occurred_from: Some(at("2026-11-20T01:00:00Z")),
        occurred_to: Some(at("2026-11-20T02:00:00Z")),
        stage: "assigned".to_owned(),
        since: at("2026-11-23T01:06:00Z"),
        lead: Some("ho.b01".parse().unwrap()),
        reply_due: Some(at("2026-11-25T09:00:00Z")),
        source: text(),
        version: 2,
    }
}

pub(crate) fn clock() -> ClockView {
    ClockView {
        id: ID.parse().unwrap(),
        order: ID.parse().unwrap(),
        kind: "reply".to_owned(),
        stage: "running".to_owned(),
        unit: unit(),
        rule: TEXT.to_owned(),
        policy_version: TEXT.to_owned(),
        basis: "working_days".to_owned(),
        amount: 1,
        started: at("2026-11-23T01:06:00Z"),
        due: Some(at("2026-11-24T09:00:00Z")),
        remaining_seconds: Some(7_380),
        ended: Some(at("2026-11-24T02:00:00Z")),
        in_time: None,
        why: text(),
        ceiling: Some(at("2027-01-22T15:59:59Z")),
        paused_since: Some(at("2026-11-24T01:00:00Z")),
        delays: vec![delay()],
        arithmetic: Some(ArithmeticView {
            calendar: TEXT.to_owned(),
            time_zone: TEXT.to_owned(),
            from: TEXT.to_owned(),
            to: TEXT.to_owned(),
            days: vec![ArithmeticDay {
                date: date(2026, 11, 24),
                counted: true,
                why: "working-day".to_owned(),
                name: text(),
                periods: vec!["08:30-12:00".to_owned(), TEXT.to_owned()],
            }],
            text: TEXT.to_owned(),
        }),
    }
}

fn delay() -> DelayView {
    DelayView {
        id: ID.parse().unwrap(),
        clock: ID.parse().unwrap(),
        kind: "extension".to_owned(),
        stage: "approved".to_owned(),
        ground: TEXT.to_owned(),
        reason: TEXT.to_owned(),
        limit: None,
        asked_by: Actor::system(TEXT),
        asked: at("2026-11-24T01:00:00Z"),
        decided_by: Some(Actor::Operator),
        decided: Some(at("2026-11-24T02:00:00Z")),
        ended_by: None,
        ended: None,
        was_due: Some(at("2026-11-24T09:00:00Z")),
        due: Some(at("2026-11-26T09:00:00Z")),
        notice: Some(at("2026-11-24T02:01:00Z")),
        arithmetic: None,
    }
}

pub(crate) fn order() -> OrderView {
    OrderView {
        id: ID.parse().unwrap(),
        complaint: ID.parse().unwrap(),
        number: complaint().number,
        kind: TEXT.to_owned(),
        stage: TEXT.to_owned(),
        lead: unit(),
        unit: unit(),
        from: Some(unit()),
        reason: text(),
        severity: TEXT.to_owned(),
        class: text(),
        row: text(),
        policy_version: TEXT.to_owned(),
        restricted: false,
        clock: None,
        level: Some(1),
        served_at: at("2026-11-23T01:06:00Z"),
        accepted_at: None,
        supplied: None,
        task: text(),
        required: Some(true),
        confirmed_by: None,
        stage_at: Some(at("2026-11-23T01:07:00Z")),
        next_due: Some(at("2026-11-24T09:00:00Z")),
    }
}

fn lesson() -> LessonView {
    LessonView {
        id: ID.parse().unwrap(),
        cause: TEXT.to_owned(),
        by: Actor::system(TEXT),
        at: at("2026-11-23T01:06:00Z"),
    }
}

fn sanction() -> SanctionView {
    SanctionView {
        id: ID.parse().unwrap(),
        rule: TEXT.to_owned(),
        role: TEXT.to_owned(),
        person: "e011".to_owned().try_into().unwrap(),
        unit: unit(),
        amount: huiyin_kernel::Money {
            minor: 50_000,
            currency: "CNY".to_owned().try_into().unwrap(),
        },
        state: TEXT.to_owned(),
        appeal_by: Some("2026-12-11".parse().unwrap()),
        proposed_by: Actor::system(TEXT),
        decided_by: Some(Actor::system(TEXT)),
    }
}

fn earlier_case() -> EarlierCase {
    EarlierCase {
        line: CaseLine {
            id: ID.parse().unwrap(),
            complaint: ID.parse().unwrap(),
            number: None,
            unit: unit(),
            stage: Stage::Closed,
            severity: text(),
            imported: false,
            opened: at("2026-11-02T01:06:00Z"),
            reply_due: None,
            follow_up_lapses: None,
            version: 9,
        },
        finding: text(),
        root_cause: text(),
        replied: Some(at("2026-11-03T01:06:00Z")),
        ending: text(),
        redress: vec![],
    }
}

fn case() -> CaseView {
    CaseView {
        line: CaseLine {
            id: ID.parse().unwrap(),
            complaint: ID.parse().unwrap(),
            number: Some(complaint().number),
            unit: unit(),
            stage: Stage::Investigating,
            severity: text(),
            imported: false,
            opened: at("2026-11-23T01:06:00Z"),
            reply_due: None,
            follow_up_lapses: Some(at("2026-12-23T09:00:00Z")),
            version: 1,
        },
        order: None,
        unit_concerned: Some(unit()),
        restricted: false,
        handler: Some(Actor::system(TEXT)),
        accepted: None,
        statements: 3,
        finding: text(),
        root_cause: text(),
        review: text(),
        awaits: text(),
        awaits_besides: vec!["legal".to_owned()],
        verify_by: None,
        appeal_by: None,
        redress: vec![],
        opinions: vec![],
        extensions: vec![parts::extension()],
        lessons: vec![lesson()],
        sanctions: vec![sanction()],
        reopened: vec![],
        replied: None,
        ending: text(),
        closed: None,
        form_sha256: text(),
        archived: None,
        retention: text(),
        kept_until: Some("2029-11-27".parse().unwrap()),
        missing: vec![MissingPart {
            part: TEXT.to_owned(),
            rule: TEXT.to_owned(),
        }],
        persons: 25,
        group: Some(GroupView {
            complaints: 3,
            persons: 40,
        }),
        repeats: true,
        earlier: vec![earlier_case()],
        history: vec![Step {
            version: 1,
            what: TEXT.to_owned(),
            unit: unit(),
            by: Actor::Operator,
            at: at("2026-11-23T01:06:00Z"),
        }],
    }
}

pub(crate) fn delivery(state: DeliveryState) -> Delivery {
    Delivery {
        id: complaint().id.uuid(),
        complaint: complaint().id,
        event: ID.parse().unwrap(),
        template: TEXT.to_owned(),
        audience: TEXT.to_owned(),
        unit: Some(unit()),
        created: at("2026-11-23T01:06:00Z"),
        state,
    }
}

fn timeline() -> Timeline {
    let entry = |position: i64, kind: &str, recorded: &str| TimelineEntry {
        position,
        event: ID.parse().unwrap(),
        kind: kind.to_owned(),
        producer: TEXT.to_owned(),
        occurred: at("2026-11-23T01:06:00Z"),
        recorded: at(recorded),
        by: Some(Actor::system(TEXT)),
        unit: Some(unit()),
        policy_version: text(),
        payload: serde_json::value::RawValue::from_string("{}".to_owned()).unwrap(),
        hash: TEXT.to_owned(),
    };
    Timeline {
        complaint: complaint().id,
        number: text(),
        entries: vec![
            entry(7_001, "complaint.registered.v1", "2026-11-23T01:06:00Z"),
            entry(7_002, TEXT, "2026-11-23T08:06:00Z"),
        ],
        next: Some(7_002),
    }
}

fn link() -> LinkView {
    LinkView {
        id: ID.parse().unwrap(),
        kind: TEXT.to_owned(),
        complaint: complaint().id,
        to: Some(complaint().id),
        cluster: None,
        new_facts: false,
        reason: TEXT.to_owned(),
        by: Actor::system(TEXT),
        at: at("2026-11-23T02:00:00Z"),
        undone: Some(Undone {
            by: Actor::Operator,
            at: at("2026-11-23T03:00:00Z"),
            reason: TEXT.to_owned(),
        }),
    }
}

fn attachment() -> AttachmentView {
    AttachmentView {
        id: ID.parse().unwrap(),
        sha256: TEXT.to_owned(),
        bytes: 17,
        media_type: TEXT.to_owned(),
        scan: TEXT.to_owned(),
        by: Actor::system(TEXT),
        added: at("2026-11-23T02:00:00Z"),
    }
}

fn holdings() -> HoldingsView {
    HoldingsView {
        periods: vec![HoldingView {
            order: ID.parse().unwrap(),
            unit: unit(),
            kind: TEXT.to_owned(),
            from: at("2026-11-23T01:06:00Z"),
            accepted: None,
            to: None,
            seconds: 3_660,
            working_seconds: None,
        }],
        units: Vec::new(),
    }
}

/// Every panel, filled.
pub(crate) fn panels() -> Panels {
    let failed = DeliveryState::Failed {
        reason: TEXT.to_owned(),
    };
    Panels {
        facts: Answer::Here(complaint()),
        case: Answer::Here(case()),
        clocks: Answer::Here(vec![clock()]),
        orders: Answer::Here(vec![order()]),
        notices: Answer::Here(Page {
            items: vec![delivery(failed)],
            next: None,
        }),
        timeline: Answer::Here(timeline()),
        links: Answer::Here(vec![link()]),
        attachments: Answer::Here(vec![attachment()]),
        holdings: Answer::Here(holdings()),
    }
}

/// A file in which somebody was answered before, with these words.
pub(crate) fn earlier(words: &str) -> EarlierFile {
    let EarlierCase { line, .. } = case().earlier.remove(0);
    EarlierFile {
        line,
        own: false,
        answers: vec![EarlierAnswer {
            finding: None,
            reply: Some(FormReply {
                channel: words.to_owned(),
                words: words.to_owned(),
                apology: true,
                redress: None,
                letter: None,
                last_day: None,
                at: at("2026-11-03T01:06:00Z"),
                by: Actor::system(words),
            }),
        }],
        redress: vec![],
    }
}

fn circular(words: &str) -> CircularView {
    CircularView {
        id: ID.parse().unwrap(),
        unit: unit(),
        title: words.to_owned(),
        text: words.to_owned(),
        due: "2026-12-11".parse().unwrap(),
        issued: at("2026-11-23T01:06:00Z"),
        by: Actor::system(words),
        units: 2,
        acknowledged: 1,
        waits_for_you: true,
    }
}

/// A circular that is opened, and an improvement that is done, with these words.
pub(crate) fn shelf(words: &str) -> Shelf {
    let circular = circular(words);
    let improvement = ImprovementView {
        id: ID.parse().unwrap(),
        unit: unit(),
        owner: unit(),
        reach: unit(),
        cause: words.to_owned(),
        title: words.to_owned(),
        what: words.to_owned(),
        due: "2026-12-31".parse().unwrap(),
        state: words.to_owned(),
        overdue: false,
        proposed: at("2026-11-23T01:06:00Z"),
        by: Actor::system(words),
        outcome: Some(words.to_owned()),
        done_on: Some("2026-12-30".parse().unwrap()),
        ended_by: Some(Actor::Operator),
    };
    let effect = EffectRow {
        improvement: improvement.id,
        owner: unit(),
        reach: unit(),
        cause: words.to_owned(),
        done_on: "2026-12-30".parse().unwrap(),
        days: 30,
        before: 7,
        after: 3,
    };
    let next = Some(words.to_owned());
    Shelf {
        opened: Some(Answer::Here(CircularUnits {
            circular: circular.clone(),
            to: vec![AcknowledgementView {
                unit: unit(),
                at: Some(at("2026-11-23T01:06:00Z")),
                by: Some(Actor::system(words)),
            }],
        })),
        circulars: Answer::Here(Page {
            items: vec![circular],
            next: next.clone(),
        }),
        improvements: Answer::Here(Page {
            items: vec![improvement],
            next,
        }),
        effects: Answer::Here(Effects {
            time_zone: "Asia/Shanghai".to_owned(),
            rows: vec![effect],
        }),
    }
}
