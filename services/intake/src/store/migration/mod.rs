//! The schema's history, for both databases.

mod m0001_intake_units;
mod m0002_intake_register;
mod m0003_intake_attachments;
mod m0004_intake_links;
mod m0005_intake_books;
mod m0006_intake_representation;
mod m0007_intake_cluster;
mod m0008_intake_referrers_date;
mod m0009_intake_sealing;
mod m0010_intake_names;
mod m0011_intake_recourse;
mod m0012_intake_promise;

use huiyin_store::DataKeys;
pub(super) use m0010_intake_names::in_clear;
use sea_orm_migration::MigrationTrait;

/// Intake's migrations, the oldest first.
pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m0001_intake_units::Migration),
        Box::new(m0002_intake_register::Migration),
        Box::new(m0003_intake_attachments::Migration),
        Box::new(m0004_intake_links::Migration),
        Box::new(m0005_intake_books::Migration),
        Box::new(m0006_intake_representation::Migration),
        Box::new(m0007_intake_cluster::Migration),
        Box::new(m0008_intake_referrers_date::Migration),
        DataKeys::migration(),
        Box::new(m0009_intake_sealing::Migration),
        Box::new(m0010_intake_names::Migration),
        Box::new(m0011_intake_recourse::Migration),
        Box::new(m0012_intake_promise::Migration),
    ]
}
