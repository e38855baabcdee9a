//! Instants as databases keep them.

use huiyin_kernel::Timestamp;

/// Microseconds since the epoch: what a `…_at` column holds.
///
/// Not text: SQLite compares RFC 3339 as letters, and `…:00.5Z` sorts before `…:00Z`.
#[must_use]
pub fn micros(instant: Timestamp) -> i64 {
    instant.as_microsecond()
}

/// The instant that a `…_at` column holds; the epoch where it lies outside all calendars.
#[must_use]
pub fn instant(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}
