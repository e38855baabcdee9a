//! Why a pack is refused.

use huiyin_worktime::CalendarProblem;

/// Why a pack is refused, and where: `rural-bank/clocks.toml:12: …`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct LoadError {
    /// The file, below the folder of all packs.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: LoadProblem,
}

/// What is wrong with a pack's file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadProblem {
    /// The file is not there, or is no text.
    #[error("the file cannot be read: {0}")]
    Read(String),
    /// Not TOML, a field that is unknown or missing, or a value of the wrong kind.
    #[error("{0}")]
    Format(String),
    /// What is wrong with a calendar.
    #[error("{0}")]
    Calendar(CalendarProblem),
    /// The pack's name is not its folder's.
    #[error("the pack calls itself `{name}`, but its folder is `{folder}`")]
    Folder {
        /// The name in the file.
        name: String,
        /// The folder's.
        folder: String,
    },
    /// The version is not of the form.
    #[error("`{0}` is no version: write the year and a count, \"2026.1\"")]
    Version(String),
    /// The default calendar is not one of those that the pack uses.
    #[error("the calendar `{0}` is not among `calendars`")]
    DefaultCalendar(String),
    /// The calendar's name is not its file's.
    #[error("the calendar calls itself `{name}`, but its file is `{wanted}`")]
    CalendarName {
        /// The name in the file.
        name: String,
        /// The file's.
        wanted: String,
    },
    /// A code holds something else than it may.
    #[error("`{0}` is no code: 1 to 64 lower-case letters, digits, '_' or '-'")]
    Code(String),
    /// A code that means something else in conditions.
    #[error("`{0}` is a word of the format and cannot be a code")]
    Reserved(String),
    /// A code comes twice.
    #[error("the code `{0}` is listed twice")]
    Twice(String),
    /// An entry without one of its names.
    #[error("`{0}` needs a Chinese and an English name")]
    Nameless(String),
    /// A root cause that stands before what it is a kind of.
    #[error("the root cause `{cause}` stands before its parent `{parent}`: list the parent first")]
    CauseBefore {
        /// The cause.
        cause: String,
        /// What it is a kind of.
        parent: String,
    },
    /// The tree of root causes is too deep.
    #[error("`{0}` would stand on the fourth level: the tree of root causes has three")]
    CauseDepth(String),
    /// A code that is in no list.
    #[error("`{code}` is not in the list of {list}")]
    Unlisted {
        /// The code.
        code: String,
        /// The list.
        list: &'static str,
    },
    /// A list lacks a code that the product itself uses.
    #[error("the list of {list} lacks `{code}`, which the product itself uses")]
    Needed {
        /// The list.
        list: &'static str,
        /// The code.
        code: &'static str,
    },
    /// A row that names no rule, or something else as one.
    #[error("name the rules that this encodes, as \"R4.3\"")]
    Rules,
    /// A row without its sentence.
    #[error("say in a sentence what this means")]
    Sentence,
    /// A row that decides nothing.
    #[error("the row `{0}` says nothing: name a lead, a severity, restricted or tell")]
    SaysNothing(String),
    /// A restricted row that leads to the unit.
    #[error("the row `{0}` is restricted, so it cannot go to the unit that it concerns (R8.2)")]
    RestrictedToUnit(String),
    /// A condition without codes.
    #[error("a condition with no codes never holds")]
    Never,
    /// A condition on persons that always holds.
    #[error("`persons_at_least` is at least 2")]
    Persons,
    /// A limit of nothing.
    #[error("a limit is at least 1")]
    ZeroLimit,
    /// Percents out of range or order.
    #[error("`remind_at` holds percents from 1 to 99 in rising order")]
    RemindAt,
    /// A kind of clock whose last row has conditions, or that has no row.
    #[error("the clock `{0}` has no row without conditions, so some cases would have no limit")]
    Gap(String),
    /// A row of a clock after one without conditions.
    #[error("this row of the clock `{0}` is never reached: a row without conditions stands before it")]
    Unreached(String),
    /// Rows of one kind start at different occasions.
    #[error("the rows of the clock `{0}` do not start at the same occasion")]
    Starts(String),
    /// A ladder without steps.
    #[error("the ladder `{0}` has no steps")]
    NoSteps(String),
    /// Contacts out of range or order.
    #[error(
        "`contacts` tells the second contact and then the responsible person, each later, at 1 to 100 percent of the limit"
    )]
    Contacts,
    /// The first step waits, or a later one does not.
    #[error("the first step of a ladder is at the limit itself; every later one says how long `after` the one before")]
    After,
    /// The version is not its folder's.
    #[error("the pack is version {version}, but its folder says {folder}")]
    FolderVersion {
        /// The version in the file.
        version: String,
        /// The folder's.
        folder: String,
    },
    /// A statutory pack alone.
    #[error("`{0}` is laid over an organisation's pack: name both, as in \"rural-bank+{0}\"")]
    OverlayAlone(String),
    /// An organisation's pack laid over another.
    #[error("`{0}` is an organisation's own pack, so it cannot be laid over another")]
    NoOverlay(String),
    /// A statutory pack that ranks severities.
    #[error("a statutory pack adds no severities: the organisation's own pack ranks them")]
    OverlaySeverities,
    /// A list without entries.
    #[error("the list of {0} has no entries")]
    NoEntries(&'static str),
    /// A field without entries.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// A kind of clock that nothing meets.
    #[error("say what meets the clock `{0}`: give it `met_by`")]
    MetBy(String),
    /// A term that is no term, or several.
    #[error("a term is {{ basis, amount }}, {{ months }} or {{ years }}, and at least 1")]
    Term,
    /// A priority out of range.
    #[error("a priority is 1 to 99")]
    Priority,
    /// A ceiling that falls when it is extended.
    #[error("the ceiling `{0}` is lower with extensions than without")]
    CeilingFalls(String),
    /// Amounts of two currencies.
    #[error("`least` and `most` of `{0}` are in different currencies")]
    Currencies(String),
    /// A range that ends before it starts.
    #[error("the range of `{0}` ends below its start")]
    Range(String),
    /// Less than nothing.
    #[error("an amount is at least 0")]
    Negative,
    /// A sanction that hits nobody.
    #[error("the sanction `{0}` names nobody: give it `who` or `leaders`")]
    Nobody(String),
    /// Leaders too far above.
    #[error("`leaders` is 0, 1 or 2 levels")]
    Leaders,
    /// A text that stands elsewhere.
    #[error("a letter's text is a file of the folder \"letters\"")]
    LetterPath,
    /// A text that is not there.
    #[error("the text `{path}` cannot be read: {why}")]
    LetterText {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// A blank that nobody fills in.
    #[error("the text `{path}` leaves {{{blank}}} open, which nothing fills in")]
    Blank {
        /// The file.
        path: String,
        /// The blank.
        blank: String,
    },
}
