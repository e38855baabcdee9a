//! How many uploads there are at once: all together, and of one thing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

/// The uploads that are under way.
#[derive(Clone, Debug)]
pub struct Slots {
    all: usize,
    each: usize,
    taken: Arc<Mutex<HashMap<Uuid, usize>>>,
}

/// A place among them, until it is dropped.
#[derive(Debug)]
pub struct Slot {
    of: Uuid,
    taken: Arc<Mutex<HashMap<Uuid, usize>>>,
}

impl Slots {
    /// So many at once, and so many of one thing.
    #[must_use]
    pub fn new(all: usize, each: usize) -> Self {
        let taken = Arc::default();
        Self { all, each, taken }
    }

    /// A place for an upload; nothing where there is none.
    #[must_use]
    pub fn take(&self, of: Uuid) -> Option<Slot> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.get(&of).copied().unwrap_or_default();
        if own >= self.each || taken.values().sum::<usize>() >= self.all {
            return None;
        }
        taken.insert(of, own + 1);
        let taken = Arc::clone(&self.taken);
        Some(Slot { of, taken })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        match taken.get_mut(&self.of) {
            Some(own) if *own > 1 => *own -= 1,
            _ => {
                taken.remove(&self.of);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_so_many_at_once_and_so_many_of_one_thing_and_each_is_given_back() {
        let (slots, one, other) = (Slots::new(3, 2), Uuid::from_u128(1), Uuid::from_u128(2));
        let first = slots.take(one).unwrap();
        let second = slots.take(one).unwrap();
        assert!(slots.take(one).is_none(), "two of one thing");
        let third = slots.take(other).unwrap();
        assert!(slots.take(other).is_none(), "three of all");
        drop(first);
        assert!(slots.take(other).is_some());
        drop((second, third));
        assert!(slots.taken.lock().unwrap().is_empty());
    }
}
