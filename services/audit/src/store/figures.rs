//! Counting complaints by keys.

use huiyin_contracts::views::audit::{Counts, FigureRow};
use huiyin_kernel::{Date, UnitPath};
use huiyin_store::StoreError;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult, Statement, Value};
use uuid::Uuid;

use super::entity::fact;
use crate::domain::behind::{Behind, Found, Part};
use crate::domain::figures::{Key, Period, Request};
use crate::domain::known::Known;
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

/// The complaints of a subtree whose top is `$n`, or all where that is empty.
macro_rules! within {
    ($n:literal) => {
        concat!(
            "($",
            $n,
            " = '' OR unit = $",
            $n,
            " OR lead = $",
            $n,
            " OR SUBSTR(unit, 1, LENGTH($",
            $n,
            ") + 1) = $",
            $n,
            " || '.'",
            " OR SUBSTR(lead, 1, LENGTH($",
            $n,
            ") + 1) = $",
            $n,
            " || '.')"
        )
    };
}

/// The complaints that a caller may count, of the period and the subtree asked for. `$1` and `$2` are the days, `$3` is the top of the
/// caller's subtree, `$4` whether they see restricted ones, `$5` the top of the subtree asked for.
const COUNTED: &str = concat!(
    "received_on BETWEEN $1 AND $2 AND ",
    within!(3),
    " AND ($4 OR NOT COALESCE(restricted, FALSE)) AND ",
    within!(5)
);

/// Of what tells persons: those who handled it within the caller's subtree, and nothing that nobody has taken up (R6.4).
const OWN_HANDLERS: &str = " AND handler IS NOT NULL AND ($3 = '' OR handler_unit = $3 \
     OR SUBSTR(handler_unit, 1, LENGTH($3) + 1) = $3 || '.')";

/// Which rows each part of a figure counts. A complaint of the past may have ended on a day that nobody wrote down, so its way of ending
/// counts as its end.
fn condition(part: Part) -> &'static str {
    match part {
        Part::Received => "TRUE",
        Part::Closed => "(ending IS NOT NULL OR closed_at IS NOT NULL)",
        Part::Open => "(ending IS NULL AND closed_at IS NULL)",
        Part::InTime => "in_time",
        Part::Late => "NOT in_time",
        Part::Overdue => {
            "NOT in_time AND ending IS NULL AND closed_at IS NULL AND COALESCE(case_stage, '') <> 'replied'"
        }
        Part::Satisfied => "satisfaction = 'satisfied'",
        Part::Dissatisfied => "satisfaction = 'dissatisfied'",
    }
}

/// The counts of a row.
fn counts() -> String {
    let count = |part: Part| {
        format!(
            "SUM(CASE WHEN {} THEN 1 ELSE 0 END) AS n_{}",
            condition(part),
            part.name()
        )
    };
    let parts: Vec<String> = Part::ALL.into_iter().map(count).collect();
    format!("{}, CAST(SUM(persons) AS BIGINT) AS persons", parts.join(", "))
}

/// The values of `COUNTED`.
fn values(period: &Period, sight: &Sight) -> Vec<Value> {
    let day = |day: Option<Date>, absent: &str| day.map_or_else(|| absent.to_owned(), |day| day.to_string());
    let path = |path: Option<&UnitPath>| path.map(ToString::to_string).unwrap_or_default();
    vec![
        day(period.from, "0000-01-01").into(),
        day(period.to, "9999-12-31").into(),
        path(sight.top.as_ref()).into(),
        sight.restricted.into(),
        path(period.under.as_ref()).into(),
    ]
}

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
        "SELECT {}, {} FROM fact WHERE {COUNTED}{own} AND {} GROUP BY {} LIMIT {}",
        keys.join(", "),
        counts(),
        condition(request.part),
        groups.join(", "),
        Request::MOST_ROWS + 1
    );
    let values = values(&request.period, sight);
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

/// The complaints behind a figure, those received last first; after the place where the page before ended.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn behind<C: ConnectionTrait>(
    conn: &C,
    asked: &Behind,
    sight: &Sight,
    after: Option<&(String, Uuid)>,
    limit: u64,
) -> Result<Vec<Found>, StoreError> {
    let mut values = values(&asked.period, sight);
    let mut next = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let of = match &asked.of {
        None => "TRUE".to_owned(),
        Some((key, None)) => format!("{} IS NULL", expression(*key)),
        Some((key, Some(value))) => format!("{} = {}", expression(*key), next(value.as_str().into())),
    };
    let place = match after {
        None => "TRUE".to_owned(),
        Some((day, complaint)) => {
            let (day, complaint) = (next(day.as_str().into()), next((*complaint).into()));
            format!("(received_on < {day} OR (received_on = {day} AND complaint < {complaint}))")
        }
    };
    let own = if asked.tells_persons() { OWN_HANDLERS } else { "" };
    let sql = format!(
        "SELECT fact.*, {} AS stage FROM fact WHERE {COUNTED}{own} AND {of} AND {} AND {place} \
         ORDER BY received_on DESC, complaint DESC LIMIT {limit}",
        expression(Key::Stage),
        condition(asked.part),
    );
    let found = conn
        .query_all_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values))
        .await?;
    let read = |row: &QueryResult| {
        let fact = fact::Model::from_query_result(row, "")?;
        Ok(Found {
            received_on: fact.received_on.clone().unwrap_or_default(),
            stage: row.try_get("", "stage")?,
            known: Known::from(fact),
        })
    };
    found.iter().map(read).collect()
}

fn read(row: &QueryResult, keys: usize) -> Result<FigureRow, StoreError> {
    let key = (0..keys).map(|at| row.try_get_by_index(at)).collect::<Result<_, _>>()?;
    let number = |name: &str| row.try_get::<i64>("", name).map(|n| u64::try_from(n).unwrap_or(0));
    let counts = Counts {
        received: number("n_received")?,
        closed: number("n_closed")?,
        open: number("n_open")?,
        in_time: number("n_in_time")?,
        late: number("n_late")?,
        persons: number("persons")?,
        overdue: number("n_overdue")?,
        satisfied: number("n_satisfied")?,
        dissatisfied: number("n_dissatisfied")?,
    };
    Ok(FigureRow { key, counts })
}
