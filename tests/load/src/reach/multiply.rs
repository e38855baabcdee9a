//! Many complaints made of one, row by row in the databases: ids are the first one's with another end, numbers are ones that intake could have
//! given, instants follow each other. Nothing that pages show is left out; what is sealed is not multiplied, since no copy of it could be opened.

use anyhow::{Context, ensure};
use huiyin_kernel::{ComplaintNumber, Date, UnitCode};
use sea_orm::prelude::Uuid;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, Statement};

use crate::report::progress;

/// Copies that one statement makes.
const STEP: u64 = 100_000;
/// Numbers that one statement inserts.
const NUMBERS: u64 = 1_000;
/// Beyond it no instant of microseconds is moved: it stands for never.
const NEVER: i64 = 4_000_000_000_000_000;
/// A series that no intake of this product has.
const SERIES: u8 = 9;

/// A service's database, and which of its tables hold something of each complaint.
pub(super) struct Source {
    pub(super) service: &'static str,
    /// Each with the column that names the complaint.
    tables: &'static [(&'static str, &'static str)],
}

impl Source {
    pub(super) const ALL: [Self; 5] = [
        Self {
            service: "intake",
            tables: &[("complaint", "id"), ("step", "complaint")],
        },
        Self {
            service: "routing",
            tables: &[
                ("complaint", "id"),
                ("known", "complaint"),
                ("orders", "complaint"),
                ("clock", "complaint"),
                ("deadline", "complaint"),
            ],
        },
        Self {
            service: "investigation",
            tables: &[("cases", "complaint")],
        },
        Self {
            service: "notification",
            tables: &[("delivery", "complaint")],
        },
        Self {
            service: "audit",
            tables: &[("fact", "complaint")],
        },
    ];

    /// Makes so many copies of one complaint.
    pub(super) async fn multiply(&self, url: &str, of: Uuid, copies: u64) -> anyhow::Result<()> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        let db = Database::connect(options)
            .await
            .with_context(|| format!("{url} does not answer"))?;
        numbers(&db, copies).await?;
        first(&db, of).await?;
        for (table, key) in self.tables {
            let columns = columns(&db, table).await?;
            let statement = copy(db.get_database_backend(), table, key, &columns);
            for first in (1..=copies).step_by(usize::try_from(STEP)?) {
                let last = (first + STEP - 1).min(copies);
                run(&db, &format!("{statement} AND n.i BETWEEN {first} AND {last}")).await?;
            }
            progress(&format!("{}.{table}: {copies} copies", self.service));
        }
        run(&db, "DROP TABLE reach_number").await?;
        run(&db, "DROP TABLE reach_first").await?;
        run(&db, "ANALYZE").await?;
        Ok(db.close().await?)
    }
}

async fn run(db: &DatabaseConnection, sql: &str) -> anyhow::Result<()> {
    let ran = db.execute_unprepared(sql).await;
    ran.map(drop).with_context(|| sql.chars().take(300).collect::<String>())
}

/// Keeps which complaint is copied.
async fn first(db: &DatabaseConnection, of: Uuid) -> anyhow::Result<()> {
    let sqlite = db.get_database_backend() == DatabaseBackend::Sqlite;
    let (kind, id) = if sqlite {
        ("BLOB", format!("x'{}'", of.simple()))
    } else {
        ("UUID", format!("'{of}'"))
    };
    run(db, &format!("CREATE TABLE reach_first (id {kind})")).await?;
    run(db, &format!("INSERT INTO reach_first (id) VALUES ({id})")).await
}

/// A number for each copy, which intake has not given: of earlier days.
async fn numbers(db: &DatabaseConnection, copies: u64) -> anyhow::Result<()> {
    run(
        db,
        "CREATE TABLE reach_number (i BIGINT PRIMARY KEY, number TEXT NOT NULL)",
    )
    .await?;
    let unit = UnitCode::new("ho").context("no unit's code")?;
    let mut begun = 1;
    while begun <= copies {
        let end = (begun + NUMBERS).min(copies + 1);
        let rows = (begun..end).map(|i| -> anyhow::Result<String> { Ok(format!("({i}, '{}')", number(&unit, i)?)) });
        let rows: Vec<String> = rows.collect::<anyhow::Result<_>>()?;
        run(
            db,
            &format!("INSERT INTO reach_number (i, number) VALUES {}", rows.join(", ")),
        )
        .await?;
        begun = end;
    }
    Ok(())
}

fn number(unit: &UnitCode, i: u64) -> anyhow::Result<ComplaintNumber> {
    Ok(ComplaintNumber::new(
        unit,
        Date::constant(2020, 1, 1),
        SERIES,
        u32::try_from(i)?,
    )?)
}

/// A table's columns with their types.
async fn columns(db: &DatabaseConnection, table: &str) -> anyhow::Result<Vec<(String, String)>> {
    let backend = db.get_database_backend();
    let sql = match backend {
        DatabaseBackend::Sqlite => format!("SELECT name, type FROM pragma_table_info('{table}')"),
        _ => format!(
            "SELECT column_name::text, data_type::text FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{table}'"
        ),
    };
    let rows = db.query_all_raw(Statement::from_string(backend, sql)).await?;
    let mut found = Vec::new();
    for row in rows {
        found.push((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
    }
    // The database itself counts such rows.
    found.retain(|(name, kind): &(String, String)| name != "id" || !kind.to_lowercase().contains("int"));
    ensure!(!found.is_empty(), "there is no table {table}");
    Ok(found)
}

/// What makes a row of a copy of a row: an `INSERT` that is to be ended by which copies.
fn copy(backend: DatabaseBackend, table: &str, key: &str, columns: &[(String, String)]) -> String {
    let sqlite = backend == DatabaseBackend::Sqlite;
    let names: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let values: Vec<String> = columns.iter().map(|(name, kind)| value(sqlite, name, kind)).collect();
    format!(
        "INSERT INTO {table} ({}) SELECT {} FROM {table} t CROSS JOIN reach_number n WHERE t.\"{key}\" = (SELECT id FROM reach_first)",
        names.join(", "),
        values.join(", ")
    )
}

fn value(sqlite: bool, name: &str, kind: &str) -> String {
    let column = format!("t.\"{name}\"");
    match name {
        "number" => "n.number".to_owned(),
        _ if kind.to_lowercase().contains("uuid") && sqlite => format!(
            "CASE WHEN {column} IS NULL THEN NULL ELSE CAST(substr({column}, 1, 8) || unhex(printf('%016x', n.i)) AS BLOB) END"
        ),
        _ if kind == "uuid" => format!(
            "(substr({column}::text, 1, 19) || substr(lpad(to_hex(n.i), 16, '0'), 1, 4) || '-' || \
             substr(lpad(to_hex(n.i), 16, '0'), 5, 12))::uuid"
        ),
        _ if name.ends_with("_at") => {
            format!("CASE WHEN {column} > {NEVER} THEN {column} ELSE {column} + n.i * 1000 END")
        }
        _ => column,
    }
}
