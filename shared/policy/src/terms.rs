//! Periods, pauses, extensions, ceilings and numbers: what a pack says about time besides its clocks.

use std::fmt;

use huiyin_kernel::{Date, Timestamp};
use huiyin_worktime::{Calendar, Limit, WorktimeError};
use serde::Serialize;

use crate::table::{Codes, fits};
use crate::{Pack, Place, StepTo};

/// Codes of the windows that the product itself asks for. A pack that has none of that code sets no such period.
pub mod windows {
    /// Within which the same complaint without new facts is joined to the first (R3.11).
    pub const JOIN: &str = "join";
    /// Within which the level above can be asked to verify again (R5.11).
    pub const REVERIFICATION: &str = "reverification";
    /// Within which an appeal can be made (R5.8).
    pub const APPEAL: &str = "appeal";
    /// How long files are kept from closing (R8.3).
    pub const RETENTION: &str = "retention";
}

/// Codes of the numbers that the product itself asks for.
pub mod numbers {
    /// From how many complainants on one matter it is major by itself (R3.10).
    pub const PERSONS_FOR_MAJOR: &str = "persons_for_major";
    /// How many representatives a joint visit names at most (R3.10).
    pub const REPRESENTATIVES: &str = "representatives";
    /// How many hours or days a lead unit can give a co-handling one at most (R4.8). Without it no lead unit sets a limit of its own.
    pub const SUPPLY_MOST: &str = "supply_most";
}

/// How long something lasts: a limit, or months or years of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Hours or days, as a clock counts them.
    Limit(Limit),
    /// Months: the same day of a later month, or its last day.
    Months(u32),
    /// Years.
    Years(u32),
}

/// From what a window is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Opens {
    /// The complaint was registered.
    Registration,
    /// The complainant was answered.
    Reply,
    /// The case was closed.
    Closing,
    /// A sanction was decided (R6.3).
    Sanction,
    /// A period of reports ended (R7.2).
    PeriodEnd,
}

/// A period within which somebody may or must do something (R3.11, R5.11, R8.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its code, unique among the windows.
    pub code: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// The window as a sentence.
    pub says: String,
    /// What opens it.
    pub opens: Opens,
    /// How long it stays open.
    pub within: Term,
    /// Where it stands.
    pub place: Place,
}

/// A ground on which a clock stands still (R4.12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// The ground's code.
    pub code: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// The ground as a sentence.
    pub says: String,
    /// The kinds of clock that it may stop.
    pub kinds: Vec<String>,
    /// Who must approve; nobody: the handler does it alone.
    pub approver: Option<StepTo>,
    /// Whether the complainant must be told.
    pub notice: bool,
    /// How long at most, where there is such a limit.
    pub most: Option<Limit>,
    /// Where it stands.
    pub place: Place,
}

/// Who may put a limit off, and how far (R4.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Its code.
    pub code: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// The extension as a sentence.
    pub says: String,
    /// The kinds of clock.
    pub kinds: Vec<String>,
    /// Who must approve.
    pub approver: StepTo,
    /// Whether the complainant must be told, with the new date.
    pub notice: bool,
    /// How much is added at most, each time.
    pub most: Limit,
    /// How often at most.
    pub times: u32,
    pub(crate) severity: Option<Codes>,
    /// Where it stands.
    pub place: Place,
}

/// What no internal act moves a clock beyond (R4.12). It is counted from the registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceiling {
    /// Its code.
    pub code: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// The ceiling as a sentence.
    pub says: String,
    /// The kinds of clock under it.
    pub kinds: Vec<String>,
    /// The longest limit.
    pub limit: Limit,
    /// The longest with every extension; none: no extension goes above `limit`.
    pub extended: Option<Limit>,
    pub(crate) class: Option<Codes>,
    pub(crate) severity: Option<Codes>,
    /// Where it stands.
    pub place: Place,
}

/// What passes a case on by itself when its investigation finds so (R5.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassOn {
    /// Its code.
    pub code: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// It as a sentence.
    pub says: String,
    /// The findings that go on.
    pub findings: Vec<String>,
    /// Whom it goes to.
    pub to: StepTo,
    /// By when after registration it is there without anyone's hand.
    pub by: Limit,
    /// Where it stands.
    pub place: Place,
}

/// A number that the rules need (R3.10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its code.
    pub code: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// What it counts, as a sentence.
    pub says: String,
    /// The number.
    pub value: u32,
    /// Where it stands.
    pub place: Place,
}

/// All of these that a pack has, each in the order of its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Windows.
    pub windows: Vec<Window>,
    /// Grounds for pauses.
    pub pauses: Vec<Pause>,
    /// Extensions.
    pub extensions: Vec<Extension>,
    /// Ceilings.
    pub ceilings: Vec<Ceiling>,
    /// What passes on by itself.
    pub pass_on: Vec<PassOn>,
    /// Numbers.
    pub numbers: Vec<Number>,
}

impl Term {
    /// The last day of a term that begins at an instant, in a calendar.
    ///
    /// # Errors
    /// [`WorktimeError`], where a year is not loaded or the date leaves the range.
    pub fn last_day(&self, calendar: &Calendar, from: Timestamp) -> Result<Date, WorktimeError> {
        let span = match *self {
            Self::Limit(limit) => return Ok(calendar.due(from, limit)?.date),
            Self::Months(months) => jiff::Span::new().try_months(months),
            Self::Years(years) => jiff::Span::new().try_years(years),
        };
        Ok(calendar.date_of(from).checked_add(span?)?)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let many = |count: u32| if count == 1 { "" } else { "s" };
        match self {
            Self::Limit(limit) => write!(f, "{limit}"),
            Self::Months(count) => write!(f, "{count} month{}", many(*count)),
            Self::Years(count) => write!(f, "{count} year{}", many(*count)),
        }
    }
}

impl Pack {
    /// Windows, pauses, extensions, ceilings, numbers.
    #[must_use]
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// A window by its code.
    #[must_use]
    pub fn window(&self, code: &str) -> Option<&Window> {
        self.terms.windows.iter().find(|window| window.code == code)
    }

    /// A number by its code.
    #[must_use]
    pub fn number(&self, code: &str) -> Option<u32> {
        let found = self.terms.numbers.iter().find(|number| number.code == code);
        found.map(|number| number.value)
    }

    /// A ground on which a clock of this kind may stand still.
    #[must_use]
    pub fn pause(&self, ground: &str, kind: &str) -> Option<&Pause> {
        let fits = |pause: &&Pause| pause.code == ground && pause.kinds.iter().any(|one| one == kind);
        self.terms.pauses.iter().find(fits)
    }

    /// The rule by which a clock of this kind may be put off; nothing where it may not.
    #[must_use]
    pub fn extension(&self, kind: &str, severity: &str) -> Option<&Extension> {
        let list = &self.lists.severities;
        self.terms
            .extensions
            .iter()
            .find(|rule| rule.kinds.iter().any(|one| one == kind) && fits(rule.severity.as_ref(), Some(severity), list))
    }

    /// The ceilings over a clock of this kind.
    pub fn ceilings(&self, kind: &str, class: Option<&str>, severity: &str) -> impl Iterator<Item = &Ceiling> {
        let over = move |rule: &&Ceiling| rule.kinds.iter().any(|one| one == kind);
        self.terms.ceilings.iter().filter(over).filter(move |rule| {
            fits(rule.class.as_ref(), class, &self.lists.classes)
                && fits(rule.severity.as_ref(), Some(severity), &self.lists.severities)
        })
    }

    /// Whom a finding goes to by itself, and by when.
    #[must_use]
    pub fn passes_on(&self, finding: &str) -> Option<&PassOn> {
        let goes = |rule: &&PassOn| rule.findings.iter().any(|one| one == finding);
        self.terms.pass_on.iter().find(goes)
    }
}
