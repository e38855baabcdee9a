//! R2.1: the tree changes while complaints are open.

use huiyin_contracts::decode;
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_contracts::views::routing::{DirectoryImported, HoldingsView, PlannedChange, UnitView, UnitsChanged};
use huiyin_testkit::{Answer, Databases, Probe, World, eventually};
use huiyin_web::Page;
use jiff::SignedDuration;

use crate::world::{TREE, complaint, import, orders, register, start};

async fn changes(world: &World, query: &str, rows: &str) -> Answer {
    let csv = format!("date,change,unit,name,parent,successor\n{rows}");
    let path = format!("/routing/v1/directory/changes?{query}");
    world.post_raw(&path, "text/csv", csv.into_bytes(), &[]).await
}

async fn lead(world: &World, n: u128) -> String {
    let orders = orders(world, n).await;
    let open = orders
        .iter()
        .find(|order| order.stage == "served" && order.kind != "supervision");
    open.unwrap().lead.to_string()
}

#[tokio::test]
async fn a_newer_tree_shows_its_plan_and_what_is_open_follows() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |_| ()).await;
        assert_eq!(lead(&world, 1).await, "ho.b1.o1");
        let newer = TREE.replace("O1,B1,outlet,人民路分理处,,,,active,real,,c1,c2,boss\n", "");
        let csv = newer.as_bytes().to_vec();
        let plan = world
            .post_raw("/routing/v1/directory/imports?plan=true", "text/csv", csv, &[])
            .await;
        let plan: DirectoryImported = plan.read();
        let [one] = plan.changes.as_slice() else {
            panic!("one unit closes: {:?}", plan.changes)
        };
        assert_eq!((one.what.as_str(), one.open_complaints), ("closed", 1));
        assert_eq!((one.to.as_deref(), plan.done), (Some("ho.b1"), false));
        assert_eq!(lead(&world, 1).await, "ho.b1.o1", "a plan does nothing");
        let mut probe = Probe::new(&world.bus, "probe").await;
        let done: DirectoryImported = import(&world, "directory", &newer).await.read();
        assert_eq!((done.closed, done.complaints, done.done), (1, 1, true));
        assert_eq!(lead(&world, 1).await, "ho.b1");
        probe
            .hears("the successor's order", |event| {
                decode::<AssignedV1>(event).is_ok_and(|event| event.why.as_deref() == Some("unit_closed"))
            })
            .await;
        let path = format!("/routing/v1/complaints/{}/holdings", complaint(1));
        let held: HoldingsView = world.get(&path).await.read();
        assert_eq!(held.periods.len(), 2, "the time until then is the outlet's (R4.13)");
        world.end().await;
    }
}

#[tokio::test]
async fn a_change_waits_for_its_day_and_the_tree_of_a_day_can_be_asked_for() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |_| ()).await;
        let planned: UnitsChanged = changes(&world, "", "2026-10-12,move,o1,,b2,\n").await.read();
        assert_eq!((planned.now, planned.ahead), (0, 1));
        assert_eq!(lead(&world, 1).await, "ho.b1.o1");
        world.wait(SignedDuration::from_hours(72));
        eventually("the order at the new place", async || match lead(&world, 1).await {
            lead if lead == "ho.b2.o1" => Ok(()),
            lead => Err(format!("it is at {lead}")),
        })
        .await;
        let on = async |day: &str| -> Vec<String> {
            let path = format!("/routing/v1/units?level=outlet&on={day}");
            let page: Page<UnitView> = world.get(&path).await.read();
            page.items.into_iter().map(|unit| unit.path.to_string()).collect()
        };
        assert_eq!(on("2026-10-11").await, ["ho.b1.o1"]);
        assert_eq!(on("2026-10-12").await, ["ho.b2.o1"]);
        world.end().await;
    }
}

#[tokio::test]
async fn changes_are_refused_with_their_line_and_denied_to_staff() {
    let world = start(Databases::Sqlite).await;
    let refused = changes(&world, "", "2026-10-01,close,ho,,,\n").await;
    assert_eq!(
        (refused.status, refused.sentence()),
        (
            422,
            "line 2: `ho` is the root: nobody stands above it to have what is open"
        )
    );
    assert_eq!(refused.body["errors"][0]["pointer"], "/2");
    let skipped: UnitsChanged = changes(&world, "skip_unknown=true", "2026-10-01,close,none,,,\n")
        .await
        .read();
    assert_eq!((skipped.skipped, skipped.now), (1, 0));
    let staff = [("huiyin-staff", "s1"), ("huiyin-unit", "ho")];
    let csv = b"date,change,unit\n2026-10-01,close,o1\n".to_vec();
    let denied = world
        .post_raw("/routing/v1/directory/changes", "text/csv", csv, &staff)
        .await;
    assert_eq!(denied.status, 403);
    world.end().await;
}

#[tokio::test]
async fn a_planned_change_is_listed_and_can_be_taken_back() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |_| ()).await;
        let rows = "2026-10-12,move,o1,,b2,\n2026-10-13,rename,b2,西支行,,\n";
        let ahead: UnitsChanged = changes(&world, "", rows).await.read();
        assert_eq!(ahead.ahead, 2);
        let planned = async || -> Vec<PlannedChange> { world.get("/routing/v1/directory/changes").await.read() };
        let told: Vec<_> = planned().await;
        let [first, second] = told.as_slice() else {
            panic!("two changes wait: {told:?}")
        };
        assert_eq!((first.unit.as_str(), first.change.as_str()), ("o1", "move"));
        assert_eq!(
            (
                first.day.to_string().as_str(),
                first.other.as_ref().map(|to| to.as_str())
            ),
            ("2026-10-12", Some("b2"))
        );
        assert_eq!(first.at.to_string(), "2026-10-11T16:00:00Z", "midnight where it is");
        assert_eq!((second.name.as_deref(), &second.cannot), (Some("西支行"), &None));
        let again = changes(&world, "", "2026-10-12,rename,o1,新名,,\n").await;
        assert_eq!(again.status, 422, "one change of a unit on a day");
        let back = "/routing/v1/directory/changes/o1/2026-10-12";
        assert_eq!(world.delete(back).await.status, 204);
        assert_eq!(world.delete(back).await.status, 404, "it is gone");
        assert_eq!(world.delete("/routing/v1/directory/changes/o1/soon").await.status, 404);
        let again: UnitsChanged = changes(&world, "", "2026-10-12,rename,o1,新名,,\n").await.read();
        assert_eq!(again.ahead, 1);
        world.wait(SignedDuration::from_hours(24 * 6));
        eventually("nothing is planned any more", async || match planned().await.len() {
            0 => Ok(()),
            more => Err(format!("{more} wait")),
        })
        .await;
        assert_eq!(lead(&world, 1).await, "ho.b1.o1", "the move was taken back");
        world.end().await;
    }
}
