//! Slowing down who guesses receipt codes (R3.3). Counted in each process: a code has 128 bits, so what is slowed is noise and
//! load rather than a real chance.

use std::collections::HashMap;

use huiyin_kernel::Timestamp;
use jiff::SignedDuration;

/// How many numbers are remembered at once.
const MOST: usize = 10_000;
/// After so long without a wrong code a number begins anew.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(1);

/// When and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// So many wrong codes for one number are free.
    pub(crate) free: u32,
    /// The wait after the first one beyond; each one more doubles it.
    pub(crate) first_wait: SignedDuration,
    /// The longest wait.
    pub(crate) longest_wait: SignedDuration,
    /// So many wrong codes for all numbers together are free in one minute.
    pub(crate) free_per_minute: u32,
}

/// The caller must wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wait {
    pub(crate) seconds: u32,
}

/// What was tried of late.
#[derive(Debug)]
pub(crate) struct Throttle {
    rule: Rule,
    numbers: HashMap<String, Tries>,
    minute: Timestamp,
    in_minute: u32,
}

#[derive(Clone, Copy, Debug)]
struct Tries {
    wrong: u32,
    last: Timestamp,
    until: Timestamp,
}

impl Throttle {
    pub(crate) fn new(rule: Rule) -> Self {
        Self {
            rule,
            numbers: HashMap::new(),
            minute: Timestamp::UNIX_EPOCH,
            in_minute: 0,
        }
    }

    /// Whether another wrong code for this number is answered now.
    pub(crate) fn ask(&self, number: &str, now: Timestamp) -> Result<(), Wait> {
        let until = self.numbers.get(number).map(|tries| tries.until);
        let minute_ends = self.minute.saturating_add(SignedDuration::from_mins(1)).unwrap_or(now);
        let crowded = (self.in_minute >= self.rule.free_per_minute).then_some(minute_ends);
        match until.max(crowded).filter(|until| *until > now) {
            None => Ok(()),
            Some(until) => {
                let left = until.duration_since(now);
                let whole = left.as_secs() + i64::from(left.subsec_nanos() > 0);
                Err(Wait {
                    seconds: u32::try_from(whole).unwrap_or(u32::MAX),
                })
            }
        }
    }

    /// A code was wrong, or there is no such number: the two count alike.
    pub(crate) fn wrong(&mut self, number: &str, now: Timestamp) {
        if now.duration_since(self.minute) >= SignedDuration::from_mins(1) {
            self.minute = now;
            self.in_minute = 0;
        }
        self.in_minute = self.in_minute.saturating_add(1);
        self.forget(now);
        let (free, rule) = (self.rule.free, self.rule);
        let tries = self.numbers.entry(number.to_owned()).or_insert(Tries {
            wrong: 0,
            last: now,
            until: now,
        });
        tries.wrong = tries.wrong.saturating_add(1);
        tries.last = now;
        if let Some(beyond) = tries.wrong.checked_sub(free.max(1)) {
            let wait = rule
                .first_wait
                .checked_mul(1 << beyond.min(16))
                .unwrap_or(rule.longest_wait)
                .min(rule.longest_wait);
            tries.until = now.saturating_add(wait).unwrap_or(now);
        }
    }

    /// A code was right: the number begins anew.
    pub(crate) fn right(&mut self, number: &str) {
        self.numbers.remove(number);
    }

    /// Keeps the memory bounded, whatever is sent.
    fn forget(&mut self, now: Timestamp) {
        if self.numbers.len() < MOST {
            return;
        }
        self.numbers
            .retain(|_, tries| now.duration_since(tries.last) < FORGOTTEN);
        if self.numbers.len() >= MOST {
            let oldest = self.numbers.iter().min_by_key(|(_, tries)| tries.last);
            if let Some(number) = oldest.map(|(number, _)| number.clone()) {
                self.numbers.remove(&number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::at;
    use super::*;

    fn throttle() -> Throttle {
        Throttle::new(Rule {
            free: 3,
            first_wait: SignedDuration::from_secs(30),
            longest_wait: SignedDuration::from_mins(2),
            free_per_minute: 50,
        })
    }

    fn wait(throttle: &Throttle, number: &str, now: Timestamp) -> Option<u32> {
        throttle.ask(number, now).err().map(|wait| wait.seconds)
    }

    #[test]
    fn after_the_free_ones_each_wrong_code_doubles_the_wait_up_to_the_longest() {
        let mut throttle = throttle();
        for _ in 0..2 {
            throttle.wrong("A", at(0));
        }
        assert_eq!(wait(&throttle, "A", at(0)), None);
        let mut waits = Vec::new();
        for _ in 0..4 {
            throttle.wrong("A", at(0));
            waits.push(wait(&throttle, "A", at(0)));
        }
        assert_eq!(waits, [Some(30), Some(60), Some(120), Some(120)]);
        assert_eq!(wait(&throttle, "B", at(0)), None, "another number is free");
        assert_eq!(wait(&throttle, "A", at(2)), None, "the wait ends");
    }

    #[test]
    fn a_right_code_begins_anew() {
        let mut throttle = throttle();
        for _ in 0..3 {
            throttle.wrong("A", at(0));
        }
        throttle.right("A");
        throttle.wrong("A", at(0));
        assert_eq!(wait(&throttle, "A", at(0)), None);
    }

    #[test]
    fn who_tries_many_numbers_waits_for_the_minutes_end() {
        let mut throttle = throttle();
        for number in 0..50 {
            throttle.wrong(&number.to_string(), at(0));
        }
        assert_eq!(wait(&throttle, "another", at(0)), Some(60));
        assert_eq!(wait(&throttle, "another", at(1)), None);
        throttle.wrong("another", at(1));
        assert_eq!(wait(&throttle, "another", at(1)), None, "the count begins anew");
    }

    #[test]
    fn the_memory_of_numbers_is_bounded() {
        let mut throttle = throttle();
        for number in 0..(MOST + 5) {
            throttle.wrong(&number.to_string(), at(0));
        }
        assert_eq!(throttle.numbers.len(), MOST);
        throttle.wrong("late", at(61));
        assert_eq!(throttle.numbers.len(), 1);
    }
}
