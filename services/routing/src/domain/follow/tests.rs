use super::super::clock::ClockStage;
use super::super::samples::{World, units};
use super::super::unit::{Unit, UnitState};
use super::*;

/// The small tree after a change of some units.
fn after(change: impl Fn(&mut Unit)) -> World {
    let mut all = units(&["ho", "ho.b1", "ho.b1.o1", "ho.b2"]);
    all.iter_mut().for_each(change);
    World::of(all)
}

fn closed(unit: &mut Unit, successor: Option<&str>) {
    unit.state = UnitState::Closed {
        at: Timestamp::UNIX_EPOCH,
    };
    unit.successor = successor.map(|code| code.parse().unwrap());
}

fn follow(before: &World, after: &World, matter: &Matter, minutes: i64) -> Effects {
    let shifts = shifts(before.rules().directory, after.rules().directory);
    decide(matter, &shifts, &after.rules(), before.later(minutes))
}

fn told(effects: &Effects) -> (String, Option<String>) {
    effects
        .said
        .iter()
        .find_map(|saying| match saying {
            Saying::Assigned(event) => Some((event.lead.to_string(), event.why.clone())),
            _ => None,
        })
        .unwrap()
}

#[test]
fn what_was_open_at_a_closed_unit_goes_to_the_unit_above_and_no_clock_starts_anew() {
    let before = World::new();
    let next = after(|unit| {
        if unit.code.as_str() == "o1" {
            closed(unit, None);
        }
    });
    let matter = before.assigned("ho.b1.o1");
    let effects = follow(&before, &next, &matter, 30);
    assert_eq!(told(&effects), ("ho.b1".to_owned(), Some("unit_closed".to_owned())));
    let [old, new] = effects.orders.as_slice() else {
        panic!("one order ends, another begins")
    };
    assert_eq!(old.stage, OrderStage::HandedOver { at: before.later(30) });
    assert_eq!(new.served, before.later(30), "no gap between the two (R4.13)");
    assert_eq!(new.from.as_ref().unwrap().as_str(), "ho.b1.o1");
    let due = |clocks: &[Clock]| {
        clocks
            .iter()
            .map(|clock| (clock.id, clock.stage.due()))
            .collect::<Vec<_>>()
    };
    assert_eq!(due(&effects.clocks), due(&matter.clocks));
    assert!(
        effects
            .clocks
            .iter()
            .all(|clock| clock.order == new.id && clock.unit == new.lead)
    );
    assert!(effects.deadlines.is_empty());
}

#[test]
fn the_heir_of_what_was_under_way_has_the_usual_time_to_begin() {
    let before = World::new();
    let next = after(|unit| {
        if unit.code.as_str() == "o1" {
            closed(unit, Some("b2"));
        }
    });
    let mut matter = before.assigned("ho.b1.o1");
    matter.orders[0] = matter.orders[0].at_stage(OrderStage::Accepted { at: before.later(5) });
    matter.clocks.retain(|clock| clock.waits_for == WaitsFor::Reply);
    let effects = follow(&before, &next, &matter, 30);
    assert_eq!(told(&effects), ("ho.b2".to_owned(), Some("unit_merged".to_owned())));
    let kinds: Vec<_> = effects.clocks.iter().map(|clock| clock.waits_for).collect();
    assert_eq!(kinds, [WaitsFor::Reply, WaitsFor::Acceptance]);
    assert!(matches!(effects.clocks[1].stage, ClockStage::Running { .. }));
    assert_eq!(effects.clocks[0].stage, matter.clocks[0].stage);
}

#[test]
fn a_unit_that_moved_keeps_its_order_in_the_new_place() {
    let before = World::new();
    let next = after(|unit| {
        if unit.code.as_str() == "o1" {
            unit.path = "ho.b2.o1".parse().unwrap();
        }
    });
    let matter = before.assigned("ho.b1.o1");
    let effects = follow(&before, &next, &matter, 30);
    assert_eq!(told(&effects), ("ho.b2.o1".to_owned(), Some("unit_moved".to_owned())));
    assert_eq!((effects.orders[0].id, effects.orders.len()), (matter.orders[0].id, 1));
    assert_eq!(effects.orders[0].stage, OrderStage::Served);
    assert_eq!(effects.complaint.unwrap().unit.as_str(), "ho.b2.o1");
}

#[test]
fn a_successor_that_must_be_kept_out_is_passed_over() {
    let before = World::new();
    let next = after(|unit| {
        if unit.code.as_str() == "o1" {
            closed(unit, None);
        }
    });
    let mut matter = before.assigned("ho.b1.o1");
    matter.complaint.conflicted = vec!["b1".parse().unwrap()];
    let effects = follow(&before, &next, &matter, 30);
    assert_eq!(told(&effects).0, "ho");
}

#[test]
fn successors_are_followed_to_an_open_one_and_a_ring_of_them_ends_above() {
    let chain = after(|unit| match unit.code.as_str() {
        "o1" => closed(unit, Some("b1")),
        "b1" => closed(unit, Some("b2")),
        _ => {}
    });
    let directory = chain.rules().directory;
    let heir = |directory: &Directory| directory.heir(&"ho.b1.o1".parse().unwrap()).unwrap().code.to_string();
    assert_eq!(heir(directory), "b2");
    let ring = after(|unit| match unit.code.as_str() {
        "o1" => closed(unit, Some("b1")),
        "b1" => closed(unit, Some("o1")),
        _ => {}
    });
    assert_eq!(heir(ring.rules().directory), "ho");
}
