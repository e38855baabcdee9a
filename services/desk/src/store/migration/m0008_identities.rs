//! Who of the staff somebody at a provider is.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string};

pub(super) struct Identities;

impl MigrationName for Identities {
    fn name(&self) -> &'static str {
        "m0008_desk_identities"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Identities {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let identity = Table::create()
            .table("identity")
            .col(string("issuer"))
            .col(string("subject"))
            .col(string("staff"))
            .col(string("bound_by"))
            .col(big_integer("bound_at"))
            .primary_key(Index::create().col("issuer").col("subject"))
            .to_owned();
        manager.create_table(identity).await?;
        // A member of staff has one identity at a provider: whoever is given their number later does not come in as them.
        let one = "CREATE UNIQUE INDEX identity_of_staff ON identity (issuer, staff)";
        manager.get_connection().execute_unprepared(one).await?;
        Ok(())
    }
}
