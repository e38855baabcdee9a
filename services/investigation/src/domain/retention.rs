//! How long a file is kept (R8.3): by the longest term that the policy pack opens with the closing, its own or a statutory one.

use huiyin_kernel::{Date, Timestamp};
use huiyin_policy::{Opens, Pack, WorktimeError};
use serde::{Deserialize, Serialize};

/// The rule that such a term encodes.
const RULE: &str = "R8.3";

/// A file's class in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Retention {
    /// The code of the pack's window.
    pub(crate) class: String,
    /// The last day on which it is kept.
    pub(crate) until: Date,
}

/// The class of what was closed at an instant; nothing where the pack sets no term, for then the file is kept for good.
pub(crate) fn of(pack: &Pack, closed: Timestamp) -> Result<Option<Retention>, WorktimeError> {
    let terms = pack.terms().windows.iter();
    let terms = terms.filter(|window| window.opens == Opens::Closing && window.rules.iter().any(|rule| rule == RULE));
    let mut longest: Option<Retention> = None;
    for window in terms {
        let until = window.within.last_day(pack.default_calendar(), closed)?;
        if longest.as_ref().is_none_or(|found| found.until < until) {
            let class = window.code.clone();
            longest = Some(Retention { class, until });
        }
    }
    Ok(longest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    fn of(pack: &str) -> Option<(String, String)> {
        let pack = Pack::embedded(pack).unwrap();
        let closed = "2026-11-27T02:00:00Z".parse().unwrap();
        let retention = super::of(&pack, closed).unwrap();
        retention.map(|one| (one.class, one.until.to_string()))
    }

    #[test]
    fn r8_3_the_pack_says_how_long_a_file_is_kept() {
        let kept = |class: &str, until: &str| Some((class.to_owned(), until.to_owned()));
        assert_eq!(of("rural-bank"), kept("retention", "2029-11-27"));
        assert_eq!(of("hospital"), kept("retention", "2041-11-27"));
        assert!(super::of(sample::pack(), sample::at(0)).unwrap().is_some());
    }
}
