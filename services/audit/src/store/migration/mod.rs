//! The schema's history, for both databases.

mod m0001_audit_record;
mod m0002_audit_facts;
mod m0003_audit_repeats;
mod m0004_audit_archive;
mod m0005_audit_sanctions;
mod m0006_audit_improvements;
mod m0007_audit_break_glass;
mod m0008_audit_causes;
mod m0009_audit_handlers;
mod m0010_audit_satisfaction;

use sea_orm_migration::MigrationTrait;

/// Audit's migrations, the oldest first.
pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m0001_audit_record::Migration),
        Box::new(m0002_audit_facts::Migration),
        Box::new(m0003_audit_repeats::Migration),
        Box::new(m0004_audit_archive::Migration),
        Box::new(m0005_audit_sanctions::Migration),
        Box::new(m0006_audit_improvements::Migration),
        Box::new(m0007_audit_break_glass::Migration),
        Box::new(m0008_audit_causes::Migration),
        Box::new(m0009_audit_handlers::Migration),
        Box::new(m0010_audit_satisfaction::Migration),
    ]
}
