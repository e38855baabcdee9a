//! What one event tells of a complaint, for the figures (R7.1).
//!
//! Events of one producer come in order, those of several in any. So each detail names how it meets what is known: the producer that
//! has the last word sets it, another only fills what is empty. The outcome is the same whoever is heard first.

use huiyin_contracts::events::intake::{
    AcceptedV1, DeclinedV1, LinkedV1, RegisteredV1, SettledV1, UnlinkedV1, WithdrawnV1,
};
use huiyin_contracts::events::investigation::{
    ArchivedV1, ClosedV1, FollowedUpV1, FoundV1, OrderAcceptedV1, ReopenedV1, RepliedV1,
};
use huiyin_contracts::events::routing::{AssignedV1, ClockBreachedV1, ClockMetV1, RegradedV1};
use huiyin_contracts::{Envelope, Event, decode};
use huiyin_kernel::{Actor, StaffCode};
use jiff::tz::TimeZone;
use uuid::Uuid;

/// A detail of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Number,
    Channel,
    Class,
    Product,
    Line,
    Unit,
    Lead,
    ReceivedOn,
    ReceivedAt,
    RegisteredAt,
    RegisterStage,
    CaseStage,
    Finding,
    RootCause,
    CauseOne,
    CauseTwo,
    Ending,
    ClosedAt,
    InTime,
    Severity,
    Persons,
    Imported,
    Source,
    Restricted,
    Concerned,
    Repeats,
    Handler,
    HandlerUnit,
    Satisfaction,
}

/// A detail's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    /// Microseconds since the epoch.
    Instant(i64),
    Flag(bool),
    Count(i64),
    /// No instant any more.
    NoInstant,
    /// No text any more.
    NoText,
}

/// How a detail meets what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// It replaces it.
    Set,
    /// It counts only where nothing is known.
    Fill,
}

/// What one event tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Patch {
    pub(crate) complaint: Uuid,
    pub(crate) details: Vec<(Field, How, Value)>,
}

impl Patch {
    fn new(complaint: Uuid) -> Self {
        Self {
            complaint,
            details: Vec::new(),
        }
    }

    fn set(mut self, field: Field, value: Value) -> Self {
        self.details.push((field, How::Set, value));
        self
    }

    fn fill(mut self, field: Field, value: Value) -> Self {
        self.details.push((field, How::Fill, value));
        self
    }

    fn text(self, field: Field, text: &str) -> Self {
        self.set(field, Value::Text(text.to_owned()))
    }

    /// Where there is one.
    fn with(mut self, how: How, field: Field, value: Option<Value>) -> Self {
        self.details.extend(value.map(|value| (field, how, value)));
        self
    }

    /// The branches of the pack's tree that a root cause stands on. Of a release without trees a cause is its own branch.
    fn cause(self, cause: Option<&String>, path: Option<&[String]>) -> Self {
        let Some(cause) = cause else { return self };
        let path = path.unwrap_or(std::slice::from_ref(cause));
        let level = |at: usize| path.get(at).cloned().map_or(Value::NoText, Value::Text);
        self.set(Field::CauseOne, level(0)).set(Field::CauseTwo, level(1))
    }
}

fn text(value: Option<&String>) -> Option<Value> {
    value.cloned().map(Value::Text)
}

/// What an event tells; nothing where it moves no figure. Days are those of `zone`.
///
/// # Errors
/// Where the body is not the payload that the event's type names.
pub(crate) fn patch(envelope: &Envelope, zone: &TimeZone) -> Result<Option<Patch>, serde_json::Error> {
    let patch = match envelope.kind.as_str() {
        "complaint.registered.v1" => registered(envelope, &decode(envelope)?, zone),
        "complaint.accepted.v1" => read::<AcceptedV1>(envelope)?.text(Field::RegisterStage, "accepted"),
        "complaint.declined.v1" => ended(read::<DeclinedV1>(envelope)?, envelope, "declined"),
        "complaint.settled.v1" => settled(envelope, &decode(envelope)?),
        "complaint.withdrawn.v1" => ended(read::<WithdrawnV1>(envelope)?, envelope, "withdrawn"),
        "complaint.assigned.v1" => assigned(envelope, &decode(envelope)?),
        "complaint.clock_met.v1" => return Ok(clock_met(envelope, &decode(envelope)?)),
        "complaint.clock_breached.v1" => return Ok(clock_breached(envelope, &decode(envelope)?)),
        "complaint.order_accepted.v1" => accepted(envelope, &decode(envelope)?),
        "complaint.found.v1" => found(envelope, &decode(envelope)?),
        "complaint.replied.v1" => read::<RepliedV1>(envelope)?.text(Field::CaseStage, "replied"),
        "complaint.followed_up.v1" => return Ok(followed_up(envelope, &decode(envelope)?)),
        "complaint.reopened.v1" => read::<ReopenedV1>(envelope)?
            .text(Field::CaseStage, "reopened")
            .set(Field::ClosedAt, Value::NoInstant)
            .set(Field::Ending, Value::NoText),
        "complaint.closed.v1" => closed(envelope, &decode(envelope)?),
        "complaint.regraded.v1" => regraded(envelope, &decode(envelope)?),
        "complaint.linked.v1" => return Ok(linked(envelope, &decode(envelope)?)),
        "complaint.unlinked.v1" => return Ok(unlinked(envelope, &decode(envelope)?)),
        "complaint.archived.v1" => read::<ArchivedV1>(envelope)?.text(Field::CaseStage, "archived"),
        _ => return Ok(None),
    };
    Ok(Some(patch))
}

/// An event whose payload tells no more than that it happened: still read, so that a malformed one shows.
fn read<E: Event>(envelope: &Envelope) -> Result<Patch, serde_json::Error> {
    decode::<E>(envelope)?;
    Ok(Patch::new(envelope.about))
}

fn registered(envelope: &Envelope, event: &RegisteredV1, zone: &TimeZone) -> Patch {
    let received_on = zone.to_datetime(event.received).date();
    let concerned: Vec<&str> = event.staff_concerned.iter().map(StaffCode::as_str).collect();
    let concerned = concerned.join(",");
    let patch = Patch::new(envelope.about)
        .text(Field::Number, event.number.as_str())
        .text(Field::Channel, &event.channel)
        .with(How::Fill, Field::Class, text(event.class.as_ref()))
        .with(How::Set, Field::Product, text(event.product.as_ref()))
        .with(How::Set, Field::Line, text(event.line.as_ref()))
        .text(Field::Unit, event.unit.as_str())
        .text(Field::Concerned, &concerned)
        .text(Field::ReceivedOn, &received_on.to_string())
        .set(Field::ReceivedAt, Value::Instant(event.received.as_microsecond()))
        .set(Field::RegisteredAt, Value::Instant(event.registered.as_microsecond()))
        .text(Field::RegisterStage, "registered")
        .set(Field::Persons, Value::Count(i64::from(event.persons)))
        .set(Field::Imported, Value::Flag(event.past.is_some()))
        .set(Field::Repeats, Value::Flag(event.repeats.is_some()))
        // Until routing decides, what the registration says counts (R8.2).
        .fill(Field::Restricted, Value::Flag(event.is_restricted()));
    let Some(past) = &event.past else { return patch };
    patch
        .text(Field::Source, &past.source)
        .with(How::Fill, Field::Finding, text(past.finding.as_ref()))
        .with(How::Fill, Field::Ending, text(past.ending.as_ref()))
        .with(
            How::Fill,
            Field::ClosedAt,
            past.closed.map(|at| Value::Instant(at.as_microsecond())),
        )
        .with(How::Fill, Field::InTime, past.in_time.map(Value::Flag))
}

/// A repeat is counted as one (R7.1); what is joined ends with that, and is counted with the first (R3.11).
fn linked(envelope: &Envelope, event: &LinkedV1) -> Option<Patch> {
    let patch = Patch::new(envelope.about);
    match event.kind.as_str() {
        "repeat" => Some(patch.set(Field::Repeats, Value::Flag(true))),
        "join" => Some(ended(patch, envelope, "joined")),
        _ => None,
    }
}

fn unlinked(envelope: &Envelope, event: &UnlinkedV1) -> Option<Patch> {
    let patch = Patch::new(envelope.about);
    match event.kind.as_str() {
        "repeat" => Some(patch.set(Field::Repeats, Value::Flag(false))),
        "join" => Some(
            patch
                .set(Field::ClosedAt, Value::NoInstant)
                .set(Field::Ending, Value::NoText),
        ),
        _ => None,
    }
}

fn regraded(envelope: &Envelope, event: &RegradedV1) -> Patch {
    Patch::new(envelope.about).text(Field::Severity, &event.severity)
}

/// The register ends it; investigation, where it closes the case, has the last word.
fn ended(patch: Patch, envelope: &Envelope, ending: &str) -> Patch {
    patch
        .fill(Field::ClosedAt, Value::Instant(envelope.occurred.as_microsecond()))
        .fill(Field::Ending, Value::Text(ending.to_owned()))
}

fn settled(envelope: &Envelope, event: &SettledV1) -> Patch {
    let finding = text(event.finding.as_ref());
    ended(Patch::new(envelope.about), envelope, "settled").with(How::Fill, Field::Finding, finding)
}

fn assigned(envelope: &Envelope, event: &AssignedV1) -> Patch {
    Patch::new(envelope.about)
        .text(Field::Lead, event.lead.as_str())
        .fill(Field::Unit, Value::Text(event.unit.to_string()))
        .with(How::Set, Field::Class, text(event.class.as_ref()))
        .text(Field::Severity, &event.severity)
        .set(Field::Restricted, Value::Flag(event.restricted))
}

/// Who accepted the order handles it; who did last is counted (R6.4).
fn accepted(envelope: &Envelope, event: &OrderAcceptedV1) -> Patch {
    let patch = Patch::new(envelope.about).text(Field::CaseStage, "in_hand");
    match &event.by {
        Actor::Staff { code, .. } => patch
            .text(Field::Handler, code.as_str())
            .text(Field::HandlerUnit, event.unit.as_str()),
        _ => patch,
    }
}

/// Once late stays late: a later clock of the same complaint that is met does not undo it (R4.5).
fn clock_met(envelope: &Envelope, event: &ClockMetV1) -> Option<Patch> {
    let how = if event.in_time { How::Fill } else { How::Set };
    (event.kind == "reply")
        .then(|| Patch::new(envelope.about).with(how, Field::InTime, Some(Value::Flag(event.in_time))))
}

fn clock_breached(envelope: &Envelope, event: &ClockBreachedV1) -> Option<Patch> {
    (event.kind == "reply").then(|| Patch::new(envelope.about).set(Field::InTime, Value::Flag(false)))
}

/// The last word counts; who was not reached said nothing.
fn followed_up(envelope: &Envelope, event: &FollowedUpV1) -> Option<Patch> {
    matches!(event.satisfaction.as_str(), "satisfied" | "dissatisfied")
        .then(|| Patch::new(envelope.about).text(Field::Satisfaction, &event.satisfaction))
}

fn found(envelope: &Envelope, event: &FoundV1) -> Patch {
    Patch::new(envelope.about)
        .text(Field::CaseStage, "found")
        .text(Field::Finding, &event.finding)
        .text(Field::RootCause, &event.root_cause)
        .cause(Some(&event.root_cause), event.cause_path.as_deref())
}

fn closed(envelope: &Envelope, event: &ClosedV1) -> Patch {
    Patch::new(envelope.about)
        .text(Field::CaseStage, "closed")
        .text(Field::Ending, &event.ending)
        .with(
            How::Set,
            Field::ClosedAt,
            event.closed.map(|at| Value::Instant(at.as_microsecond())),
        )
        .with(How::Set, Field::Finding, text(event.finding.as_ref()))
        .with(How::Set, Field::RootCause, text(event.root_cause.as_ref()))
        .cause(event.root_cause.as_ref(), event.cause_path.as_deref())
}

#[cfg(test)]
#[path = "fact_tests.rs"]
mod tests;
