//! What a check finds.

use huiyin_kernel::Date;
use huiyin_worktime::Limit;

use crate::Place;

/// What is wrong, and where: `rural-bank/decision.toml:12: …`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct Finding {
    /// File and line.
    pub place: Place,
    /// What is wrong there.
    pub problem: CheckProblem,
}

/// What can be wrong with a pack that loads.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckProblem {
    /// Facts that fall to triage, though the pack does not say so.
    #[error("no row gives a lead, and no [[triage]] leaves it to the triage duty, where {facts}{}", more(*.others))]
    NoLead {
        /// The simplest of them.
        facts: String,
        /// How many more combinations there are.
        others: usize,
    },
    /// A row whose conditions exclude each other, or themselves.
    #[error("the row `{row}` can never match: no complaint has such a {condition}")]
    Never {
        /// The row.
        row: String,
        /// The condition that cannot hold.
        condition: &'static str,
    },
    /// A row that names a lead and never gives it.
    #[error("the row `{row}` names a lead and never gives it: wherever it matches, {by} stands before it")]
    Shadowed {
        /// The row.
        row: String,
        /// The rows before it.
        by: String,
    },
    /// A row whose severity never counts.
    #[error(
        "the row `{0}` names a severity that never counts: class or other rows say more wherever it matches, or the default as much"
    )]
    Mild(String),
    /// Two rows whose order decides nothing.
    #[error("the rows `{row}` and `{other}` have one priority and name different leads where {facts}")]
    Disagree {
        /// The earlier.
        row: String,
        /// The later.
        other: String,
        /// Where both match.
        facts: String,
    },
    /// A declaration that nothing needs.
    #[error("this is left to triage and never falls there: rows give it a lead")]
    LeftForNothing,
    /// More rows than are compared.
    #[error("the table has {0} rows, and more than 100 cannot be checked")]
    TooMany(usize),
    /// A row of a clock that never counts.
    #[error("this row of the clock `{0}` is never reached: the rows before it take every case")]
    ClockNever(String),
    /// A limit above a ceiling.
    #[error(
        "the clock `{kind}` allows {limit}, above the ceiling `{ceiling}` of {most}: begun on {begun} it ends on {due}, after {last}"
    )]
    AboveCeiling {
        /// The clock.
        kind: String,
        /// What it allows.
        limit: Limit,
        /// The ceiling's code.
        ceiling: String,
        /// What the ceiling allows.
        most: Limit,
        /// A day on which it shows.
        begun: Date,
        /// The day on which the limit ends.
        due: Date,
        /// The day on which the ceiling ends.
        last: Date,
    },
    /// Extensions above a ceiling.
    #[error(
        "the extension `{extension}` moves the clock `{kind}` above the ceiling `{ceiling}` of {most}: begun on {begun} it ends on {due}, after {last}"
    )]
    ExtendedAbove {
        /// The extension.
        extension: String,
        /// The clock.
        kind: String,
        /// The ceiling's code.
        ceiling: String,
        /// What the ceiling allows.
        most: Limit,
        /// A day on which it shows.
        begun: Date,
        /// The day on which the limit ends with every extension.
        due: Date,
        /// The day on which the ceiling ends.
        last: Date,
    },
    /// A calendar that ends too soon.
    #[error("the calendar `{name}` {}, and limits reach to {needed}", reaches(*.until))]
    Calendar {
        /// The calendar.
        name: String,
        /// Its last day.
        until: Option<Date>,
        /// The day that it must hold.
        needed: Date,
    },
    /// A ladder whose end nobody hears.
    #[error("the ladder `{ladder}` ends in nobody: no level holds `{duty}`")]
    LadderEnds {
        /// The ladder.
        ladder: String,
        /// The duty.
        duty: String,
    },
    /// A ladder that no clock uses.
    #[error("the ladder `{0}` is used by no clock")]
    LadderUnused(String),
    /// A duty that nobody holds.
    #[error("{what} is `{duty}`, which no level holds, so it would be nobody")]
    Nobody {
        /// What names it.
        what: String,
        /// The duty.
        duty: String,
    },
    /// A row of redress authority that never counts.
    #[error("the redress row `{row}` never counts: rows before it speak of every unit that it speaks of")]
    RedressNever {
        /// The row.
        row: String,
    },
    /// Two sanctions on one misstep.
    #[error("the sanctions `{row}` and `{other}` have the same conditions and different ranges")]
    SanctionsDisagree {
        /// The earlier.
        row: String,
        /// The later.
        other: String,
    },
    /// Two extensions of one clock.
    #[error("the extensions `{row}` and `{other}` both speak of the clock `{kind}` at severity `{severity}`")]
    ExtensionsDisagree {
        /// The earlier.
        row: String,
        /// The later.
        other: String,
        /// The clock.
        kind: String,
        /// The severity.
        severity: String,
    },
    /// A finding that goes on to two places.
    #[error("`{row}` and `{other}` both pass on the finding `{finding}`")]
    PassOnDisagree {
        /// The earlier.
        row: String,
        /// The later.
        other: String,
        /// The finding.
        finding: String,
    },
    /// A report that nobody owes.
    #[error("the report `{0}` goes to the unit above, and is owed by the top level alone")]
    ReportToNobody(String),
}

fn more(others: usize) -> String {
    match others {
        0 => String::new(),
        1 => " (and in 1 more combination)".to_owned(),
        others => format!(" (and in {others} more combinations)"),
    }
}

fn reaches(until: Option<Date>) -> String {
    until.map_or_else(|| "is not loaded".to_owned(), |day| format!("is loaded until {day}"))
}
