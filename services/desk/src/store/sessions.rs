//! Sessions and tokens. What is shown is never kept, only its hash.

use huiyin_kernel::{StaffCode, Timestamp, UnitCode};
use huiyin_store::{Change, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::session::{ActiveModel, Column, Entity, Model};
use crate::domain::session::{Use, Way};

/// Who is let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    /// SHA-256 of what is shown.
    pub(crate) hash: String,
    /// Its first characters, by which people know it.
    pub(crate) prefix: String,
    pub(crate) staff: StaffCode,
    pub(crate) of: Use,
    /// What a token is for, in the operator's words.
    pub(crate) name: String,
    pub(crate) reads_only: bool,
    pub(crate) created: Timestamp,
    pub(crate) seen: Timestamp,
    pub(crate) expires: Timestamp,
    /// How they came in.
    pub(crate) way: Way,
    /// When they last showed who they are, if that is known.
    pub(crate) shown: Option<Timestamp>,
    /// The unit of the post that they act in; none for the main one.
    pub(crate) post: Option<UnitCode>,
}

fn to_session(row: Model) -> Option<Session> {
    Some(Session {
        hash: row.hash,
        prefix: row.prefix,
        // Codes were checked before they were written.
        staff: StaffCode::new(row.staff).ok()?,
        of: Use::of(&row.kind),
        name: row.name,
        reads_only: row.reads_only,
        created: instant(row.created_at),
        seen: instant(row.seen_at),
        expires: instant(row.expires_at),
        way: Way::of(row.way.as_deref()),
        shown: row.shown_at.map(instant),
        post: row.post.map(UnitCode::new).transpose().ok()?,
    })
}

/// The session of what was shown.
pub(crate) async fn by_hash(conn: &impl ConnectionTrait, hash: &str) -> Result<Option<Session>, StoreError> {
    Ok(Entity::find_by_id(hash).one(conn).await?.and_then(to_session))
}

/// The tokens that operators issued, newest first.
pub(crate) async fn tokens(conn: &impl ConnectionTrait) -> Result<Vec<Session>, StoreError> {
    let find = Entity::find().filter(Column::Kind.eq(Use::Token.as_str()));
    let rows = find.order_by_desc(Column::CreatedAt).all(conn).await?;
    Ok(rows.into_iter().filter_map(to_session).collect())
}

/// Lets somebody in.
pub(crate) async fn add(change: &Change, session: &Session) -> Result<(), StoreError> {
    let row = ActiveModel {
        hash: Set(session.hash.clone()),
        prefix: Set(session.prefix.clone()),
        staff: Set(session.staff.to_string()),
        kind: Set(session.of.as_str().to_owned()),
        name: Set(session.name.clone()),
        reads_only: Set(session.reads_only),
        created_at: Set(micros(session.created)),
        seen_at: Set(micros(session.seen)),
        expires_at: Set(micros(session.expires)),
        way: Set(Some(session.way.as_str().to_owned())),
        shown_at: Set(session.shown.map(micros)),
        post: Set(session.post.as_ref().map(ToString::to_string)),
    };
    Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// Notes that it was used.
pub(crate) async fn see(change: &Change, hash: &str, now: Timestamp) -> Result<(), StoreError> {
    let update = Entity::update_many().col_expr(Column::SeenAt, Expr::value(micros(now)));
    update.filter(Column::Hash.eq(hash)).exec(change.conn()).await?;
    Ok(())
}

/// Lets it act in the post in this unit, or in the main one.
pub(crate) async fn act_in(change: &Change, hash: &str, unit: Option<&UnitCode>) -> Result<(), StoreError> {
    let unit = unit.map(ToString::to_string);
    let update = Entity::update_many().col_expr(Column::Post, Expr::value(unit));
    update.filter(Column::Hash.eq(hash)).exec(change.conn()).await?;
    Ok(())
}

/// Ends one.
pub(crate) async fn end(change: &Change, hash: &str) -> Result<(), StoreError> {
    Entity::delete_by_id(hash).exec(change.conn()).await?;
    Ok(())
}

/// Ends all of somebody's but one.
pub(crate) async fn end_all_of(change: &Change, staff: &StaffCode, but: Option<&str>) -> Result<(), StoreError> {
    let mut all = Entity::delete_many().filter(Column::Staff.eq(staff.as_str()));
    if let Some(kept) = but {
        all = all.filter(Column::Hash.ne(kept));
    }
    all.exec(change.conn()).await?;
    Ok(())
}

/// Ends all sessions of somebody that began at the provider.
pub(crate) async fn end_all_by_provider(change: &Change, staff: &StaffCode) -> Result<(), StoreError> {
    let all = Entity::delete_many()
        .filter(Column::Staff.eq(staff.as_str()))
        .filter(Column::Way.eq(Way::Provider.as_str()));
    all.exec(change.conn()).await?;
    Ok(())
}

/// Ends the token with this prefix; answers whether there was one.
pub(crate) async fn end_token(change: &Change, prefix: &str) -> Result<bool, StoreError> {
    let token = Entity::delete_many()
        .filter(Column::Prefix.eq(prefix))
        .filter(Column::Kind.eq(Use::Token.as_str()));
    Ok(token.exec(change.conn()).await?.rows_affected > 0)
}

/// Forgets what is over.
pub(crate) async fn sweep(change: &Change, now: Timestamp) -> Result<(), StoreError> {
    let over = Entity::delete_many().filter(Column::ExpiresAt.lt(micros(now)));
    over.exec(change.conn()).await?;
    Ok(())
}
