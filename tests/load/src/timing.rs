//! Latencies.

use std::time::Duration;

/// What many repetitions took.
#[derive(Default)]
pub(crate) struct Timings(Vec<Duration>);

impl Timings {
    pub(crate) fn note(&mut self, took: Duration) {
        self.0.push(took);
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The smallest value that so many per cent do not exceed (nearest rank).
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).copied().unwrap_or_default()
    }
}

impl FromIterator<Duration> for Timings {
    fn from_iter<I: IntoIterator<Item = Duration>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

/// Milliseconds with one digit.
pub(crate) fn ms(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}

/// `p50 … · p99 …`
pub(crate) fn p50_p99(timings: &Timings) -> String {
    format!(
        "p50 {} · p99 {}",
        ms(timings.percentile(50)),
        ms(timings.percentile(99))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let timings: Timings = (1..=200).rev().map(Duration::from_millis).collect();
        assert_eq!(timings.percentile(50), Duration::from_millis(100));
        assert_eq!(timings.percentile(99), Duration::from_millis(198));
        assert_eq!(Timings::default().percentile(99), Duration::ZERO);
    }
}
