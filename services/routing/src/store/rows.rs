//! Entities as rows and back.

use huiyin_kernel::{ClockId, ComplaintId, OrderId, StaffCode, Timestamp, UnitCode};
use huiyin_store::{StoreError, instant, micros};
use huiyin_worktime::Limit;
use sea_orm::ActiveValue::Set;

use super::entity::{clock, complaint, order};
use super::{broken, read};
use crate::domain::clock::{BASES, Clock, ClockStage, End, WaitsFor, basis_word};
use crate::domain::complaint::{Complaint, ComplaintStage};
use crate::domain::order::{BY_HAND, Order, OrderKind, OrderStage};
use crate::domain::task::{Task, TaskKind};

/// The far future: sorts orders without a limit last, on both databases alike.
pub(super) const NEVER: i64 = i64::MAX;

pub(super) fn complaint_row(complaint: &Complaint) -> complaint::ActiveModel {
    let ended = match &complaint.stage {
        ComplaintStage::Open => None,
        ComplaintStage::Ended { at, why } => Some((micros(*at), why.clone())),
    };
    let conflicted: Vec<&str> = complaint.conflicted.iter().map(UnitCode::as_str).collect();
    let concerned: Vec<&str> = complaint.staff_concerned.iter().map(StaffCode::as_str).collect();
    complaint::ActiveModel {
        id: Set(complaint.id.uuid()),
        number: Set(complaint.number.to_string()),
        unit: Set(complaint.unit.to_string()),
        registered_by: Set(complaint.registered_by.to_string()),
        restricted: Set(complaint.restricted),
        staff_concerned: Set(concerned.join(" ")),
        leader_concerned: Set(complaint.leader_concerned),
        conflicted: Set(conflicted.join(" ")),
        severity: Set(complaint.severity.clone()),
        approve: Set(complaint.approve.join(" ")),
        class: Set(complaint.class.clone()),
        channel: Set(complaint.channel.clone()),
        referrers_date: Set(complaint.referrers_date.map(|date| date.to_string())),
        decided_by: Set(complaint.row.clone()),
        policy_version: Set(complaint.policy_version.clone()),
        imported: Set(complaint.imported),
        registered_at: Set(micros(complaint.registered)),
        ended_at: Set(ended.as_ref().map(|(at, _)| *at)),
        ended_why: Set(ended.map(|(_, why)| why)),
    }
}

pub(super) fn to_complaint(row: complaint::Model) -> Result<Complaint, StoreError> {
    let stage = row.ended_at.map_or(ComplaintStage::Open, |at| ComplaintStage::Ended {
        at: instant(at),
        why: row.ended_why.unwrap_or_default(),
    });
    let staff = |code: &str| StaffCode::new(code).map_err(|error| broken(&error.to_string()));
    let concerned = row.staff_concerned.split_whitespace().map(staff);
    let conflicted = row.conflicted.split_whitespace().map(read);
    Ok(Complaint {
        id: ComplaintId::from_uuid(row.id),
        number: read(&row.number)?,
        unit: read(&row.unit)?,
        registered_by: read(&row.registered_by)?,
        restricted: row.restricted,
        staff_concerned: concerned.collect::<Result<_, _>>()?,
        leader_concerned: row.leader_concerned,
        conflicted: conflicted.collect::<Result<_, _>>()?,
        severity: row.severity,
        approve: row.approve.split_whitespace().map(str::to_owned).collect(),
        class: row.class,
        channel: row.channel,
        referrers_date: row.referrers_date.as_deref().map(read).transpose()?,
        row: row.decided_by,
        policy_version: row.policy_version,
        imported: row.imported,
        registered: instant(row.registered_at),
        stage,
    })
}

pub(super) fn order_row(order: &Order) -> Result<order::ActiveModel, StoreError> {
    let confirmed_by = order.confirmed_by.as_ref().map(serde_json::to_string).transpose()?;
    // One that somebody gave is no step of a ladder: it has no level, and there may be several for one clock.
    let (pressed, level) = match order.kind {
        OrderKind::Supervision { clock, level: BY_HAND } => (Some(clock.uuid()), None),
        OrderKind::Supervision { clock, level } => (Some(clock.uuid()), Some(i32::try_from(level).unwrap_or(i32::MAX))),
        _ => (None, None),
    };
    Ok(order::ActiveModel {
        id: Set(order.id.uuid()),
        complaint: Set(order.complaint.uuid()),
        kind: Set(order.kind.word().to_owned()),
        lead: Set(order.lead.to_string()),
        from_unit: Set(order.from.as_ref().map(ToString::to_string)),
        reason: Set(order.reason.clone()),
        clock: Set(pressed),
        level: Set(level),
        served_at: Set(micros(order.served)),
        stage: Set(order.stage.word().to_owned()),
        accepted_at: Set(order.accepted.map(micros)),
        supplied: Set(order.supplied.clone()),
        task: Set(order.task.map(|task| task.kind.word().to_owned())),
        required: Set(order.task.map(|task| task.required)),
        confirmed_by: Set(confirmed_by),
        stage_at: Set(order.stage.since().map(micros)),
        next_due_at: Set(order.next_due.map_or(NEVER, micros)),
    })
}

pub(super) fn to_order(row: order::Model) -> Result<Order, StoreError> {
    let kind = match (row.kind.as_str(), row.clock, row.level) {
        ("transfer", ..) => OrderKind::Transfer,
        ("triage", ..) => OrderKind::Triage,
        ("reopened", ..) => OrderKind::Reopened,
        ("returned", ..) => OrderKind::Returned,
        ("dispute", ..) => OrderKind::Dispute,
        ("decided", ..) => OrderKind::Decided,
        ("co_handling", ..) => OrderKind::CoHandling,
        ("alert", ..) => OrderKind::Alert,
        ("supervision", Some(clock), level) => OrderKind::Supervision {
            clock: ClockId::from_uuid(clock),
            level: level.map_or(BY_HAND, |level| u32::try_from(level).unwrap_or(u32::MAX)),
        },
        (other, ..) => return Err(broken(other)),
    };
    let stage = match (row.stage.as_str(), row.stage_at.map(instant)) {
        ("served", _) => OrderStage::Served,
        ("accepted", Some(at)) => OrderStage::Accepted { at },
        ("handed_over", Some(at)) => OrderStage::HandedOver { at },
        ("returned", Some(at)) => OrderStage::Returned { at },
        ("disputed", Some(at)) => OrderStage::Disputed { at },
        ("done", Some(at)) => OrderStage::Done { at },
        ("stopped", Some(at)) => OrderStage::Stopped { at },
        (other, _) => return Err(broken(other)),
    };
    let task = row
        .task
        .as_deref()
        .map(|word| TaskKind::read(word).ok_or_else(|| broken(word)));
    let task = task.transpose()?.map(|kind| Task {
        kind,
        required: row.required.unwrap_or(true),
    });
    Ok(Order {
        id: OrderId::from_uuid(row.id),
        complaint: ComplaintId::from_uuid(row.complaint),
        kind,
        lead: read(&row.lead)?,
        from: row.from_unit.as_deref().map(read).transpose()?,
        reason: row.reason,
        served: instant(row.served_at),
        stage,
        accepted: row.accepted_at.map(instant),
        supplied: row.supplied,
        task,
        confirmed_by: row.confirmed_by.as_deref().map(serde_json::from_str).transpose()?,
        next_due: (row.next_due_at != NEVER).then(|| instant(row.next_due_at)),
    })
}

pub(super) fn clock_row(clock: &Clock) -> Result<clock::ActiveModel, StoreError> {
    let (ended, was_met, why): (Option<Timestamp>, bool, Option<&str>) = match &clock.stage {
        ClockStage::Running { .. } | ClockStage::Paused { .. } | ClockStage::Breached { end: None, .. } => {
            (None, false, None)
        }
        ClockStage::Unset { why } => (None, false, Some(why)),
        ClockStage::Met { at, .. }
        | ClockStage::Breached {
            end: Some(End::Met { at }),
            ..
        } => (Some(*at), true, None),
        ClockStage::Stopped { at, why, .. }
        | ClockStage::Breached {
            end: Some(End::Stopped { at, why }),
            ..
        } => (Some(*at), false, Some(why)),
    };
    Ok(clock::ActiveModel {
        id: Set(clock.id.uuid()),
        complaint: Set(clock.complaint.uuid()),
        order_id: Set(clock.order.uuid()),
        unit: Set(clock.unit.to_string()),
        kind: Set(clock.kind.clone()),
        waits_for: Set(Some(clock.waits_for.word().to_owned())),
        milestone: Set(clock.milestone),
        calendar: Set(clock.calendar.clone()),
        rule: Set(clock.rule.clone()),
        policy_version: Set(clock.policy_version.clone()),
        ladder: Set(clock.ladder.clone()),
        basis: Set(basis_word(clock.limit.basis).to_owned()),
        amount: Set(i32::try_from(clock.limit.amount).unwrap_or(i32::MAX)),
        started_at: Set(micros(clock.started)),
        ceiling_at: Set(clock.ceiling.map(micros)),
        explanation: Set(clock.explanation.as_ref().map(serde_json::to_string).transpose()?),
        stage: Set(clock.stage.word().to_owned()),
        due_at: Set(clock.stage.due().map(micros)),
        paused_at: Set(match clock.stage {
            ClockStage::Paused { since, .. } => Some(micros(since)),
            _ => None,
        }),
        ended_at: Set(ended.map(micros)),
        was_met: Set(was_met),
        why: Set(why.map(str::to_owned)),
    })
}

pub(super) fn to_clock(row: clock::Model) -> Result<Clock, StoreError> {
    let basis = BASES.into_iter().find(|basis| basis_word(*basis) == row.basis);
    let waits = row.waits_for.as_deref().unwrap_or(match row.kind.as_str() {
        "accept" => "acceptance",
        kind => kind,
    });
    let waits_for = WaitsFor::ALL.into_iter().find(|known| known.word() == waits);
    Ok(Clock {
        stage: to_stage(&row)?,
        id: ClockId::from_uuid(row.id),
        complaint: ComplaintId::from_uuid(row.complaint),
        order: OrderId::from_uuid(row.order_id),
        unit: read(&row.unit)?,
        waits_for: waits_for.ok_or_else(|| broken(&row.kind))?,
        kind: row.kind,
        milestone: row.milestone,
        calendar: row.calendar,
        rule: row.rule,
        policy_version: row.policy_version,
        ladder: row.ladder,
        limit: Limit {
            basis: basis.ok_or_else(|| broken(&row.basis))?,
            amount: u32::try_from(row.amount).unwrap_or(0),
        },
        started: instant(row.started_at),
        ceiling: row.ceiling_at.map(instant),
        explanation: row.explanation.as_deref().map(serde_json::from_str).transpose()?,
    })
}

fn to_stage(row: &clock::Model) -> Result<ClockStage, StoreError> {
    let (due, ended) = (row.due_at.map(instant), row.ended_at.map(instant));
    let why = || row.why.clone().unwrap_or_default();
    Ok(match (row.stage.as_str(), due, ended) {
        ("running", Some(due), _) => ClockStage::Running { due },
        ("paused", Some(due), _) => ClockStage::Paused {
            due,
            since: row.paused_at.map_or(due, instant),
        },
        ("unset", ..) => ClockStage::Unset { why: why() },
        ("met", due, Some(at)) => ClockStage::Met { due, at },
        ("stopped", due, Some(at)) => ClockStage::Stopped { due, at, why: why() },
        ("breached", Some(due), None) => ClockStage::Breached { due, end: None },
        ("breached", Some(due), Some(at)) if row.was_met => ClockStage::Breached {
            due,
            end: Some(End::Met { at }),
        },
        ("breached", Some(due), Some(at)) => ClockStage::Breached {
            due,
            end: Some(End::Stopped { at, why: why() }),
        },
        (other, ..) => return Err(broken(other)),
    })
}
