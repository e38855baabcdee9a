//! Values that the examples share.

use huiyin_kernel::{
    Actor, BookId, BreakGlassId, ComplaintId, ComplaintNumber, Currency, Date, DestructionId, HoldId, Money, StaffCode,
    Timestamp, UnitPath,
};
use uuid::Uuid;

pub(crate) fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + n)
}

pub(crate) fn complaint() -> ComplaintId {
    ComplaintId::from_uuid(uuid(1))
}

pub(crate) fn book() -> BookId {
    BookId::from_uuid(uuid(31))
}

pub(crate) fn hold() -> HoldId {
    HoldId::from_uuid(uuid(41))
}

pub(crate) fn break_glass() -> BreakGlassId {
    BreakGlassId::from_uuid(uuid(43))
}

pub(crate) fn destruction() -> DestructionId {
    DestructionId::from_uuid(uuid(42))
}

pub(crate) fn day() -> Date {
    jiff::civil::date(2026, 11, 23)
}

#[expect(clippy::expect_used, reason = "fixed texts, read by the schema test")]
pub(crate) fn number() -> ComplaintNumber {
    let unit = unit().code();
    ComplaintNumber::new(&unit, jiff::civil::date(2026, 11, 23), 0, 42).expect("a fixed number")
}

#[expect(clippy::expect_used, reason = "fixed texts, read by the schema test")]
pub(crate) fn unit() -> UnitPath {
    "ho.b01.o0123".parse().expect("a fixed path")
}

#[expect(clippy::expect_used, reason = "fixed texts, read by the schema test")]
pub(crate) fn branch() -> UnitPath {
    "ho.b01".parse().expect("a fixed path")
}

pub(crate) fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_795_396_800 + minutes * 60).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[expect(clippy::expect_used, reason = "fixed texts, read by the schema test")]
pub(crate) fn staff() -> StaffCode {
    StaffCode::new("s0042").expect("a fixed code")
}

pub(crate) fn clerk() -> Actor {
    Actor::staff(staff())
}

#[expect(clippy::expect_used, reason = "fixed texts, read by the schema test")]
pub(crate) fn manager() -> Actor {
    let code = StaffCode::new("s0007").expect("a fixed code");
    Actor::staff(code)
}

#[expect(clippy::expect_used, reason = "fixed texts, read by the schema test")]
pub(crate) fn yuan(minor: i64) -> Money {
    let currency = Currency::try_from("CNY".to_owned()).expect("a fixed currency");
    Money { minor, currency }
}

/// An instant's schema: RFC 3339.
pub(crate) struct Rfc3339;

impl schemars::JsonSchema for Rfc3339 {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Instant".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// A day's schema: RFC 3339's full date.
pub(crate) struct CivilDate;

impl schemars::JsonSchema for CivilDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}
