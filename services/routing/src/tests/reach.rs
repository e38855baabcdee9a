//! Reach: what a tick costs with a million clocks open, and ten thousand limits that fall due at one instant.

use std::time::{Duration, Instant};

use super::room::Room;

const FRIDAY: &str = "2026-10-09T09:00:00+08:00";

/// `many` clocks that run and are due in the far future, each with its row.
async fn open_clocks(room: &Room, many: u64) {
    let (numbers, id) = if room.is_sqlite() {
        (
            format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many})"),
            "randomblob(16)",
        )
    } else {
        (
            format!("WITH n(i) AS (SELECT generate_series(1, {many}))"),
            "gen_random_uuid()",
        )
    };
    room.run(&format!(
        "INSERT INTO clock (id, complaint, order_id, unit, kind, rule, policy_version, ladder, basis, amount, started_at, stage, \
         due_at, was_met) {numbers} SELECT {id}, {id}, {id}, 'ho.b1.o1', 'reply', 'R4.4', 'p', 'days', 'working_days', 1, i, \
         'running', 4000000000000000 + i, FALSE FROM n"
    ))
    .await;
    room.run(
        "INSERT INTO deadline (clock, what, level, complaint, at) \
         SELECT id, 'due', 1, complaint, due_at FROM clock WHERE kind = 'reply' AND due_at > 4000000000000000",
    )
    .await;
    room.run("ANALYZE").await;
}

/// The slowest of a hundred ticks that find nothing due.
async fn idle_tick(room: &Room) -> Duration {
    let mut slowest = Duration::ZERO;
    for _ in 0..100 {
        let began = Instant::now();
        assert!(!room.app.fire().await.unwrap(), "nothing is due");
        slowest = slowest.max(began.elapsed());
    }
    slowest
}

async fn measure(room: &Room, open: u64, due: u128) {
    let database = if room.is_sqlite() { "SQLite" } else { "PostgreSQL" };
    open_clocks(room, open).await;
    println!(
        "{database}: one tick with {open} clocks open and nothing due: {:?} at most of 100 (wanted: 50 ms)",
        idle_tick(room).await
    );
    let began = Instant::now();
    assert_eq!(room.app.check_missed().await, Ok(()));
    println!(
        "{database}: \"past due without escalation\" counted in {:?}",
        began.elapsed()
    );
    room.register(1..1 + due, "ho.b1.o1").await;
    room.wait(120);
    let began = Instant::now();
    room.tick().await;
    let elapsed = began.elapsed();
    let steps = room
        .count("SELECT count(*) FROM orders WHERE kind = 'supervision' AND level = 1")
        .await;
    assert_eq!(u128::try_from(steps), Ok(due));
    println!("{database}: {due} due at one instant, all escalated in {elapsed:?} (wanted: 30 s)");
}

#[tokio::test]
async fn what_is_due_is_found_among_many_and_all_of_it_escalates() {
    for room in Room::both(FRIDAY).await {
        measure(&room, 20_000, 1_200).await;
    }
}

#[tokio::test]
#[ignore = "hard: a million open clocks on each database"]
async fn a_million_clocks_open_and_ten_thousand_due_at_one_instant() {
    for room in Room::both(FRIDAY).await {
        measure(&room, 1_000_000, 10_000).await;
    }
}
