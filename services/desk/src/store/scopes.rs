//! What tokens are kept to.

use huiyin_access::{Action, Limits};
use huiyin_kernel::UnitPath;
use huiyin_store::{Change, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::entity::scope::{ActiveModel, Column, Entity, Model};
use super::entity::session;

/// What the token of this hash is kept to. A row that cannot be read lets nothing through.
pub(crate) async fn limits(conn: &impl ConnectionTrait, hash: &str) -> Result<Limits, StoreError> {
    let row = Entity::find_by_id(hash).one(conn).await?;
    Ok(row.map_or_else(Limits::default, read))
}

/// What each of these tokens is kept to.
pub(crate) async fn limits_of(
    conn: &impl ConnectionTrait,
    hashes: impl Iterator<Item = &str>,
) -> Result<Vec<(String, Limits)>, StoreError> {
    let rows = Entity::find().filter(Column::Hash.is_in(hashes)).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.hash.clone(), read(row))).collect())
}

fn read(row: Model) -> Limits {
    let unit = row.unit.map(UnitPath::new).transpose();
    let acts = |acts: String| acts.split(',').filter_map(Action::named).collect();
    match unit {
        Ok(unit) => Limits {
            unit,
            actions: row.acts.map(acts),
        },
        Err(_) => Limits {
            unit: None,
            actions: Some(Vec::new()),
        },
    }
}

/// Keeps a token to this.
pub(crate) async fn limit(change: &Change, hash: &str, limits: &Limits) -> Result<(), StoreError> {
    let acts = |acts: &Vec<Action>| acts.iter().map(|act| act.as_str()).collect::<Vec<_>>().join(",");
    let row = ActiveModel {
        hash: Set(hash.to_owned()),
        unit: Set(limits.unit.as_ref().map(ToString::to_string)),
        acts: Set(limits.actions.as_ref().map(acts)),
    };
    Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// Forgets what ended tokens were kept to.
pub(crate) async fn sweep_limits(change: &Change) -> Result<(), StoreError> {
    let kept = session::Entity::find()
        .select_only()
        .column(session::Column::Hash)
        .into_query();
    let over = Entity::delete_many().filter(Column::Hash.not_in_subquery(kept));
    over.exec(change.conn()).await?;
    Ok(())
}
