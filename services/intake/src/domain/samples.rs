//! Values that the domain's tests share.

use huiyin_contracts::views::intake::{Complainant, Register};
use huiyin_kernel::{Actor, ComplaintNumber, HeldClock, Ids, StaffCode, Timestamp, UnitCode};

use super::complaint::Complaint;
use super::recourse::Recourse;
use super::stage::{Handling, Stage};
use super::unit::{Directory, Unit};

pub(crate) fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_795_396_800 + minutes * 60).unwrap()
}

pub(crate) fn code(text: &str) -> UnitCode {
    UnitCode::new(text).unwrap()
}

pub(crate) fn clerk() -> Actor {
    Actor::staff(StaffCode::new("s0042").unwrap())
}

pub(crate) fn directory() -> Directory {
    let unit = |path: &str, open| Unit {
        path: path.parse().unwrap(),
        name: path.to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        open,
    };
    let units = [
        unit("ho", true),
        unit("ho.b01", true),
        unit("ho.b01.o1", true),
        unit("ho.b01.shut", false),
    ];
    Directory {
        root: Some(unit("ho", true)),
        named: units.into_iter().map(|unit| (unit.path.code(), unit)).collect(),
    }
}

pub(crate) fn request() -> Register {
    Register {
        channel: "help_line".to_owned(),
        unit: code("o1"),
        registered_by_unit: Some(code("b01")),
        class: Some("service_attitude".to_owned()),
        line: None,
        product: None,
        staff_concerned: vec![StaffCode::new("s7").unwrap()],
        leader_concerned: false,
        complainant: Complainant {
            name: Some("Complainant One".to_owned()),
            phone: Some("+86 10 5550 0100".to_owned()),
            ..Complainant::default()
        },
        reply_channel: Some("phone".to_owned()),
        language: None,
        narrative: "The counter closed early.".to_owned(),
        asked_for: None,
        occurred_from: None,
        occurred_to: None,
        received: None,
        referrers_date: None,
        media: false,
        repeats: None,
    }
}

pub(crate) fn complaint() -> Complaint {
    Complaint {
        id: Ids::seeded(HeldClock::at(at(0)).clock(), 1).complaint(),
        number: ComplaintNumber::new(&code("b01"), jiff::civil::date(2026, 11, 23), 0, 1).unwrap(),
        channel: "help_line".to_owned(),
        unit: "ho.b01.o1".parse().unwrap(),
        registered_by_unit: "ho.b01".parse().unwrap(),
        by: clerk(),
        class: None,
        line: None,
        product: None,
        staff_concerned: vec![],
        leader_concerned: false,
        persons: 1,
        anonymous: false,
        confidential: false,
        restricted: false,
        media: false,
        repeats: None,
        language: "zh".to_owned(),
        reply_channel: None,
        received: at(0),
        referrers_date: None,
        registered: at(0),
        occurred_from: None,
        occurred_to: None,
        past: None,
        source_key: None,
        stage: Stage::registered(at(0)),
        lead: None,
        reply_due: None,
        promise: None,
        recourse: Recourse::default(),
        version: 1,
    }
}

/// A complaint that has its answer, with which the complainant may disagree until 23 December.
pub(crate) fn answered() -> Complaint {
    let last = Some(jiff::civil::date(2026, 12, 23));
    Complaint {
        stage: Stage::Open {
            since: at(0),
            accepted: None,
            handling: Handling::Replied {
                unit: "ho.b01".parse().unwrap(),
                at: at(4),
            },
        },
        recourse: Recourse::after_answer(last, last),
        ..complaint()
    }
}
