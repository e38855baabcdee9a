//! One order has one handler, however many accept at once (P12).

use std::sync::Arc;

use serde_json::json;

use super::room::Room;

/// A hundred people accept each of so many cases at once.
async fn race(room: Room, cases: u128) {
    let room = Arc::new(room);
    let mut paths = Vec::new();
    for n in 1..=cases {
        paths.push(room.opens(n).await);
    }
    for (n, case) in (1..).zip(paths) {
        let mut tasks = tokio::task::JoinSet::new();
        for racer in 0..100 {
            let (room, path) = (room.clone(), format!("{case}/accept"));
            tasks.spawn(async move { room.post(&path, &format!("racer{racer}"), json!({})).await });
        }
        let answers = tasks.join_all().await;
        let winners: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(winners.len(), 1);
        for loser in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!(
                (loser.status, loser.sentence()),
                (409, "another handler has accepted the order")
            );
        }
        assert_eq!(room.names_said(n).await, ["order_accepted"]);
        assert_eq!(room.get(&case, None).await.body["handler"], winners[0].body["handler"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn p12_of_a_hundred_who_accept_at_once_one_wins() {
    for room in Room::both().await {
        race(room, 3).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "hard: 100 claims on each of 1 000 cases"]
async fn p12_of_a_hundred_who_accept_each_of_a_thousand_cases_one_wins() {
    for room in Room::both().await {
        let began = std::time::Instant::now();
        race(room, 1_000).await;
        println!(
            "1 000 cases, 100 claims each: one winner each, in {:?}",
            began.elapsed()
        );
    }
}
