//! How often somebody may ask whether a complainant is known: who registers asks a few times, who tries numbers asks often. Counted in each
//! process.

use std::collections::HashMap;

use huiyin_kernel::Timestamp;
use jiff::SignedDuration;

use super::throttle::Wait;

/// Somebody's questions are counted within this.
const WINDOW: SignedDuration = SignedDuration::from_mins(1);
/// How many people are remembered at once.
const MOST: usize = 10_000;

/// What was asked of late.
#[derive(Debug)]
pub(crate) struct Lookups {
    most: u32,
    people: HashMap<String, Asked>,
}

#[derive(Clone, Copy, Debug)]
struct Asked {
    since: Timestamp,
    times: u32,
}

impl Lookups {
    /// So many a minute each.
    pub(crate) fn new(most: u32) -> Self {
        Self {
            most: most.max(1),
            people: HashMap::new(),
        }
    }

    /// Counts a question, whether something is found or not.
    pub(crate) fn ask(&mut self, who: &str, now: Timestamp) -> Result<(), Wait> {
        let is_over = |asked: &Asked| now.duration_since(asked.since) >= WINDOW;
        if self.people.len() >= MOST {
            self.people.retain(|_, asked| !is_over(asked));
        }
        if self.people.len() >= MOST && !self.people.contains_key(who) {
            // More people than an organisation has: whoever comes now waits, and nobody is forgotten.
            return Err(Wait { seconds: 60 });
        }
        let asked = self
            .people
            .entry(who.to_owned())
            .or_insert(Asked { since: now, times: 0 });
        if is_over(asked) {
            *asked = Asked { since: now, times: 0 };
        }
        if asked.times >= self.most {
            let left = WINDOW.as_secs() - now.duration_since(asked.since).as_secs();
            return Err(Wait {
                seconds: u32::try_from(left.max(1)).unwrap_or(60),
            });
        }
        asked.times += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn who_asks_too_often_waits_for_the_minutes_end_and_nobody_else_does() {
        let mut lookups = Lookups::new(2);
        assert_eq!(lookups.ask("e1", at(0)), Ok(()));
        assert_eq!(lookups.ask("e1", at(10)), Ok(()));
        assert_eq!(lookups.ask("e1", at(20)), Err(Wait { seconds: 40 }));
        assert_eq!(lookups.ask("e2", at(20)), Ok(()));
        assert_eq!(lookups.ask("e1", at(60)), Ok(()), "another minute");
    }

    #[test]
    fn the_memory_of_people_is_bounded() {
        let mut lookups = Lookups::new(5);
        for who in 0..MOST {
            assert_eq!(lookups.ask(&who.to_string(), at(0)), Ok(()));
        }
        assert_eq!(lookups.ask("late", at(0)), Err(Wait { seconds: 60 }));
        assert_eq!(lookups.ask("late", at(60)), Ok(()));
        assert_eq!(lookups.people.len(), 1);
    }
}
