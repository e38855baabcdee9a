//! Entities as the API shows them.

use huiyin_contracts::views::routing::{
    ArithmeticDay, ArithmeticView, ClockView, DelayView, HeldByView, HoldingView, HoldingsView, LimitView, OrderView,
    PostView, StaffView, UnitView,
};
use huiyin_kernel::Timestamp;
use huiyin_web::Problem;
use huiyin_worktime::{DayLine, DayReason, Explanation, Limit};

use crate::domain::clock::{BASES, Clock, ClockStage, End, basis_word};
use crate::domain::complaint::Complaint;
use crate::domain::directory::Directory;
use crate::domain::holding::{Holding, by_unit};
use crate::domain::ledger::{Line, LineKind, LineStage};
use crate::domain::order::{BY_HAND, Order, OrderKind};
use crate::domain::staff::{Member, Post};
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
        unit: member.main.unit,
        duties: member.main.duties,
        leader: member.main.leader,
        reports_to: member.main.reports_to,
        further: member.further.into_iter().map(post).collect(),
        language: member.language,
        has_email: member.email.is_some(),
        left: member.left,
    }
}

fn post(post: Post) -> PostView {
    PostView {
        unit: post.unit,
        duties: post.duties,
        leader: post.leader,
        reports_to: post.reports_to,
    }
}

pub(super) fn order(order: &Order, complaint: &Complaint) -> OrderView {
    let press = match order.kind {
        OrderKind::Supervision { clock, level } => Some((clock, level)),
        _ => None,
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
        supplied: order.supplied.clone(),
        task: order.task.map(|task| task.kind.word().to_owned()),
        required: order.task.map(|task| task.required),
        confirmed_by: order.confirmed_by.clone(),
        severity: complaint.severity.clone(),
        class: complaint.class.clone(),
        row: complaint.row.clone(),
        policy_version: complaint.policy_version.clone(),
        restricted: complaint.restricted,
        clock: press.map(|(clock, _)| clock),
        level: press.map(|(_, level)| level).filter(|level| *level != BY_HAND),
        served_at: order.served,
        accepted_at: order.accepted,
        stage_at: order.stage.since(),
        next_due: order.next_due,
    }
}

/// A limit that somebody asks for.
pub(super) fn limit(view: &LimitView) -> Result<Limit, Problem> {
    let basis = BASES.into_iter().find(|basis| basis_word(*basis) == view.basis);
    let known = || BASES.map(basis_word).join(", ");
    let basis = basis.ok_or_else(|| Problem::refused("basis-unknown", format!("the basis is one of {}", known())))?;
    Ok(Limit {
        basis,
        amount: view.amount,
    })
}

/// A clock with its ledger.
pub(super) fn clock(clock: Clock, lines: &[Line], now: Timestamp) -> ClockView {
    let due = clock.stage.next();
    let paused_since = match clock.stage {
        ClockStage::Paused { since, .. } => Some(since),
        _ => None,
    };
    let delays = lines.iter().filter(|line| line.clock == clock.id);
    let delays = delays.map(|line| delay(line.clone())).collect();
    let remaining = due
        .filter(|_| clock.waits())
        .map(|due| due.duration_since(now).as_secs());
    let (ended, in_time, why) = match &clock.stage {
        ClockStage::Running { .. } | ClockStage::Paused { .. } => (None, None, None),
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
        kind: clock.kind,
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
        ceiling: clock.ceiling,
        paused_since,
        arithmetic: clock.explanation.map(|explanation| arithmetic(&explanation)),
        delays,
    }
}

/// A line of a clock's ledger.
pub(super) fn delay(line: Line) -> DelayView {
    let limit = match line.kind {
        LineKind::Extension(limit) => Some(LimitView {
            basis: basis_word(limit.basis).to_owned(),
            amount: limit.amount,
        }),
        LineKind::Pause | LineKind::Recomputation | LineKind::Migration => None,
    };
    let stage = line.stage.word().to_owned();
    let (decided, dues, ended) = match line.stage {
        LineStage::Asked => (None, (None, None), None),
        LineStage::Refused { by, at } => (Some((by, at)), (None, None), None),
        LineStage::Approved { by, at, old, new } => (Some((by, at)), (Some(old), new), None),
        LineStage::Ended {
            by,
            at,
            old,
            ended_by,
            ended,
            new,
        } => (Some((by, at)), (Some(old), Some(new)), Some((ended_by, ended))),
    };
    let (decided_by, decided) = decided.unzip();
    let (ended_by, ended) = ended.unzip();
    DelayView {
        id: line.id,
        clock: line.clock,
        kind: line.kind.word().to_owned(),
        stage,
        ground: line.ground,
        reason: line.reason,
        limit,
        asked_by: line.asked_by,
        asked: line.asked,
        decided_by,
        decided,
        ended_by,
        ended,
        was_due: dues.0,
        due: dues.1,
        notice: line.notice,
        arithmetic: line.explanation.map(|explanation| arithmetic(&explanation)),
    }
}

/// Whose time it was.
pub(super) fn holdings(periods: &[Holding]) -> HoldingsView {
    let units = by_unit(periods).into_iter().map(|(unit, held)| HeldByView {
        unit,
        seconds: held.seconds,
        working_seconds: held.working,
    });
    let period = |period: &Holding| HoldingView {
        order: period.order,
        unit: period.unit.clone(),
        kind: period.kind.word().to_owned(),
        from: period.from,
        accepted: period.accepted,
        to: period.to,
        seconds: period.held.seconds,
        working_seconds: period.held.working,
    };
    HoldingsView {
        periods: periods.iter().map(period).collect(),
        units: units.collect(),
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
