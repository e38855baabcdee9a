//! The desk's schema, for both databases.

mod m0001_accounts;
mod m0002_sessions;
mod m0003_drafts;
mod m0004_views;
mod m0005_scopes;
mod m0006_openings;
mod m0007_ways;
mod m0008_identities;
mod m0009_attempts;
mod m0010_second_factors;
mod m0011_posts;

use huiyin_store::DataKeys;
use sea_orm_migration::MigrationTrait;

/// The migrations in their order.
pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m0001_accounts::Accounts),
        Box::new(m0002_sessions::Sessions),
        DataKeys::migration(),
        Box::new(m0003_drafts::Drafts),
        Box::new(m0004_views::Views),
        Box::new(m0005_scopes::Scopes),
        Box::new(m0006_openings::Openings),
        Box::new(m0007_ways::Ways),
        Box::new(m0008_identities::Identities),
        Box::new(m0009_attempts::Attempts),
        Box::new(m0010_second_factors::SecondFactors),
        Box::new(m0011_posts::Posts),
    ]
}
