//! A stolen database tells nothing, nothing in it can be moved, and keys change under load (P23, P24).

use std::path::PathBuf;

use huiyin_contracts::views::intake::Revealed;
use huiyin_kernel::{Clock, ComplaintId, Ids};
use huiyin_seal::KeyRing;
use huiyin_testkit::{Answer, Databases, World, eventually};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, JsonValue, Statement};
use serde_json::json;

use crate::world::{CANARIES, command, register, start, told, told_with};

async fn run(world: &World, sql: &str) {
    let change = world.store("intake").change().await.unwrap();
    change.conn().execute_unprepared(sql).await.unwrap();
    change.commit().await.unwrap();
}

async fn count(world: &World, sql: &str) -> i64 {
    let store = world.store("intake");
    let asked = Statement::from_string(store.backend(), sql);
    let row = store.read().query_one_raw(asked).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

fn ids() -> Ids {
    Ids::random(Clock::system())
}

fn key_file(world: &World) -> PathBuf {
    world.folder().join("sealing.keys")
}

async fn look(world: &World, id: ComplaintId) -> Answer {
    command(world, id, "look", json!({ "purpose": "reply letter" })).await
}

/// All that stands in intake's database, as whoever took it would read it.
async fn stolen(world: &World) -> Vec<u8> {
    let store = world.store("intake");
    if store.is_sqlite() {
        return ["intake.db", "intake.db-wal"]
            .iter()
            .flat_map(|file| std::fs::read(world.folder().join(file)).unwrap_or_default())
            .collect();
    }
    let mut all = Vec::new();
    let tables = "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'";
    for table in rows(world, tables).await {
        let name = table["name"].as_str().unwrap().to_owned();
        for row in rows(world, &format!("SELECT t::text AS whole FROM \"{name}\" t")).await {
            all.extend_from_slice(row["whole"].as_str().unwrap().as_bytes());
        }
    }
    all
}

async fn rows(world: &World, sql: &str) -> Vec<JsonValue> {
    let asked = Statement::from_string(DbBackend::Postgres, sql);
    JsonValue::find_by_statement(asked)
        .all(world.store("intake").read())
        .await
        .unwrap()
}

fn holds(all: &[u8], words: &str) -> bool {
    all.windows(words.len()).any(|window| window == words.as_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_takes_the_database_reads_nothing_that_was_told() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let registered = register(&world, &told()).await;
        command(
            &world,
            registered.id,
            "information",
            json!({ "words": "canary of later words" }),
        )
        .await;
        let all = stolen(&world).await;
        assert!(
            holds(&all, &registered.number.to_string()),
            "the register's own data is found in it"
        );
        for canary in CANARIES.into_iter().chain(["canary of later words", "An apology"]) {
            assert!(!holds(&all, canary), "{canary} stands in the database");
        }
        let key = std::fs::read_to_string(key_file(&world)).unwrap();
        let key = key.lines().last().unwrap().split_once(' ').unwrap().1.to_owned();
        assert!(!holds(&all, &key), "the key stands in the database");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_moved_to_another_complaint_or_row_does_not_open_and_tells_nothing() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let mine = register(&world, &told()).await.id;
        let other = register(&world, &told_with("narrative", json!("Another matter.")))
            .await
            .id;
        let exchange = |table: &str, column: &str| {
            format!(
                "CREATE TABLE taken AS SELECT complaint, {column} AS value FROM {table}; \
                 UPDATE {table} SET {column} = (SELECT value FROM taken WHERE taken.complaint <> {table}.complaint); \
                 DROP TABLE taken"
            )
        };
        run(&world, &exchange("sealed", "body")).await;
        refused(&look(&world, mine).await);
        run(&world, &exchange("data_key", "wrapped")).await;
        refused(&look(&world, mine).await);
        refused(&look(&world, other).await);
        run(&world, &exchange("sealed", "body")).await;
        run(&world, &exchange("data_key", "wrapped")).await;
        assert_eq!(look(&world, mine).await.status, 200, "each is back in its place");
        for words in ["first words", "second words"] {
            command(&world, mine, "information", json!({ "words": words })).await;
        }
        let first_takes_the_second = "UPDATE note SET body = (SELECT body FROM note ORDER BY id DESC LIMIT 1) \
                                      WHERE id = (SELECT id FROM note ORDER BY id LIMIT 1)";
        world.wait(jiff::SignedDuration::from_secs(1));
        command(&world, mine, "information", json!({ "words": "third words" })).await;
        run(&world, first_takes_the_second).await;
        refused(&look(&world, mine).await);
        world.end().await;
    }
}

fn refused(answer: &Answer) {
    assert_eq!(answer.status, 500, "{}", answer.body);
    for canary in CANARIES {
        assert!(!answer.body.to_string().contains(canary), "{}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_change_under_load_and_the_old_ones_can_go() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let ring = KeyRing::open(&key_file(&world), false, &ids()).unwrap();
        let mut complaints = Vec::new();
        for round in 1..=3 {
            for _ in 0..5 {
                complaints.push(register(&world, &told()).await.id);
            }
            assert_eq!(ring.add(&ids()).unwrap(), round + 1);
            for id in &complaints {
                assert_eq!(look(&world, *id).await.status, 200, "while keys are wrapped anew");
            }
        }
        let all_in_the_last = "SELECT count(*) FROM data_key WHERE kek = 4";
        eventually("all keys are wrapped by the last one", async || {
            let now = count(&world, all_in_the_last).await;
            (now == 15).then_some(()).ok_or(format!("{now} of 15"))
        })
        .await;
        for old in 1..=3 {
            ring.retire(old, &ids()).unwrap();
        }
        for id in &complaints {
            let revealed: Revealed = look(&world, *id).await.read();
            assert!(revealed.narrative.unwrap().contains(CANARIES[3]));
        }
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_kept_in_clear_before_an_upgrade_is_read_and_then_sealed() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let id = register(&world, &told()).await.id;
        command(&world, id, "information", json!({ "words": "later" })).await;
        run(
            &world,
            "UPDATE sealed SET body = NULL, narrative = 'old canary', complainant = '{\"name\": \"Old Canary\"}'",
        )
        .await;
        let file = "INSERT INTO attachment SELECT complaint, complaint, SUBSTR(body, 1, 32), 1, 'text/plain', 'old canary.txt', by, at FROM note";
        run(&world, file).await;
        run(&world, "UPDATE note SET body = NULL, words = 'old canary note'").await;
        run(&world, "DELETE FROM data_key").await;
        let revealed: Revealed = look(&world, id).await.read();
        assert_eq!(revealed.narrative.as_deref(), Some("old canary"));
        let open =
            "SELECT (SELECT count(*) FROM sealed WHERE body IS NULL) + (SELECT count(*) FROM note WHERE body IS NULL)
            + (SELECT count(*) FROM attachment WHERE name = 'old canary.txt')";
        eventually("what was in clear is sealed", async || {
            let now = count(&world, open).await;
            (now == 0).then_some(()).ok_or(format!("{now} in clear"))
        })
        .await;
        let names = "SELECT count(*) FROM attachment WHERE name IS NOT NULL";
        assert_eq!(count(&world, names).await, 1, "it has its name still");
        let left = "SELECT count(*) FROM sealed WHERE narrative IS NOT NULL OR complainant IS NOT NULL";
        assert_eq!(count(&world, left).await, 0);
        assert_eq!(count(&world, "SELECT count(*) FROM note WHERE words <> ''").await, 0);
        let revealed: Revealed = look(&world, id).await.read();
        assert_eq!(revealed.complainant.unwrap().name.as_deref(), Some("Old Canary"));
        assert_eq!(revealed.notes[0].words, "old canary note");
        world.end().await;
    }
}
