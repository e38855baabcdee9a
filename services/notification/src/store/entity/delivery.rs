//! One notice to one audience. Holds no name and no address.

use huiyin_kernel::{ComplaintId, EventId, UnitPath};
use huiyin_store::instant;
use sea_orm::entity::prelude::*;

use crate::domain::delivery::{Channel, Delivery, Failure, State, Suppression};
use crate::domain::notice::{Audience, Details};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) complaint: Uuid,
    pub(crate) event_id: Uuid,
    pub(crate) template: String,
    /// `complainant` or `staff`.
    pub(crate) audience: String,
    pub(crate) unit: Option<String>,
    /// What the text needs of the event: JSON.
    pub(crate) details: String,
    pub(crate) created_at: i64,
    pub(crate) traceparent: Option<String>,
    /// `waiting`, `sent`, `failed` or `suppressed`.
    pub(crate) state: String,
    pub(crate) attempt: i32,
    /// While it waits.
    pub(crate) next_at: Option<i64>,
    /// Once it is sent.
    pub(crate) sent_at: Option<i64>,
    pub(crate) channel: Option<String>,
    /// Why it failed or is suppressed.
    pub(crate) reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The delivery; an error where a row is not what this service writes.
    pub(crate) fn delivery(self) -> Result<Delivery, DbErr> {
        let wrong = |what: &str| DbErr::Custom(format!("delivery {} has a wrong {what}", self.id));
        let state = self.read_state().ok_or_else(|| wrong("state"))?;
        let details: Details = serde_json::from_str(&self.details).map_err(|_| wrong("details"))?;
        let audience = match (self.audience.as_str(), &self.unit) {
            ("complainant", None) => Audience::Complainant,
            ("holders", None) => Audience::Holders {
                duties: details.duties.clone(),
            },
            ("staff", None) => Audience::Lead {
                of: details.lead_of.ok_or_else(|| wrong("audience"))?,
            },
            ("staff", Some(unit)) => Audience::Staff {
                unit: UnitPath::new(unit.clone()).map_err(|_| wrong("unit"))?,
            },
            _ => return Err(wrong("audience")),
        };
        Ok(Delivery {
            details,
            id: self.id,
            complaint: ComplaintId::from_uuid(self.complaint),
            event: EventId::from_uuid(self.event_id),
            template: self.template,
            audience,
            created: instant(self.created_at),
            traceparent: self.traceparent,
            state,
        })
    }

    fn read_state(&self) -> Option<State> {
        let reason = self.reason.as_deref();
        Some(match self.state.as_str() {
            "waiting" => State::Waiting {
                attempt: u32::try_from(self.attempt).ok()?,
                next: instant(self.next_at?),
            },
            "sent" => State::Sent {
                at: instant(self.sent_at?),
                channel: Channel::read(self.channel.as_deref()?)?,
            },
            "failed" => State::Failed {
                reason: Failure::read(reason?)?,
            },
            "suppressed" => State::Suppressed {
                reason: Suppression::read(reason?)?,
            },
            _ => return None,
        })
    }
}
