//! The limits of this machine's disk and databases.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use tokio::task::JoinSet;

use crate::timing::Timings;

/// How long appending 4 KiB and having them on the disk takes.
pub(crate) fn sync(folder: &Path) -> anyhow::Result<Timings> {
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join("floor"))?;
    let mut timings = Timings::default();
    for _ in 0..1_000 {
        let began = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        timings.note(began.elapsed());
    }
    Ok(timings)
}

const LENGTH: Duration = Duration::from_secs(5);
const WORDS: &str =
    "A row of about the size of a small complaint, so that a commit writes some pages and not only one byte of them.";

/// Single-row commits a second of plain SQLite as the product uses it: WAL, FULL, one writer.
pub(crate) async fn sqlite(folder: &Path) -> anyhow::Result<f64> {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", folder.join("floor.db").display()));
    options.max_connections(1).sqlx_logging(false);
    let database = Database::connect(options).await?;
    database.execute_unprepared("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE floor (id INTEGER PRIMARY KEY, words TEXT)").await?;
    let rate = commits(&database, 1).await?;
    database.close().await?;
    Ok(rate)
}

/// Single-row commits a second of a PostgreSQL database over so many connections.
pub(crate) async fn postgres(url: &str, connections: u32) -> anyhow::Result<f64> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(connections)
        .sqlx_logging(false);
    let database = Database::connect(options).await?;
    database
        .execute_unprepared("CREATE TABLE floor (id BIGSERIAL PRIMARY KEY, words TEXT)")
        .await?;
    let rate = commits(&database, connections).await?;
    database.close().await?;
    Ok(rate)
}

async fn commits(database: &DatabaseConnection, clients: u32) -> anyhow::Result<f64> {
    let mut under_way = JoinSet::new();
    let began = Instant::now();
    for _ in 0..clients {
        let database = database.clone();
        under_way.spawn(async move {
            let mut count = 0_u32;
            while began.elapsed() < LENGTH {
                let insert = Statement::from_sql_and_values(
                    database.get_database_backend(),
                    "INSERT INTO floor (words) VALUES ($1)",
                    [WORDS.into()],
                );
                database.execute_raw(insert).await?;
                count += 1;
            }
            Ok::<_, sea_orm::DbErr>(count)
        });
    }
    let mut count = 0;
    while let Some(done) = under_way.join_next().await {
        count += done??;
    }
    Ok(f64::from(count) / began.elapsed().as_secs_f64())
}
