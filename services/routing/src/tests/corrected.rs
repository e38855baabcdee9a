//! R4.6, R4.12: a calendar is corrected while complaints are open.

use std::path::PathBuf;

use super::room::Room;

const FRIDAY: &str = "2026-10-09T16:00:00+08:00";

/// The pack with a calendar that says of 10 October what `date` says: another day is worked.
fn pack(folder: &std::path::Path) -> PathBuf {
    let from = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../deploy/policy");
    let (pack, calendars) = (folder.join("rural-bank"), folder.join("calendars"));
    std::fs::create_dir_all(&calendars).unwrap();
    for part in ["rural-bank", "letters"] {
        std::fs::create_dir_all(folder.join(part)).unwrap();
        for file in std::fs::read_dir(from.join(part)).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), folder.join(part).join(file.file_name())).unwrap();
        }
    }
    let calendar = std::fs::read_to_string(from.join("calendars/cn.toml")).unwrap();
    assert!(calendar.contains("date = \"2026-10-10\""), "the Saturday is worked");
    let corrected = calendar.replace("date = \"2026-10-10\"", "date = \"2026-10-11\"");
    std::fs::write(calendars.join("cn.toml"), corrected).unwrap();
    pack
}

fn due(clocks: &[crate::domain::clock::Clock], kind: &str) -> String {
    let clock = clocks.iter().find(|clock| clock.kind == kind).unwrap();
    clock.stage.due().unwrap().to_string()
}

#[tokio::test]
async fn clocks_that_run_by_it_are_computed_anew_and_an_event_says_old_and_new() {
    for mut room in Room::both(FRIDAY).await {
        room.register(1..4, "ho.b1.o1").await;
        while room.app.recompute().await.unwrap() {}
        let saturday = "2026-10-10T09:30:00Z";
        assert_eq!(due(&room.clocks(1).await, "reply"), saturday);
        let accept = due(&room.clocks(1).await, "accept");
        let folder = tempfile::tempdir().unwrap();
        room.restart_with(&pack(folder.path())).await;
        while room.app.recompute().await.unwrap() {}
        for n in 1..4 {
            let clocks = room.clocks(n).await;
            assert_eq!(
                due(&clocks, "reply"),
                "2026-10-11T09:30:00Z",
                "Sunday is worked instead"
            );
            assert_eq!(due(&clocks, "accept"), accept, "hours by the clock know no calendar");
        }
        let said = "SELECT count(*) FROM outbox WHERE kind = 'complaint.clock_recomputed.v1'";
        assert_eq!(room.count(said).await, 3);
        assert!(!room.app.recompute().await.unwrap(), "once is enough");
        assert_eq!(room.count(said).await, 3);
        // Saturday 18:00 would have been late by the calendar before; Sunday 18:00 is late by the one that holds.
        room.wait(26 * 60);
        room.tick().await;
        assert_eq!(room.clocks(1).await[1].stage.word(), "running");
        room.wait(24 * 60);
        room.tick().await;
        assert_eq!(room.clocks(1).await[1].stage.word(), "breached");
    }
}
