//! How long somebody who typed wrong passwords has to wait. Counted for each code that was typed, whether there is an account or not, so
//! that waiting tells nobody which codes there are.

use huiyin_kernel::Timestamp;
use jiff::SignedDuration;

/// So many mistakes are free.
const FREE: u32 = 5;
/// The first wait; each further mistake doubles it.
const FIRST: SignedDuration = SignedDuration::from_secs(30);
/// The longest wait.
const LONGEST: SignedDuration = SignedDuration::from_hours(1);

/// What is remembered of the wrong passwords of a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mistakes {
    pub(crate) count: u32,
    pub(crate) locked_until: Option<Timestamp>,
}

impl Mistakes {
    /// How long is still to wait, if at all.
    pub(crate) fn wait(self, now: Timestamp) -> Option<SignedDuration> {
        let left = self.locked_until?.duration_since(now);
        left.is_positive().then_some(left)
    }

    /// One more. It is written before the password is looked at, so that a hundred guesses at once are a hundred mistakes.
    pub(crate) fn one_more(self, now: Timestamp) -> Self {
        let count = self.count.saturating_add(1);
        let doublings = count.checked_sub(FREE);
        let wait = doublings.map(|doublings| {
            let factor = 2_i32.checked_pow(doublings).unwrap_or(i32::MAX);
            FIRST.checked_mul(factor).unwrap_or(LONGEST).min(LONGEST)
        });
        Self {
            count,
            locked_until: wait.and_then(|wait| now.checked_add(wait).ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(mistakes: u32) -> Option<i64> {
        let now = Timestamp::UNIX_EPOCH;
        let all = (0..mistakes).fold(Mistakes::default(), |before, _| before.one_more(now));
        all.wait(now).map(|wait| wait.as_secs())
    }

    #[test]
    fn four_mistakes_are_free_and_from_the_fifth_on_the_wait_doubles_up_to_an_hour() {
        assert_eq!(after(4), None);
        assert_eq!([5, 6, 7].map(after), [Some(30), Some(60), Some(120)]);
        assert_eq!([12, 13, 200].map(after), [Some(3600), Some(3600), Some(3600)]);
    }

    #[test]
    fn a_wait_ends() {
        let now = Timestamp::UNIX_EPOCH;
        let locked = (0..5).fold(Mistakes::default(), |before, _| before.one_more(now));
        let later = now + SignedDuration::from_secs(30);
        assert_eq!(locked.wait(later), None);
        assert_eq!(locked.one_more(later).wait(later).map(|wait| wait.as_secs()), Some(60));
    }
}
