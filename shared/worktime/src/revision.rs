//! Whether a calendar is still the one that limits were counted by.

use std::fmt::Write;

use crate::Calendar;

impl Calendar {
    /// A short text that changes when the calendar's content does: weekdays, years, holidays, make-up days or time zone. To be compared,
    /// and no proof of anything.
    #[must_use]
    pub fn revision(&self) -> String {
        let mut text = Fnv::new();
        // Writing to a hash cannot fail.
        let _ = write!(
            text,
            "{} {} {:?} {:?} {:?}",
            self.name, self.zone_name, self.week, self.years, self.exceptions
        );
        format!("{:016x}", text.0)
    }
}

/// FNV-1a, 64 bits: the same on every machine and in every release.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Write for Fnv {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use huiyin_kernel::Date;

    use crate::Calendar;
    use crate::calendar::Exception;

    fn calendar() -> Calendar {
        Calendar::from_toml(include_str!("../../../deploy/policy/calendars/cn.toml")).unwrap()
    }

    #[test]
    fn it_changes_with_a_holiday_and_only_with_the_content() {
        assert_eq!(calendar().revision(), calendar().revision());
        let mut corrected = calendar();
        let name = "x".to_owned();
        corrected
            .exceptions
            .insert(Date::constant(2026, 11, 26), Exception::Holiday { name });
        assert_ne!(corrected.revision(), calendar().revision());
        assert_ne!(
            calendar().in_zone("Asia/Urumqi").unwrap().revision(),
            calendar().revision()
        );
    }
}
