//! Registering a complaint (R3.1 to R3.4).

use huiyin_contracts::events::intake::PastV1;
use huiyin_contracts::views::intake::{Complainant, Register};
use huiyin_kernel::{Actor, ComplaintId, ComplaintNumber, Date, StaffCode, Timestamp};
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::complaint::{Complaint, Sealed};
use super::recourse::Recourse;
use super::represent;
use super::stage::Stage;
use super::text::{TextError, line, maybe_line, maybe_words, words};
use super::unit::{Place, UnitRefusal};

/// How far the clock of a desk may run ahead of ours.
const SKEW: SignedDuration = SignedDuration::from_mins(5);
/// The longest narrative, in characters.
pub(crate) const NARRATIVE: usize = 20_000;
/// The longest channel, class or other code, in characters: sources of past complaints write theirs out.
pub(crate) const CODE: usize = 200;

/// Why a complaint is not registered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error(transparent)]
    Unit(#[from] UnitRefusal),
    #[error(transparent)]
    Text(#[from] TextError),
    #[error("`{0}` lies in the future")]
    Future(&'static str),
    #[error("`occurred_to` lies before `occurred_from`")]
    Backwards,
    #[error("`referrers_date` lies before the complaint was received")]
    ReferrersDate,
    #[error("letters are written in `zh` or `en`")]
    Language,
    #[error("say who complains, by name or by a way to reach them, or mark the complaint as anonymous")]
    Nobody,
    #[error("an anonymous complaint carries neither name nor address")]
    NotAnonymous,
    #[error("`email` is no e-mail address")]
    Email,
    #[error("`phone` is no telephone number: digits, blanks and + - ( ) only")]
    Phone,
    #[error("1 to 1000000 persons can complain together")]
    Persons,
    #[error("at most 5 representatives speak for the complainants")]
    Representatives,
    #[error("at most 50 members of staff can be named")]
    Staff,
    #[error(transparent)]
    OnBehalf(#[from] represent::Refusal),
    #[error("the complaint that it repeats is not in this register")]
    UnknownRepeat,
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Unit(UnitRefusal::Unknown(_)) => "unknown_unit",
            Self::Unit(UnitRefusal::Closed(_)) => "closed_unit",
            Self::Unit(UnitRefusal::NoDirectory) => "no_directory",
            Self::Text(TextError::Empty(_)) => "empty_text",
            Self::Text(TextError::Long(..)) => "long_text",
            Self::Text(TextError::Control(_)) => "control_character",
            Self::Future(_) => "future_date",
            Self::Backwards => "dates_backwards",
            Self::ReferrersDate => "referrers_date_passed",
            Self::Language => "unknown_language",
            Self::Nobody => "nobody_complains",
            Self::NotAnonymous => "not_anonymous",
            Self::Email => "bad_email",
            Self::Phone => "bad_phone",
            Self::Persons => "bad_persons",
            Self::Representatives => "too_many_representatives",
            Self::Staff => "too_many_staff",
            Self::OnBehalf(refusal) => refusal.code(),
            Self::UnknownRepeat => "unknown_repeat",
        }
    }
}

/// What was told, checked and without stray blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checked {
    channel: String,
    class: Option<String>,
    line: Option<String>,
    product: Option<String>,
    staff_concerned: Vec<StaffCode>,
    leader_concerned: bool,
    media: bool,
    language: String,
    reply_channel: Option<String>,
    received: Timestamp,
    referrers_date: Option<Date>,
    occurred: (Option<Timestamp>, Option<Timestamp>),
    sealed: Sealed,
}

/// Checks all that needs no look at the register.
pub(crate) fn check(request: &Register, now: Timestamp) -> Result<Checked, Refusal> {
    let complainant = complainant(&request.complainant)?;
    check_told(
        request,
        Some(complainant),
        Some(words("narrative", &request.narrative, NARRATIVE)?),
        now,
    )
}

/// Checks a complaint of the past, of which its source may not tell who complained and what they said.
pub(crate) fn check_past(request: &Register, told: bool, now: Timestamp) -> Result<Checked, Refusal> {
    let complainant = if told {
        Some(identity(&request.complainant)?)
    } else {
        None
    };
    let narrative = maybe_words("narrative", Some(&request.narrative), NARRATIVE)?;
    check_told(request, complainant, narrative, now)
}

fn check_told(
    request: &Register,
    complainant: Option<Complainant>,
    narrative: Option<String>,
    now: Timestamp,
) -> Result<Checked, Refusal> {
    let latest = now.saturating_add(SKEW).unwrap_or(now);
    let dates = [
        ("received", request.received),
        ("occurred_from", request.occurred_from),
        ("occurred_to", request.occurred_to),
    ];
    if let Some((field, _)) = dates.iter().find(|(_, at)| at.is_some_and(|at| at > latest)) {
        return Err(Refusal::Future(field));
    }
    if let (Some(from), Some(to)) = (request.occurred_from, request.occurred_to)
        && to < from
    {
        return Err(Refusal::Backwards);
    }
    if request
        .referrers_date
        .is_some_and(|date| date < day_before(request.received.unwrap_or(now)))
    {
        return Err(Refusal::ReferrersDate);
    }
    if request.staff_concerned.len() > 50 {
        return Err(Refusal::Staff);
    }
    Ok(Checked {
        channel: line("channel", &request.channel, 64)?,
        class: maybe_line("class", request.class.as_deref(), CODE)?,
        line: maybe_line("line", request.line.as_deref(), CODE)?,
        product: maybe_line("product", request.product.as_deref(), CODE)?,
        staff_concerned: request.staff_concerned.clone(),
        leader_concerned: request.leader_concerned,
        media: request.media,
        language: language(request.language.as_deref())?,
        reply_channel: maybe_line("reply_channel", request.reply_channel.as_deref(), 64)?,
        // A desk's clock that runs ahead a little does not put the receipt into the future.
        received: request.received.map_or(now, |at| at.min(now)),
        referrers_date: request.referrers_date,
        occurred: (request.occurred_from, request.occurred_to),
        sealed: Sealed {
            complainant,
            narrative,
            asked_for: maybe_words("asked_for", request.asked_for.as_deref(), 2_000)?,
        },
    })
}

fn language(told: Option<&str>) -> Result<String, Refusal> {
    match told.unwrap_or("zh") {
        known @ ("zh" | "en") => Ok(known.to_owned()),
        _ => Err(Refusal::Language),
    }
}

/// Who complains: there must be somebody, or anonymity (R3.3, R3.4).
fn complainant(told: &Complainant) -> Result<Complainant, Refusal> {
    let who = identity(told)?;
    let reachable = [&who.name, &who.phone, &who.email, &who.address];
    if !who.anonymous && reachable.iter().all(|way| way.is_none()) {
        return Err(Refusal::Nobody);
    }
    Ok(who)
}

fn identity(told: &Complainant) -> Result<Complainant, Refusal> {
    let who = Complainant {
        name: maybe_line("name", told.name.as_deref(), 100)?,
        phone: maybe_line("phone", told.phone.as_deref(), 40)?,
        email: maybe_line("email", told.email.as_deref(), 254)?,
        address: maybe_line("address", told.address.as_deref(), 500)?,
        id_document: maybe_line("id_document", told.id_document.as_deref(), 64)?,
        anonymous: told.anonymous,
        confidential: told.confidential,
        persons: Some(told.persons.unwrap_or(1)),
        representatives: told
            .representatives
            .iter()
            .map(|name| line("representatives", name, 100))
            .collect::<Result<_, _>>()?,
        on_behalf: None,
    };
    let names = [&who.name, &who.address, &who.id_document];
    if who.anonymous && (names.iter().any(|told| told.is_some()) || !who.representatives.is_empty()) {
        return Err(Refusal::NotAnonymous);
    }
    if who.email.as_deref().is_some_and(|email| !is_email(email)) {
        return Err(Refusal::Email);
    }
    if who.phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
        return Err(Refusal::Phone);
    }
    if !who.persons.is_some_and(|persons| (1..=1_000_000).contains(&persons)) {
        return Err(Refusal::Persons);
    }
    if who.representatives.len() > 5 {
        return Err(Refusal::Representatives);
    }
    on_behalf(who, told)
}

/// Who complains for them (R3.10).
fn on_behalf(who: Complainant, told: &Complainant) -> Result<Complainant, Refusal> {
    let on_behalf = told
        .on_behalf
        .as_ref()
        .map(|other| represent::check(&who, other))
        .transpose()?;
    let other = on_behalf.as_ref();
    if other
        .and_then(|other| other.email.as_deref())
        .is_some_and(|email| !is_email(email))
    {
        return Err(Refusal::Email);
    }
    if other
        .and_then(|other| other.phone.as_deref())
        .is_some_and(|phone| !is_phone(phone))
    {
        return Err(Refusal::Phone);
    }
    Ok(Complainant { on_behalf, ..who })
}

fn is_email(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"');
    text.rsplit_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !text.contains(odd))
}

fn is_phone(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '(' | ')'))
}

/// What the register adds to what was told.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) id: ComplaintId,
    pub(crate) number: ComplaintNumber,
    pub(crate) place: Place,
    pub(crate) repeats: Option<ComplaintId>,
    pub(crate) by: Actor,
    pub(crate) now: Timestamp,
    /// For a complaint of the past: how it ended, and its key in the source.
    pub(crate) past: Option<(PastV1, String)>,
}

impl Checked {
    /// The complaint as it stands in the register from now on.
    pub(crate) fn register(self, entry: Entry) -> (Complaint, Sealed) {
        let who = self.sealed.complainant.as_ref();
        let (past, source_key) = entry.past.unzip();
        let complaint = Complaint {
            id: entry.id,
            number: entry.number,
            channel: self.channel,
            unit: entry.place.unit,
            registered_by_unit: entry.place.registering,
            by: entry.by,
            class: self.class,
            line: self.line,
            product: self.product,
            staff_concerned: self.staff_concerned,
            leader_concerned: self.leader_concerned,
            persons: who.and_then(|who| who.persons).unwrap_or(1),
            anonymous: who.is_some_and(|who| who.anonymous),
            confidential: who.is_some_and(|who| who.confidential),
            restricted: false,
            media: self.media,
            repeats: entry.repeats,
            language: self.language,
            reply_channel: self.reply_channel,
            received: self.received,
            referrers_date: self.referrers_date,
            registered: entry.now,
            occurred_from: self.occurred.0,
            occurred_to: self.occurred.1,
            stage: stage(past.as_ref(), self.received, entry.now),
            past,
            source_key,
            lead: None,
            reply_due: None,
            promise: None,
            recourse: Recourse::default(),
            version: 1,
        };
        (complaint, self.sealed)
    }
}

/// The day before an instant's, so that no time zone makes a body ask for an answer before it referred the complaint.
fn day_before(at: Timestamp) -> Date {
    let date = TimeZone::UTC.to_datetime(at).date();
    date.yesterday().unwrap_or(date)
}

/// A complaint of the past that ended is closed from the start.
fn stage(past: Option<&PastV1>, received: Timestamp, now: Timestamp) -> Stage {
    match past {
        Some(past) if past.closed.is_some() || past.ending.is_some() => Stage::Closed {
            at: past.closed.unwrap_or(received),
            ending: past.ending.clone().unwrap_or_else(|| "closed".to_owned()),
            finding: past.finding.clone(),
            archived: None,
        },
        _ => Stage::registered(now),
    }
}

#[cfg(test)]
mod tests;
