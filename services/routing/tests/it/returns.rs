//! Return once, dispute, decision; co-handling; supervision orders (R4.7 to R4.10).

use huiyin_contracts::Event;
use huiyin_contracts::decode;
use huiyin_contracts::events::investigation::OrderAcceptedV1;
use huiyin_contracts::events::orders::CoHandlingAskedV1;
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_contracts::views::routing::OrderView;
use huiyin_testkit::{Answer, Databases, Probe, World, eventually};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{clocks, complaint, import, orders, register, say, start};

async fn act(world: &World, order: &OrderView, what: &str, body: Value) -> Answer {
    world
        .post(&format!("/routing/v1/orders/{}/{what}", order.id), &body)
        .await
}

async fn act_by(world: &World, unit: &str, order: &OrderView, what: &str, body: Value) -> Answer {
    let path = format!("/routing/v1/orders/{}/{what}", order.id);
    world.post_by("s1", unit, &path, &body).await
}

fn made(answer: &Answer) -> OrderView {
    assert!(matches!(answer.status, 200 | 201), "{}", answer.body);
    answer.read()
}

fn reason() -> Value {
    json!({ "reason": "the account is kept at the other one" })
}

/// The order by which a unit leads.
async fn leading(world: &World, n: u128) -> OrderView {
    let mut open = orders(world, n).await;
    open.retain(|order| ["served", "accepted"].contains(&order.stage.as_str()) && order.kind != "supervision");
    open.retain(|order| order.kind != "co_handling");
    assert_eq!(open.len(), 1, "one unit leads: {open:?}");
    open.remove(0)
}

async fn reply_due(world: &World, n: u128) -> Option<huiyin_kernel::Timestamp> {
    let all = clocks(world, n).await;
    all.iter()
        .find(|clock| clock.kind == "reply")
        .and_then(|clock| clock.due)
}

#[tokio::test]
async fn a_wrong_transfer_is_returned_once_then_disputed_and_the_decision_binds() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |event| event.unit = "ho.b1".parse().unwrap()).await;
        let due = reply_due(&world, 1).await;
        let first = leading(&world, 1).await;
        let to_b2 = json!({ "unit": "b2", "reason": "theirs" });
        let given = made(&act(&world, &first, "hand_over", to_b2.clone()).await);
        let early = act(&world, &given, "dispute", reason()).await;
        assert_eq!(
            (early.status, early.sentence()),
            (
                409,
                "neither unit has returned the complaint: return it first, with the reason"
            )
        );
        let back = made(&act(&world, &given, "return", reason()).await);
        assert_eq!((back.kind.as_str(), back.lead.as_str()), ("returned", "ho.b1"));
        let again = made(&act(&world, &back, "hand_over", to_b2).await);
        let twice = act(&world, &again, "return", reason()).await;
        assert_eq!(
            (twice.status, twice.sentence()),
            (
                409,
                "the unit has returned this complaint once: if it is still not theirs, that is a dispute"
            )
        );
        let dispute = made(&act(&world, &again, "dispute", reason()).await);
        assert_eq!(
            (dispute.kind.as_str(), dispute.lead.as_str()),
            ("dispute", "ho"),
            "head office's service management stands above both branches"
        );
        let decided = json!({ "unit": "b2", "reason": "it is their machine" });
        assert_eq!(
            act_by(&world, "ho.b2", &dispute, "decide", decided.clone())
                .await
                .status,
            404,
            "no party decides its own dispute"
        );
        let bound = made(&act_by(&world, "ho", &dispute, "decide", decided).await);
        assert_eq!((bound.kind.as_str(), bound.lead.as_str()), ("decided", "ho.b2"));
        for what in ["return", "dispute"] {
            let answer = act(&world, &bound, what, reason()).await;
            assert_eq!(
                (answer.status, answer.sentence()),
                (
                    409,
                    "the service management decided that it is this unit's, and that binds"
                )
            );
        }
        assert_eq!(reply_due(&world, 1).await, due, "all of this moved no due time (R4.12)");
        assert_eq!(leading(&world, 1).await.lead.as_str(), "ho.b2");
        world.end().await;
    }
}

#[tokio::test]
async fn the_same_key_gives_the_same_answer_and_only_who_holds_an_order_returns_it() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    let order = leading(&world, 1).await;
    assert_eq!(act_by(&world, "ho.b2", &order, "return", reason()).await.status, 404);
    let path = format!("/routing/v1/orders/{}/return", order.id);
    let key = [("idempotency-key", "k1")];
    let first = world.post_as(&path, &reason(), &key).await;
    let again = world.post_as(&path, &reason(), &key).await;
    assert_eq!((first.status, again.status, &first.body), (201, 201, &again.body));
    assert_eq!(
        first.read::<OrderView>().kind,
        "triage",
        "a rule gave it: the desk decides"
    );
    let other = world.post_as(&path, &json!({ "reason": "y" }), &key).await;
    assert_eq!(other.status, 422);
    let without = world.post_as(&path, &reason(), &[]).await;
    assert_eq!(without.status, 400);
    let strange = json!({ "reason": "x", "more": 1 });
    assert_eq!(
        act(&world, &leading(&world, 1).await, "return", strange).await.status,
        422
    );
    world.end().await;
}

#[tokio::test]
async fn a_co_handling_unit_has_a_limit_of_its_own_and_ends_by_supplying() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let mut probe = Probe::new(&world.bus, "probe").await;
        register(&world, 1, |_| ()).await;
        let lead = leading(&world, 1).await;
        let asks =
            json!({ "unit": "b2", "asks": "the counter's record", "limit": { "basis": "clock_hours", "amount": 1 } });
        let order = made(&act(&world, &lead, "co_handlers", asks.clone()).await);
        assert_eq!((order.kind.as_str(), order.lead.as_str()), ("co_handling", "ho.b2"));
        let asked = probe
            .hears("asked", |event| event.kind == CoHandlingAskedV1::kind())
            .await;
        assert!(!asked.body.contains("record"), "what is asked stays in routing");
        let wrong = json!({ "unit": "b2", "asks": "x", "limit": { "basis": "moons", "amount": 1 } });
        let wrong = act(&world, &lead, "co_handlers", wrong).await;
        assert_eq!(
            (wrong.status, wrong.sentence()),
            (
                422,
                "the basis is one of clock_hours, working_hours, working_days, calendar_days"
            )
        );
        world.wait(SignedDuration::from_mins(61));
        eventually("the supervision order about the co-handling unit", async || {
            let all = orders(&world, 1).await;
            let pressed = all.iter().any(|order| order.kind == "supervision");
            if pressed { Ok(()) } else { Err(format!("{all:?}")) }
        })
        .await;
        let supplied = json!({ "supplied": "in the evidence, page 4" });
        assert_eq!(
            act_by(&world, "ho.b1.o1", &order, "supply", supplied.clone())
                .await
                .status,
            404,
            "the unit complained about supplies nothing for another"
        );
        let done = made(&act_by(&world, "ho.b2", &order, "supply", supplied).await);
        assert_eq!(
            (done.stage.as_str(), done.supplied.as_deref()),
            ("done", Some("in the evidence, page 4"))
        );
        let all = orders(&world, 1).await;
        let pressing = all.iter().find(|order| order.kind == "supervision").unwrap();
        assert_eq!(pressing.stage, "done", "who pressed for it need press no more");
        assert_eq!(leading(&world, 1).await.id, lead.id);
        world.end().await;
    }
}

#[tokio::test]
async fn a_supervision_order_is_acknowledged_and_the_ladder_goes_on() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    world.wait(SignedDuration::from_mins(121));
    let pressing = async |level: u32| {
        eventually("a step of the ladder", async || {
            let all = orders(&world, 1).await;
            let found = all.iter().find(|order| order.level == Some(level)).cloned();
            found.ok_or_else(|| format!("{all:?}"))
        })
        .await
    };
    let order = pressing(1).await;
    assert_eq!(
        act_by(&world, "ho.b2", &order, "acknowledge", json!({})).await.status,
        404
    );
    let seen = made(&act_by(&world, "ho.b1", &order, "acknowledge", json!({})).await);
    assert_eq!(seen.stage, "accepted");
    assert!(seen.accepted_at.is_some());
    let twice = act(&world, &order, "acknowledge", json!({})).await;
    assert_eq!(
        (twice.status, twice.sentence()),
        (409, "the supervision order is acknowledged already")
    );
    world.wait(SignedDuration::from_mins(60));
    pressing(2).await;
    world.end().await;
}

#[tokio::test]
async fn who_reports_to_the_person_complained_about_is_kept_out_in_the_choice() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let staff =
            "code,unit,leader,reports_to\nboss,b1,yes,\nhead,o1,yes,boss\ns1,o1,no,head\nt1,b2,no,\nt2,b2,no,t1\n";
        assert_eq!(import(&world, "staff", staff).await.status, 200);
        let mut probe = Probe::new(&world.bus, "probe").await;
        let named = |code: &str| vec![huiyin_kernel::StaffCode::new(code).unwrap()];
        register(&world, 1, |event| event.staff_concerned = named("boss")).await;
        let order = leading(&world, 1).await;
        assert_eq!(
            order.lead.as_str(),
            "ho",
            "the outlet's head reports to the branch's, who is complained about"
        );
        let refused = act(&world, &order, "hand_over", json!({ "unit": "o1", "reason": "x" })).await;
        assert_eq!(
            (refused.status, refused.sentence()),
            (
                422,
                "the complaint concerns this unit or its leader: the level above handles it"
            )
        );
        register(&world, 2, |event| {
            event.unit = "ho.b2".parse().unwrap();
            event.staff_concerned = named("t1");
        })
        .await;
        let fits =
            |event: &huiyin_contracts::Envelope| event.kind == AssignedV1::kind() && event.about == complaint(2).uuid();
        let assigned: AssignedV1 = decode(&probe.hears("assigned", fits).await).unwrap();
        let excluded: Vec<_> = assigned.excluded.iter().map(ToString::to_string).collect();
        assert_eq!(
            (assigned.lead.as_str(), excluded),
            ("ho.b2", vec!["t1".to_owned(), "t2".to_owned()])
        );
        world.end().await;
    }
}

#[tokio::test]
async fn an_order_that_was_accepted_is_not_returned() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    let order = leading(&world, 1).await;
    let accepted = OrderAcceptedV1 {
        complaint: complaint(1),
        order: order.id,
        unit: order.lead.clone(),
        ..OrderAcceptedV1::example()
    };
    say(&world, complaint(1), &accepted).await;
    world.quiet().await;
    let refused = act(&world, &order, "return", reason()).await;
    assert_eq!(
        (refused.status, refused.sentence()),
        (
            409,
            "work has begun on the order: it is handed over, if the other unit takes it, and not returned"
        )
    );
    world.end().await;
}
