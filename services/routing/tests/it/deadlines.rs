//! Reminders, breaches and the ladder, without a hand (R4.7, P13, P14).

use std::collections::BTreeMap;

use huiyin_contracts::events::intake::WithdrawnV1;
use huiyin_contracts::events::routing::{ClockBreachedV1, EscalatedV1, RemindedV1};
use huiyin_contracts::{Envelope, Event, decode};
use huiyin_testkit::{Databases, Probe, World, eventually};
use jiff::SignedDuration;

use crate::world::{clocks, complaint, orders, pairs, register, registered, say, stages, start, start_at};

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

async fn escalated(probe: &mut Probe, n: u128, level: u32) -> EscalatedV1 {
    let fits = |event: &Envelope| {
        event.kind == EscalatedV1::kind()
            && event.about == complaint(n).uuid()
            && decode::<EscalatedV1>(event).is_ok_and(|event| event.level == level)
    };
    decode(&probe.hears(&format!("step {level} of complaint {n}"), fits).await).unwrap()
}

async fn heard<E: Event>(probe: &mut Probe, n: u128) -> E {
    let fits = |event: &Envelope| event.kind == E::kind() && event.about == complaint(n).uuid();
    decode(&probe.hears(&E::kind(), fits).await).unwrap()
}

/// How often each step was said, by complaint, clock and level.
fn steps(probe: &Probe) -> BTreeMap<(uuid::Uuid, u32), usize> {
    let mut steps = BTreeMap::new();
    for event in probe.heard().iter().filter(|event| event.kind == EscalatedV1::kind()) {
        let event: EscalatedV1 = decode(event).unwrap();
        *steps.entry((event.clock.uuid(), event.level)).or_default() += 1;
    }
    steps
}

async fn missed(world: &World) -> String {
    world.get("/readyz?verbose").await.body.to_string()
}

#[tokio::test]
async fn the_handler_is_reminded_then_it_goes_up_level_by_level_until_someone_acts() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let mut probe = Probe::new(&world.bus, "probe").await;
        register(&world, 1, |_| ()).await;
        world.wait(minutes(60));
        let reminded: RemindedV1 = heard(&mut probe, 1).await;
        assert_eq!((reminded.kind.as_str(), reminded.unit.as_str()), ("accept", "ho.b1.o1"));
        world.wait(minutes(60));
        let breached: ClockBreachedV1 = heard(&mut probe, 1).await;
        assert_eq!(breached.kind, "accept");
        for (level, to, wait) in [(1, "ho.b1", 60), (2, "ho.b1", 120), (3, "ho.desk", 0)] {
            assert_eq!(escalated(&mut probe, 1, level).await.to.as_str(), to, "level {level}");
            world.wait(minutes(wait));
        }
        let pressing = orders(&world, 1)
            .await
            .into_iter()
            .filter(|order| order.kind == "supervision")
            .count();
        assert_eq!(pressing, 3);
        assert_eq!(
            stages(&world, 1).await,
            pairs(&[("accept", "breached"), ("reply", "running")])
        );
        say(
            &world,
            complaint(1),
            &WithdrawnV1 {
                complaint: complaint(1),
                ..WithdrawnV1::example()
            },
        )
        .await;
        world.quiet().await;
        assert!(orders(&world, 1).await.iter().all(|order| order.stage == "stopped"));
        world.wait(minutes(60 * 24 * 7));
        tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
        world.quiet().await;
        assert_eq!(
            orders(&world, 1).await.len(),
            4,
            "after it ended nothing goes up any more"
        );
        world.end().await;
    }
}

#[tokio::test]
async fn what_nobody_took_from_triage_goes_up_as_well() {
    let world = start(Databases::Sqlite).await;
    let mut probe = Probe::new(&world.bus, "probe").await;
    register(&world, 1, |event| event.unit = "ho.b1.o9".parse().unwrap()).await;
    for (level, wait) in [(1, 60), (2, 60), (3, 120)] {
        world.wait(minutes(wait));
        let step = escalated(&mut probe, 1, level).await;
        assert_eq!((step.kind.as_str(), step.unit.as_str()), ("hand_over", "ho.desk"));
    }
    assert!(!missed(&world).await.contains("without escalation"));
    world.end().await;
}

#[tokio::test]
async fn each_step_takes_effect_once_also_across_a_crash_at_the_very_instant() {
    for databases in Databases::both() {
        let mut world = start(databases).await;
        for n in 1..=40 {
            say(&world, complaint(n), &registered(&world, n, |_| ())).await;
        }
        world.quiet().await;
        world.wait(minutes(120));
        world.crash_and_restart().await;
        world.wait(minutes(60));
        world.crash_and_restart().await;
        let mut probe = Probe::new(&world.bus, "probe").await;
        for n in 1..=40 {
            escalated(&mut probe, n, 2).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
        world.quiet().await;
        let steps = steps(&probe);
        assert_eq!(steps.len(), 80, "40 clocks, two steps each");
        assert!(steps.values().all(|times| *times == 1));
        world.end().await;
    }
}

#[tokio::test]
async fn steps_that_were_missed_while_nothing_ran_follow_at_once() {
    let world = start(Databases::Sqlite).await;
    let mut probe = Probe::new(&world.bus, "probe").await;
    register(&world, 1, |_| ()).await;
    world.wait(minutes(60 * 24 * 3));
    for level in 1..=4 {
        escalated(&mut probe, 1, level).await;
    }
    world.end().await;
}

#[tokio::test]
async fn a_year_without_a_calendar_is_reported_and_no_due_time_is_guessed() {
    let world = start_at(Databases::Sqlite, "2026-12-31T16:00:00+08:00").await;
    register(&world, 1, |_| ()).await;
    let clocks = clocks(&world, 1).await;
    let reply = clocks.iter().find(|clock| clock.kind == "reply").unwrap();
    assert_eq!((reply.stage.as_str(), reply.due), ("unset", None));
    assert_eq!(reply.why.as_deref(), Some("calendar `cn` has not loaded the year 2027"));
    assert_eq!(orders(&world, 1).await[0].stage, "served");
    let ready = world.get("/readyz?verbose").await;
    // Complaints are received all the same; what lacks a calendar is told.
    assert_eq!(ready.status, 200);
    let calendar = "calendar `cn` is loaded until 2026-12-31, but is needed until 2027-01-30";
    assert!(ready.body.to_string().contains(calendar), "{}", ready.body);
    world.end().await;
}

#[tokio::test]
async fn a_clock_that_waited_for_its_calendar_is_set_when_it_has_come() {
    for databases in Databases::both() {
        let mut world = start(databases).await;
        register(&world, 1, |_| ()).await;
        let set = clocks(&world, 1).await;
        let change = world.store("routing").change().await.unwrap();
        for forget in [
            "DELETE FROM deadline WHERE clock IN (SELECT id FROM clock WHERE kind = 'reply')",
            "UPDATE clock SET stage = 'unset', due_at = NULL, explanation = NULL, why = 'no calendar' WHERE kind = 'reply'",
        ] {
            sea_orm::ConnectionTrait::execute_unprepared(change.conn(), forget)
                .await
                .unwrap();
        }
        change.commit().await.unwrap();
        assert!(missed(&world).await.contains("1 clocks wait for calendar `cn`"));
        world.crash_and_restart().await;
        eventually("the clock is set", async || {
            let now = clocks(&world, 1).await;
            if now == set { Ok(()) } else { Err(format!("{now:?}")) }
        })
        .await;
        let mut probe = Probe::new(&world.bus, "probe").await;
        world.wait(minutes(60 * 24 * 2));
        let fits = |event: &Envelope| decode::<ClockBreachedV1>(event).is_ok_and(|event| event.kind == "reply");
        probe.hears("the breach of the reply", fits).await;
        world.end().await;
    }
}

#[tokio::test]
async fn a_tick_with_a_hundred_thousand_rows_ahead_finds_the_one_that_is_due() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) \
        INSERT INTO deadline (clock, what, level, complaint, at) \
        SELECT randomblob(16), 'due', 1, randomblob(16), 4000000000000000 + i FROM n";
    let change = world.store("routing").change().await.unwrap();
    sea_orm::ConnectionTrait::execute_unprepared(change.conn(), rows)
        .await
        .unwrap();
    change.commit().await.unwrap();
    world.wait(minutes(120));
    let began = std::time::Instant::now();
    eventually("the breach", async || {
        let stages = stages(&world, 1).await;
        if stages.contains(&("accept".to_owned(), "breached".to_owned())) {
            Ok(())
        } else {
            Err(format!("{stages:?}"))
        }
    })
    .await;
    println!("one due among 100 000: fired after {:?}, ticks of 1 s", began.elapsed());
    world.end().await;
}
