//! Lookups by a unique key.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, Select};

/// The one row that a unique key allows.
pub trait Only<T> {
    /// The row, if it is there. Where more than one fits it is any of them: for keys that are unique.
    ///
    /// As `one`, but without a `LIMIT`: the ORM binds its number as a value, and SQLite then prepares the statement anew each time
    /// that it is run, because the number may change the plan.
    ///
    /// # Errors
    /// Where the database fails.
    fn only<C: ConnectionTrait>(self, conn: &C) -> impl Future<Output = Result<Option<T>, DbErr>> + Send;
}

impl<E: EntityTrait> Only<E::Model> for Select<E>
where
    E::Model: Send,
{
    async fn only<C: ConnectionTrait>(self, conn: &C) -> Result<Option<E::Model>, DbErr> {
        Ok(self.all(conn).await?.into_iter().next())
    }
}
