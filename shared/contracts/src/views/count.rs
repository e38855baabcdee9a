//! How long a list is, without its rows.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How many rows of a list the caller sees, counted so far and no farther: nobody reads a longer list to its end.
///
/// Each row is decided as the list decides it, so that a count tells of nothing that the list would not show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Count {
    /// So many.
    pub rows: usize,
    /// Whether there are more behind them.
    pub more: bool,
}

impl Count {
    /// So far a list is counted.
    pub const MOST: usize = 100;
    /// How many rows to read for it: one more says that there are more.
    pub const READ: u64 = 101;

    /// The count of `rows`, which were read up to [`Count::READ`].
    pub fn of<T>(rows: &[T], sees: impl Fn(&T) -> bool) -> Self {
        Self {
            rows: rows.iter().take(Self::MOST).filter(|row| sees(row)).count(),
            more: rows.len() > Self::MOST,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_counted_to_a_hundred_and_what_is_not_seen_is_not_counted() {
        let rows: Vec<u32> = (0..101).collect();
        let all = |rows: &[u32]| Count::of(rows, |_| true);
        assert_eq!(all(&rows[..100]), Count { rows: 100, more: false });
        assert_eq!(all(&rows), Count { rows: 100, more: true });
        assert_eq!(all(&[]), Count::default());
        assert_eq!(Count::of(&rows[..7], |row| row % 2 == 0).rows, 4);
        assert_eq!(Count::READ, Count::MOST as u64 + 1);
    }
}
