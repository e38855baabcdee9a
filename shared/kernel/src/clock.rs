//! The present instant, as a parameter.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Where the present instant comes from: the system, or a test's hand.
///
/// Cheap to clone; every service takes one and nothing else reads the time.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    System,
    Held(HeldClock),
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// Now, cut to microseconds: what both databases and the wire keep.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
            Source::System => Timestamp::now(),
            Source::Held(held) => held.read(),
        };
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::System => "Clock(system)",
            Source::Held(_) => "Clock(held)",
        })
    }
}

/// A clock that stands still until it is moved: the tests' and the simulator's.
#[derive(Clone, Debug)]
pub struct HeldClock(Arc<Mutex<Timestamp>>);

impl HeldClock {
    /// A clock that stands at `at`.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(at)))
    }

    /// The [`Clock`] that reads this one.
    #[must_use]
    pub fn clock(&self) -> Clock {
        Clock(Source::Held(self.clone()))
    }

    /// Moves the clock on (or, with a negative duration, back); saturates at the ends of time.
    pub fn wait(&self, duration: SignedDuration) {
        let mut at = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *at = at.saturating_add(duration).unwrap_or(*at);
    }

    /// Sets the clock to an instant.
    pub fn set(&self, instant: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = instant;
    }

    fn read(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_clock_moves_only_by_hand() {
        let held = HeldClock::at(Timestamp::UNIX_EPOCH);
        let clock = held.clock();
        assert_eq!(clock.now(), clock.now());
        held.wait(SignedDuration::from_hours(2));
        assert_eq!(clock.now().as_second(), 7200);
    }
}
