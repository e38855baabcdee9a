//! Investigation's schema, one change each, for both databases.

mod m0001_cases;
mod m0002_excluded;
mod m0003_units;
mod m0004_policy;
mod m0005_papers;
mod m0006_closings;
mod m0007_mended;
mod m0008_evidence;
mod m0009_sealing;
mod m0010_learning;
mod m0011_matters;
mod m0012_waits;
mod m0013_heads;
mod m0014_approve;
mod m0015_reminded;

use huiyin_store::DataKeys;
use sea_orm_migration::MigrationTrait;

/// The migrations, in their order.
pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m0001_cases::Cases),
        Box::new(m0002_excluded::Excluded),
        Box::new(m0003_units::Units),
        Box::new(m0004_policy::Policy),
        Box::new(m0005_papers::Papers),
        Box::new(m0006_closings::Closings),
        Box::new(m0007_mended::Mended),
        Box::new(m0008_evidence::Files),
        DataKeys::migration(),
        Box::new(m0009_sealing::Sealed),
        Box::new(m0010_learning::Learning),
        Box::new(m0011_matters::Matters),
        Box::new(m0012_waits::Waits),
        Box::new(m0013_heads::Heads),
        Box::new(m0014_approve::Approve),
        Box::new(m0015_reminded::Reminded),
    ]
}
