//! How opinion books were checked, counted by unit (R3.7).

use std::collections::{BTreeMap, HashMap};

use huiyin_contracts::views::intake::BookFigures;
use huiyin_kernel::{Date, UnitPath};
use huiyin_store::StoreError;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::{book, book_missed, book_return};
use super::list::within;
use super::row::path;

/// Of each day the version that stands.
const STANDS: &str = "NOT EXISTS (SELECT 1 FROM book_return AS later WHERE later.book = book_return.book \
                      AND later.day = book_return.day AND later.revision > book_return.revision)";
const NIL: &str = "CAST(SUM(CASE WHEN entries = 0 THEN 1 ELSE 0 END) AS BIGINT)";
const LATE: &str = "CAST(SUM(CASE WHEN late THEN 1 ELSE 0 END) AS BIGINT)";
const ENTRIES: &str = "CAST(SUM(entries) AS BIGINT)";

/// Of one book: days returned, nil ones, late ones, and entries.
type Counted = (Uuid, i64, i64, i64, i64);

/// Returns and missed days of a subtree, or of all units, by the unit that keeps the book.
pub(crate) async fn book_figures(
    conn: &impl ConnectionTrait,
    top: Option<&UnitPath>,
    from: Date,
    to: Date,
) -> Result<Vec<BookFigures>, StoreError> {
    let paths: Vec<(Uuid, String)> = book::Entity::find()
        .select_only()
        .columns([book::Column::Id, book::Column::Path])
        .filter(subtree(top))
        .into_tuple()
        .all(conn)
        .await?;
    let returned = returned(conn, top, from, to).await?;
    let missed = missed(conn, top, from, to).await?;
    let mut figures: BTreeMap<String, BookFigures> = BTreeMap::new();
    for (id, unit) in paths {
        let mut of = match figures.remove(&unit) {
            Some(known) => known,
            None => nothing(path(unit.clone())?),
        };
        if let Some((_, days, nil, late, entries)) = returned.get(&id) {
            of.returned += count(*days);
            of.nil += count(*nil);
            of.late += count(*late);
            of.entries += count(*entries);
        }
        of.missed += missed.get(&id).copied().map_or(0, count);
        figures.insert(unit, of);
    }
    Ok(figures.into_values().collect())
}

async fn returned(
    conn: &impl ConnectionTrait,
    top: Option<&UnitPath>,
    from: Date,
    to: Date,
) -> Result<HashMap<Uuid, Counted>, StoreError> {
    use book_return::Column;
    let rows: Vec<Counted> = book_return::Entity::find()
        .select_only()
        .column(Column::Book)
        .column_as(Expr::cust("COUNT(*)"), "days")
        .column_as(Expr::cust(NIL), "nil")
        .column_as(Expr::cust(LATE), "overdue")
        .column_as(Expr::cust(ENTRIES), "found")
        .filter(Column::Day.between(from.to_string(), to.to_string()))
        .filter(Column::Book.in_subquery(books(top)))
        .filter(Expr::cust(STANDS))
        .group_by(Column::Book)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.0, row)).collect())
}

async fn missed(
    conn: &impl ConnectionTrait,
    top: Option<&UnitPath>,
    from: Date,
    to: Date,
) -> Result<HashMap<Uuid, i64>, StoreError> {
    use book_missed::Column;
    let rows: Vec<(Uuid, i64)> = book_missed::Entity::find()
        .select_only()
        .column(Column::Book)
        .column_as(Expr::cust("COUNT(*)"), "days")
        .filter(Column::Day.between(from.to_string(), to.to_string()))
        .filter(Column::Book.in_subquery(books(top)))
        .group_by(Column::Book)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

fn subtree(top: Option<&UnitPath>) -> Condition {
    Condition::all().add_option(top.map(|top| within(book::Column::Path, top)))
}

fn books(top: Option<&UnitPath>) -> SelectStatement {
    Query::select()
        .column(book::Column::Id)
        .from(book::Entity)
        .cond_where(subtree(top))
        .to_owned()
}

fn count(of: i64) -> u64 {
    u64::try_from(of).unwrap_or_default()
}

fn nothing(unit: UnitPath) -> BookFigures {
    BookFigures {
        unit,
        returned: 0,
        nil: 0,
        late: 0,
        entries: 0,
        missed: 0,
    }
}
