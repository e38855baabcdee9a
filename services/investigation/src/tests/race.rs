//! One order has one handler, however many accept at once (P12).

use std::sync::Arc;

use serde_json::json;

use super::room::Room;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_who_accept_at_once_one_wins() {
    for room in Room::both().await {
        let case = room.opens(1).await;
        let (room, path) = (Arc::new(room), format!("{case}/accept"));
        let racers = (0..100).map(|n| {
            let (room, path) = (room.clone(), path.clone());
            async move { room.post(&path, &format!("racer{n}"), json!({})).await }
        });
        let mut tasks = tokio::task::JoinSet::new();
        for racer in racers {
            tasks.spawn(racer);
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
        assert_eq!(room.names_said(1).await, ["order_accepted"]);
        assert_eq!(room.get(&case, None).await.body["handler"], winners[0].body["handler"]);
    }
}
