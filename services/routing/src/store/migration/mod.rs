//! Routing's schema, for both databases.

mod m0001_directory;
mod m0002_orders;
mod m0003_known;

use sea_orm_migration::MigrationTrait;

/// The migrations in their order.
pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m0001_directory::Directory),
        Box::new(m0002_orders::Orders),
        Box::new(m0003_known::Known),
    ]
}
