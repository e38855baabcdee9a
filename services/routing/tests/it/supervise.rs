//! A supervision order that somebody above gives by their own word (R4.7): who may, what it moves, how it ends.

use huiyin_contracts::Event;
use huiyin_contracts::events::investigation::RepliedV1;
use huiyin_contracts::events::orders::{SupervisionAnsweredV1, SupervisionOrderedV1};
use huiyin_contracts::views::routing::OrderView;
use huiyin_testkit::{Answer, Databases, Probe, World};
use serde_json::{Value, json};

use crate::world::{clocks, complaint, orders, register, say, start};

const ASKS: &str = "Report how far it is.";

async fn act(world: &World, unit: &str, order: &OrderView, what: &str, body: Value) -> Answer {
    let path = format!("/routing/v1/orders/{}/{what}", order.id);
    world.post_by("s1", unit, &path, &body).await
}

fn ask() -> Value {
    json!({ "asks": ASKS, "due": "2026-10-12" })
}

fn made(answer: &Answer) -> OrderView {
    assert!(matches!(answer.status, 200 | 201), "{}", answer.body);
    answer.read()
}

async fn leading(world: &World) -> OrderView {
    let mut open = orders(world, 1).await;
    open.retain(|order| order.kind != "supervision" && order.stage == "served");
    open.remove(0)
}

#[tokio::test]
async fn r4_7_a_unit_above_presses_the_holder_answers_and_no_clock_moves() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let mut probe = Probe::new(&world.bus, "probe").await;
        register(&world, 1, |_| ()).await;
        let (lead, before) = (leading(&world).await, clocks(&world, 1).await);
        let order = made(&act(&world, "ho.b1", &lead, "supervise", ask()).await);
        assert_eq!(
            (order.kind.as_str(), order.level),
            ("supervision", None),
            "no step of a ladder"
        );
        assert_eq!(order.lead, lead.lead);
        assert_eq!(order.from.as_ref().map(ToString::to_string).as_deref(), Some("ho.b1"));
        assert_eq!(order.next_due, Some("2026-10-13T00:00:00+08:00".parse().unwrap()));
        let ordered = probe
            .hears("ordered", |event| event.kind == SupervisionOrderedV1::kind())
            .await;
        assert!(!ordered.body.contains("Report"), "what is to be done stays in routing");
        let noted = made(&act(&world, "ho.b1.o1", &order, "acknowledge", json!({})).await);
        assert_eq!((noted.stage.as_str(), noted.next_due), ("accepted", order.next_due));
        let answer = json!({ "answer": "The record was asked for." });
        let done = made(&act(&world, "ho.b1.o1", &order, "answer", answer.clone()).await);
        assert_eq!(
            (done.stage.as_str(), done.supplied.as_deref()),
            ("done", Some("The record was asked for."))
        );
        let answered = probe
            .hears("answered", |event| event.kind == SupervisionAnsweredV1::kind())
            .await;
        assert!(!answered.body.contains("record"), "the answer stays in routing");
        let again = made(&act(&world, "ho.b1", &lead, "supervise", ask()).await);
        assert_ne!(again.id, order.id, "what was answered can be pressed for again");
        made(&act(&world, "ho", &lead, "supervise", ask()).await);
        let twice = act(&world, "ho.b1.o1", &order, "answer", answer).await;
        assert_eq!(
            (twice.status, twice.sentence()),
            (
                409,
                "the supervision order is over: what it pressed for was done, or fell away"
            )
        );
        let due = |clocks: &[huiyin_contracts::views::routing::ClockView]| -> Vec<_> {
            clocks
                .iter()
                .map(|clock| (clock.id, clock.due, clock.stage.clone()))
                .collect()
        };
        assert_eq!(due(&clocks(&world, 1).await), due(&before), "P15");
        world.end().await;
    }
}

#[tokio::test]
async fn who_is_not_above_presses_nobody_and_the_supervision_desk_presses_all() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    let lead = leading(&world).await;
    let own = act(&world, "ho.b1.o1", &lead, "supervise", ask()).await;
    assert_eq!(
        (own.status, own.sentence()),
        (
            422,
            "only a unit above the one that holds the order presses it, or the supervision desk"
        )
    );
    assert_eq!(act(&world, "ho.b2", &lead, "supervise", ask()).await.status, 404);
    let path = format!("/routing/v1/orders/{}/supervise", lead.id);
    let desk = [
        ("idempotency-key", "by-the-desk"),
        ("huiyin-staff", "s9"),
        ("huiyin-unit", "ho.desk"),
        ("huiyin-duties", "supervision_desk"),
    ];
    let by_desk = made(&world.post_as(&path, &ask(), &desk).await);
    assert_eq!(
        by_desk.from.as_ref().map(ToString::to_string).as_deref(),
        Some("ho.desk")
    );
    let stranger = act(&world, "ho.b2", &by_desk, "answer", json!({ "answer": "x" })).await;
    assert_eq!(stranger.status, 404);
    world.end().await;
}

#[tokio::test]
async fn r4_7_the_reply_that_it_presses_for_ends_it_without_an_answer() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    let lead = leading(&world).await;
    let order = made(&act(&world, "ho", &lead, "supervise", ask()).await);
    let replied = RepliedV1 {
        complaint: complaint(1),
        unit: lead.lead.clone(),
        ..RepliedV1::example()
    };
    say(&world, complaint(1), &replied).await;
    world.quiet().await;
    let all = orders(&world, 1).await;
    let ended = all.iter().find(|one| one.id == order.id).unwrap();
    assert_eq!((ended.stage.as_str(), ended.next_due), ("done", None));
    world.end().await;
}
