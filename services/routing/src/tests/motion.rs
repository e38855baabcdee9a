//! R2.1: random trees, random changes, and complaints that are open all the while.

use std::fmt::Write;

use super::room::{Room, complaint};
use crate::app::DirectoryError;
use crate::domain::motion::today;
use crate::domain::order::Order;

const FRIDAY: &str = "2026-10-09T16:00:00+08:00";
const DAY: i64 = 24 * 60;

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.roll(all.len())]
    }
}

/// Every complaint is held by one unit that is there today, and was by one at each instant before; nobody is in a unit that is gone.
pub(super) async fn nothing_is_lost(room: &Room, numbers: std::ops::Range<u128>) {
    let directory = room.app.units().await.unwrap();
    for n in numbers {
        let orders = room.orders(n).await;
        let leads: Vec<&Order> = orders.iter().filter(|order| order.kind.is_lead()).collect();
        let holding: Vec<_> = leads.iter().filter(|order| order.is_open()).collect();
        assert_eq!(holding.len(), 1, "{:?} has one holder", complaint(n));
        let held = directory.at(&holding[0].lead);
        assert!(
            held.is_some_and(|unit| unit.is_open()),
            "{} is not there",
            holding[0].lead
        );
        let mut by_time = leads.clone();
        by_time.sort_by_key(|order| (order.is_open(), order.served, order.stage.since()));
        for pair in by_time.windows(2) {
            assert_eq!(
                pair[0].stage.since(),
                Some(pair[1].served),
                "no gap between two holders (R4.13)"
            );
        }
    }
    let lost = "SELECT COUNT(*) FROM staff WHERE unit IN (SELECT code FROM unit WHERE closed_at IS NOT NULL)";
    assert_eq!(room.count(lost).await, 0);
}

fn tree() -> String {
    let mut csv = "node_id,parent_id,level,name,code,duties\nHO,,head_office,Head office,,\n".to_owned();
    writeln!(csv, "DESK,HO,department,Desk,,supervision_desk").unwrap();
    for b in 0..5 {
        writeln!(csv, "B{b},HO,branch,Branch {b},,").unwrap();
        for o in 0..6 {
            writeln!(csv, "O{b}{o},B{b},outlet,Outlet {b}{o},,").unwrap();
        }
    }
    csv
}

/// A change of a unit that is open, as a line without its date.
async fn line(room: &Room, dice: &mut Dice, fresh: usize) -> String {
    let directory = room.app.units().await.unwrap();
    let open = |level: &str| -> Vec<String> {
        let units = directory
            .units()
            .iter()
            .filter(|unit| unit.is_open() && unit.level == level);
        units.map(|unit| unit.code.to_string()).collect()
    };
    let (outlets, branches) = (open("outlet"), open("branch"));
    match dice.roll(6) {
        0 => format!("open,,New {fresh},{},,x{fresh}", dice.pick(&branches)),
        1 => format!("rename,{},Name {fresh},,,", dice.pick(&outlets)),
        2 => format!("move,{},,{},,", dice.pick(&outlets), dice.pick(&branches)),
        3 => format!("move,{},,{},,", dice.pick(&branches), dice.pick(&branches)),
        4 => format!("merge,{},,,{},", dice.pick(&outlets), dice.pick(&outlets)),
        _ => format!("close,{},,,,", dice.pick(&outlets)),
    }
}

#[tokio::test]
async fn whatever_happens_to_the_tree_no_open_complaint_is_lost() {
    for (seed, room) in (1..).zip(Room::both(FRIDAY).await) {
        let mut dice = Dice(seed);
        room.app.import_directory(tree().as_bytes(), false).await.unwrap();
        let staff: String = (0..30).map(|n| format!("s{n},o{}{}\n", n / 6, n % 6)).collect();
        room.app
            .import_staff(format!("code,unit\n{staff}").as_bytes())
            .await
            .unwrap();
        for n in 0..30_u128 {
            room.register(n..n + 1, &format!("ho.b{}.o{}{}", n / 6, n / 6, n % 6))
                .await;
        }
        nothing_is_lost(&room, 0..30).await;
        let (mut done, mut refused) = (0, 0);
        for fresh in 0..60 {
            room.wait(DAY);
            let day = today(room.now(), "Asia/Shanghai");
            // One in two is written down the day before and waits for its day.
            let ahead = dice.roll(2) == 0;
            let on = if ahead { day.tomorrow().unwrap() } else { day };
            let csv = format!(
                "date,change,unit,name,parent,successor,code\n{on},{}\n",
                line(&room, &mut dice, fresh).await
            );
            match room.app.change_units(csv.as_bytes(), false, false).await {
                Ok(_) => done += 1,
                Err(_) => refused += 1,
            }
            while room.app.change_on_the_day().await.unwrap() {}
            room.tick().await;
            nothing_is_lost(&room, 0..30).await;
        }
        println!("{done} changes, {refused} refused");
        assert!(done > 20);
    }
}

/// On PostgreSQL a registration and a change of the tree can pass each other: what the one wrote, the other did not see.
#[tokio::test]
async fn a_unit_with_open_complaints_does_not_close_where_nobody_is_left_to_have_them() {
    for room in Room::both(FRIDAY).await {
        room.register(1..3, "ho.b1.o1").await;
        let all_closed = "node_id,parent_id,level,name,code,duties,status\n\
            HO,,head_office,Head office,,,closed\nDESK,HO,department,Desk,,supervision_desk,closed\n\
            B1,HO,branch,East,,,closed\nB2,HO,branch,West,,,closed\nO1,B1,outlet,Renmin Road,,,closed\n";
        let refused = room.app.import_directory(all_closed.as_bytes(), false).await;
        let Err(DirectoryError::Refused(refusals)) = refused else {
            panic!("{refused:?}")
        };
        let sentences: Vec<_> = refusals.iter().map(ToString::to_string).collect();
        assert_eq!(
            sentences,
            ["`o1` would close with 2 open complaints, and no unit above or after it has them"]
        );
        nothing_is_lost(&room, 1..3).await;
    }
}

#[tokio::test]
async fn what_was_registered_in_the_instant_of_a_change_follows_afterwards() {
    for room in Room::both(FRIDAY).await {
        room.register(0..3, "ho.b1.o1").await;
        room.run("UPDATE unit SET path = 'ho.b2.o1' WHERE code = 'o1'").await;
        room.app.forget_directory();
        assert!(room.app.follow_left_behind().await.unwrap());
        nothing_is_lost(&room, 0..3).await;
        assert_eq!(room.orders(0).await[0].lead.to_string(), "ho.b2.o1");
        assert!(!room.app.follow_left_behind().await.unwrap(), "nothing is left");
        room.run("UPDATE unit SET closed_at = 0, successor = 'b1' WHERE code = 'o1'")
            .await;
        room.app.forget_directory();
        assert!(room.app.follow_left_behind().await.unwrap());
        nothing_is_lost(&room, 0..3).await;
        assert!(
            !room.app.follow_left_behind().await.unwrap(),
            "a complaint stays about a unit that is gone"
        );
    }
}
