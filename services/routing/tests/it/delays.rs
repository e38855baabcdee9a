//! The deadline ledger: extensions, pauses, ceilings, and whose time it was (R4.5, R4.12, R4.13, P15, P16).

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::InformationAddedV1;
use huiyin_contracts::events::investigation::StatementTakenV1;
use huiyin_contracts::events::ledger::ClockExtendedV1;
use huiyin_contracts::views::routing::{ClockView, DelayView, HoldingsView};
use huiyin_kernel::Timestamp;
use huiyin_testkit::{Answer, Databases, Probe, World, eventually};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{clocks, complaint, import, orders, register, say, start};

const STAFF: &str = "code,unit,leader,reports_to\nboss,b1,yes,\nhead,o1,yes,boss\ns1,o1,no,head\nworker,b1,no,s1\n";

async fn bank(databases: Databases) -> World {
    let world = start(databases).await;
    assert_eq!(import(&world, "staff", STAFF).await.status, 200);
    register(&world, 1, |_| ()).await;
    world
}

async fn clock(world: &World, kind: &str) -> ClockView {
    let all = clocks(world, 1).await;
    all.into_iter().find(|clock| clock.kind == kind).unwrap()
}

async fn by(world: &World, staff: &str, unit: &str, path: &str, body: Value) -> Answer {
    world.post_by(staff, unit, &format!("/routing/v1/{path}"), &body).await
}

fn two_days() -> Value {
    json!({ "limit": { "basis": "working_days", "amount": 2 }, "reason": "the recording comes on Monday" })
}

async fn ask(world: &World, what: &str, body: Value) -> DelayView {
    let clock = clock(world, "reply").await.id;
    let answer = by(world, "s1", "ho.b1.o1", &format!("clocks/{clock}/{what}"), body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.read()
}

async fn verdict(world: &World, staff: &str, unit: &str, line: &DelayView, verb: &str) -> Answer {
    by(world, staff, unit, &format!("delays/{}/{verb}", line.id), json!({})).await
}

fn says(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.sentence())
}

fn at(text: &str) -> Option<Timestamp> {
    Some(text.parse().unwrap())
}

#[tokio::test]
async fn two_people_are_needed_and_the_second_stands_above() {
    let world = bank(Databases::Sqlite).await;
    let line = ask(&world, "extensions", two_days()).await;
    let own = verdict(&world, "s1", "ho.b1.o1", &line, "approve").await;
    assert_eq!(says(&own), (409, "who asks for more time does not decide about it"));
    let same = verdict(&world, "head", "ho.b1.o1", &line, "approve").await;
    assert_eq!(
        says(&same),
        (409, "the level above the unit decides, not the unit itself")
    );
    let below = verdict(&world, "worker", "ho.b1", &line, "approve").await;
    assert_eq!(
        says(&below),
        (409, "who reports to the one who asks does not decide about it")
    );
    assert_eq!(verdict(&world, "x1", "ho.b2", &line, "approve").await.status, 404);
    assert_eq!(clock(&world, "reply").await.delays[0].stage, "asked");
    world.end().await;
}

#[tokio::test]
async fn a_delay_is_reported_before_the_limit_approved_above_and_the_new_date_is_binding() {
    for databases in Databases::both() {
        let world = bank(databases).await;
        let mut probe = Probe::new(&world.bus, "probe").await;
        let before = clock(&world, "reply").await;
        assert_eq!(before.due, at("2026-10-10T17:30:00+08:00"));
        let line = ask(&world, "extensions", two_days()).await;
        assert_eq!(clock(&world, "reply").await.due, before.due, "asking moves nothing");
        let approved = verdict(&world, "boss", "ho.b1", &line, "approve").await;
        assert_eq!(approved.status, 200, "{}", approved.body);
        let extended = probe
            .hears("extended", |event| event.kind == ClockExtendedV1::kind())
            .await;
        assert!(!extended.body.contains("recording"), "the reason stays in routing");
        let after = clock(&world, "reply").await;
        assert_eq!(after.due, at("2026-10-13T17:30:00+08:00"));
        assert_eq!((after.started, after.id), (before.started, before.id));
        let [shown] = &after.delays[..] else {
            panic!("{:?}", after.delays)
        };
        assert_eq!(
            (shown.stage.as_str(), shown.was_due, shown.due),
            ("approved", before.due, after.due)
        );
        assert!(shown.arithmetic.is_some() && shown.asked_by != shown.decided_by.clone().unwrap());
        let path = format!("clocks/{}/extensions", after.id);
        let again = by(&world, "s1", "ho.b1.o1", &path, two_days()).await;
        assert_eq!(again.status, 201, "the pack gives two: {}", again.body);
        let twice = verdict(&world, "boss", "ho.b1", &line, "refuse").await;
        assert_eq!(says(&twice), (409, "it is decided already"));
        world.wait(SignedDuration::from_hours(26));
        world.quiet().await;
        assert_eq!(
            clock(&world, "reply").await.stage,
            "running",
            "the old date fires nothing"
        );
        world.wait(SignedDuration::from_hours(72));
        eventually("the breach at the new date", async || {
            let clock = clock(&world, "reply").await;
            if clock.stage == "breached" {
                Ok(())
            } else {
                Err(clock.stage)
            }
        })
        .await;
        let late = by(&world, "s1", "ho.b1.o1", &path, two_days()).await;
        assert_eq!(
            says(&late),
            (
                409,
                "the limit has passed, and a breach is not undone: a delay is reported before it"
            )
        );
        world.end().await;
    }
}

#[tokio::test]
async fn time_that_is_not_the_units_is_left_out_with_ground_and_notice_and_the_ceiling_stays() {
    for databases in Databases::both() {
        let world = bank(databases).await;
        let pause = json!({ "ground": "outside_appraisal", "reason": "the note is being examined" });
        let wrong = clock(&world, "reply").await;
        let path = format!("clocks/{}/pauses", wrong.id);
        let holiday = by(
            &world,
            "s1",
            "ho.b1.o1",
            &path,
            json!({ "ground": "holiday", "reason": "x" }),
        )
        .await;
        assert_eq!(
            says(&holiday),
            (
                422,
                "time is left out of account on these grounds only: outside_appraisal, complainant_to_supply"
            )
        );
        let line = ask(&world, "pauses", pause).await;
        assert_eq!(verdict(&world, "boss", "ho.b1", &line, "approve").await.status, 200);
        let paused = clock(&world, "reply").await;
        assert_eq!((paused.stage.as_str(), paused.due), ("paused", None));
        assert!(paused.paused_since.is_some());
        assert_eq!(paused.ceiling, wrong.ceiling);
        world.wait(SignedDuration::from_hours(72));
        world.quiet().await;
        assert_eq!(
            clock(&world, "reply").await.stage,
            "paused",
            "nothing falls due meanwhile"
        );
        let resumed = verdict(&world, "s1", "ho.b1.o1", &line, "resume").await;
        assert_eq!(resumed.status, 200, "{}", resumed.body);
        let running = clock(&world, "reply").await;
        assert_eq!(
            (running.stage.as_str(), running.due),
            ("running", at("2026-10-13T17:30:00+08:00")),
            "from Monday 16:00 an hour and a half, and a working day"
        );
        assert_eq!(running.ceiling, wrong.ceiling);
        assert_eq!(running.delays[0].stage, "ended");
        let twice = verdict(&world, "s1", "ho.b1.o1", &line, "resume").await;
        assert_eq!(says(&twice), (409, "the clock is not paused by this"));
        world.end().await;
    }
}

#[tokio::test]
async fn a_forgotten_pause_falls_due_at_the_ceiling() {
    let world = bank(Databases::Sqlite).await;
    let pause = json!({ "ground": "outside_appraisal", "reason": "x" });
    let line = ask(&world, "pauses", pause).await;
    assert_eq!(verdict(&world, "boss", "ho.b1", &line, "approve").await.status, 200);
    let ceiling = clock(&world, "reply").await.ceiling.unwrap();
    assert_eq!(
        ceiling,
        "2026-12-08T23:59:59+08:00".parse().unwrap(),
        "60 days after the start"
    );
    world.clock.set(ceiling);
    eventually("the breach at the ceiling", async || {
        let clock = clock(&world, "reply").await;
        if clock.stage == "breached" {
            Ok(())
        } else {
            Err(clock.stage)
        }
    })
    .await;
    world.end().await;
}

#[tokio::test]
async fn nothing_but_a_rule_moves_a_clock() {
    for databases in Databases::both() {
        let world = bank(databases).await;
        let before: Vec<_> = clocks(&world, 1).await.iter().map(|clock| clock.due).collect();
        let added = InformationAddedV1 {
            complaint: complaint(1),
            ..InformationAddedV1::example()
        };
        say(&world, complaint(1), &added).await;
        let taken = StatementTakenV1 {
            complaint: complaint(1),
            ..StatementTakenV1::example()
        };
        say(&world, complaint(1), &taken).await;
        world.wait(SignedDuration::from_mins(5));
        for path in ["clocks", "orders", "holdings"] {
            let looked = world
                .get(&format!("/routing/v1/complaints/{}/{path}", complaint(1)))
                .await;
            assert_eq!(looked.status, 200);
        }
        world.quiet().await;
        let after: Vec<_> = clocks(&world, 1).await.iter().map(|clock| clock.due).collect();
        assert_eq!(after, before, "edits, comments and looks");
        let reply = clock(&world, "reply").await.due;
        let order = orders(&world, 1).await.remove(0);
        let path = format!("orders/{}/hand_over", order.id);
        let given = by(
            &world,
            "s1",
            "ho.b1.o1",
            &path,
            json!({ "unit": "b1", "reason": "theirs" }),
        )
        .await;
        assert_eq!(given.status, 201, "{}", given.body);
        assert_eq!(clock(&world, "reply").await.due, reply, "and a reassignment");
        let line = ask_of(&world, "boss2", "ho.b1", two_days()).await;
        assert_eq!(verdict(&world, "h1", "ho", &line, "refuse").await.status, 200);
        assert_eq!(
            clock(&world, "reply").await.due,
            reply,
            "and what was asked and refused"
        );
        world.end().await;
    }
}

async fn ask_of(world: &World, staff: &str, unit: &str, body: Value) -> DelayView {
    let clock = clock(world, "reply").await.id;
    let answer = by(world, staff, unit, &format!("clocks/{clock}/extensions"), body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.read()
}

#[tokio::test]
async fn the_time_is_that_of_the_unit_which_held_it() {
    for databases in Databases::both() {
        let world = bank(databases).await;
        let order = orders(&world, 1).await.remove(0);
        world.wait(SignedDuration::from_mins(60));
        let path = format!("orders/{}/hand_over", order.id);
        let body = json!({ "unit": "b2", "reason": "theirs" });
        assert_eq!(by(&world, "s1", "ho.b1.o1", &path, body).await.status, 201);
        world.wait(SignedDuration::from_mins(90));
        let path = format!("/routing/v1/complaints/{}/holdings", complaint(1));
        let held: HoldingsView = world.get(&path).await.read();
        let periods: Vec<_> = held
            .periods
            .iter()
            .map(|held| (held.unit.as_str(), held.seconds, held.working_seconds))
            .collect();
        assert_eq!(
            periods,
            [("ho.b1.o1", 3600, Some(3600)), ("ho.b2", 5400, Some(1800))],
            "work ends at 17:30"
        );
        assert_eq!(held.units[0].unit.as_str(), "ho.b2");
        let none = world
            .get(&format!("/routing/v1/complaints/{}/holdings", complaint(9)))
            .await;
        assert_eq!(none.status, 404);
        world.end().await;
    }
}
