//! Walking the chain (R8.4): any edit, deletion, insertion or reorder shows at its place.

use super::chain::Head;
use super::record::Entry;

/// What is wrong with the chain at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Broken {
    /// The next position is not there.
    #[error("missing")]
    Missing,
    /// The entry names another hash before it than the one that stands before it.
    #[error("relinked")]
    Relinked,
    /// The entry is not what was hashed.
    #[error("altered")]
    Altered,
    /// Another hash was kept for this position.
    #[error("not_the_kept_head")]
    NotTheKeptHead,
}

/// A walk along the chain; holds the last good head only, whatever the record's length.
#[derive(Debug)]
pub(crate) struct Walk {
    head: Head,
    kept: Option<Head>,
}

impl Walk {
    /// Begins after `head`, and looks out for a head that was kept elsewhere.
    pub(crate) fn after(head: Head, kept: Option<Head>) -> Self {
        Self { head, kept }
    }

    /// The last good head.
    pub(crate) fn head(&self) -> Head {
        self.head
    }

    /// Takes the next entry.
    pub(crate) fn step(&mut self, entry: &Entry) -> Result<(), Broken> {
        if entry.position != self.head.position + 1 {
            return Err(Broken::Missing);
        }
        if entry.previous != self.head.hash {
            return Err(Broken::Relinked);
        }
        if entry.record.hash(entry.position, entry.previous) != entry.hash {
            return Err(Broken::Altered);
        }
        if self
            .kept
            .is_some_and(|kept| kept.position == entry.position && kept.hash != entry.hash)
        {
            return Err(Broken::NotTheKeptHead);
        }
        self.head = entry.head();
        Ok(())
    }

    /// At the record's end: a kept head beyond it means that entries were cut off.
    pub(crate) fn end(&self) -> Result<(), Broken> {
        match self.kept {
            Some(kept) if kept.position > self.head.position => Err(Broken::Missing),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::chain::Hash;
    use super::super::record::tests::record;
    use super::*;

    fn chain(length: u128) -> Vec<Entry> {
        let mut head = Head::GENESIS;
        let entries = (1..=length).map(|n| {
            let entry = Entry::after(head, record(n));
            head = entry.head();
            entry
        });
        entries.collect()
    }

    fn walk(entries: &[Entry], kept: Option<Head>) -> Result<Head, (i64, Broken)> {
        let mut walk = Walk::after(Head::GENESIS, kept);
        for entry in entries {
            walk.step(entry).map_err(|why| (walk.head().position + 1, why))?;
        }
        walk.end().map_err(|why| (walk.head().position + 1, why))?;
        Ok(walk.head())
    }

    #[test]
    fn a_chain_that_nobody_touched_holds() {
        let entries = chain(5);
        assert_eq!(walk(&entries, Some(entries[2].head())), Ok(entries[4].head()));
        assert_eq!(walk(&[], None), Ok(Head::GENESIS));
    }

    #[test]
    fn an_edit_shows_at_its_place() {
        let mut entries = chain(5);
        entries[2].record.body.push(' ');
        assert_eq!(walk(&entries, None), Err((3, Broken::Altered)));
    }

    #[test]
    fn an_edit_with_its_hash_made_anew_shows_at_the_next() {
        let mut entries = chain(5);
        entries[2].record.body.push(' ');
        entries[2].hash = entries[2].record.hash(3, entries[2].previous);
        assert_eq!(walk(&entries, None), Err((4, Broken::Relinked)));
    }

    #[test]
    fn a_deletion_and_a_reorder_show() {
        let mut entries = chain(5);
        entries.remove(2);
        assert_eq!(walk(&entries, None), Err((3, Broken::Missing)));
        let mut entries = chain(5);
        entries.swap(1, 2);
        assert_eq!(walk(&entries, None), Err((2, Broken::Missing)));
    }

    #[test]
    fn an_insertion_shows() {
        let mut entries = chain(3);
        let forged = Entry::after(entries[0].head(), record(9));
        entries.insert(1, forged);
        assert_eq!(walk(&entries, None), Err((3, Broken::Missing)));
    }

    #[test]
    fn a_truncation_shows_to_who_kept_a_head() {
        let entries = chain(5);
        assert_eq!(walk(&entries[..3], Some(entries[4].head())), Err((4, Broken::Missing)));
    }

    #[test]
    fn a_chain_that_was_made_anew_shows_to_who_kept_a_head() {
        let kept = Head {
            position: 3,
            hash: Hash([7; 32]),
        };
        assert_eq!(walk(&chain(5), Some(kept)), Err((3, Broken::NotTheKeptHead)));
    }
}
