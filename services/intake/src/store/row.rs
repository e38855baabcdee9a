//! A complaint as its row.

use huiyin_kernel::{ComplaintId, ComplaintNumber, Date, UnitPath};
use huiyin_store::{StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::DbErr;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::entity::complaint::{ActiveModel, Model};
use crate::domain::complaint::Complaint;
use crate::domain::recourse::Recourse;

/// The row of a new complaint.
pub(super) fn row(complaint: &Complaint, receipt_hash: Option<[u8; 32]>) -> Result<ActiveModel, StoreError> {
    Ok(ActiveModel {
        id: Set(complaint.id.uuid()),
        number: Set(complaint.number.to_string()),
        channel: Set(complaint.channel.clone()),
        unit: Set(complaint.unit.to_string()),
        registered_by_unit: Set(complaint.registered_by_unit.to_string()),
        by: Set(json(&complaint.by)?),
        class: Set(complaint.class.clone()),
        line: Set(complaint.line.clone()),
        product: Set(complaint.product.clone()),
        staff_concerned: Set(json(&complaint.staff_concerned)?),
        leader_concerned: Set(complaint.leader_concerned),
        persons: Set(i64::from(complaint.persons)),
        anonymous: Set(complaint.anonymous),
        confidential: Set(complaint.confidential),
        media: Set(complaint.media),
        language: Set(complaint.language.clone()),
        reply_channel: Set(complaint.reply_channel.clone()),
        received_at: Set(micros(complaint.received)),
        registered_at: Set(micros(complaint.registered)),
        referrers_date: Set(complaint.referrers_date.map(|date| date.to_string())),
        occurred_from_at: Set(complaint.occurred_from.map(micros)),
        occurred_to_at: Set(complaint.occurred_to.map(micros)),
        source: Set(complaint.past.as_ref().map(|past| past.source.clone())),
        source_key: Set(complaint.source_key.clone()),
        past: Set(complaint.past.as_ref().map(json).transpose()?),
        receipt_hash: Set(receipt_hash.map(Vec::from)),
        ..standing(complaint)?
    })
}

/// What changes during a complaint's life.
pub(super) fn standing(complaint: &Complaint) -> Result<ActiveModel, StoreError> {
    Ok(ActiveModel {
        id: Set(complaint.id.uuid()),
        restricted: Set(complaint.is_restricted()),
        repeats: Set(complaint.repeats.map(ComplaintId::uuid)),
        stage: Set(complaint.stage.code().to_owned()),
        stage_detail: Set(json(&complaint.stage)?),
        lead: Set(complaint.lead.as_ref().map(ToString::to_string)),
        reply_due_at: Set(complaint.reply_due.map(micros)),
        promise: Set(complaint.promise.as_ref().map(json).transpose()?),
        may_rate: Set(complaint.recourse.rate),
        verify_by: Set(complaint.recourse.verify_by.map(|date| date.to_string())),
        appeal_by: Set(complaint.recourse.appeal_by.map(|date| date.to_string())),
        version: Set(complaint.version),
        ..Default::default()
    })
}

/// The complaint of a row.
pub(super) fn complaint(row: Model) -> Result<Complaint, StoreError> {
    Ok(Complaint {
        id: ComplaintId::from_uuid(row.id),
        number: row
            .number
            .parse::<ComplaintNumber>()
            .map_err(|error| unreadable(&error))?,
        channel: row.channel,
        unit: path(row.unit)?,
        registered_by_unit: path(row.registered_by_unit)?,
        by: read(&row.by)?,
        class: row.class,
        line: row.line,
        product: row.product,
        staff_concerned: read(&row.staff_concerned)?,
        leader_concerned: row.leader_concerned,
        persons: u32::try_from(row.persons).map_err(|error| unreadable(&error))?,
        anonymous: row.anonymous,
        confidential: row.confidential,
        restricted: row.restricted,
        media: row.media,
        repeats: row.repeats.map(ComplaintId::from_uuid),
        language: row.language,
        reply_channel: row.reply_channel,
        received: instant(row.received_at),
        registered: instant(row.registered_at),
        referrers_date: row.referrers_date.as_deref().map(date).transpose()?,
        occurred_from: row.occurred_from_at.map(instant),
        occurred_to: row.occurred_to_at.map(instant),
        past: row.past.as_deref().map(read).transpose()?,
        source_key: row.source_key,
        stage: read(&row.stage_detail)?,
        lead: row.lead.map(path).transpose()?,
        reply_due: row.reply_due_at.map(instant),
        promise: row.promise.as_deref().map(read).transpose()?,
        recourse: Recourse {
            rate: row.may_rate,
            verify_by: row.verify_by.as_deref().map(date).transpose()?,
            appeal_by: row.appeal_by.as_deref().map(date).transpose()?,
        },
        version: row.version,
    })
}

fn date(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|error: jiff::Error| unreadable(&error))
}

pub(super) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    Ok(serde_json::to_string(value)?)
}

pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    Ok(serde_json::from_str(text)?)
}

pub(super) fn path(text: String) -> Result<UnitPath, StoreError> {
    UnitPath::new(text).map_err(|error| unreadable(&error))
}

pub(super) fn unreadable(error: &dyn std::error::Error) -> StoreError {
    DbErr::Type(error.to_string()).into()
}
