//! Which event tells whom what (R4.3, R4.7, R5.6).

use huiyin_contracts::events::intake::{AcceptedV1, DeclinedV1, LinkedV1, RegisteredV1, UnlinkedV1};
use huiyin_contracts::events::investigation::{ClosedV1, ReopenedV1, RepliedV1};
use huiyin_contracts::events::ledger::{ClockExtendedV1, ClockPausedV1, DelayAskedV1};
use huiyin_contracts::events::orders::CoHandlingAskedV1;
use huiyin_contracts::events::routing::{AssignedV1, ContactPressedV1, EscalatedV1, RemindedV1};
use huiyin_kernel::{Timestamp, UnitPath};
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
}

impl Audience {
    /// Its name in events and views.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Complainant => "complainant",
            Self::Staff { .. } => "staff",
        }
    }

    /// The unit, where it is one.
    pub(crate) fn unit(&self) -> Option<&UnitPath> {
        match self {
            Self::Complainant => None,
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
        }
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
}

/// The texts that notices are made from.
pub(crate) const TEMPLATES: [&str; 18] = [
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
    "staff.delay_asked",
    "complainant.extended",
    "complainant.paused",
];

/// The template whose notice goes to all contacts of a unit, since the first has not reacted (R2.3); others go to the first.
pub(crate) const TO_ALL: &str = "staff.escalated";

/// An event that leads to a notice; `occurred` is when it happened.
pub(crate) trait Tells {
    /// The notice; nothing where this event needs none.
    fn notice(&self, occurred: Timestamp) -> Option<Notice>;
}

impl Tells for RegisteredV1 {
    fn notice(&self, _: Timestamp) -> Option<Notice> {
        let notice = || Notice::complainant("complainant.registered", Details::at(self.registered));
        self.past.is_none().then(notice)
    }
}

impl Tells for AcceptedV1 {
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        Some(Notice::complainant("complainant.accepted", Details::at(occurred)))
    }
}

impl Tells for DeclinedV1 {
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        Some(Notice::complainant("complainant.declined", Details::at(occurred)))
    }
}

impl Tells for RepliedV1 {
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        let details = Details {
            channel: Some(self.channel.clone()),
            ..Details::at(occurred)
        };
        Some(Notice::complainant("complainant.replied", details))
    }
}

impl Tells for ReopenedV1 {
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        Some(Notice::complainant("complainant.reopened", Details::at(occurred)))
    }
}

impl Tells for ClosedV1 {
    /// Declining was told when it happened.
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        let details = Details {
            ending: Some(self.ending.clone()),
            ..Details::at(self.closed.unwrap_or(occurred))
        };
        (self.ending != "declined").then(|| Notice::complainant("complainant.closed", details))
    }
}

impl Tells for LinkedV1 {
    /// The parties are told of each link (R3.11); of a kind that is not known here there are no words.
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        let template = match self.kind.as_str() {
            "repeat" => "complainant.repeat",
            "join" => "complainant.joined",
            "cluster" => "complainant.clustered",
            _ => return None,
        };
        Some(Notice::complainant(template, Details::at(occurred)))
    }
}

impl Tells for UnlinkedV1 {
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        Some(Notice::complainant("complainant.unlinked", Details::at(occurred)))
    }
}

impl Tells for AssignedV1 {
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        let details = Details {
            due: self.reply_due,
            ..Details::at(occurred)
        };
        (!self.imported).then(|| Notice::staff(&self.lead, "staff.assigned", details))
    }
}

impl Tells for RemindedV1 {
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        let details = Details {
            due: Some(self.due),
            kind: Some(self.kind.clone()),
            ..Details::at(occurred)
        };
        Some(Notice::staff(&self.unit, "staff.reminded", details))
    }
}

impl Tells for EscalatedV1 {
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        let details = Details {
            due: Some(self.due),
            kind: Some(self.kind.clone()),
            late_unit: Some(self.unit.clone()),
            ..Details::at(occurred)
        };
        Some(Notice::staff(&self.to, TO_ALL, details))
    }
}

impl Tells for ContactPressedV1 {
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        let details = Details {
            due: Some(self.due),
            kind: Some(self.kind.clone()),
            place: Some(self.place),
            ..Details::at(occurred)
        };
        Some(Notice::staff(&self.unit, "staff.pressed", details))
    }
}

impl Tells for CoHandlingAskedV1 {
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        let details = Details {
            due: self.due,
            late_unit: Some(self.lead.clone()),
            ..Details::at(occurred)
        };
        Some(Notice::staff(&self.unit, "staff.co_handling", details))
    }
}

impl Tells for DelayAskedV1 {
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        let details = Details {
            due: Some(self.due),
            kind: Some(self.kind.clone()),
            late_unit: Some(self.unit.clone()),
            ..Details::at(occurred)
        };
        Some(Notice::staff(&self.decides, "staff.delay_asked", details))
    }
}

impl Tells for ClockExtendedV1 {
    /// The complainant is given a committed date (R4.5). Limits inside the organisation are no promise to them.
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        let details = Details {
            due: Some(self.due),
            ..Details::at(occurred)
        };
        (self.kind == "reply").then(|| Notice::complainant("complainant.extended", details))
    }
}

impl Tells for ClockPausedV1 {
    fn notice(&self, occurred: Timestamp) -> Option<Notice> {
        let details = Details {
            kind: Some(self.ground.clone()),
            ..Details::at(occurred)
        };
        (self.kind == "reply").then(|| Notice::complainant("complainant.paused", details))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_contracts::Event;
    use huiyin_contracts::events::intake::PastV1;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn template(event: &impl Tells) -> Option<&'static str> {
        event.notice(NOW).map(|notice| notice.template)
    }

    #[test]
    fn each_stage_tells_the_complainant() {
        assert_eq!(template(&RegisteredV1::example()), Some("complainant.registered"));
        assert_eq!(template(&AcceptedV1::example()), Some("complainant.accepted"));
        assert_eq!(template(&DeclinedV1::example()), Some("complainant.declined"));
        assert_eq!(template(&RepliedV1::example()), Some("complainant.replied"));
        assert_eq!(template(&ReopenedV1::example()), Some("complainant.reopened"));
        assert_eq!(template(&ClosedV1::example()), Some("complainant.closed"));
    }

    #[test]
    fn an_order_tells_the_unit_that_leads_a_supervision_order_the_unit_above() {
        let order = AssignedV1::example();
        assert_eq!(
            order.notice(NOW).unwrap().audience,
            Audience::Staff {
                unit: order.lead.clone()
            }
        );
        let reminder = RemindedV1::example();
        assert_eq!(
            reminder.notice(NOW).unwrap().audience,
            Audience::Staff {
                unit: reminder.unit.clone()
            }
        );
        let supervision = EscalatedV1::example();
        let notice = supervision.notice(NOW).unwrap();
        assert_eq!(
            notice.audience,
            Audience::Staff {
                unit: supervision.to.clone()
            }
        );
        assert_eq!(notice.details.late_unit, Some(supervision.unit));
    }

    #[test]
    fn more_time_tells_who_decides_and_once_given_the_complainant() {
        let asked = DelayAskedV1::example();
        let notice = asked.notice(NOW).unwrap();
        assert_eq!(
            (notice.audience.unit(), notice.template),
            (Some(&asked.decides), "staff.delay_asked")
        );
        let extended = ClockExtendedV1::example();
        assert_eq!(template(&extended), Some("complainant.extended"));
        assert_eq!(extended.notice(NOW).unwrap().details.due, Some(extended.due));
        assert_eq!(template(&ClockPausedV1::example()), Some("complainant.paused"));
        let inside = ClockExtendedV1 {
            kind: "supply".to_owned(),
            ..ClockExtendedV1::example()
        };
        assert_eq!(
            template(&inside),
            None,
            "a limit inside the organisation is no promise to the complainant"
        );
    }

    #[test]
    fn a_unit_that_does_not_react_has_its_next_contact_told_and_a_co_handling_one_its_order() {
        let pressed = ContactPressedV1::example();
        let notice = pressed.notice(NOW).unwrap();
        assert_eq!((notice.template, notice.details.place), ("staff.pressed", Some(2)));
        let asked = CoHandlingAskedV1::example();
        let notice = asked.notice(NOW).unwrap();
        assert_eq!(
            (notice.template, notice.audience.unit(), notice.details.late_unit),
            ("staff.co_handling", Some(&asked.unit), Some(asked.lead))
        );
    }

    #[test]
    fn a_complaint_of_the_past_tells_nobody() {
        let mut registered = RegisteredV1::example();
        registered.past = Some(PastV1 {
            source: "cfpb".to_owned(),
            closed: None,
            ending: None,
            finding: None,
            in_time: None,
        });
        assert_eq!(template(&registered), None);
        let mut assigned = AssignedV1::example();
        assigned.imported = true;
        assert_eq!(template(&assigned), None);
    }

    #[test]
    fn each_kind_of_link_and_its_undoing_tell_the_complainant() {
        let linked = |kind: &str| LinkedV1 {
            kind: kind.to_owned(),
            ..LinkedV1::example()
        };
        assert_eq!(template(&linked("repeat")), Some("complainant.repeat"));
        assert_eq!(template(&linked("join")), Some("complainant.joined"));
        assert_eq!(template(&linked("cluster")), Some("complainant.clustered"));
        assert_eq!(template(&linked("of tomorrow")), None);
        assert_eq!(template(&UnlinkedV1::example()), Some("complainant.unlinked"));
    }

    #[test]
    fn declining_is_told_once() {
        let mut closed = ClosedV1::example();
        closed.ending = "declined".to_owned();
        assert_eq!(template(&closed), None);
    }
}
