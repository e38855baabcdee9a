//! Entities as the API shows them.

use huiyin_contracts::views::routing::{ArithmeticDay, ArithmeticView, ClockView, OrderView, StaffView, UnitView};
use huiyin_kernel::Timestamp;
use huiyin_worktime::{DayLine, DayReason, Explanation};

use crate::domain::clock::{Clock, ClockStage, End, basis_word};
use crate::domain::complaint::Complaint;
use crate::domain::directory::Directory;
use crate::domain::order::{Order, OrderKind};
use crate::domain::staff::Member;
use crate::domain::unit::{Unit, UnitState};

pub(super) fn unit(directory: &Directory, unit: &Unit) -> UnitView {
    UnitView {
        code: unit.code.clone(),
        path: unit.path.clone(),
        parent: unit.path.parent().map(|parent| parent.code()),
        level: unit.level.clone(),
        name: unit.name.clone(),
        city: unit.city.clone(),
        address: unit.address.clone(),
        time_zone: unit.time_zone.clone(),
        duties: directory.duties_of(unit).map(str::to_owned).collect(),
        contact_1: unit.contact_1.clone(),
        contact_2: unit.contact_2.clone(),
        responsible: unit.responsible.clone(),
        open: unit.is_open(),
        closed_at: match unit.state {
            UnitState::Open => None,
            UnitState::Closed { at } => Some(at),
        },
    }
}

pub(super) fn staff(member: Member) -> StaffView {
    StaffView {
        code: member.code,
        unit: member.unit,
        duties: member.duties,
        leader: member.leader,
        reports_to: member.reports_to,
        language: member.language,
        has_email: member.email.is_some(),
        left: member.left,
    }
}

pub(super) fn order(order: &Order, complaint: &Complaint) -> OrderView {
    let press = match order.kind {
        OrderKind::Supervision { clock, level } => Some((clock, level)),
        OrderKind::Transfer | OrderKind::Triage | OrderKind::Reopened => None,
    };
    OrderView {
        id: order.id,
        complaint: complaint.id,
        number: complaint.number.clone(),
        kind: order.kind.word().to_owned(),
        stage: order.stage.word().to_owned(),
        lead: order.lead.clone(),
        unit: complaint.unit.clone(),
        from: order.from.clone(),
        reason: order.reason.clone(),
        severity: complaint.severity.clone(),
        class: complaint.class.clone(),
        row: complaint.row.clone(),
        policy_version: complaint.policy_version.clone(),
        restricted: complaint.restricted,
        clock: press.map(|(clock, _)| clock),
        level: press.map(|(_, level)| level),
        served_at: order.served,
        stage_at: order.stage.since(),
        next_due: order.next_due,
    }
}

pub(super) fn clock(clock: Clock, now: Timestamp) -> ClockView {
    let due = clock.stage.due();
    let remaining = due
        .filter(|_| clock.waits())
        .map(|due| due.duration_since(now).as_secs());
    let (ended, in_time, why) = match &clock.stage {
        ClockStage::Running { .. } => (None, None, None),
        ClockStage::Unset { why } => (None, None, Some(why.clone())),
        ClockStage::Met { due, at } => (Some(*at), due.map(|due| *at <= due), None),
        ClockStage::Breached { end: None, .. } => (None, Some(false), None),
        ClockStage::Breached {
            end: Some(End::Met { at }),
            ..
        } => (Some(*at), Some(false), None),
        ClockStage::Breached {
            end: Some(End::Stopped { at, why }),
            ..
        } => (Some(*at), Some(false), Some(why.clone())),
        ClockStage::Stopped { at, why, .. } => (Some(*at), None, Some(why.clone())),
    };
    ClockView {
        id: clock.id,
        order: clock.order,
        kind: clock.kind.word().to_owned(),
        stage: clock.stage.word().to_owned(),
        unit: clock.unit,
        rule: clock.rule,
        policy_version: clock.policy_version,
        basis: basis_word(clock.limit.basis).to_owned(),
        amount: clock.limit.amount,
        started: clock.started,
        due,
        remaining_seconds: remaining,
        ended,
        in_time,
        why,
        arithmetic: clock.explanation.map(|explanation| arithmetic(&explanation)),
    }
}

fn arithmetic(explanation: &Explanation) -> ArithmeticView {
    ArithmeticView {
        calendar: explanation.calendar.clone(),
        time_zone: explanation.time_zone.clone(),
        from: explanation.from.to_string(),
        to: explanation.to.to_string(),
        days: explanation.days.iter().map(day).collect(),
        text: explanation.to_string(),
    }
}

fn day(line: &DayLine) -> ArithmeticDay {
    let (why, name) = match &line.why {
        DayReason::WorkingDay => ("working-day", None),
        DayReason::MakeUpDay { name, .. } => ("make-up-day", Some(name)),
        DayReason::WeeklyRest => ("weekly-rest", None),
        DayReason::Holiday { name } => ("holiday", Some(name)),
        DayReason::CalendarDay => ("calendar-day", None),
        DayReason::StartDay => ("start-day", None),
        DayReason::HoursOver => ("hours-over", None),
        DayReason::NoWorkingTime => ("no-working-time", None),
    };
    ArithmeticDay {
        date: line.date,
        counted: line.counted,
        why: why.to_owned(),
        name: name.cloned(),
        periods: line.periods.iter().map(ToString::to_string).collect(),
    }
}
