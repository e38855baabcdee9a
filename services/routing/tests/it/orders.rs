//! Who must act, from the registration to the end (R4.1, R4.3, R4.4).

use huiyin_contracts::Event;
use huiyin_contracts::decode;
use huiyin_contracts::events::intake::{SettledV1, WithdrawnV1};
use huiyin_contracts::events::investigation::{ClosedV1, OrderAcceptedV1, ReopenedV1, RepliedV1};
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_contracts::views::routing::{HandOver, OrderCounts, OrderView};
use huiyin_testkit::{Databases, Probe, World};
use huiyin_web::Page;
use jiff::SignedDuration;

use crate::world::{clocks, complaint, import, now, orders, pairs, register, say, stages, start};

async fn accept(world: &World, n: u128, order: &OrderView) {
    let event = OrderAcceptedV1 {
        complaint: complaint(n),
        order: order.id,
        unit: order.lead.clone(),
        ..OrderAcceptedV1::example()
    };
    say(world, complaint(n), &event).await;
    world.quiet().await;
}

async fn list(world: &World, query: &str) -> Vec<String> {
    let page: Page<OrderView> = world.get(&format!("/routing/v1/orders?{query}")).await.read();
    page.items
        .into_iter()
        .map(|order| format!("{} {}", order.kind, order.lead))
        .collect()
}

#[tokio::test]
async fn registered_on_friday_at_four_the_outlet_has_two_hours_and_the_make_up_saturday() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let mut probe = Probe::new(&world.bus, "probe").await;
        register(&world, 1, |_| ()).await;
        let [order] = &orders(&world, 1).await[..] else {
            panic!("one order")
        };
        assert_eq!(
            (order.kind.as_str(), order.lead.as_str(), order.stage.as_str()),
            ("transfer", "ho.b1.o1", "served")
        );
        assert!(order.policy_version.starts_with("rural-bank@"));
        let [accept, reply] = &clocks(&world, 1).await[..] else {
            panic!("two clocks")
        };
        assert_eq!(
            (accept.kind.as_str(), accept.rule.as_str(), accept.remaining_seconds),
            ("accept", "R4.3", Some(7200))
        );
        assert_eq!(reply.due, Some("2026-10-10T17:30:00+08:00".parse().unwrap()));
        let arithmetic = reply.arithmetic.as_ref().unwrap();
        let days: Vec<_> = arithmetic
            .days
            .iter()
            .map(|day| (day.why.as_str(), day.counted))
            .collect();
        assert_eq!(days, [("start-day", false), ("make-up-day", true)]);
        let heard = probe.hears("assigned", |event| event.kind == AssignedV1::kind()).await;
        assert_eq!(heard.subject, "complaint.v1.assigned.ho.b1.o1");
        assert_eq!(heard.policy_version.as_deref(), Some(order.policy_version.as_str()));
        let assigned: AssignedV1 = decode(&heard).unwrap();
        assert_eq!(
            (assigned.order, assigned.reply_due, assigned.imported),
            (order.id, reply.due, false)
        );
        world.end().await;
    }
}

#[tokio::test]
async fn accepting_and_replying_meet_their_clocks_and_closing_finishes_the_order() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |_| ()).await;
        accept(&world, 1, &orders(&world, 1).await[0]).await;
        assert_eq!(
            stages(&world, 1).await,
            pairs(&[("accept", "met"), ("reply", "running")])
        );
        let replied = RepliedV1 {
            complaint: complaint(1),
            ..RepliedV1::example()
        };
        say(&world, complaint(1), &replied).await;
        world.quiet().await;
        assert_eq!(stages(&world, 1).await, pairs(&[("accept", "met"), ("reply", "met")]));
        assert_eq!(orders(&world, 1).await[0].stage, "accepted");
        let closed = ClosedV1 {
            complaint: complaint(1),
            ..ClosedV1::example()
        };
        say(&world, complaint(1), &closed).await;
        world.quiet().await;
        assert_eq!(orders(&world, 1).await[0].stage, "done");
        assert!(list(&world, "state=open").await.is_empty());
        world.end().await;
    }
}

#[tokio::test]
async fn what_was_settled_or_withdrawn_runs_no_longer() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    say(
        &world,
        complaint(1),
        &SettledV1 {
            complaint: complaint(1),
            ..SettledV1::example()
        },
    )
    .await;
    register(&world, 2, |_| ()).await;
    say(
        &world,
        complaint(2),
        &WithdrawnV1 {
            complaint: complaint(2),
            ..WithdrawnV1::example()
        },
    )
    .await;
    world.quiet().await;
    // What is settled on the spot is replied to at once (R3.9); nobody answers what was withdrawn (R3.12).
    for (n, accept, reply) in [(1, "stopped", "met"), (2, "stopped", "stopped")] {
        assert_eq!(stages(&world, n).await, pairs(&[("accept", accept), ("reply", reply)]));
        let why = if n == 1 { "settled" } else { "withdrawn" };
        assert_eq!(clocks(&world, n).await[0].why.as_deref(), Some(why));
        assert_eq!(orders(&world, n).await[0].stage, "stopped");
    }
    world.end().await;
}

#[tokio::test]
async fn a_reopened_case_goes_to_the_level_above_with_fresh_clocks() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    let reopened = ReopenedV1 {
        complaint: complaint(1),
        unit: "ho.b1.o1".parse().unwrap(),
        ..ReopenedV1::example()
    };
    say(&world, complaint(1), &reopened).await;
    world.quiet().await;
    let orders = orders(&world, 1).await;
    let last = orders.iter().find(|order| order.kind == "reopened").unwrap();
    assert_eq!((last.lead.as_str(), last.stage.as_str()), ("ho.b1", "served"));
    let running = stages(&world, 1)
        .await
        .into_iter()
        .filter(|(_, stage)| stage == "running")
        .count();
    assert_eq!(running, 2);
    world.end().await;
}

#[tokio::test]
async fn the_desk_passes_on_what_no_row_decides_and_the_same_key_gives_the_same_answer() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |event| event.unit = "ho.b1.o9".parse().unwrap()).await;
        let triage = orders(&world, 1).await.remove(0);
        assert_eq!((triage.kind.as_str(), triage.lead.as_str()), ("triage", "ho.desk"));
        assert_eq!(stages(&world, 1).await, pairs(&[("hand_over", "running")]));
        assert_eq!(list(&world, "state=to_accept&unit=desk").await, ["triage ho.desk"]);
        let path = format!("/routing/v1/orders/{}/hand_over", triage.id);
        let body = HandOver {
            unit: "b1".parse().unwrap(),
            reason: "their outlet".to_owned(),
        };
        let first = world.post_as(&path, &body, &[("idempotency-key", "k1")]).await;
        assert_eq!(first.status, 201, "{}", first.body);
        let again = world.post_as(&path, &body, &[("idempotency-key", "k1")]).await;
        assert_eq!((again.status, &again.body), (201, &first.body));
        let other = HandOver {
            unit: "b2".parse().unwrap(),
            reason: "no".to_owned(),
        };
        assert_eq!(
            world.post_as(&path, &other, &[("idempotency-key", "k1")]).await.status,
            422
        );
        let gone = world.post(&path, &other).await;
        assert_eq!(
            (gone.status, gone.sentence()),
            (
                409,
                "the order is no longer open: it was handed over, finished or stopped"
            )
        );
        let met = [("hand_over", "met"), ("accept", "running"), ("reply", "running")];
        assert_eq!(stages(&world, 1).await, pairs(&met));
        assert_eq!(orders(&world, 1).await.len(), 2);
        world.end().await;
    }
}

#[tokio::test]
async fn a_hand_over_is_refused_with_a_sentence_and_to_others_the_order_does_not_exist() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    let path = format!("/routing/v1/orders/{}/hand_over", orders(&world, 1).await[0].id);
    let to = |unit: &str| HandOver {
        unit: unit.parse().unwrap(),
        reason: "not ours".to_owned(),
    };
    let unknown = world.post(&path, &to("nowhere")).await;
    assert_eq!(
        (unknown.status, unknown.sentence()),
        (422, "there is no such unit in the directory")
    );
    let same = world.post(&path, &to("o1")).await;
    assert_eq!(
        (same.status, same.sentence()),
        (409, "the unit holds the order already")
    );
    assert_eq!(world.post_by("s9", "ho.b2", &path, &to("b2")).await.status, 404);
    assert_eq!(world.post_by("s1", "ho.b1", &path, &to("b2")).await.status, 201);
    let none = format!("/routing/v1/orders/{}/hand_over", complaint(9));
    assert_eq!(world.post(&none, &to("b2")).await.status, 404);
    assert_eq!(
        world
            .post(&path, &serde_json::json!({"unit": "b2", "reason": "x", "more": 1}))
            .await
            .status,
        422
    );
    world.end().await;
}

#[tokio::test]
async fn a_complaint_about_the_units_leader_goes_above_and_is_hidden() {
    let world = start(Databases::Sqlite).await;
    let staff = "code,unit,leader\nboss,o1,yes\ns1,o1,no\n";
    assert_eq!(import(&world, "staff", staff).await.status, 200);
    let mut probe = Probe::new(&world.bus, "probe").await;
    let named = |code: &str| vec![huiyin_kernel::StaffCode::new(code).unwrap()];
    register(&world, 1, |event| event.staff_concerned = named("boss")).await;
    register(&world, 2, |event| event.staff_concerned = named("s1")).await;
    let order = orders(&world, 1).await.remove(0);
    assert_eq!((order.lead.as_str(), order.restricted), ("ho.b1", true));
    assert_eq!(orders(&world, 2).await[0].lead.as_str(), "ho.b1.o1");
    probe
        .hears("assigned", |event| event.subject == "restricted.v1.assigned")
        .await;
    let clear = probe
        .heard()
        .iter()
        .filter(|event| event.about == complaint(1).uuid() && event.producer == "routing");
    assert!(
        clear
            .into_iter()
            .all(|event| event.subject.starts_with("restricted.v1."))
    );
    world.end().await;
}

#[tokio::test]
async fn lists_are_sorted_by_the_next_limit_a_page_at_a_time() {
    for databases in Databases::both() {
        let world = start(databases).await;
        for n in 1..=5 {
            register(&world, n, |_| ()).await;
            world.wait(SignedDuration::from_mins(10));
        }
        accept(&world, 3, &orders(&world, 3).await[0]).await;
        let mut seen = Vec::new();
        let mut query = "limit=2&under=b1".to_owned();
        loop {
            let page: Page<OrderView> = world.get(&format!("/routing/v1/orders?{query}")).await.read();
            seen.extend(page.items);
            let Some(next) = page.next else { break };
            query = format!("limit=2&under=b1&after={next}");
        }
        let order: Vec<_> = seen.iter().map(|order| order.complaint.uuid().as_u128()).collect();
        assert_eq!(order, [1, 2, 4, 5, 3], "the accepted one waits for its reply only");
        assert_eq!(list(&world, "state=to_accept&unit=o1").await.len(), 4);
        let soon = now(&world) + SignedDuration::from_mins(85);
        assert_eq!(list(&world, &format!("due_before={soon}")).await.len(), 2);
        assert!(list(&world, "under=b2").await.is_empty());
        assert!(list(&world, "state=overdue").await.is_empty());
        assert_eq!(world.get("/routing/v1/orders?state=late").await.status, 422);
        let counts = async |query: &str| -> [usize; 4] {
            let asked = format!("/routing/v1/orders/counts?{query}");
            let counts: OrderCounts = world.get(&asked).await.read();
            let all = [counts.to_accept, counts.due, counts.overdue, counts.supervision];
            assert!(all.iter().all(|count| !count.more), "{counts:?}");
            all.map(|count| count.rows)
        };
        assert_eq!(counts(&format!("due_before={soon}")).await, [4, 2, 0, 0]);
        assert_eq!(counts("under=b2").await, [0; 4]);
        assert_eq!(world.get("/routing/v1/orders/counts?under=nowhere").await.status, 404);
        world.end().await;
    }
}
