use super::super::order::OrderStage;
use super::super::samples::World;
use super::*;

fn press<'a>(world: &World, matter: &Matter, from: &'a UnitPath) -> Supervise<'a> {
    Supervise {
        order: matter.orders[0].id,
        from: Some(from),
        desk: false,
        asks: "Report how far it is.",
        due: "2026-10-12".parse().unwrap(),
        by: &Actor::Operator,
        now: world.later(20),
    }
}

fn path(text: &str) -> UnitPath {
    text.parse().unwrap()
}

#[test]
fn r4_7_a_unit_above_presses_the_holder_until_the_end_of_a_day_and_no_clock_moves() {
    let world = World::new();
    let matter = world.assigned("ho.b1.o1");
    let from = path("ho.b1");
    let effects = press(&world, &matter, &from).decide(&matter, &world.rules()).unwrap();
    let [order] = &effects.orders[..] else {
        panic!("{:?}", effects.orders)
    };
    assert!(order.is_by_hand() && !order.leads());
    assert_eq!((&order.lead, order.from.as_ref()), (&path("ho.b1.o1"), Some(&from)));
    assert_eq!(order.next_due, Some("2026-10-13T00:00:00+08:00".parse().unwrap()));
    assert!(effects.clocks.is_empty() && effects.deadlines.is_empty());
    assert!(matches!(&effects.said[..], [Saying::SupervisionOrdered(said)] if said.due == order.next_due.unwrap()));
}

#[test]
fn r4_7_what_it_presses_for_ends_it() {
    let world = World::new();
    let mut matter = world.assigned("ho.b1.o1");
    let from = path("ho");
    let pressed = press(&world, &matter, &from).decide(&matter, &world.rules()).unwrap();
    matter.orders.extend(pressed.orders);
    let mut effects = Effects::default();
    let clock = matter.clocks.iter().find(|clock| clock.is_reply()).unwrap();
    effects.meet(&matter, clock, world.later(60));
    let ended = effects.orders.iter().find(|order| order.is_by_hand()).unwrap();
    assert_eq!(ended.stage, OrderStage::Done { at: world.later(60) });
    assert_eq!(ended.next_due, None);
}

#[test]
fn the_supervision_desk_presses_every_unit_and_two_units_above_press_each_for_itself() {
    let world = World::new();
    let mut matter = world.assigned("ho.b1.o1");
    let (desk, branch) = (path("ho.b2"), path("ho.b1"));
    let by_desk = Supervise {
        desk: true,
        ..press(&world, &matter, &desk)
    };
    let first = by_desk.decide(&matter, &world.rules()).unwrap();
    matter.orders.extend(first.orders);
    assert!(press(&world, &matter, &branch).decide(&matter, &world.rules()).is_ok());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table, read row by row")]
fn each_refusal_has_its_sentence() {
    let world = World::new();
    let mut matter = world.assigned("ho.b1.o1");
    let (above, own, beside) = (path("ho.b1"), path("ho.b1.o1"), path("ho.b2"));
    let refused =
        |matter: &Matter, request: &Supervise<'_>| request.decide(matter, &world.rules()).unwrap_err().to_string();
    for from in [&own, &beside] {
        assert_eq!(
            refused(&matter, &press(&world, &matter, from)),
            "only a unit above the one that holds the order presses it, or the supervision desk"
        );
    }
    let long = "x".repeat(501);
    for (asks, sentence) in [
        (" ", "say what is to be done"),
        (&long, "what is to be done is told in at most 500 characters"),
    ] {
        let request = Supervise {
            asks,
            ..press(&world, &matter, &above)
        };
        assert_eq!(refused(&matter, &request), sentence);
    }
    for (due, sentence) in [
        ("2026-10-08", "the day is over where the unit is"),
        ("2027-10-11", "the day is at most 366 days ahead"),
        ("9999-12-31", "the day is at most 366 days ahead"),
    ] {
        let request = Supervise {
            due: due.parse().unwrap(),
            ..press(&world, &matter, &above)
        };
        assert_eq!(refused(&matter, &request), sentence, "{due}");
    }
    let pressed = press(&world, &matter, &above).decide(&matter, &world.rules()).unwrap();
    matter.orders.extend(pressed.orders);
    assert_eq!(
        refused(&matter, &press(&world, &matter, &above)),
        "your unit pressed this one already, and has no answer yet"
    );
    let again = Supervise {
        order: matter.orders[1].id,
        ..press(&world, &matter, &above)
    };
    assert_eq!(
        refused(&matter, &again),
        "a supervision order is pressed by nobody: press the unit that leads, or that co-handles"
    );
    matter.orders.truncate(1);
    let clocks = std::mem::take(&mut matter.clocks);
    assert_eq!(
        refused(&matter, &press(&world, &matter, &above)),
        "nothing is awaited of the unit: no time limit runs on the complaint"
    );
    matter.clocks = clocks;
    matter.orders[0].stage = OrderStage::Done { at: world.now };
    assert_eq!(
        refused(&matter, &press(&world, &matter, &above)),
        "the order is no longer open: it was handed over, finished or stopped"
    );
    matter.complaint.stage = ComplaintStage::Ended {
        at: world.now,
        why: "closed".to_owned(),
    };
    assert_eq!(
        refused(&matter, &press(&world, &matter, &above)),
        "the complaint has ended"
    );
}
