//! P14: escalation cannot be missed, however many complaints are open in front of the one that is late.

use super::room::{Room, complaint};

/// Friday; Saturday is worked.
const FRIDAY: &str = "2026-10-09T09:00:00+08:00";
const OLDEST: u128 = 1;
const UNASSIGNED: u128 = 2;

/// The oldest complaint and one that nobody was assigned to, with `open` others in front of them.
async fn climbs(room: &Room, open: u128) {
    room.register(OLDEST..OLDEST + 1, "ho.b1.o1").await;
    room.register(UNASSIGNED..UNASSIGNED + 1, "ho.b1.o9").await;
    room.wait(110);
    room.tick().await;
    room.register(10..10 + open, "ho.b2").await;
    assert_eq!(room.app.check_missed().await, Ok(()));
    room.wait(10);
    room.tick().await;
    assert_eq!(room.steps(OLDEST).await, [(1, "ho.b1".to_owned())]);
    assert_eq!(
        room.steps(UNASSIGNED).await,
        [(1, "ho".to_owned()), (2, "ho".to_owned())],
        "its hour was over an hour ago"
    );
    room.wait(60);
    room.tick().await;
    assert_eq!(room.steps(OLDEST).await.last(), Some(&(2, "ho.b1".to_owned())));
    room.wait(120);
    room.tick().await;
    assert_eq!(room.steps(OLDEST).await.last(), Some(&(3, "ho.desk".to_owned())));
    assert_eq!(room.steps(UNASSIGNED).await.last().map(|(level, _)| *level), Some(3));
    assert_eq!(
        room.app.check_missed().await,
        Ok(()),
        "past due without escalation: none"
    );
    let others = room
        .count("SELECT count(*) FROM orders WHERE kind = 'supervision' AND level = 1")
        .await;
    assert_eq!(
        u128::try_from(others),
        Ok(open + 2),
        "those in front climb in their turn"
    );
}

#[tokio::test]
async fn the_oldest_of_two_thousand_climbs_level_by_level_without_a_hand() {
    for room in Room::both(FRIDAY).await {
        climbs(&room, 2_000).await;
    }
}

#[tokio::test]
#[ignore = "hard: 100 000 open complaints on each database"]
async fn the_oldest_of_a_hundred_thousand_climbs_level_by_level_without_a_hand() {
    for room in Room::both(FRIDAY).await {
        let began = std::time::Instant::now();
        climbs(&room, 100_000).await;
        let database = if room.is_sqlite() { "SQLite" } else { "PostgreSQL" };
        println!(
            "P14 with 100 000 open on {database}: 0 missed, {:?} in all",
            began.elapsed()
        );
    }
}

#[tokio::test]
async fn a_tick_that_does_not_come_is_noticed_and_so_is_a_ladder_that_was_cut_off() {
    for room in Room::both(FRIDAY).await {
        room.register(1..3, "ho.b1.o1").await;
        room.wait(123);
        assert_eq!(
            room.app.check_missed().await,
            Err("2 clocks are past due without escalation".to_owned())
        );
        room.tick().await;
        assert_eq!(room.app.check_missed().await, Ok(()));
        room.wait(63);
        assert_eq!(
            room.app.check_missed().await,
            Err("2 clocks are past due without escalation".to_owned()),
            "the second step did not come"
        );
        room.tick().await;
        room.run("DELETE FROM deadline WHERE what = 'escalate' AND fired_at IS NULL")
            .await;
        assert_eq!(
            room.app.check_missed().await,
            Err("2 clocks are past due without escalation".to_owned()),
            "a ladder that nobody ended has no next step"
        );
        for n in 1..3 {
            let order = room.orders(n).await.remove(0).id;
            let mut change = room.change().await;
            let now = room.now();
            room.app.accepted(&mut change, complaint(n), order, now).await.unwrap();
            change.commit().await.unwrap();
        }
        assert_eq!(room.app.check_missed().await, Ok(()), "someone acted");
    }
}
