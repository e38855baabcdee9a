//! What a calendar refuses to answer.

/// Why a limit could not be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorktimeError {
    /// The answer depends on a year whose holidays are not known.
    #[error("calendar `{calendar}` has not loaded the year {year}")]
    YearNotLoaded {
        /// The calendar's name.
        calendar: String,
        /// The year that is missing.
        year: i16,
    },
    /// A limit of nothing is no limit.
    #[error("a limit is at least 1")]
    Zero,
    /// Over 10 000 days.
    #[error("a limit is at most {most} days")]
    TooLong {
        /// The most that is accepted, in days.
        most: u32,
    },
    /// A duration that points into the past.
    #[error("a duration to add is not negative")]
    Negative,
    /// The second instant lies before the first.
    #[error("the end lies before the start")]
    Backwards,
    /// No such zone in the IANA database.
    #[error("`{0}` is no IANA time zone")]
    TimeZone(String),
    /// Beyond the instants that can be written.
    #[error("the date lies beyond the year 9999")]
    OutOfRange,
}

impl From<jiff::Error> for WorktimeError {
    /// jiff refuses our sums for one reason only: the result cannot be written.
    fn from(_: jiff::Error) -> Self {
        Self::OutOfRange
    }
}
