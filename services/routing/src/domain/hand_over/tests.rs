use super::*;
use crate::domain::clock::Clock;
use crate::domain::effects::Saying;
use crate::domain::samples::World;
use crate::domain::unit::UnitState;

fn hand_over(world: &World, matter: &Matter, to: Option<&Unit>, reason: &str) -> Result<Effects, Refusal> {
    let request = HandOver {
        order: matter.orders[0].id,
        to,
        reason,
        history: &matter.orders,
        now: world.later(20),
    };
    request.decide(matter, &world.rules())
}

fn refused(world: &World, matter: &Matter, to: Option<&Unit>, reason: &str) -> String {
    hand_over(world, matter, to, reason).unwrap_err().to_string()
}

#[test]
fn the_desk_passes_on_within_its_hour_and_the_receiver_gets_its_clocks() {
    let world = World::new();
    let matter = world.triaged();
    let effects = hand_over(&world, &matter, Some(world.unit("b1")), "theirs").unwrap();
    let clocks: Vec<_> = effects
        .clocks
        .iter()
        .map(|c| (c.kind.as_str(), c.stage.word(), c.unit.as_str()))
        .collect();
    assert_eq!(
        clocks,
        [
            ("hand_over", "met", "ho"),
            ("accept", "running", "ho.b1"),
            ("reply", "running", "ho.b1")
        ]
    );
    let [old, new] = &effects.orders[..] else {
        panic!("{:?}", effects.orders)
    };
    assert_eq!((old.stage.word(), old.next_due), ("handed_over", None));
    assert_eq!(
        (new.kind, new.lead.as_str(), new.next_due),
        (OrderKind::Transfer, "ho.b1", Some(world.later(140)))
    );
    assert_eq!(new.from.as_ref().unwrap().as_str(), "ho");
    assert!(
        effects
            .said
            .iter()
            .any(|said| matches!(said, Saying::Assigned(event) if event.kind == "transfer"))
    );
}

#[test]
fn passing_on_moves_no_due_time_of_the_reply() {
    let world = World::new();
    let matter = world.assigned("ho.b1.o1");
    let due = |clocks: &[Clock]| clocks.iter().find(|c| c.kind == "reply").map(|c| (c.id, c.stage.due()));
    let effects = hand_over(&world, &matter, Some(world.unit("b1")), "not ours").unwrap();
    assert_eq!(due(&effects.clocks), due(&matter.clocks));
    let accepts: Vec<_> = effects
        .clocks
        .iter()
        .filter(|c| c.kind == "accept")
        .map(|c| c.stage.word())
        .collect();
    assert_eq!(accepts, ["stopped", "running"]);
}

#[test]
fn each_refusal_has_its_sentence() {
    let world = World::new();
    let matter = world.assigned("ho.b1.o1");
    let branch = Some(world.unit("b1"));
    assert_eq!(
        refused(&world, &matter, None, "x"),
        "there is no such unit in the directory"
    );
    assert_eq!(refused(&world, &matter, branch, "  "), "a hand-over gives its reason");
    assert_eq!(
        refused(&world, &matter, branch, &"字".repeat(501)),
        "the reason is at most 500 characters"
    );
    assert_eq!(
        refused(&world, &matter, Some(world.unit("o1")), "x"),
        "the unit holds the order already"
    );
    let closed = Unit {
        state: UnitState::Closed { at: world.now },
        ..world.unit("b2").clone()
    };
    assert_eq!(refused(&world, &matter, Some(&closed), "x"), "the unit is closed");
    let mut about_leader = world.assigned("ho.b1");
    about_leader.complaint.leader_concerned = true;
    about_leader.orders[0].lead = "ho".parse().unwrap();
    let concerned = "the complaint concerns this unit or its leader: the level above handles it";
    assert_eq!(refused(&world, &about_leader, branch, "x"), concerned);
}

#[test]
fn what_is_over_is_not_passed_on() {
    let world = World::new();
    let mut matter = world.assigned("ho.b1.o1");
    let branch = Some(world.unit("b1"));
    matter.orders[0].stage = OrderStage::HandedOver { at: world.now };
    let gone = "the order is no longer open: it was handed over, finished or stopped";
    assert_eq!(refused(&world, &matter, branch, "x"), gone);
    matter.orders[0].stage = OrderStage::Served;
    matter.orders[0].kind = OrderKind::Supervision {
        clock: matter.clocks[0].id,
        level: 1,
    };
    assert_eq!(
        refused(&world, &matter, branch, "x"),
        "a supervision order presses for a result and is not handed over"
    );
    for (kind, sentence) in [
        (
            OrderKind::CoHandling,
            "a co-handling unit supplies what is asked, and hands nothing over",
        ),
        (OrderKind::Alert, "an alert is confirmed, and not handed over"),
        (OrderKind::Dispute, "a dispute is decided, not handed over"),
        (
            OrderKind::Decided,
            "the service management decided whose it is, and that binds: only that unit and those below it can be given it",
        ),
    ] {
        matter.orders[0].kind = kind;
        assert_eq!(refused(&world, &matter, branch, "x"), sentence);
    }
    matter.complaint.stage = ComplaintStage::Ended {
        at: world.now,
        why: "withdrawn".to_owned(),
    };
    assert_eq!(refused(&world, &matter, branch, "x"), "the complaint has ended");
}

#[test]
fn what_was_decided_stays_below_the_unit_however_often_it_is_handed_down() {
    let world = World::new();
    let mut matter = world.assigned("ho.b1.o1");
    let decided = Order {
        id: world.ids().order(),
        kind: OrderKind::Decided,
        lead: "ho.b1".parse().unwrap(),
        stage: OrderStage::HandedOver { at: world.now },
        ..matter.orders[0].clone()
    };
    matter.orders.insert(0, decided.clone());
    let hand = |to: &str| {
        let request = HandOver {
            order: matter.orders[1].id,
            to: Some(world.unit(to)),
            reason: "x",
            history: &matter.orders,
            now: world.later(20),
        };
        request.decide(&matter, &world.rules())
    };
    assert_eq!(
        hand("b2").unwrap_err(),
        Refusal::Binding,
        "the outlet cannot pass it elsewhere"
    );
    assert!(hand("b1").is_ok(), "the unit that was decided on has it back");
}
