//! P13: limits fire once, at the right instant: three years with make-up days, steps of the clock, and ends of the process at the very
//! instant.

use std::collections::BTreeMap;
use std::time::Duration;

use huiyin_kernel::{Ids, Timestamp};
use huiyin_policy::Pack;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};

use super::room::{Room, complaint};
use crate::domain::clock::ClockStage;
use crate::domain::end::Ending;

const START: &str = "2023-01-03T08:00:00+08:00";
const YEARS_IN_MINUTES: u64 = 3 * 365 * 24 * 60;

/// Dice that fall the same in each run.
struct Dice(Ids);

impl Dice {
    fn below(&self, sides: u64) -> u64 {
        u64::from_be_bytes(self.0.bytes()) % sides
    }

    fn minutes(&self, most: u64) -> SignedDuration {
        SignedDuration::from_mins(i64::try_from(self.below(most)).unwrap())
    }
}

/// When a reply is due that an outlet has one working day for, by walking the days: nothing of `add_working_days` is in it.
fn one_working_day_after(pack: &Pack, from: Timestamp) -> Timestamp {
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let mut date = zone.to_datetime(from).date();
    loop {
        date = date.tomorrow().unwrap();
        if pack.default_calendar().is_working_day(date).unwrap() {
            let end = date.to_datetime(Time::constant(17, 30, 0, 0));
            return zone.to_timestamp(end).unwrap();
        }
    }
}

/// What is to happen in the simulated world, by its instant.
enum Plan {
    Register(u128),
    Reply(u128),
    Close(u128),
}

fn plans(dice: &Dice, start: Timestamp, complaints: u128) -> BTreeMap<(Timestamp, u128, u8), Plan> {
    let mut plans = BTreeMap::new();
    for n in 1..=complaints {
        let at = start + dice.minutes(YEARS_IN_MINUTES);
        let replied = at + dice.minutes(4 * 24 * 60);
        let closed = replied.max(at) + dice.minutes(3 * 24 * 60) + SignedDuration::from_mins(1);
        plans.insert((at, n, 0), Plan::Register(n));
        plans.insert((replied.max(at + SignedDuration::from_mins(1)), n, 1), Plan::Reply(n));
        plans.insert((closed + SignedDuration::from_mins(1), n, 2), Plan::Close(n));
    }
    plans
}

impl Room {
    async fn carry_out(&self, plan: &Plan) {
        let now = self.now();
        let mut change = self.change().await;
        match plan {
            Plan::Register(n) => {
                let event = self.registered(*n, "ho.b1.o1");
                self.app.registered(&mut change, &event, false).await.unwrap();
            }
            Plan::Reply(n) => {
                self.app.replied(&mut change, complaint(*n), now).await.unwrap();
            }
            Plan::Close(n) => {
                let ended = self.app.ended(&mut change, complaint(*n), Ending::Closed, now);
                ended.await.unwrap();
            }
        }
        change.commit().await.unwrap();
    }

    async fn next_deadline(&self) -> Option<Timestamp> {
        let next = "SELECT COALESCE(min(at), 0) FROM deadline WHERE fired_at IS NULL";
        match self.count(next).await {
            0 => None,
            at => Some(Timestamp::from_microsecond(at).unwrap()),
        }
    }

    /// A tick at the present instant; now and then the clock was set back before, or the process ends in the middle of it.
    async fn unsteady_tick(&mut self, dice: &Dice) {
        match dice.below(12) {
            0 => {
                let now = self.now();
                self.clock.set(now - dice.minutes(90));
                self.tick().await;
                self.clock.set(now);
            }
            1 => {
                let cut = Duration::from_micros(dice.below(3_000));
                let _ = tokio::time::timeout(cut, self.app.fire()).await;
                self.restart().await;
            }
            2 => self.restart().await,
            _ => {}
        }
        self.tick().await;
    }
}

/// Lives through three years; most ticks come at the very instant, some late.
async fn live(room: &mut Room, complaints: u128) {
    let dice = Dice(Ids::seeded(room.clock.clock(), 42));
    let mut plans = plans(&dice, room.now(), complaints);
    loop {
        let plan = plans.keys().next().copied();
        let due = room.next_deadline().await;
        let at = match (plan, due) {
            (None, None) => return,
            (Some((at, ..)), Some(due)) => at.min(due),
            (Some((at, ..)), None) => at,
            (None, Some(due)) => due,
        };
        // A step forward: nothing ticked for a while.
        let late = if dice.below(20) == 0 {
            dice.minutes(600)
        } else {
            SignedDuration::ZERO
        };
        let to = plan.map_or(at + late, |(next, ..)| (at + late).min(next.max(at)));
        room.clock.set(to.max(room.now()));
        room.unsteady_tick(&dice).await;
        while let Some(entry) = plans.first_entry().filter(|entry| entry.key().0 <= room.now()) {
            let plan = entry.remove();
            room.carry_out(&plan).await;
        }
    }
}

async fn nothing_missed_nothing_doubled(room: &Room, complaints: u128) {
    let pack = Pack::embedded("rural-bank").unwrap();
    let mut breached = 0;
    for n in 1..=complaints {
        let clocks = room.clocks(n).await;
        let reply = clocks.iter().find(|clock| clock.kind == "reply").unwrap();
        let due = one_working_day_after(&pack, reply.started);
        assert_eq!(
            reply.stage.due(),
            Some(due),
            "complaint {n}, registered {}",
            reply.started
        );
        breached += i64::from(matches!(reply.stage, ClockStage::Breached { .. }));
        let accept = clocks.iter().find(|clock| clock.kind == "accept").unwrap();
        assert_eq!(accept.stage.due(), Some(accept.started + 2.hours()));
    }
    assert!(breached > 0, "some were late, else nothing is shown");
    assert_eq!(
        room.count("SELECT count(*) FROM deadline WHERE fired_at IS NULL").await,
        0
    );
    assert_eq!(room.count("SELECT count(*) FROM deadline WHERE fired_at < at").await, 0);
    let said = "SELECT count(*) FROM outbox WHERE kind = 'complaint.clock_breached.v1'";
    let late = "SELECT count(*) FROM clock WHERE stage = 'breached'";
    assert_eq!(
        room.count(said).await,
        room.count(late).await,
        "each breach is said once"
    );
    for (kind, rows) in [
        ("escalated", "what IN ('due', 'escalate')"),
        ("reminded", "what = 'remind'"),
    ] {
        let said = format!("SELECT count(*) FROM outbox WHERE kind = 'complaint.{kind}.v1'");
        let rows = format!("SELECT count(*) FROM deadline WHERE {rows}");
        assert_eq!(room.count(&said).await, room.count(&rows).await, "each {kind} once");
    }
}

#[tokio::test]
async fn three_years_with_make_up_days_steps_of_the_clock_and_restarts() {
    let mut room = Room::sqlite(START).await;
    live(&mut room, 150).await;
    nothing_missed_nothing_doubled(&room, 150).await;
}

#[tokio::test]
#[ignore = "hard: 5 000 complaints in three years, on each database"]
async fn three_years_of_many_complaints() {
    for mut room in Room::both(START).await {
        let began = std::time::Instant::now();
        live(&mut room, 5_000).await;
        nothing_missed_nothing_doubled(&room, 5_000).await;
        let database = if room.is_sqlite() { "SQLite" } else { "PostgreSQL" };
        println!(
            "P13, 5 000 complaints in three years on {database}: 0 missed, 0 doubled, {:?}",
            began.elapsed()
        );
    }
}
