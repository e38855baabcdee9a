//! What waits, by its limit: the lists that staff have open all day read these and nothing of what has ended, however much that is.

use sea_orm_migration::prelude::*;

pub(super) struct Open;

const STATEMENTS: [&str; 4] = [
    "CREATE INDEX orders_waiting ON orders (next_due_at, id) WHERE stage = 'served' AND kind <> 'supervision'",
    "CREATE INDEX orders_open ON orders (next_due_at, id) WHERE stage IN ('served', 'accepted') AND kind <> 'supervision'",
    "CREATE INDEX orders_pressing ON orders (next_due_at, id) WHERE stage IN ('served', 'accepted') AND kind = 'supervision'",
    "DROP INDEX orders_due",
];

impl MigrationName for Open {
    fn name(&self) -> &'static str {
        "m0018_routing_open"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Open {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in STATEMENTS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
