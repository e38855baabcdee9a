//! Who complains for another shows by what authority, and that is checked (R3.10).

use huiyin_contracts::events::intake::RepresentedV1;
use huiyin_contracts::views::intake::{CheckAuthority, Complainant, OnBehalf, RepresentationView};
use huiyin_kernel::ComplaintId;

use super::stage::Act;
use super::text::{TextError, line, maybe_line};

/// As what somebody complains for another.
const ROLES: [&str; 3] = ["representative", "heir", "guardian"];

/// Why nobody complains for another here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("who complains for another is a `representative`, an `heir` or a `guardian`")]
    Role,
    #[error(
        "who complains for another shows by what authority: say in `authority` what was shown, and in `document` what tells it from others"
    )]
    NoAuthority,
    #[error(
        "`authority` is a code as `power_of_attorney` is: 1 to 64 small letters, digits and '_'; its particulars go into `document`"
    )]
    AuthorityCode,
    #[error("who complains for another says for whom: the complainant has a name and is not anonymous")]
    Nobody,
    #[error("where replies go to who complains for another, say how to reach them")]
    Unreachable,
    #[error(transparent)]
    Text(#[from] TextError),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Role => "unknown_role",
            Self::NoAuthority => "no_authority",
            Self::AuthorityCode => "authority_no_code",
            Self::Nobody => "for_nobody",
            Self::Unreachable => "unreachable",
            Self::Text(_) => "bad_text",
        }
    }
}

/// How far an authority is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was shown.
    Shown,
    /// It holds.
    Accepted,
    /// It does not.
    Refused,
}

impl Outcome {
    const ALL: [Self; 3] = [Self::Shown, Self::Accepted, Self::Refused];

    /// The outcome's code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }

    /// The outcome that a code names.
    pub(crate) fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// That somebody complains for another, without who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Representation {
    pub(crate) complaint: ComplaintId,
    pub(crate) role: String,
    pub(crate) authority: String,
    /// Whether replies and notices are to go to them.
    pub(crate) receives: bool,
    pub(crate) outcome: Outcome,
    pub(crate) reason: Option<String>,
    pub(crate) act: Act,
}

/// Checks what was told of who complains for another.
pub(crate) fn check(who: &Complainant, told: &OnBehalf) -> Result<OnBehalf, Refusal> {
    if !ROLES.contains(&told.role.as_str()) {
        return Err(Refusal::Role);
    }
    if told.authority.trim().is_empty() || told.document.trim().is_empty() {
        return Err(Refusal::NoAuthority);
    }
    // It is said in events, which hold nobody's words: a number or a name would stay there for ever.
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if told.authority.len() > 64 || !told.authority.bytes().all(fits) {
        return Err(Refusal::AuthorityCode);
    }
    if who.anonymous || who.name.is_none() {
        return Err(Refusal::Nobody);
    }
    let checked = OnBehalf {
        role: told.role.clone(),
        name: line("on_behalf.name", &told.name, 100)?,
        phone: maybe_line("on_behalf.phone", told.phone.as_deref(), 40)?,
        email: maybe_line("on_behalf.email", told.email.as_deref(), 254)?,
        authority: told.authority.clone(),
        document: line("document", &told.document, 200)?,
        receives: told.receives,
    };
    if checked.receives && checked.phone.is_none() && checked.email.is_none() {
        return Err(Refusal::Unreachable);
    }
    Ok(checked)
}

/// What stands in the register of it when the complaint is registered.
pub(crate) fn shown(complaint: ComplaintId, told: &OnBehalf, act: Act) -> Representation {
    Representation {
        complaint,
        role: told.role.clone(),
        authority: told.authority.clone(),
        receives: told.receives,
        outcome: Outcome::Shown,
        reason: None,
        act,
    }
}

/// Why an authority's check is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CheckRefusal {
    #[error("an authority is `accepted` or `refused`")]
    Outcome,
    #[error("say why the authority is refused")]
    Why,
    #[error("the authority is {0} already")]
    Already(&'static str),
    #[error(transparent)]
    Text(#[from] TextError),
}

/// Why a receipt is not enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ReceiptRefusal {
    #[error(
        "whoever complains for another ends the procedure once their authority is accepted: a desk can take the withdrawal"
    )]
    NotAccepted,
    #[error(
        "whoever complains for another says what they think of the answer once their authority is accepted: a desk can take it from the complainant"
    )]
    NotHeard,
}

impl ReceiptRefusal {
    /// The stable code of the problem.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::NotAccepted => "authority_not_accepted",
            Self::NotHeard => "authority_not_heard",
        }
    }
}

/// Whether the receipt's holder may end the procedure: the receipt may be with one whose authority nobody has accepted (R3.10, R3.12).
pub(crate) fn may_end(standing: Option<&Representation>) -> Result<(), ReceiptRefusal> {
    match standing {
        Some(standing) if !standing.holds() => Err(ReceiptRefusal::NotAccepted),
        _ => Ok(()),
    }
}

/// Whether the receipt's holder speaks for the complainant about the answer (R3.10, R5.8).
pub(crate) fn may_speak(standing: Option<&Representation>) -> Result<(), ReceiptRefusal> {
    may_end(standing).map_err(|_| ReceiptRefusal::NotHeard)
}

impl CheckRefusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Outcome => "unknown_outcome",
            Self::Why => "no_reason",
            Self::Already(_) => "checked_already",
            Self::Text(_) => "bad_text",
        }
    }

    /// Whether the request itself is wrong, rather than how things stand.
    pub(crate) fn is_invalid(&self) -> bool {
        !matches!(self, Self::Already(_))
    }
}

/// What came of looking at the authority. What was refused may be accepted when the right document came, and the other way round.
pub(crate) fn decide(
    before: Representation,
    request: &CheckAuthority,
    act: Act,
) -> Result<Representation, CheckRefusal> {
    let outcome = match Outcome::read(&request.outcome) {
        None | Some(Outcome::Shown) => return Err(CheckRefusal::Outcome),
        Some(outcome) => outcome,
    };
    let reason = maybe_line("reason", request.reason.as_deref(), 200)?;
    if outcome == Outcome::Refused && reason.is_none() {
        return Err(CheckRefusal::Why);
    }
    if before.outcome == outcome {
        return Err(CheckRefusal::Already(outcome.code()));
    }
    Ok(Representation {
        outcome,
        reason,
        act,
        ..before
    })
}

impl Representation {
    /// Whether they stand in the complainant's place now: only by an authority that was accepted.
    pub(crate) fn holds(&self) -> bool {
        self.outcome == Outcome::Accepted
    }

    /// Whether replies and notices go to them now.
    fn receives_now(&self) -> bool {
        self.holds() && self.receives
    }

    /// What is said of it: nobody's identity.
    pub(crate) fn said(&self) -> RepresentedV1 {
        RepresentedV1 {
            complaint: self.complaint,
            role: self.role.clone(),
            authority: self.authority.clone(),
            outcome: self.outcome.code().to_owned(),
            receives: self.receives_now(),
            by: self.act.by.clone(),
        }
    }

    /// How it is shown: nobody's identity.
    pub(crate) fn view(&self) -> RepresentationView {
        RepresentationView {
            complaint: self.complaint,
            role: self.role.clone(),
            authority: self.authority.clone(),
            outcome: self.outcome.code().to_owned(),
            reason: self.reason.clone(),
            receives: self.receives_now(),
            by: self.act.by.clone(),
            at: self.act.at,
        }
    }
}

/// Whom replies and notices reach: name, e-mail address, telephone number.
pub(crate) type Addressee = (Option<String>, Option<String>, Option<String>);

/// Who is written to: the complainant; who complains for them, once their authority is accepted and they are to receive. For an heir
/// whose authority was not accepted nobody is: the dead are not written to, nor is a stranger.
pub(crate) fn addressee(who: Complainant, standing: Option<&Representation>) -> Addressee {
    match (standing, who.on_behalf) {
        (Some(standing), Some(other)) if standing.receives_now() => (Some(other.name), other.email, other.phone),
        (Some(standing), _) if standing.role == "heir" => (None, None, None),
        _ => (who.name, who.email, who.phone),
    }
}

#[cfg(test)]
mod tests;
