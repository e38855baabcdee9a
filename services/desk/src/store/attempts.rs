//! Sign-ins at the provider that have begun. A row is worth nothing without what the browser holds: nonce and code verifier are made of that,
//! and a form that was typed is sealed under it.

use huiyin_kernel::Timestamp;
use huiyin_store::{Change, Only, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::entity::attempt::{ActiveModel, Column, Entity};

/// A sign-in that has begun.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Attempt {
    /// SHA-256 of its state.
    pub(crate) state_hash: String,
    /// SHA-256 of what the browser holds.
    pub(crate) browser_hash: String,
    /// Where it goes on.
    pub(crate) goes_to: String,
    /// A form that comes back, sealed.
    pub(crate) form: Option<Vec<u8>>,
    /// Who is asked to sign in again, where somebody is signed in.
    pub(crate) again: Option<String>,
    pub(crate) begun: Timestamp,
}

/// How many have begun since and were not ended; and how many of them hold a form.
pub(crate) async fn count_attempts(change: &Change, since: Timestamp) -> Result<(u64, u64), StoreError> {
    let open = || {
        Entity::find()
            .filter(Column::BegunAt.gt(micros(since)))
            .filter(Column::CodeHash.is_null())
    };
    let all = open().count(change.conn()).await?;
    let forms = open().filter(Column::Form.is_not_null()).count(change.conn()).await?;
    Ok((all, forms))
}

/// Writes one that begins.
pub(crate) async fn add_attempt(change: &Change, attempt: Attempt) -> Result<(), StoreError> {
    let row = ActiveModel {
        state_hash: Set(attempt.state_hash),
        browser_hash: Set(attempt.browser_hash),
        goes_to: Set(attempt.goes_to),
        form: Set(attempt.form),
        again: Set(attempt.again),
        begun_at: Set(micros(attempt.begun)),
        code_hash: Set(None),
    };
    Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// What came of an answer.
pub(crate) enum Spent {
    /// It belongs to this sign-in, which it ends.
    Yes(Box<Attempt>),
    /// There is no such sign-in of this browser, or it has ended.
    NoAttempt,
    /// Its code was shown before.
    CodeAgain,
}

/// Ends the sign-in of a state, which began in this browser after `since`, by the code of its answer: each serves once.
pub(crate) async fn spend(
    change: &Change,
    state_hash: &str,
    browser_hash: &str,
    code_hash: &str,
    since: Timestamp,
) -> Result<Spent, StoreError> {
    let find = Entity::find_by_id(state_hash).lock_exclusive();
    let row = find.only(change.conn()).await?;
    let fits = |row: &super::entity::attempt::Model| {
        row.browser_hash == browser_hash && row.code_hash.is_none() && row.begun_at > micros(since)
    };
    let Some(row) = row.filter(fits) else {
        return Ok(Spent::NoAttempt);
    };
    let again = Entity::find().filter(Column::CodeHash.eq(code_hash));
    let again = again.count(change.conn()).await? > 0;
    // The form goes as well: it comes back once.
    let ended = Entity::update_many()
        .col_expr(
            Column::CodeHash,
            Expr::value(if again { state_hash } else { code_hash }),
        )
        .col_expr(Column::Form, Expr::value(None::<Vec<u8>>))
        .filter(Column::StateHash.eq(state_hash));
    ended.exec(change.conn()).await?;
    if again {
        return Ok(Spent::CodeAgain);
    }
    Ok(Spent::Yes(Box::new(Attempt {
        state_hash: row.state_hash,
        browser_hash: row.browser_hash,
        goes_to: row.goes_to,
        form: row.form,
        again: row.again,
        begun: instant(row.begun_at),
    })))
}

/// Forgets those that began before.
pub(crate) async fn sweep_attempts(change: &Change, before: Timestamp) -> Result<(), StoreError> {
    let old = Entity::delete_many().filter(Column::BegunAt.lt(micros(before)));
    old.exec(change.conn()).await?;
    Ok(())
}
