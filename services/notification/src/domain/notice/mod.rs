//! Which event tells whom what (R4.3, R4.7, R5.6).

mod books;
mod break_glass;
mod circulars;
mod complainant;
mod links;
mod staff;
#[cfg(test)]
mod tests;

use huiyin_kernel::{ComplaintId, Date, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};

/// Who is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// The one who complained.
    Complainant,
    /// The contacts of a unit (R2.3).
    Staff {
        /// The unit.
        unit: UnitPath,
    },
    /// Those who hold a duty when the notice is sent, wherever they work.
    Holders {
        /// The duties, the best first.
        duties: Vec<String>,
    },
    /// The contacts of the unit that leads a complaint when the notice is sent.
    Lead {
        /// The complaint: not always the one that the notice is about.
        of: ComplaintId,
    },
}

impl Audience {
    /// Its name in events and views.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Complainant => "complainant",
            Self::Staff { .. } | Self::Lead { .. } => "staff",
            Self::Holders { .. } => "holders",
        }
    }

    /// The unit, where it is known already.
    pub(crate) fn unit(&self) -> Option<&UnitPath> {
        match self {
            Self::Complainant | Self::Lead { .. } | Self::Holders { .. } => None,
            Self::Staff { unit } => Some(unit),
        }
    }
}

/// What a text needs of the event, kept until it is sent. Holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Details {
    /// When it happened.
    pub(crate) happened: Timestamp,
    /// When something is or was due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) due: Option<Timestamp>,
    /// What is due: a clock's kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    /// The channel of a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) channel: Option<String>,
    /// The way of ending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ending: Option<String>,
    /// The place among a unit's contacts of who is told: 2 the second, 3 the responsible person (R2.3); absent for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<u32>,
    /// The unit that is late, that asks, or that leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) late_unit: Option<UnitPath>,
    /// The complaint whose lead unit is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lead_of: Option<ComplaintId>,
    /// The duties whose holders are told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) duties: Vec<String>,
    /// The opinion book that the notice is about, in place of a complaint (R3.7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) book: Option<MissedBook>,
    /// The circular that the notice is about, in place of a complaint (R6.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) circular: Option<ToldCircular>,
}

/// A circular that a unit is told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ToldCircular {
    /// The day by which it is acknowledged.
    pub(crate) due: Date,
}

/// An opinion book whose day was missed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MissedBook {
    /// What its unit calls it.
    pub(crate) code: String,
    /// The day.
    pub(crate) day: Date,
}

impl Details {
    fn at(happened: Timestamp) -> Self {
        Self {
            happened,
            due: None,
            kind: None,
            channel: None,
            ending: None,
            place: None,
            late_unit: None,
            lead_of: None,
            duties: Vec::new(),
            book: None,
            circular: None,
        }
    }

    /// Whether the notice is about no complaint: then no number is waited for.
    pub(crate) fn is_about_no_complaint(&self) -> bool {
        self.book.is_some() || self.circular.is_some()
    }
}

/// Something to tell somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) audience: Audience,
    pub(crate) template: &'static str,
    pub(crate) details: Details,
}

impl Notice {
    fn complainant(template: &'static str, details: Details) -> Self {
        Self {
            audience: Audience::Complainant,
            template,
            details,
        }
    }

    fn staff(unit: &UnitPath, template: &'static str, details: Details) -> Self {
        Self {
            audience: Audience::Staff { unit: unit.clone() },
            template,
            details,
        }
    }

    /// To those who hold the first of these duties that somebody holds.
    fn holders(duties: &[&str], template: &'static str, details: Details) -> Self {
        let duties: Vec<String> = duties.iter().map(|&duty| duty.to_owned()).collect();
        Self {
            audience: Audience::Holders { duties: duties.clone() },
            template,
            details: Details { duties, ..details },
        }
    }

    /// To whoever leads a complaint when it is sent.
    fn lead(of: ComplaintId, template: &'static str, details: Details) -> Self {
        Self {
            audience: Audience::Lead { of },
            template,
            details: Details {
                lead_of: Some(of),
                ..details
            },
        }
    }
}

/// The texts that notices are made from.
pub(crate) const TEMPLATES: [&str; 29] = [
    "complainant.registered",
    "complainant.accepted",
    "complainant.declined",
    "complainant.replied",
    "complainant.reopened",
    "complainant.closed",
    "complainant.repeat",
    "complainant.joined",
    "complainant.clustered",
    "complainant.unlinked",
    "staff.assigned",
    "staff.reminded",
    "staff.escalated",
    "staff.pressed",
    "staff.co_handling",
    "staff.supervised",
    "staff.delay_asked",
    "complainant.extended",
    "complainant.paused",
    "staff.repeat",
    "staff.joined",
    "staff.unlinked",
    "staff.regraded",
    "staff.emergency",
    "staff.told",
    "staff.book_missed",
    "staff.break_glass",
    "staff.circular",
    "staff.circular_reminded",
];

/// A supervision order: it goes to all contacts of a unit, since the first has not reacted (R2.3).
pub(crate) const ESCALATED: &str = "staff.escalated";
/// A supervision order of somebody's own word: it goes to all contacts of the unit that is pressed (R4.7).
pub(crate) const SUPERVISED: &str = "staff.supervised";
/// A complaint that a link made more severe: its unit's head is told as well (R4.11).
pub(crate) const REGRADED: &str = "staff.regraded";

/// An emergency: the whole team is alerted (R5.9).
pub(crate) const EMERGENCY: &str = "staff.emergency";

/// A complaint that was opened to somebody from whom the rules keep it: everyone who answers for data is told (R8.1).
pub(crate) const BREAK_GLASS: &str = "staff.break_glass";

/// A delay that the level above decides (R4.5).
pub(crate) const DELAY_ASKED: &str = "staff.delay_asked";

/// Whether it tells a level above the unit that handles the complaint.
pub(crate) fn for_superiors(template: &str) -> bool {
    [ESCALATED, DELAY_ASKED].contains(&template)
}

/// Whether all contacts of a unit are told; else the first is.
pub(crate) fn goes_to_all(template: &str) -> bool {
    [ESCALATED, SUPERVISED, REGRADED, EMERGENCY, BREAK_GLASS].contains(&template)
}

/// An event that leads to notices; `occurred` is when it happened.
pub(crate) trait Tells {
    /// Whom to tell what; nobody where this event needs it not.
    fn notices(&self, occurred: Timestamp) -> Vec<Notice>;
}
