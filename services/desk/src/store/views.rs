//! Saved views: a list's address under a name.

use huiyin_kernel::Timestamp;
use huiyin_store::{Change, Only, StoreError, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::entity::saved_view::{ActiveModel, Column, Entity, Model};

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct View {
    pub(crate) id: Uuid,
    pub(crate) author: String,
    /// The unit that it is shared with.
    pub(crate) unit: Option<String>,
    pub(crate) name: String,
    pub(crate) address: String,
}

impl From<Model> for View {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            author: row.author,
            unit: row.unit,
            name: row.name,
            address: row.address,
        }
    }
}

/// The views of an author, and those that are shared with their unit, by name.
pub(crate) async fn views(
    conn: &impl ConnectionTrait,
    author: &str,
    unit: Option<&str>,
) -> Result<Vec<View>, StoreError> {
    let mut seen = Condition::any().add(Column::Author.eq(author));
    if let Some(unit) = unit {
        seen = seen.add(Column::Unit.eq(unit));
    }
    let rows = Entity::find()
        .filter(seen)
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id);
    Ok(rows.all(conn).await?.into_iter().map(View::from).collect())
}

/// An author's view of this name.
pub(crate) async fn view_named(change: &Change, author: &str, name: &str) -> Result<Option<View>, StoreError> {
    let find = Entity::find()
        .filter(Column::Author.eq(author))
        .filter(Column::Name.eq(name));
    Ok(find.only(change.conn()).await?.map(View::from))
}

/// How many views an author has.
pub(crate) async fn count_views(change: &Change, author: &str) -> Result<u64, StoreError> {
    Ok(Entity::find()
        .filter(Column::Author.eq(author))
        .count(change.conn())
        .await?)
}

/// Saves a view; the author's one of the same name is this one from now on.
pub(crate) async fn save_view(change: &Change, view: &View, now: Timestamp) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(view.id),
        author: Set(view.author.clone()),
        unit: Set(view.unit.clone()),
        name: Set(view.name.clone()),
        address: Set(view.address.clone()),
        saved_at: Set(micros(now)),
    };
    let over = OnConflict::columns([Column::Author, Column::Name])
        .update_columns([Column::Unit, Column::Address, Column::SavedAt])
        .to_owned();
    Entity::insert(row)
        .on_conflict(over)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// Gives an author's view another name; answers whether there is one.
pub(crate) async fn rename_view(change: &Change, id: Uuid, author: &str, name: &str) -> Result<bool, StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::Name, Expr::value(name))
        .filter(Column::Id.eq(id))
        .filter(Column::Author.eq(author));
    Ok(update.exec(change.conn()).await?.rows_affected > 0)
}

/// Removes an author's view; answers whether there was one.
pub(crate) async fn delete_view(change: &Change, id: Uuid, author: &str) -> Result<bool, StoreError> {
    let gone = Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::Author.eq(author));
    Ok(gone.exec(change.conn()).await?.rows_affected > 0)
}
