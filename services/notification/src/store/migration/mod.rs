//! The schema's history, for both databases.

mod m0001_notification_deliveries;

use sea_orm_migration::MigrationTrait;

/// Notification's migrations, the oldest first.
pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m0001_notification_deliveries::Migration)]
}
