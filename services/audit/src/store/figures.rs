//! Counting complaints by keys.

use huiyin_contracts::views::audit::{Counts, FigureRow};
use huiyin_store::StoreError;
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use crate::domain::figures::{Key, Request};
use crate::domain::sight::Sight;

/// The key as SQL, the same on both databases.
fn expression(key: Key) -> &'static str {
    match key {
        Key::Channel => "channel",
        Key::Class => "class",
        Key::Product => "product",
        Key::Line => "line",
        Key::Unit => "unit",
        Key::Lead => "lead",
        Key::Finding => "finding",
        Key::RootCause => "root_cause",
        // What a release before trees wrote stands on a branch of its own.
        Key::CauseOne => "COALESCE(cause_one, root_cause)",
        Key::CauseTwo => "cause_two",
        Key::Ending => "ending",
        Key::Month => "SUBSTR(received_on, 1, 7)",
        Key::InTime => "CASE WHEN in_time IS NULL THEN NULL WHEN in_time THEN 'true' ELSE 'false' END",
        Key::Severity => "severity",
        // The register's and the case's stages come from two producers; the end beats both.
        Key::Stage => {
            "CASE WHEN case_stage = 'archived' THEN 'archived' WHEN ending IS NOT NULL OR closed_at IS NOT NULL THEN 'closed' \
             WHEN case_stage IS NOT NULL THEN case_stage WHEN lead IS NOT NULL THEN 'assigned' ELSE register_stage END"
        }
        Key::Repeats => "CASE WHEN repeats THEN 'true' ELSE 'false' END",
        Key::Handler => "handler",
        Key::Imported => "CASE WHEN imported THEN 'true' ELSE 'false' END",
    }
}

/// The complaints that a caller may count; `$3` is the top of their subtree, `$4` whether they see restricted ones.
const SIGHT: &str = "($3 = '' OR unit = $3 OR lead = $3 \
     OR SUBSTR(unit, 1, LENGTH($3) + 1) = $3 || '.' OR SUBSTR(lead, 1, LENGTH($3) + 1) = $3 || '.') \
     AND ($4 OR NOT COALESCE(restricted, FALSE))";

/// Of what tells persons: those who handled it within the caller's subtree, and nothing that nobody has taken up (R6.4).
const OWN_HANDLERS: &str = " AND handler IS NOT NULL AND ($3 = '' OR handler_unit = $3 \
     OR SUBSTR(handler_unit, 1, LENGTH($3) + 1) = $3 || '.')";

/// A complaint of the past may have ended on a day that nobody wrote down, so its way of ending counts as its end.
const COUNTS: &str = "COUNT(*) AS received, \
     SUM(CASE WHEN ending IS NOT NULL OR closed_at IS NOT NULL THEN 1 ELSE 0 END) AS closed, \
     SUM(CASE WHEN in_time THEN 1 ELSE 0 END) AS in_time_count, \
     SUM(CASE WHEN NOT in_time THEN 1 ELSE 0 END) AS late, \
     CAST(SUM(persons) AS BIGINT) AS persons";

/// The counts by each combination of keys: the largest first, then by the keys. One row more than the most that is answered, where
/// there are too many.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn count<C: ConnectionTrait>(
    conn: &C,
    request: &Request,
    sight: &Sight,
) -> Result<Vec<FigureRow>, StoreError> {
    let keys: Vec<String> = (0..)
        .zip(&request.keys)
        .map(|(at, key)| format!("{} AS k{at}", expression(*key)))
        .collect();
    let groups: Vec<String> = (1..=keys.len()).map(|at| at.to_string()).collect();
    let own = if request.tells_persons() { OWN_HANDLERS } else { "" };
    let sql = format!(
        "SELECT {}, {COUNTS} FROM fact WHERE received_on BETWEEN $1 AND $2 AND {SIGHT}{own} GROUP BY {} LIMIT {}",
        keys.join(", "),
        groups.join(", "),
        Request::MOST_ROWS + 1
    );
    let from = request
        .from
        .map_or_else(|| "0000-01-01".to_owned(), |day| day.to_string());
    let to = request
        .to
        .map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string());
    let top = sight.top.as_ref().map(ToString::to_string).unwrap_or_default();
    let values = [from.into(), to.into(), top.into(), sight.restricted.into()];
    let found = conn
        .query_all_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values))
        .await?;
    let mut rows = found
        .iter()
        .map(|row| read(row, request.keys.len()))
        .collect::<Result<Vec<_>, _>>()?;
    rows.sort_by(|a, b| {
        b.counts
            .received
            .cmp(&a.counts.received)
            .then_with(|| a.key.cmp(&b.key))
    });
    Ok(rows)
}

fn read(row: &QueryResult, keys: usize) -> Result<FigureRow, StoreError> {
    let key = (0..keys).map(|at| row.try_get_by_index(at)).collect::<Result<_, _>>()?;
    let number = |name: &str| row.try_get::<i64>("", name).map(|n| u64::try_from(n).unwrap_or(0));
    let (received, closed) = (number("received")?, number("closed")?);
    let counts = Counts {
        received,
        closed,
        open: received.saturating_sub(closed),
        in_time: number("in_time_count")?,
        late: number("late")?,
        persons: number("persons")?,
    };
    Ok(FigureRow { key, counts })
}
