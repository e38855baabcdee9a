//! The desk's schema, for both databases.

mod m0001_accounts;
mod m0002_sessions;

use sea_orm_migration::MigrationTrait;

/// The migrations in their order.
pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m0001_accounts::Accounts), Box::new(m0002_sessions::Sessions)]
}
