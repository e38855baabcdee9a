//! Section 9: open complaints stay on their version until they are moved, and then the clocks are as the new one has them.

use huiyin_contracts::views::routing::{MigratePolicy, PolicyMigrated};
use huiyin_kernel::Actor;

use super::room::{Room, complaint};
use crate::app::{CommandError, Key};
use crate::domain::migrate::tests::next;

const FRIDAY: &str = "2026-10-09T16:00:00+08:00";

fn request(complaints: &[u128], from: Option<&str>) -> MigratePolicy {
    MigratePolicy {
        to: "rural-bank@2026.2".to_owned(),
        why: "law_changed".to_owned(),
        reason: "the measures of June".to_owned(),
        complaints: complaints.iter().map(|n| complaint(*n)).collect(),
        from: from.map(str::to_owned),
    }
}

async fn migrate(room: &Room, key: &str, request: &MigratePolicy) -> Result<PolicyMigrated, Vec<String>> {
    let key = Key {
        key,
        fingerprint: &[1; 32],
        status: 200,
    };
    match room.app.migrate(key, request, &Actor::Operator).await {
        Ok(answered) => Ok(serde_json::from_str(&answered.body).unwrap()),
        Err(CommandError::Refused(refused)) => Err(refused
            .0
            .iter()
            .map(|(place, refusal)| format!("{place}: {refusal}"))
            .collect()),
        Err(error) => panic!("{error}"),
    }
}

fn due(clocks: &[crate::domain::clock::Clock]) -> String {
    let reply = clocks.iter().find(|clock| clock.is_reply()).unwrap();
    reply.stage.due().unwrap().to_string()
}

#[tokio::test]
async fn chosen_complaints_move_all_or_none_and_others_stay() {
    for mut room in Room::both(FRIDAY).await {
        room.register(1..5, "ho.b1.o1").await;
        let (_folder, pack) = next(2, "2026-06-01");
        room.restart_beside(pack).await;
        assert_eq!(
            due(&room.clocks(1).await),
            "2026-10-10T09:30:00Z",
            "it stays on the version it began with"
        );
        let none = migrate(&room, "a", &request(&[1, 9], None)).await.unwrap_err();
        assert_eq!(none, ["1: there is no such complaint"]);
        assert_eq!(due(&room.clocks(1).await), "2026-10-10T09:30:00Z", "all or none");
        let one = migrate(&room, "b", &request(&[1], None)).await.unwrap();
        assert_eq!((one.moved.len(), one.left), (1, 0));
        assert_eq!(due(&room.clocks(1).await), "2026-10-12T09:30:00Z");
        assert_eq!(due(&room.clocks(2).await), "2026-10-10T09:30:00Z");
        let again = migrate(&room, "c", &request(&[1], None)).await.unwrap_err();
        assert_eq!(again, ["0: the complaint is on this version already"]);
        let rest = migrate(&room, "d", &request(&[], Some("rural-bank@2026.1")))
            .await
            .unwrap();
        assert_eq!((rest.moved.len(), rest.left), (3, 0));
        let said = "SELECT count(*) FROM outbox WHERE kind = 'complaint.policy_migrated.v1'";
        assert_eq!(room.count(said).await, 4);
        // New complaints are decided by the latest that is in force.
        room.register(7..8, "ho.b1.o1").await;
        assert_eq!(due(&room.clocks(7).await), "2026-10-12T09:30:00Z");
    }
}

#[tokio::test]
async fn what_was_breached_stays_so_and_its_ladder_goes_on_with_the_next_step() {
    for mut room in Room::both(FRIDAY).await {
        room.register(1..2, "ho.b1.o1").await;
        room.wait(2 * 60);
        room.tick().await;
        let before = room.steps(1).await;
        assert_eq!(before, [(1, "ho.b1".to_owned())]);
        room.restart_beside(next(2, "2026-06-01").1).await;
        migrate(&room, "a", &request(&[1], None)).await.unwrap();
        assert_eq!(room.clocks(1).await[0].stage.word(), "breached");
        room.tick().await;
        assert_eq!(room.steps(1).await, before, "no step comes again");
        room.wait(60);
        room.tick().await;
        let levels: Vec<u32> = room.steps(1).await.into_iter().map(|(level, _)| level).collect();
        assert_eq!(levels, [1, 2]);
        assert_eq!(room.app.check_missed().await, Ok(()));
    }
}
