//! Second factors: what an authenticator and the desk share, sealed, and the hashes of recovery codes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, binary, string, uuid};

pub(super) struct SecondFactors;

impl MigrationName for SecondFactors {
    fn name(&self) -> &'static str {
        "m0010_desk_second_factors"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SecondFactors {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let second = Table::create()
            .table("second_factor")
            .col(string("staff").primary_key())
            .col(uuid("key"))
            .col(binary("seed"))
            .col(big_integer("begun_at"))
            .col(big_integer_null("confirmed_at"))
            .col(big_integer_null("used_step"))
            .to_owned();
        manager.create_table(second).await?;
        let recovery = Table::create()
            .table("recovery_code")
            .col(string("hash").primary_key())
            .col(string("staff"))
            .to_owned();
        manager.create_table(recovery).await?;
        let of_staff = "CREATE INDEX recovery_code_of_staff ON recovery_code (staff)";
        manager.get_connection().execute_unprepared(of_staff).await?;
        Ok(())
    }
}
