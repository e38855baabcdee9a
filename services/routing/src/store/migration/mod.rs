//! Routing's schema, for both databases.

mod m0001_directory;
mod m0002_orders;
mod m0003_order_ends;
mod m0004_conflicts;
mod m0005_ceilings;
mod m0006_ledger;
mod m0007_known;
mod m0008_kinds;
mod m0009_motion;
mod m0010_counted;
mod m0011_referrers_date;
mod m0012_policies;
mod m0013_due;
mod m0014_tasks;
mod m0015_posts;
mod m0016_approve;
mod m0017_alerts;
mod m0018_open;

use sea_orm_migration::MigrationTrait;

/// The migrations in their order.
pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m0001_directory::Directory),
        Box::new(m0002_orders::Orders),
        Box::new(m0003_order_ends::OrderEnds),
        Box::new(m0004_conflicts::Conflicts),
        Box::new(m0005_ceilings::Ceilings),
        Box::new(m0006_ledger::Ledger),
        Box::new(m0007_known::Known),
        Box::new(m0008_kinds::Kinds),
        Box::new(m0009_motion::Motion),
        Box::new(m0010_counted::Counted),
        Box::new(m0011_referrers_date::ReferrersDate),
        Box::new(m0012_policies::Policies),
        Box::new(m0013_due::DueOf),
        Box::new(m0014_tasks::Tasks),
        Box::new(m0015_posts::Posts),
        Box::new(m0016_approve::Approve),
        Box::new(m0017_alerts::Alerts),
        Box::new(m0018_open::Open),
    ]
}
