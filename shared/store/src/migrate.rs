//! Migrations: the store's own tables, then the service's.

use sea_orm_migration::{MigrationTrait, MigratorTraitSelf};

use crate::{Store, StoreError, migration};

struct Migrations {
    service: fn() -> Vec<Box<dyn MigrationTrait>>,
}

impl MigratorTraitSelf for Migrations {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        let mut all = migration::all();
        all.extend((self.service)());
        all
    }
}

impl Store {
    /// Brings the schema up to date where `migrate` says so; otherwise refuses when it is not.
    ///
    /// # Errors
    /// [`StoreError::Pending`], or where a migration fails.
    pub async fn prepare(
        &self,
        service: fn() -> Vec<Box<dyn MigrationTrait>>,
        migrate: bool,
    ) -> Result<(), StoreError> {
        let migrations = Migrations { service };
        if migrate {
            migrations.up(self.writer(), None).await?;
        } else {
            let pending = migrations.get_pending_migrations_read_only(self.writer()).await?;
            if let Some(first) = pending.first() {
                return Err(StoreError::Pending {
                    service: self.service().to_owned(),
                    count: pending.len(),
                    first: first.name().to_owned(),
                });
            }
        }
        self.begin_feed().await
    }
}
