//! Investigation's schema, one change each, for both databases.

mod m0001_cases;
mod m0002_excluded;

use sea_orm_migration::MigrationTrait;

/// The migrations, in their order.
pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m0001_cases::Cases), Box::new(m0002_excluded::Excluded)]
}
