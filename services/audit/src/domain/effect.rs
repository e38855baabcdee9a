//! What came of improvements (R6.2): complaints of the root cause before and after it was done.

use huiyin_contracts::events::learning::ImprovementDoneV1;
use huiyin_contracts::{Envelope, decode};
use huiyin_kernel::{Date, UnitPath};
use jiff::ToSpan;
use uuid::Uuid;

/// The most days on each side.
pub(crate) const MOST_DAYS: i32 = 366;

/// An improvement that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) improvement: Uuid,
    pub(crate) owner: UnitPath,
    /// The unit in and below which it shall show.
    pub(crate) reach: UnitPath,
    pub(crate) cause: String,
    pub(crate) on: Date,
}

/// Equal stretches of time on both sides of the day on which it was done: that day belongs to neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// How many days each side has; 0 on the day itself.
    pub(crate) days: i32,
    /// The first and the last day before.
    pub(crate) before: (Date, Date),
    /// The first and the last day after.
    pub(crate) after: (Date, Date),
}

/// What an event tells; nothing where no improvement is done by it.
///
/// # Errors
/// Where the body is not the payload that the event's type names.
pub(crate) fn done(envelope: &Envelope) -> Result<Option<Done>, serde_json::Error> {
    if envelope.kind != "organisation.improvement_done.v1" {
        return Ok(None);
    }
    let event: ImprovementDoneV1 = decode(envelope)?;
    Ok(Some(Done {
        improvement: event.improvement,
        owner: event.owner,
        reach: event.reach,
        cause: event.cause,
        on: event.on,
    }))
}

/// So many days on each side, but no more than have passed: so both sides compare. Nothing where the calendar ends.
pub(crate) fn window(on: Date, today: Date, days: i32) -> Option<Window> {
    let passed = on.until(today).ok()?.get_days().max(0);
    let days = days.clamp(0, MOST_DAYS).min(passed);
    let step = days.days();
    Some(Window {
        days,
        before: (on.checked_sub(step).ok()?, on.yesterday().ok()?),
        after: (on.tomorrow().ok()?, on.checked_add(step).ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::heard;
    use huiyin_contracts::Event;
    use huiyin_contracts::events::learning::ImprovementRefusedV1;
    use jiff::civil::date;

    #[test]
    fn both_sides_are_as_long_as_the_time_that_has_passed() {
        let on = date(2026, 11, 10);
        let full = window(on, date(2027, 3, 1), 30).unwrap();
        assert_eq!(full.days, 30);
        assert_eq!(full.before, (date(2026, 10, 11), date(2026, 11, 9)));
        assert_eq!(full.after, (date(2026, 11, 11), date(2026, 12, 10)));
        let young = window(on, date(2026, 11, 15), 30).unwrap();
        assert_eq!((young.days, young.before), (5, (date(2026, 11, 5), date(2026, 11, 9))));
        assert_eq!(
            window(on, on, 30).unwrap().days,
            0,
            "on the day itself nothing is to be seen"
        );
        assert_eq!(window(on, date(2026, 11, 1), 30).unwrap().days, 0);
        assert_eq!(window(on, date(2030, 1, 1), 10_000).unwrap().days, MOST_DAYS);
        assert_eq!(window(Date::MIN, date(2026, 1, 1), 30), None);
    }

    #[test]
    fn only_what_is_done_is_measured() {
        let example = ImprovementDoneV1::example();
        let told = done(&heard(&example, example.improvement, 1)).unwrap().unwrap();
        assert_eq!((told.cause, told.on), (example.cause, example.on));
        let refused = ImprovementRefusedV1::example();
        assert_eq!(done(&heard(&refused, refused.improvement, 1)).unwrap(), None);
        let mut broken = heard(&ImprovementDoneV1::example(), Uuid::from_u128(1), 1);
        broken.body = "{}".to_owned();
        assert!(done(&broken).is_err());
    }
}
